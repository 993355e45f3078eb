"""Whether it is worked out who is who, without which there is no network."""

import click

from workbench.case import Case
from workbench.errors import WorkbenchError


class NotResolvedError(WorkbenchError):
    """A network is asked for and nothing says yet which mentions are the same person or phone."""


_WAITING = """
    SELECT count(*), (SELECT count(*) > 0 FROM entity)
    FROM mention ANTI JOIN entity_member USING (mention_id)
"""


def require_resolved(case: Case) -> None:
    """Refuse a case in which nothing is resolved; say on stderr what is not resolved yet."""
    waiting, some = case.db.execute(_WAITING).fetchall()[0]
    if waiting and not some:
        raise NotResolvedError(
            f"{waiting:,} mentions are not resolved yet, so there is no network. "
            "Run 'workbench resolve CASE' first."
        )
    if waiting:
        click.echo(
            f"Not in here: {waiting:,} mentions that are not resolved yet (workbench resolve).",
            err=True,
        )
