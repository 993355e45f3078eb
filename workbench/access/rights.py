"""Roles and what each may do, as data (``data/roles.toml``)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from workbench.errors import RefusedError
from workbench.vocabulary import HandlingCode


class Right(StrEnum):
    """What a role may do. The first six are what the log records (vocabulary.Action)."""

    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    COMBINATION = "combination"
    ERASURE = "erasure"
    SAFEGUARDING = "safeguarding"  # see who is to be protected and why; refer them
    UNLOCKING = "unlocking"  # see a protected person's true name, for a reason
    LOG = "log"
    ACCOUNTS = "accounts"


@dataclass(frozen=True)
class Role:
    """A role: its rights, and the handling codes of the sources it sees."""

    name: str
    text: str
    rights: frozenset[Right]
    codes: frozenset[HandlingCode]


@cache
def roles() -> Mapping[str, Role]:
    """All roles by name."""
    text = (files("workbench.access") / "data" / "roles.toml").read_text(encoding="utf-8")
    return {
        name: Role(
            name,
            given["text"],
            frozenset(Right(right) for right in given["rights"]),
            frozenset(HandlingCode(code) for code in given["codes"]),
        )
        for name, given in tomllib.loads(text).items()
    }


def role(name: str) -> Role:
    """The role of this name. Raises RefusedError."""
    if name not in roles():
        raise RefusedError(f"{name}: is no role. There are {', '.join(roles())}.")
    return roles()[name]
