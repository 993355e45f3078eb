"""Files in the format of age (age-encryption.org/v1): streamed, and every part authentic."""

import hashlib
from pathlib import Path

import pyrage

from workbench.backup import settle
from workbench.encrypting.keys import Keys
from workbench.errors import CaseDamagedError

HEADER = b"age-encryption.org/v1\n"


def seal(plain: Path, sealed: Path, keys: Keys) -> None:
    """Write a file encrypted, and wait until it is on the disk."""
    pyrage.encrypt_file(str(plain), str(sealed), [keys.identity.to_public()])
    settle(sealed)


def unseal(sealed: Path, plain: Path, keys: Keys) -> str:
    """Write a file's plain bytes, and give their SHA-256. Raises CaseDamagedError."""
    try:
        pyrage.decrypt_file(str(sealed), str(plain), [keys.identity])
    except (pyrage.DecryptError, OSError) as error:
        plain.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno:
            raise  # no room left, or the like
        raise CaseDamagedError(
            f"{sealed}: was altered, or is of another case. Restore it from a copy."
        ) from error
    with plain.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_sealed(file: Path) -> bool:
    """Whether a file says that it is encrypted."""
    with file.open("rb") as opened:
        return opened.read(len(HEADER)) == HEADER


def digest(sealed: Path, keys: Keys) -> str:
    """The SHA-256 of a file's plain bytes, which are written nowhere."""
    found = _Digest()
    with sealed.open("rb") as file:
        pyrage.decrypt_io(file, found, [keys.identity])
    return found.sha256.hexdigest()


class _Digest:
    """A file that keeps of what is written to it the SHA-256 only."""

    def __init__(self) -> None:
        self.sha256 = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.sha256.update(data)
        return len(data)

    def flush(self) -> None:
        pass
