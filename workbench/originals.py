"""The evidence store: received files, byte for byte, under their SHA-256, read-only.

A file is first copied to ``originals/.incoming`` while being hashed, then moved into place just
before the transaction that refers to it commits. What a crash leaves behind is removed when the
case is next opened for writing.

In an encrypted case they lie encrypted, under the SHA-256 of their plain bytes; plain copies, those
of files that come in too, are in the room of the process only.
"""

import hashlib
import os
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from errno import ENOSPC
from itertools import count
from pathlib import Path

from workbench import encrypting
from workbench.encrypting import leaving, room, sealing
from workbench.errors import CaseDamagedError, WorkbenchError

FOLDER = "originals"
INCOMING = ".incoming"
_BLOCK = 1 << 20
_COUNTER = count()
_JOINERS = "\u200c\u200d"  # Persian and Arabic words are spelt with them


@dataclass(frozen=True)
class Incoming:
    """A copied and hashed file that the case does not refer to yet."""

    path: Path
    file_name: str
    sha256: str
    bytes: int


def receive(case_folder: Path, file: Path) -> Incoming:
    """Copy a file into the case and hash it on the way. Raises WorkbenchError if unreadable.

    One that lies encrypted in the case's own folder, laid out by ``restore``, is read plain.
    """
    waiting = incoming_folder(case_folder)
    waiting.mkdir(parents=True, exist_ok=True)
    copy = waiting / f"{os.getpid()}-{next(_COUNTER)}{file.suffix}"
    digest, size = hashlib.sha256(), 0
    try:
        received = leaving.opened(case_folder, file)
        with received.open("rb") as source, copy.open("wb") as target:
            while block := source.read(_BLOCK):
                digest.update(block)
                target.write(block)
                size += len(block)
    except OSError as error:
        copy.unlink(missing_ok=True)
        if error.errno == ENOSPC and room.is_entered():
            raise WorkbenchError(
                f"{file}: there is no room for it in {waiting}. Name a folder with more, on an "
                f"encrypted disk: {room.FOLDER}."
            ) from error
        raise WorkbenchError(
            f"{file}: cannot be read ({error.strerror}). Check the path and its permissions."
        ) from error
    return Incoming(copy, _showable(file.name), digest.hexdigest(), size)


def incoming_folder(case_folder: Path) -> Path:
    """Where files wait that are not in the case yet."""
    if encrypting.keys_of(case_folder):
        return room.enter() / INCOMING
    return case_folder / FOLDER / INCOMING


def _showable(name: str) -> str:
    """A file's name without what would steer a terminal, turn a line round or be no text at all."""
    return "".join(c if c.isprintable() or c in _JOINERS else "_" for c in name)


def keep(case_folder: Path, incoming: Incoming) -> Path:
    """Move a received file to its place under its hash and make it read-only.

    Only now is it waited for to be on the disk: most of it has got there while it was read.
    """
    place = path_of(case_folder, incoming.sha256)
    if place.exists():
        incoming.path.unlink()
    elif keys := encrypting.keys_of(case_folder):
        half = place.with_name(INCOMING) / incoming.sha256
        half.parent.mkdir(exist_ok=True)
        sealing.seal(incoming.path, half, keys)
        half.chmod(0o444)
        half.replace(place)
        incoming.path.unlink()
    else:
        with incoming.path.open("rb+") as file:
            os.fsync(file.fileno())
        incoming.path.chmod(0o444)
        incoming.path.replace(place)
    return place


def path_of(case_folder: Path, sha256: str) -> Path:
    """Where the original with this hash lies, encrypted where the case is."""
    return case_folder / FOLDER / sha256


def opened(case_folder: Path, sha256: str) -> Path:
    """The original to be read: itself, or a plain copy that lasts as long as the process.

    Raises CaseDamagedError where it cannot be decrypted.
    """
    keys = encrypting.keys_of(case_folder)
    if keys is None:
        return path_of(case_folder, sha256)
    plain = _plain_copy(case_folder, sha256)
    if not plain.exists():
        _unseal(case_folder, sha256, plain, keys)
    return plain


def check(case_folder: Path, sha256: str) -> Path:
    """The original to be read, after its bytes were hashed again.

    Raises CaseDamagedError when it is missing or altered.
    """
    place = path_of(case_folder, sha256)
    if not place.exists():
        raise _missing(place)
    if keys := encrypting.keys_of(case_folder):
        plain = _plain_copy(case_folder, sha256)
        found = _unseal(case_folder, sha256, plain, keys)
    else:
        plain = place
        with place.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        raise CaseDamagedError(
            f"{place}: the original was altered (its SHA-256 is now {found}). "
            "Restore it from a copy."
        )
    return plain


def _missing(place: Path) -> CaseDamagedError:
    return CaseDamagedError(f"{place}: the original is missing. Restore it from a copy.")


def _plain_copy(case_folder: Path, sha256: str) -> Path:
    of_case = hashlib.sha256(str(case_folder.resolve()).encode()).hexdigest()[:16]
    return room.enter() / of_case / sha256


def _unseal(case_folder: Path, sha256: str, plain: Path, keys: encrypting.Keys) -> str:
    """Write the plain copy, whole or not at all; its SHA-256."""
    sealed = path_of(case_folder, sha256)
    if not sealed.exists():
        raise _missing(sealed)
    plain.parent.mkdir(exist_ok=True)
    half = plain.with_name(f"{next(_COUNTER)}.part")
    found = sealing.unseal(sealed, half, keys)
    half.replace(plain)
    return found


def remove(case_folder: Path, sha256: str) -> None:
    """Remove an original for good, and the plain copy that may have been made of it."""
    places = [path_of(case_folder, sha256)]
    if room.is_entered():
        places.append(_plain_copy(case_folder, sha256))
    for place in places:
        if place.exists():
            place.chmod(0o600)
            place.unlink()


def sweep(case_folder: Path, referred: Collection[str]) -> None:
    """Remove what an interrupted command left: half copies, and originals nothing refers to."""
    folder = case_folder / FOLDER
    shutil.rmtree(folder / INCOMING, ignore_errors=True)
    for file in folder.iterdir():
        if file.name not in referred:
            file.chmod(0o600)
            file.unlink()
