"""The case over a connection of its own, for reading what others may be changing meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

from dashboards.workspace import Workspace
from workbench.case import Case


@contextmanager
def apart(workspace: Workspace) -> Iterator[Case]:
    """The case as the present user may see it and as it was last left; not to be written to."""
    case = workspace.case
    with case.db.cursor() as db:
        yield case.over(db)
