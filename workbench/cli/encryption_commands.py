"""encrypt, decrypt, passphrase, key-file: a case that only who has its key can open."""

from pathlib import Path

import click
from pyrage import x25519

from workbench import encrypting
from workbench.access.rights import Right
from workbench.case import Case
from workbench.cli.arguments import CaseCommand, case_argument
from workbench.cli.output import progress_bar
from workbench.encrypting import Keys, Locked, asking, changing, locks
from workbench.encrypting.keys import read_key_file
from workbench.errors import RefusedError
from workbench.vocabulary import Action


def newly_locked() -> Locked:
    """New keys, locked by the key file that was named (made where there is none), else by a
    passphrase that is asked for. Raises RefusedError, WrongKeyError.
    """
    keys = Keys.made()
    if named := asking.key_file():
        return locks.lock_by_key_file(keys, _key_file(named))
    return locks.lock_by_passphrase(keys, asking.new_passphrase())


def _key_file(file: Path) -> x25519.Identity:
    return read_key_file(file) if file.exists() else encrypting.make_key_file(file)


@click.command(cls=CaseCommand)
@case_argument
def encrypt(case_folder: Path) -> None:
    """Encrypt a case: its store, originals, exports and backups.

    Asks for a new passphrase; with --key-file the case is locked by that file instead, which is
    made where it is not there. Without passphrase or key file nobody opens the case again: keep a
    second key apart (workbench key-file). What leaves the case stays readable for who receives it.

    \b
    Examples:
      workbench encrypt gjoka
      workbench encrypt gjoka --key-file /media/stick/gjoka.key
    """
    with Case.open(case_folder, write=True, right=Right.ACCOUNTS) as case:
        if encrypting.is_encrypted(case_folder):
            raise RefusedError(f"{case_folder}: is encrypted already.")
        with progress_bar() as progress:
            changing.encrypt(case, newly_locked(), progress)
    click.echo(f"{case_folder}: is encrypted. Keep a second key apart: workbench key-file.")


@click.command(cls=CaseCommand)
@case_argument
def decrypt(case_folder: Path) -> None:
    """Decrypt a case for good; it is readable to whoever has its folder from then on.

    \b
    Example:
      workbench decrypt gjoka
    """
    with (
        Case.open(case_folder, write=True, right=Right.ACCOUNTS) as case,
        progress_bar() as progress,
    ):
        changing.decrypt(case, progress)
    click.echo(f"{case_folder}: is not encrypted any more.")


@click.command(cls=CaseCommand)
@case_argument
def passphrase(case_folder: Path) -> None:
    """Change the passphrase of an encrypted case, or give one to a case with a key file.

    The case's data stay as they are: only the lock is made anew.

    \b
    Example:
      workbench passphrase gjoka
    """
    with Case.open(case_folder, write=True, right=Right.ACCOUNTS) as case:
        _lock(case, locks.lock_by_passphrase(_keys(case), asking.new_passphrase()), "passphrase")
    click.echo(f"{case_folder}: the passphrase was changed.")


@click.command("key-file", cls=CaseCommand)
@case_argument
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def key_file(case_folder: Path, file: Path) -> None:
    """Make a key file that opens an encrypted case beside its passphrase; an older one no longer.

    Keep it apart from the case: on a stick, or printed, in a safe.

    \b
    Example:
      workbench key-file gjoka /media/stick/gjoka.key
    """
    if case_folder.resolve() in file.resolve().parents:
        raise RefusedError(f"{file}: keep the key apart from the case that it opens.")
    with Case.open(case_folder, write=True, right=Right.ACCOUNTS) as case:
        keys = _keys(case)
        _lock(case, locks.lock_by_key_file(keys, encrypting.make_key_file(file)), "key-file")
    click.echo(f"{file}: opens {case_folder} with --key-file. Keep it apart from the case.")


def _keys(case: Case) -> Keys:
    keys = encrypting.keys_of(case.folder)
    if keys is None:
        raise RefusedError(f"{case.folder}: is not encrypted. See 'workbench encrypt'.")
    return keys


def _lock(case: Case, locked: Locked, command: str) -> None:
    with case.transaction():
        case.record(Action.ALTERATION, "case", {"command": command}, right=Right.ACCOUNTS)
        locked.put(case.folder)
