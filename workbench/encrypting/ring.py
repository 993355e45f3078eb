"""The keys that were shown to this process, by case: a server asks once, a command once."""

from pathlib import Path

from workbench.encrypting import asking, locks, room
from workbench.encrypting.keys import Keys

_ring: dict[Path, Keys] = {}


def unlock(case_folder: Path) -> None:
    """Ask for the key of an encrypted case, unless it was shown already.

    Raises LockedError, WrongKeyError, CaseDamagedError.
    """
    if locks.is_encrypted(case_folder) and case_folder.resolve() not in _ring:
        remember(case_folder, asking.opened(case_folder))


def remember(case_folder: Path, keys: Keys) -> None:
    """Keep keys while the process lasts, and what it writes in passing from the disk."""
    room.enter()
    _ring[case_folder.resolve()] = keys


def keys_of(case_folder: Path) -> Keys | None:
    """The keys of a case, None where it is not encrypted. Raises LockedError."""
    if not locks.is_encrypted(case_folder):
        return None
    keys = _ring.get(case_folder.resolve())
    if keys is None:
        raise locks.LockedError(f"{case_folder}: is encrypted and was not unlocked.")
    return keys


def forget(case_folder: Path) -> None:
    """Keep a case's keys no longer."""
    _ring.pop(case_folder.resolve(), None)


def forget_all() -> None:
    """Keep no keys any longer."""
    _ring.clear()
