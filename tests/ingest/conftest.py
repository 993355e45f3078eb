"""An empty case to take files into, and files written as an operator might send them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from workbench.case import Case

WriteFile = Callable[..., Path]


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """A new case, open for writing."""
    with Case.create(tmp_path / "case", title="T", country="ME", user="ana") as made:
        yield made


@pytest.fixture
def write(tmp_path: Path) -> WriteFile:
    """Write text (in an encoding) or bytes to a file of this name."""

    def write_file(name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        file = tmp_path / name
        file.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
        return file

    return write_file
