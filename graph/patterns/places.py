"""Which numbers are used from the same places: somebody who changes phones stays where they live.

Places are the areas of the cells that served a phone, so only phones whose own records are held
have any. Neighbours and a band that meets share them too, hence the evidence is bounded.

Some files give a cell with every record and do not say whose it is. It is taken, for this evidence
only, for that of the side whose numbers keep to their cells: of one caller's calls, say, far more
are from one cell than of those that reach one number. Where neither side stands out the cells say
nothing.
"""

from collections.abc import Sequence

import numpy as np

from graph.build import calls
from graph.build.calls import Window
from graph.patterns import sightings
from graph.patterns.succession import Bools, Floats, Ints
from workbench.case import Case

ELSEWHERE = 0.4
"""Share of a person's sightings that their other ones do not explain."""
SIGHTINGS = 6.0
"""Sightings are not independent: more of them than so many say no more."""
MOST, LEAST = 4.0, -1.0
"""Bounds of the evidence; somebody may move, so that other places say little against it."""
MOST_TAKEN = 2.0
"""The upper bound where it is not said whose the cells are."""

STEADIER = 1.25
"""How much more a side's numbers keep to their cells than the other's if the cells are theirs."""

# Grain: one file that does not say whose cells it gives, with the side that they seem to be of: by
# the share of pairs of a number's records that are of one cell.
_SIDES = f"""
    CREATE OR REPLACE TEMP TABLE steady_side AS
    WITH sided AS (
        SELECT source_id, coalesce(cell_place, first_cell) AS cell, unnest(['a', 'b']) AS side,
            unnest([a_mention, b_mention]) AS mention_id
        FROM communication
        WHERE device_party IS NULL AND cell IS NOT NULL {{within}}
    ), counted AS (
        SELECT source_id, side, mention_id, cell, count(*) AS records
        FROM sided WHERE mention_id IS NOT NULL GROUP BY ALL
    ), numbers AS (
        SELECT source_id, side, sum(records) AS every, sum(records * (records - 1)) AS alike
        FROM counted GROUP BY source_id, side, mention_id
    ), shares AS (
        SELECT source_id, side, sum(alike) / sum(every * (every - 1)) AS share
        FROM numbers GROUP BY source_id, side HAVING sum(every * (every - 1)) > 0
    )
    SELECT source_id, arg_max(side, share) AS side FROM shares GROUP BY source_id
    HAVING count(*) = 2 AND max(share) > {STEADIER} * min(share)
"""

# Grain: one phone in one area, with the hours in which it was seen there, and whether its cells are
# only taken to be its own.
_PLACES = """
    WITH taken AS (
        SELECT entity_id AS phone, area, start_utc, true AS taken
        FROM communication JOIN steady_side USING (source_id)
        JOIN area ON written = coalesce(cell_place, first_cell)
        JOIN entity_member ON mention_id = CASE side WHEN 'a' THEN a_mention ELSE b_mention END
        JOIN entity USING (entity_id)
        WHERE device_party IS NULL AND entity.kind = 'phone' {within}
    )
    SELECT phone, area, count(DISTINCT date_trunc('hour', start_utc)) AS hours, bool_or(taken)
    FROM (SELECT phone, area, start_utc, false AS taken FROM sighting UNION ALL FROM taken)
    GROUP BY ALL ORDER BY ALL
"""


def shared_places(
    case: Case, phones: Sequence[str], old: Ints, new: Ints, window: Window
) -> tuple[Floats, Bools]:
    """Evidence [old, new] from common places, in natural logarithms; 0 where none are known.

    And for which pairs the cells are only taken to be their own. ``old`` and ``new`` are places in
    ``phones``.
    """
    with case.db.cursor() as db:
        sightings.see(db, window)
        within, bound = calls.within(window), calls.bound(window)
        db.execute(_SIDES.format(within=within), bound)
        rows = db.execute(_PLACES.format(within=within), bound).fetchall()
    candidates = np.union1d(old, new)
    row = {phones[place]: n for n, place in enumerate(candidates.tolist())}
    column = {area: n for n, area in enumerate(dict.fromkeys(row[1] for row in rows))}
    hours = np.zeros((len(candidates), max(len(column), 1)))
    assumed = np.zeros(len(candidates), dtype=bool)
    every = np.zeros(hours.shape[1])
    for phone, area, count, taken in rows:
        every[column[area]] += np.sqrt(count)
        if phone in row:
            hours[row[phone], column[area]] = np.sqrt(count)
            assumed[row[phone]] |= taken
    olds, news = np.searchsorted(candidates, old), np.searchsorted(candidates, new)
    ours, theirs = hours[olds], hours[news]
    popularity = every / max(float(every.sum()), 1e-12)
    both = _explained(theirs, ours, popularity).T + _explained(ours, theirs, popularity)
    known = (ours.sum(axis=1) > 0)[:, None] & (theirs.sum(axis=1) > 0)[None]
    only_taken = assumed[olds][:, None] | assumed[news][None]
    most = np.where(only_taken, MOST_TAKEN, MOST)
    return np.where(known, np.clip(both / 2, LEAST, most), 0.0), only_taken


def _explained(weights: Floats, by: Floats, popularity: Floats) -> Floats:
    """[row of weights, row of by]: how much better the one's places explain the other's."""
    shares = by / np.maximum(by.sum(axis=1, keepdims=True), 1e-12)
    lift = (1 - ELSEWHERE) * shares / np.maximum(popularity, 1e-12) + ELSEWHERE
    total = weights.sum(axis=1, keepdims=True)
    tempered = weights * np.minimum(1.0, SIGHTINGS / np.maximum(total, 1e-12))
    found: Floats = tempered @ np.log(lift).T
    return found
