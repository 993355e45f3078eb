"""A case's keys as they lie in its folder: locked by a passphrase, by a key file, or by both.

Each lock is a file of age: the passphrase's by its scrypt recipient, the key file's by its X25519
recipient. Either opens the case alone, so one may be the spare key of the other.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path

import pyrage
from pyrage import passphrase as scrypt
from pyrage import x25519

from workbench.encrypting.keys import Keys, WrongKeyError, read_key_file
from workbench.encrypting.sealing import HEADER
from workbench.errors import CaseDamagedError, RefusedError, WorkbenchError

BY_PASSPHRASE = "case.passphrase.age"
BY_KEY_FILE = "case.keyfile.age"
LOCKS = (BY_PASSPHRASE, BY_KEY_FILE)
SHORTEST = 12


class LockedError(WorkbenchError):
    """The case is encrypted, and neither passphrase nor key file was given."""


@dataclass(frozen=True)
class Locked:
    """Keys, and the locks (contents by file name) that are to hold them."""

    keys: Keys
    locks: dict[str, bytes] = field(repr=False)

    def put(self, folder: Path) -> None:
        """Write the locks into a case's folder, each whole or not at all."""
        for name, content in self.locks.items():
            _replace(folder / name, content)


def is_encrypted(case_folder: Path) -> bool:
    """Whether a case has locks."""
    return any((case_folder / name).exists() for name in LOCKS)


def lock_by_passphrase(keys: Keys, passphrase: str) -> Locked:
    """The keys under a passphrase. Raises RefusedError for one that is soon guessed."""
    if len(passphrase) < SHORTEST:
        raise RefusedError(f"a passphrase has {SHORTEST} characters at least: several words.")
    return Locked(keys, {BY_PASSPHRASE: scrypt.encrypt(keys.text().encode(), passphrase)})


def lock_by_key_file(keys: Keys, identity: x25519.Identity) -> Locked:
    """The keys under a key file."""
    sealed = pyrage.encrypt(keys.text().encode(), [identity.to_public()])
    return Locked(keys, {BY_KEY_FILE: sealed})


def open_by_passphrase(case_folder: Path, passphrase: str) -> Keys:
    """The keys of a case. Raises WrongKeyError, CaseDamagedError."""
    sealed = _read(case_folder / BY_PASSPHRASE)
    try:
        text = scrypt.decrypt(sealed, passphrase)
    except pyrage.DecryptError as error:
        raise WrongKeyError(f"{case_folder}: the passphrase does not open this case.") from error
    return _keys(case_folder / BY_PASSPHRASE, text)


def open_by_key_file(case_folder: Path, key_file: Path) -> Keys:
    """The keys of a case. Raises WrongKeyError, CaseDamagedError."""
    identity = read_key_file(key_file)
    if not (case_folder / BY_KEY_FILE).exists():
        raise WrongKeyError(f"{case_folder}: has no key file, only a passphrase.")
    sealed = _read(case_folder / BY_KEY_FILE)
    try:
        text = pyrage.decrypt(sealed, [identity])
    except pyrage.DecryptError as error:
        raise WrongKeyError(f"{key_file}: does not open the case {case_folder}.") from error
    return _keys(case_folder / BY_KEY_FILE, text)


def _read(lock: Path) -> bytes:
    sealed = lock.read_bytes()
    if not sealed.startswith(HEADER):
        raise _damaged(lock)
    return sealed


def _keys(lock: Path, text: bytes) -> Keys:
    try:
        return Keys.read(text.decode())
    except (ValueError, StopIteration) as error:
        raise _damaged(lock) from error


def _damaged(lock: Path) -> CaseDamagedError:
    return CaseDamagedError(
        f"{lock}: the lock is damaged. Copy it from a backup of the case, or use its other key."
    )


def _replace(file: Path, content: bytes) -> None:
    part = file.with_name(f"{file.name}.part")
    with part.open("wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    part.replace(file)
