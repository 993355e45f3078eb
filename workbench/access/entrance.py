"""How whoever runs a command proves to be the user they say: the password of the account.

Named by WORKBENCH_USER, or as the system knows them; the password is asked for on the terminal, or
stands in the first line of the file that WORKBENCH_PASSWORD_FILE names.
"""

import getpass
import os
import sys
from pathlib import Path

from workbench.errors import RefusedError

USER = "WORKBENCH_USER"
PASSWORD_FILE = "WORKBENCH_PASSWORD_FILE"


def user_name() -> str:
    """Who says to be acting."""
    return os.environ.get(USER) or getpass.getuser()


def password(prompt: str) -> str:
    """The password, from its file or typed. Raises RefusedError where neither is to be had."""
    file = os.environ.get(PASSWORD_FILE)
    if file:
        return first_line(Path(file))
    if not sys.stdin.isatty():
        raise RefusedError(
            f"this case has users: say who you are with {USER}, and put your password into a file "
            f"that {PASSWORD_FILE} names."
        )
    return getpass.getpass(prompt)


def first_line(file: Path) -> str:
    """A password as its file holds it."""
    try:
        return file.read_text(encoding="utf-8").split("\n", 1)[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise RefusedError(f"{file}: no password can be read from it.") from error
