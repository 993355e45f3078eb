"""What a summary's numbers of rows, days and ranks were counted from."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import duckdb

from graph.measures import Measure
from workbench import sources
from workbench.case import Case
from workbench.evidence.coverage import coverage
from workbench.evidence.report import Statement
from workbench.evidence.selection import Selection

LARGEST_GRAPH = 20_000
"""Ties up to which a pack carries the network that was measured."""
_WALKED = 2_000_000
"""Actors times ties up to which a script can walk all shortest paths in some seconds."""

Json = dict[str, object]

# Grain: one row of a source that was rejected or is a duplicate; one that something was read of.
_ROWS = """
    SELECT source_id, 'rejected' AS what, sheet, row_number FROM rejected_row
    UNION ALL
    SELECT source_id, 'duplicate', sheet, row_number FROM duplicate_row
    UNION ALL
    SELECT source_id, 'accepted', sheet, row_number FROM (
        SELECT source_id, sheet, row_number FROM communication
        UNION SELECT source_id, coalesce(sheet, ''), row_number FROM mention
        UNION SELECT source_id, sheet, row_number FROM cell_site
        UNION SELECT source_id, '', passage_no FROM passage
    )
    ORDER BY ALL
"""
_KINDS = ("accepted", "rejected", "duplicate")

# Grain: one local day on which a source has records.
_DAYS = """
    SELECT source_id, timezone($zone, timezone('UTC', start_utc))::DATE AS day, count(*)
    FROM communication WHERE start_utc IS NOT NULL GROUP BY ALL ORDER BY ALL
"""


def source_figures(whole: Case, case: Case) -> Json:
    """How the rows of each source add up, and on which days it has how many records.

    ``case`` is the case without what is withheld, which has not kept the rows that were rejected.
    """
    zone = case.property("time_zone") or "UTC"
    with whole.db.cursor() as db:
        listed = _listed(db)
    with case.db.cursor() as db:
        days: dict[int, dict[str, int]] = defaultdict(dict)
        for source, day, count in db.execute(_DAYS, {"zone": zone}).fetchall():
            days[source][str(day)] = count
        found = [_source(db, one, listed) for one in sources.every(db)]
    return {
        "sources": found,
        "coverage": [
            {
                "source": f"S{one.source_id}",
                "days": one.days,
                "records": one.records,
                "each": days[one.source_id],
            }
            for one in coverage(case, zone)
        ],
    }


def _listed(db: duckdb.DuckDBPyConnection) -> dict[tuple[int, str], dict[str, list[int]]]:
    """By source and what became of them: row numbers by sheet."""
    found: dict[tuple[int, str], dict[str, list[int]]] = defaultdict(dict)
    rows = db.execute(_ROWS).fetchall()
    for (source, what, sheet), group in groupby(rows, lambda row: row[:3]):
        found[source, what][sheet or ""] = [row[3] for row in group if row[3] is not None]
    return found


def _source(
    db: duckdb.DuckDBPyConnection,
    source: sources.Source,
    listed: dict[tuple[int, str], dict[str, list[int]]],
) -> Json:
    parts = sources.reconciliation_of(db, source.source_id)
    stated = {name: sum(getattr(part, name) for part in parts) for name in ("rows_in", *_KINDS)}
    rows: Json = {}
    for what in _KINDS:
        known = listed.get((source.source_id, what), {})
        if sum(map(len, known.values())) == stated[what]:
            rows[what] = {sheet: list(_runs(numbers)) for sheet, numbers in known.items()}
    return {"source": f"S{source.source_id}", "kind": source.kind, **stated, "rows": rows}


def _runs(numbers: Sequence[int]) -> Iterator[list[int]]:
    """Ascending numbers as first and last of each run."""
    for _, group in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        yield [run[0], run[-1]]


# ------------------------------------------------------------------ the network


def network_figures(selection: Selection, statements: Iterable[Statement]) -> Json:
    """The network that was measured, its actors as bare numbers, and the places given of it."""
    graph = selection.considered.graph
    known: Json = {
        "actors": graph.vcount(),
        "relationships": len(selection.considered.relationships),
        "measures": _measures(selection, statements),
    }
    if graph.ecount() > LARGEST_GRAPH:
        return known | {"ties": None}
    kinds: dict[tuple[int, int], int] = defaultdict(int)
    ties = selection.considered.relationships
    for left, right in zip(ties["left"], ties["right"], strict=True):
        kinds[min(left, right), max(left, right)] += 1
    return known | {
        # Who of them is protected is not said: their own contacts would know them by it.
        # Two actors, how many relationships they have, and their number in all.
        "ties": [
            [*edge.tuple, kinds[min(edge.tuple), max(edge.tuple)], int(edge["weight"])]
            for edge in graph.es
        ],
    }


def _measures(selection: Selection, statements: Iterable[Statement]) -> list[Json]:
    numbers = {one.about: one.number for one in statements}
    graph = selection.considered.graph
    walked = graph.vcount() * max(graph.ecount(), 1) <= _WALKED
    return [
        {
            "measure": str(ranking.measure),
            "statement": numbers.get(str(ranking.measure)),
            "places": [
                {
                    "vertex": selection.considered.index[one.entity_id],
                    "rank": one.rank,
                    "value": f"{one.value:.4g}",
                }
                for one in ranking.ranked
            ],
            "recount": ranking.sampled_from is None
            and (ranking.measure is not Measure.BETWEENNESS or walked),
        }
        for ranking in selection.rankings
    ]
