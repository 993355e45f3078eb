"""Files made to leave a case: written whole, and encrypted while they lie in an encrypted case.

Whoever takes one out of such a case through the pages gets it readable.
"""

import hashlib
import tempfile
from pathlib import Path

from workbench.encrypting import ring, room, sealing
from workbench.errors import RefusedError


def workplace(case_folder: Path, out: Path, prefix: str) -> "tempfile.TemporaryDirectory[str]":
    """A folder in which to make ``out``: beside it, or in memory if it is to be encrypted."""
    folder = None if _is_sealed(case_folder, out) else out.parent
    return tempfile.TemporaryDirectory(dir=folder, prefix=prefix)


def put(case_folder: Path, made: Path, out: Path) -> None:
    """Give a file that was made its place, whole or not at all. Raises OSError."""
    keys = ring.keys_of(case_folder)
    if keys is None or not _is_sealed(case_folder, out):
        made.replace(out)
        return
    half = out.with_name(f".{out.name}.part")
    try:
        sealing.seal(made, half, keys)
        half.replace(out)
    finally:
        half.unlink(missing_ok=True)


def opened(case_folder: Path, file: Path) -> Path:
    """The file to be read: itself, or a plain copy that lasts as long as the process.

    Raises CaseDamagedError where it cannot be decrypted.
    """
    keys = ring.keys_of(case_folder)
    if keys is None or not _is_sealed(case_folder, file) or not sealing.is_sealed(file):
        return file
    of_file = hashlib.sha256(str(file.resolve()).encode()).hexdigest()
    plain = room.enter() / of_file / file.name
    plain.parent.mkdir(exist_ok=True)
    sealing.unseal(file, plain, keys)
    return plain


def check_outside(case_folder: Path, out: Path) -> None:
    """Raise RefusedError where a file for others would lie where only the case's key opens it."""
    if _is_sealed(case_folder, out):
        raise RefusedError(
            f"{out}: lies in the encrypted case, where its recipient could not read it. Name a "
            "file outside."
        )


def _is_sealed(case_folder: Path, out: Path) -> bool:
    inside = case_folder.resolve() in out.resolve().parents
    return inside and ring.keys_of(case_folder) is not None
