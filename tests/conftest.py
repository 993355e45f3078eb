"""Real things that many tests need: the sample case, built once from its files."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import portalocker
import pytest

from workbench import backup, demo
from workbench.case import Case

HERE = Path(__file__).parent
TOGETHER = (HERE / "journeys", HERE / "workbench" / "evidence")
"""Folders whose tests share what takes long to make: one process has all of each, from the start,
and the others have the rest file by file."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say what one process is to have, the longest first."""
    for item in items:
        folder = next((f for f in TOGETHER if item.path.is_relative_to(f)), item.path)
        item.add_marker(pytest.mark.xdist_group(str(folder.relative_to(HERE))))
    items.sort(key=lambda item: not any(item.path.is_relative_to(f) for f in TOGETHER))


@pytest.fixture(autouse=True, scope="session")
def no_backups() -> Iterator[None]:
    """Cases are not copied at each closing, but where a test is about that."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(backup.OFF, "off")
        yield


@pytest.fixture(scope="session")
def built_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample case as `workbench demo` builds it. Do not change it; copy it (sample_folder).

    Tests run in several processes: one builds it, each has a copy.
    """
    folder = tmp_path_factory.mktemp("sample") / "case"
    if "PYTEST_XDIST_WORKER" not in os.environ:
        demo.build(folder)
        return folder
    shared = tmp_path_factory.getbasetemp().parent / "sample"
    with portalocker.Lock(shared.with_suffix(".lock"), timeout=300):
        if not shared.exists():
            demo.build(folder)
            shutil.copytree(folder, shared)
            return folder
    shutil.copytree(shared, folder)
    return folder


@pytest.fixture
def sample_folder(built_sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample case for a test to change."""
    folder = tmp_path / "sample"
    shutil.copytree(built_sample, folder)
    return folder


@pytest.fixture
def sample_case(sample_folder: Path) -> Iterator[Case]:
    """The copied sample case, open for writing."""
    with Case.open(sample_folder, write=True, user="ana") as case:
        yield case
