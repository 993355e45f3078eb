"""Who has the passphrase or the key file opens an encrypted case; all others are told why not."""

import getpass
import hashlib
import hmac
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pyrage
import pytest

from tests.workbench.encrypting.conftest import every_byte
from tests.workbench.test_cli import run
from workbench import encrypting
from workbench.case import STORE, Case
from workbench.encrypting import Keys, LockedError, WrongKeyError, asking, locks, ring
from workbench.encrypting.sealing import HEADER
from workbench.errors import CaseDamagedError, WorkbenchError

OLD, NEW = "first of four words", "second of four words"
# Made with OLD by the letter of age's specification, by other hands than the library's, with a work
# factor so low that it takes no time.
LOCK = b64decode(
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBHUnFnQVNtVTkrcEVzTWN2bWk1L0ZnIDYKUmRpYStBM0FS"
    "K2FIUmJZSXNSaE1FMVlpY3dGVlRINFVpVnBrMkZmVk1tNAotLS0gbTI4L2dKbis5QkUzNmxrbDdscUZpbDhKSlEz"
    "dW1Wd2l3Kzk1TG4zbDVBQQp57WB/PGxoqQXtDl8ZYh4U9pvc1nYw1EF7zh4V1oAmDyhReN86EymEJuvz1y0uXuvV"
    "Ixb/8VKmryqMbbuIexpBFcqlNQlOVRtqC6078PNaoV+yH/IvqI4r+XDhUJKFoMyU/+BXiEG/SLipwlBjMByZIhcG"
    "xChS0zMKlmgA1PgLMefif+gJGJEAPFLIQ+iy40dZFvNvkHKZGUPvAXvEvRfNhXZWkW0="
)
ITS_PUBLIC_KEY = "age1ape45mvcytcacrjjdmmpc648fd4apqgke0h733xgr0l8f7rlhcmsdyzzmz"


@pytest.fixture
def quick_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Locks that take no time, which a real one must, so that nobody tries many passphrases."""

    def sign(text: bytes, passphrase: str) -> bytes:
        return hmac.digest(passphrase.encode(), text, hashlib.sha256)

    def encrypt(text: bytes, passphrase: str) -> bytes:
        return HEADER + sign(text, passphrase) + text

    def decrypt(sealed: bytes, passphrase: str) -> bytes:
        rest = sealed.removeprefix(HEADER)
        if sign(rest[32:], passphrase) != rest[:32]:
            raise pyrage.DecryptError
        return rest[32:]

    monkeypatch.setattr(locks, "scrypt", SimpleNamespace(encrypt=encrypt, decrypt=decrypt))


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Somebody at a terminal who types these answers; gives the list of what was asked."""

    def answering(*answers: str) -> list[str]:
        asked: list[str] = []
        waiting = iter(answers)

        def typed(prompt: str) -> str:
            asked.append(prompt)
            return next(waiting)

        monkeypatch.setattr(asking, "_is_at_terminal", lambda: True)
        monkeypatch.setattr(getpass, "getpass", typed)
        return asked

    return answering


def opens(folder: Path, key_file: Path | None = None) -> bool:
    """Whether a new process could open the case. Raises what it would be told otherwise."""
    ring.forget_all()
    with asking.key_file_named(key_file), Case.open(folder, user="ana") as case:
        return case.property("title") != ""


def test_a_lock_is_a_file_of_age(tmp_path: Path) -> None:
    (tmp_path / locks.BY_PASSPHRASE).write_bytes(LOCK)
    keys = locks.open_by_passphrase(tmp_path, OLD)
    assert str(keys.identity.to_public()) == ITS_PUBLIC_KEY
    with pytest.raises(WrongKeyError, match="passphrase does not open this case"):
        locks.open_by_passphrase(tmp_path, NEW)


def test_a_passphrase_is_dear_to_guess() -> None:
    keys = Keys.made()
    locked = locks.lock_by_passphrase(keys, OLD)
    sealed = locked.locks[locks.BY_PASSPHRASE]
    work_factor = int(sealed.split(b"\n")[1].split()[3])
    assert work_factor >= 14
    assert b"AGE-SECRET-KEY" not in sealed
    assert "AGE-SECRET-KEY" not in repr(locked) and keys.store not in repr(locked)


def test_a_case_asks_once_and_its_passphrase_can_be_changed(
    tmp_path: Path, quick_locks: None, typing: Callable[..., list[str]]
) -> None:
    folder = tmp_path / "case"
    typing(OLD, OLD)
    said = [run("new", folder, "--encrypt")]
    asked = typing(OLD)
    ring.forget_all()
    for _ in range(2):
        Case.open(folder, user="ana").close()
    assert asked == [f"Passphrase of {folder}: "]
    typing(NEW, "not the same")
    said.append(run("passphrase", folder, code=1))
    keys = encrypting.keys_of(folder)
    assert keys
    typing(NEW, NEW)
    said.append(run("passphrase", folder))
    assert "was changed" in said[-1].stdout
    typing(NEW)
    assert opens(folder)
    kept = encrypting.keys_of(folder)
    assert kept and kept.text() == keys.text()
    typing(OLD)
    with pytest.raises(WrongKeyError, match="passphrase does not open this case"):
        opens(folder)
    assert not any(word in one.stdout + one.stderr for one in said for word in (OLD, NEW))


def test_a_passphrase_that_is_soon_guessed_is_refused(
    tmp_path: Path, typing: Callable[..., list[str]]
) -> None:
    typing("short", "short")
    said = run("new", tmp_path / "case", "--encrypt", code=1)
    assert "12 characters at least" in said.stderr
    assert not (tmp_path / "case").exists()


def test_a_second_key_opens_the_case_beside_the_first(
    locked: Path, key_file: Path, tmp_path: Path
) -> None:
    spare = tmp_path / "spare.key"
    run("key-file", locked, spare, "--key-file", key_file)
    assert opens(locked, spare)
    assert spare.stat().st_mode & 0o077 == 0
    with pytest.raises(WrongKeyError):
        opens(locked, key_file)  # its lock was replaced
    inside = run("key-file", locked, locked / "exports" / "my.key", "--key-file", spare, code=1)
    assert "apart from the case" in inside.stderr


def test_without_a_terminal_a_key_file_is_asked_for(locked: Path) -> None:
    with pytest.raises(LockedError, match="--key-file or WORKBENCH_KEY_FILE"):
        opens(locked)
    said = run("status", locked, code=1)
    assert "is encrypted" in said.stderr and len(said.stderr.splitlines()) == 1


def test_a_key_file_is_named_by_the_environment_too(
    locked: Path, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(asking.KEY_FILE, str(key_file))
    assert opens(locked)


def no_file(folder: Path, key: Path) -> None:
    key.unlink()


def junk(folder: Path, key: Path) -> None:
    key.write_bytes(b"\xff\xfe AGE-SECRET-KEY-1")


def another(folder: Path, key: Path) -> None:
    key.unlink()
    encrypting.make_key_file(key)


def damaged_lock(folder: Path, key: Path) -> None:
    (folder / locks.BY_KEY_FILE).write_bytes(b"\0" * 400)


def cut_lock(folder: Path, key: Path) -> None:
    lock = folder / locks.BY_KEY_FILE
    lock.write_bytes(lock.read_bytes()[:-9])


def no_lock(folder: Path, key: Path) -> None:
    (folder / locks.BY_KEY_FILE).unlink()


def damaged_header(folder: Path, key: Path) -> None:
    with (folder / STORE).open("r+b") as store:
        store.seek(100)
        store.write(b"\xaa" * 64)


def damaged_block(folder: Path, key: Path) -> None:
    with (folder / STORE).open("r+b") as store:
        store.seek(5000)
        store.write(b"\xaa" * 9000)


@pytest.mark.parametrize(
    ("happens", "error", "told"),
    [
        (no_file, WrongKeyError, "there is no such key file"),
        (junk, WrongKeyError, "is no key file"),
        (another, WrongKeyError, "does not open the case"),
        (damaged_lock, CaseDamagedError, "the lock is damaged"),
        (cut_lock, WorkbenchError, "does not open the case"),
        (no_lock, CaseDamagedError, "locked keys is not there"),
        (damaged_header, CaseDamagedError, "workbench restore"),
        (damaged_block, CaseDamagedError, "workbench restore"),
    ],
)
def test_what_does_not_open_a_case_is_told_in_a_line(
    locked: Path,
    key_file: Path,
    tmp_path: Path,
    happens: Callable[[Path, Path], None],
    error: type[WorkbenchError],
    told: str,
) -> None:
    key = tmp_path / "copy.key"
    key.write_bytes(key_file.read_bytes())
    happens(locked, key)
    before = every_byte(locked)
    with pytest.raises(error, match=told) as refused:
        opens(locked, key)
    assert "\n" not in str(refused.value)
    assert every_byte(locked) == before
