"""Which entities a verb showed: logged when it ends, in a moment of writing of its own."""

import time
from dataclasses import dataclass, field
from pathlib import Path

import click

from workbench.access.consultation import record_list
from workbench.case import Case
from workbench.errors import CaseBusyError

_LOOKS = "workbench.looks"
_PATIENCE_S = 10.0


@dataclass
class Look:
    """A user's look at a case: the entities (ids) shown so far."""

    folder: Path
    user: str
    entities: set[str] = field(default_factory=set)


def look(case: Case) -> Look:
    """A look that is logged when the verb under way ends."""
    begun = Look(case.folder, case.user)
    if ctx := click.get_current_context(silent=True):
        ctx.meta.setdefault(_LOOKS, []).append(begun)
    return begun


def log_shown(ctx: click.Context) -> None:
    """Log what the verb showed. Raises CaseBusyError where others hold the case too long."""
    for one in ctx.meta.pop(_LOOKS, []):
        if one.entities:
            with _writable(one) as case, case.transaction():
                record_list(case, ctx.command.name or "", one.entities)


def _writable(one: Look) -> Case:
    end = time.monotonic() + _PATIENCE_S
    while True:
        try:
            return Case.open(one.folder, write=True, user=one.user)
        except CaseBusyError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
