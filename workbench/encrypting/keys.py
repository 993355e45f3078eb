"""The keys of a case, and key files: identity files as age writes and reads them.

That a case's keys are written so, too, lets other hands open it without the workbench:
``age -d case.passphrase.age > keys`` and ``age -d -i keys originals/…`` (https://age-encryption.org).
"""

import os
import secrets
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from pyrage import IdentityError, x25519

from workbench.errors import RefusedError, WorkbenchError

_SECRET = "AGE-SECRET-KEY-1"
_STORE_KEY = "# store key: "
_BYTES = 32


class WrongKeyError(WorkbenchError):
    """The passphrase or key file does not open the case, or is none."""


@dataclass(frozen=True)
class Keys:
    """What encrypts a case: files an age identity, the store 32 bytes (in base64)."""

    identity: x25519.Identity = field(repr=False)
    store: str = field(repr=False)

    @classmethod
    def made(cls) -> Self:
        """New keys, at random."""
        store = b64encode(secrets.token_bytes(_BYTES)).decode()
        return cls(x25519.Identity.generate(), store)

    @classmethod
    def read(cls, text: str) -> Self:
        """Keys as ``text`` wrote them. Raises ValueError."""
        store = next(line for line in text.splitlines() if line.startswith(_STORE_KEY))
        return cls(_identity(text), _checked(store.removeprefix(_STORE_KEY)))

    def text(self) -> str:
        """The keys as an identity file of age."""
        return f"{_STORE_KEY}{self.store}\n{self.identity}\n"


def make_key_file(file: Path) -> x25519.Identity:
    """Make a new key file, readable by its owner only. Raises RefusedError where it exists."""
    identity = x25519.Identity.generate()
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise RefusedError(f"{file}: is there already. Name a new file.") from error
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        opened.write(f"# public key: {identity.to_public()}\n{identity}\n")
        opened.flush()
        os.fsync(opened.fileno())
    return identity


def read_key_file(file: Path) -> x25519.Identity:
    """The identity in a key file. Raises WrongKeyError, which does not say what is in the file."""
    try:
        return _identity(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise WrongKeyError(f"{file}: there is no such key file.") from error
    except (OSError, ValueError) as error:
        raise WrongKeyError(f"{file}: is no key file, or cannot be read.") from error


def _identity(text: str) -> x25519.Identity:
    found = [line.strip() for line in text.splitlines() if line.startswith(_SECRET)]
    if len(found) != 1:
        raise ValueError("not one identity")
    try:
        return x25519.Identity.from_str(found[0])
    except IdentityError as error:
        raise ValueError("no identity") from error


def _checked(store_key: str) -> str:
    try:
        if len(b64decode(store_key, validate=True)) == _BYTES:
            return store_key
    except NotBase64:
        pass
    raise ValueError("no store key")
