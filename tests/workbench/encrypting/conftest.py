"""A case of two statements under a key file, and what in its folder would give it away."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench import encrypting
from workbench.case import Case
from workbench.encrypting import asking, changing, locks, ring, room
from workbench.encrypting.keys import read_key_file


@pytest.fixture(autouse=True)
def nothing_unlocked() -> Iterator[None]:
    """Each test starts with no key shown, and leaves nothing in memory behind."""
    yield
    ring.forget_all()
    room.leave()


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("keys") / "case.key"
    encrypting.make_key_file(file)
    return file


@pytest.fixture(scope="session")
def encrypted(
    resolved_statements: Path, key_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The case, encrypted. Do not change it; copy it (locked)."""
    folder = tmp_path_factory.mktemp("encrypted") / "case"
    shutil.copytree(resolved_statements, folder)
    encrypt(folder, key_file)
    return folder


@pytest.fixture
def locked(encrypted: Path, tmp_path: Path) -> Path:
    """A copy of the encrypted case for a test to change, its key not shown yet."""
    folder = tmp_path / "case"
    shutil.copytree(encrypted, folder)
    return folder


@pytest.fixture
def unlocked(locked: Path, key_file: Path) -> Iterator[Path]:
    """The copy, while its key file is named."""
    with asking.key_file_named(key_file):
        yield locked


def encrypt(folder: Path, key_file: Path) -> None:
    keys = encrypting.Keys.made()
    with Case.open(folder, write=True, user="ana") as case:
        changing.encrypt(case, locks.lock_by_key_file(keys, read_key_file(key_file)))


def every_byte(folder: Path) -> dict[str, bytes]:
    """Each file with its bytes, and under the empty name all names."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    found = {str(file.relative_to(folder)): file.read_bytes() for file in files}
    return found | {"": "\n".join(found).encode()}
