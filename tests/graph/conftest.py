from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.graph.builders import CaseBuilder, new_case


@pytest.fixture
def building(tmp_path: Path) -> Iterator[CaseBuilder]:
    builder = new_case(tmp_path)
    yield builder
    builder.case.close()
