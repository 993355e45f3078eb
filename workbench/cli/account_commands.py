"""users: who may use a case, in which role."""

from pathlib import Path

import click

from workbench.access import accounts, entrance, passwords
from workbench.access.rights import Right, roles
from workbench.case import Case
from workbench.cli.arguments import CaseCommand, case_argument, json_option
from workbench.cli.output import print_json, print_table
from workbench.errors import RefusedError

_ACTIONS = (
    "list",
    "roles",
    "add",
    "role",
    "password",
    "reset",
    "disable",
    "enable",
    "unlock-account",
    "clear",
    "withdraw",
)
_SETS = ("rights", "codes")


@click.command(cls=CaseCommand)
@case_argument
@click.argument("action", type=click.Choice(_ACTIONS), default="list")
@click.argument("name", default="")
@click.option("--role", type=click.Choice(list(roles())), help="What the user may do.")
@click.option(
    "--password-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="File with the new password. [default: asked for, or made up and shown once]",
)
@click.option("--source", type=click.IntRange(min=1), help="The source a clearance is for.")
@click.option("--reason", default="", help="Why.")
@json_option
def users(
    case_folder: Path,
    action: str,
    name: str,
    role: str | None,
    password_file: Path | None,
    source: int | None,
    reason: str,
    as_json: bool,
) -> None:
    """Give a case users, each with a password and a role; without users, whoever has it may use it.

    From the first user on, every command asks for the password of the one whom WORKBENCH_USER names
    (or of who is logged in on the machine), or reads it from the file WORKBENCH_PASSWORD_FILE names.
    The first is a supervisor, who gives the others their accounts. `password` changes one's own;
    `reset` gives another user a new first one.

    \b
    Examples:
      workbench users gjoka add vera --role supervisor
      workbench users gjoka password vera
      workbench users gjoka add ana --role analyst
      workbench users gjoka clear ana --source 7 --reason "letter 12/26 of the provider"
      workbench users gjoka disable ana
    """  # noqa: E501
    if action == "roles":
        _print_roles(as_json=as_json)
    elif action == "list":
        _list(case_folder, as_json=as_json)
    elif not name:
        raise click.UsageError(f"name the user: {action} NAME.")
    elif action == "password":
        _own(case_folder, name, password_file)
    else:
        with Case.open(case_folder, write=True, right=Right.ACCOUNTS) as case, case.transaction():
            told = _change(case, action, name, role, password_file, source, reason)
        click.echo(told)


def _list(case_folder: Path, *, as_json: bool) -> None:
    with Case.open(case_folder, right=Right.LOG) as case:
        found = accounts.every(case.db)
    if as_json:
        print_json(found)
    elif not found:
        click.echo("No users: whoever can open the folder may use the case.")
    else:
        print_table(
            "Users",
            ["user", "role", "state", "made by", "at (UTC)"],
            [(u.user_name, u.role, _state(u), u.made_by, u.made_at_utc) for u in found],
        )


def _state(user: accounts.Account) -> str:
    if user.disabled:
        return "closed"
    return "locked" if user.locked else "first password" if user.must_change else "open"


def _print_roles(*, as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {
                    "role": r.name,
                    "text": r.text,
                    "rights": sorted(r.rights),
                    "codes": sorted(r.codes),
                }
                for r in roles().values()
            ]
        )
        return
    print_table(
        "Roles",
        ["role", "does", "rights", "sees sources of"],
        [
            (r.name, r.text, ", ".join(sorted(r.rights)), " ".join(sorted(r.codes)) or "none")
            for r in roles().values()
        ],
    )


def _own(case_folder: Path, name: str, password_file: Path | None) -> None:
    """The old password proves who it is; no other right is needed."""
    with Case.open(case_folder, write=True, right=None, user=name) as case:
        if not accounts.every(case.db):
            raise RefusedError("this case has no users. Make one: workbench users CASE add NAME.")
        old = entrance.password("Old password: ")
        new = _typed("New password: ") if password_file is None else _read(password_file)
        accounts.change_password(case, name, old, new)
    click.echo(f"{name}: the password was changed.")


def _change(
    case: Case,
    action: str,
    name: str,
    role: str | None,
    password_file: Path | None,
    source: int | None,
    reason: str,
) -> str:
    """Do what is asked about a user; what to say of it."""
    if action in ("add", "role") and role is None:
        raise click.UsageError("say which role: --role. See 'workbench users CASE roles'.")
    if action in ("clear", "withdraw") and source is None:
        raise click.UsageError("say which source: --source NUMBER.")
    match action:
        case "add":
            password = _read(password_file) if password_file else passwords.made_up(name)
            accounts.add(case, name, str(role), password)
            return _first_password(name, password, made_up=not password_file)
        case "reset":
            password = _read(password_file) if password_file else passwords.made_up(name)
            accounts.reset_password(case, name, password)
            return _first_password(name, password, made_up=not password_file)
        case "role":
            accounts.set_role(case, name, str(role))
        case "disable" | "enable":
            accounts.set_disabled(case, name, disabled=action == "disable")
        case "unlock-account":
            accounts.unlock_account(case, name)
        case "clear":
            accounts.clear(case, name, int(source or 0), reason)
        case "withdraw":
            accounts.withdraw_clearance(case, name, int(source or 0))
    return f"{name}: done ({action})."


def _first_password(name: str, password: str, *, made_up: bool) -> str:
    told = f" The first password, shown this once: {password}" if made_up else ""
    return (
        f"{name}: is a user now, and changes the password before anything else: "
        f"workbench users CASE password {name}.{told}"
    )


def _read(file: Path) -> str:
    return entrance.first_line(file)


def _typed(prompt: str) -> str:
    typed: str = click.prompt(prompt.rstrip(": "), hide_input=True, confirmation_prompt=True)
    return typed
