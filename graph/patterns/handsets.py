"""Which numbers were used in the same handset: strong evidence that they belong together."""

from collections.abc import Sequence

import duckdb
import numpy as np

from graph.build import calls
from graph.build.calls import Window
from graph.patterns import handset_use
from graph.patterns.succession import Floats, Ints
from workbench.case import Case

SAME_HANDSET = 4.0
"""Evidence of a handset that two numbers were used in; a third of people keep theirs on a change,
and hardly anyone happens to have used a stranger's."""


def shared_handset(
    case: Case, phones: Sequence[str], old: Ints, new: Ints, window: Window
) -> Floats:
    """Evidence [old, new] from a common handset, in natural logarithms; 0 where none is known.

    ``old`` and ``new`` are places in ``phones``. The more numbers a handset has seen (a shop's, a
    faked IMEI), the less it says.
    """
    with case.db.cursor() as db:
        users = _users(db, window)
    place = {phone: n for n, phone in enumerate(phones)}
    found = np.zeros((len(old), len(new)))
    for group in users:
        members = [place[phone] for phone in group if phone in place]
        both = np.ix_(np.isin(old, members), np.isin(new, members))
        found[both] = np.maximum(found[both], SAME_HANDSET / (len(group) - 1))
    return found


def _users(db: duckdb.DuckDBPyConnection, window: Window) -> list[list[str]]:
    """The numbers of each handset that several were used in."""
    used = handset_use.used("handset", calls.within(window))
    rows = db.execute(
        f"SELECT DISTINCT phone, handset FROM ({used}) ORDER BY ALL", calls.bound(window)
    ).fetchall()
    by_handset: dict[str, list[str]] = {}
    for phone, handset in rows:
        by_handset.setdefault(handset, []).append(phone)
    return [group for group in by_handset.values() if len(group) > 1]
