"""When each phone was used, with whom, and when it could have been seen, as arrays."""

from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd

from graph import coverage
from graph.build import calls, relationships
from graph.build.calls import ALWAYS, Window
from graph.build.filters import NetworkFilter
from workbench.case import Case

BINS = 60
"""Stretches of time with equal traffic, so that nights and quiet weeks do not look like silence."""

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Usage:
    """The phones of a case that communicated: row i of all else is ``phones`` row i.

    ``phones``: phone (entity id), first_utc, last_utc, count (records). ``active`` [phone, bin]:
    whether it was used then; ``visible``: whether the records held would have shown its use.
    ``pairs``: one, other (rows), together (communications, each counted once), first_utc, last_utc;
    each pair stands once.
    """

    phones: pd.DataFrame
    active: Bools
    visible: Bools
    pairs: pd.DataFrame


# Grain: one hour with its number of records.
_HOURS = """
    CREATE OR REPLACE TEMP TABLE busy_hour AS
    SELECT date_trunc('hour', start_utc) AS hour, count(*) AS records FROM communication
    WHERE a_mention IS NOT NULL AND b_mention IS NOT NULL {within}
    GROUP BY ALL
"""

# Grain: one hour with the bin it lies in: whole hours, about as many records in each bin.
_BINS = """
    CREATE OR REPLACE TEMP TABLE bin AS
    WITH running AS (
        SELECT hour, sum(records) OVER (ORDER BY hour) - records AS before,
            sum(records) OVER () AS every
        FROM busy_hour
    ), coarse AS (SELECT hour, floor($bins * before / every) AS stretch FROM running)
    SELECT hour, dense_rank() OVER (ORDER BY stretch) - 1 AS bin FROM coarse
"""

# Grain: one phone in one bin.
_USED = """
    CREATE OR REPLACE TEMP TABLE used AS
    WITH ends AS (
        SELECT unnest([a_mention, b_mention]) AS mention_id, start_utc FROM communication
        WHERE a_mention IS NOT NULL AND b_mention IS NOT NULL {within}
    ), hourly AS (
        SELECT mention_id, date_trunc('hour', start_utc) AS hour, count(*) AS count,
            min(start_utc) AS first_utc, max(start_utc) AS last_utc
        FROM ends GROUP BY ALL
    )
    SELECT entity_id AS phone, bin, sum(count)::BIGINT AS count, min(first_utc) AS first_utc,
        max(last_utc) AS last_utc
    FROM hourly JOIN bin USING (hour) JOIN entity_member USING (mention_id)
    JOIN entity USING (entity_id)
    WHERE entity.kind = 'phone'
    GROUP BY ALL
"""

# Grain: one phone, with its row.
_PHONES = """
    CREATE OR REPLACE TEMP TABLE phone_row AS
    SELECT row_number() OVER (ORDER BY length(phone), phone) - 1 AS place, phone,
        min(first_utc) AS first_utc, max(last_utc) AS last_utc, sum(count)::BIGINT AS count
    FROM used GROUP BY phone
"""

# Grain: one phone and one file about it. Its own use is seen in the period the file states. Where
# none is stated, files about several numbers cover what they hold, and a file about one number is
# taken to cover all, or no silence could ever be noticed. That of its contacts is seen while it is
# in use itself.
_WATCHED = """
    WITH targets AS (
        SELECT *, count(*) OVER file > 1 AS several, min(first_utc) OVER file AS file_from,
            max(last_utc) OVER file AS file_to
        FROM observed WINDOW file AS (PARTITION BY source_id)
    )
    SELECT place,
        least(targets.first_utc, coalesce(period_from_utc, CASE WHEN several THEN file_from
            ELSE (SELECT min(hour) FROM bin) END)) AS from_utc,
        greatest(targets.last_utc, coalesce(period_to_utc, CASE WHEN several THEN file_to
            ELSE (SELECT max(hour) FROM bin) END)) AS to_utc,
        targets.first_utc, targets.last_utc
    FROM targets JOIN source USING (source_id) JOIN phone_row USING (phone)
"""

_PAIRS = """
    SELECT l.place AS one, r.place AS other, tie.count AS together, tie.first_utc, tie.last_utc
    FROM tie JOIN phone_row AS l ON l.phone = left_entity
    JOIN phone_row AS r ON r.phone = right_entity
    WHERE kind = 'communicates'
    ORDER BY ALL
"""


def usage(case: Case, window: Window = ALWAYS) -> Usage:
    """Read the use of all phones within a stretch of time."""
    with case.db.cursor() as db:
        coverage.prepare(db, NetworkFilter(from_utc=window.from_utc, to_utc=window.to_utc))
        relationships.take(db, window)
        within, bound = calls.within(window), calls.bound(window)
        db.execute(_HOURS.format(within=within), bound)
        db.execute(_BINS, {"bins": BINS})
        db.execute(_USED.format(within=within), bound)
        db.execute(_PHONES)
        phones = _frame(db, "SELECT * EXCLUDE place FROM phone_row ORDER BY place")
        used = _frame(db, "SELECT place, bin FROM used JOIN phone_row USING (phone)")
        begins = _frame(db, "SELECT min(hour) AS hour FROM bin GROUP BY bin ORDER BY bin")["hour"]
        pairs = _frame(db, _PAIRS)
        watched = _frame(db, _WATCHED)
    active = np.zeros((len(phones), len(begins)), dtype=bool)
    active[used["place"], used["bin"]] = True
    return Usage(phones, active, active | _visible(active.shape, begins, watched, pairs), pairs)


def _frame(db: duckdb.DuckDBPyConnection, query: str) -> pd.DataFrame:
    frame: pd.DataFrame = db.execute(query).to_arrow_table().to_pandas()
    return frame


def _visible(
    shape: tuple[int, int],
    begins: "pd.Series[pd.Timestamp]",
    watched: pd.DataFrame,
    pairs: pd.DataFrame,
) -> Bools:
    """[phone, bin]: whether its use would have been seen, from its own records or a contact's."""
    if watched.empty:
        return np.ones(shape, dtype=bool)
    bins = {
        name: _bin(begins, watched[name])
        for name in ("from_utc", "to_utc", "first_utc", "last_utc")
    }
    own = pd.DataFrame(
        {"place": watched["place"], "start": bins["from_utc"], "end": bins["to_utc"]}
    )
    seen = pd.DataFrame(
        {"observer": watched["place"], "start": bins["first_utc"], "end": bins["last_utc"]}
    )
    contacts = [
        pairs[[one, other]].set_axis(["place", "observer"], axis=1).merge(seen, on="observer")
        for one, other in (("one", "other"), ("other", "one"))
    ]
    spans = pd.concat([own, *contacts])
    changes = np.zeros((shape[0], shape[1] + 1), dtype=np.int32)
    np.add.at(changes, (spans["place"], spans["start"]), 1)
    np.add.at(changes, (spans["place"], spans["end"] + 1), -1)
    found: Bools = changes.cumsum(axis=1)[:, :-1] > 0
    return found


def _bin(begins: "pd.Series[pd.Timestamp]", moments: "pd.Series[pd.Timestamp]") -> Ints:
    return np.maximum(np.searchsorted(begins, moments, side="right") - 1, 0)
