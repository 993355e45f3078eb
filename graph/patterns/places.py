"""Which numbers are used from the same places: somebody who changes phones stays where they live.

Places are the areas of the cells that served a phone, so only phones whose own records are held
have any. Neighbours and a band that meets share them too, hence the evidence is bounded.
"""

from collections.abc import Sequence

import numpy as np

from graph.build.calls import Window
from graph.patterns import sightings
from graph.patterns.succession import Floats, Ints
from workbench.case import Case

ELSEWHERE = 0.4
"""Share of a person's sightings that their other ones do not explain."""
SIGHTINGS = 6.0
"""Sightings are not independent: more of them than so many say no more."""
MOST, LEAST = 4.0, -1.0
"""Bounds of the evidence; somebody may move, so that other places say little against it."""

# Grain: one phone in one area, with the hours in which it was seen there.
_PLACES = """
    SELECT phone, area, count(DISTINCT date_trunc('hour', start_utc)) AS hours
    FROM sighting GROUP BY ALL ORDER BY ALL
"""


def shared_places(
    case: Case, phones: Sequence[str], old: Ints, new: Ints, window: Window
) -> Floats:
    """Evidence [old, new] from common places, in natural logarithms; 0 where none are known.

    ``old`` and ``new`` are places in ``phones``.
    """
    with case.db.cursor() as db:
        sightings.see(db, window)
        rows = db.execute(_PLACES).fetchall()
    candidates = np.union1d(old, new)
    row = {phones[place]: n for n, place in enumerate(candidates.tolist())}
    column = {area: n for n, area in enumerate(dict.fromkeys(area for _, area, _ in rows))}
    hours = np.zeros((len(candidates), max(len(column), 1)))
    every = np.zeros(hours.shape[1])
    for phone, area, count in rows:
        every[column[area]] += np.sqrt(count)
        if phone in row:
            hours[row[phone], column[area]] = np.sqrt(count)
    ours, theirs = hours[np.searchsorted(candidates, old)], hours[np.searchsorted(candidates, new)]
    popularity = every / max(float(every.sum()), 1e-12)
    both = _explained(theirs, ours, popularity).T + _explained(ours, theirs, popularity)
    known = (ours.sum(axis=1) > 0)[:, None] & (theirs.sum(axis=1) > 0)[None]
    found: Floats = np.where(known, np.clip(both / 2, LEAST, MOST), 0.0)
    return found


def _explained(weights: Floats, by: Floats, popularity: Floats) -> Floats:
    """[row of weights, row of by]: how much better the one's places explain the other's."""
    shares = by / np.maximum(by.sum(axis=1, keepdims=True), 1e-12)
    lift = (1 - ELSEWHERE) * shares / np.maximum(popularity, 1e-12) + ELSEWHERE
    total = weights.sum(axis=1, keepdims=True)
    tempered = weights * np.minimum(1.0, SIGHTINGS / np.maximum(total, 1e-12))
    found: Floats = tempered @ np.log(lift).T
    return found
