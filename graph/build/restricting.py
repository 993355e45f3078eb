"""Only a part of what the case holds: certain files, grades, places, or what analysts accepted.

Tables or views of one connection hide the case's own ``communication`` and ``claim`` from all that
is asked on it afterwards. A communication is at a place when a cell that served it is; a claim when
its source says that it was there, or it speaks of the place itself.
"""

from collections.abc import Sequence

import duckdb

from graph import cells
from graph.build.filters import NetworkFilter, Omission
from workbench.access.folding import fold
from workbench.errors import UnknownObjectError
from workbench.vocabulary import REVIEWED_SOURCES

_SUGGESTED = "statements of documents that no analyst has accepted"
_ELSEWHERE = "records and statements of other files, grades or places than those chosen"

_SOURCES = """
    CREATE OR REPLACE TEMP TABLE chosen_source AS
    SELECT source_id, kind FROM source
    WHERE ($sources IS NULL OR list_contains($sources, source_id))
        AND ($grade IS NULL OR (source_reliability <= left($grade, 1)
                                AND information_credibility <= right($grade, 1)))
"""

_COMMUNICATIONS = """
    CREATE OR REPLACE TEMP TABLE communication AS
    SELECT every.* FROM {stored}.communication AS every SEMI JOIN chosen_source USING (source_id)
    {served}
"""

# The place of a cell by the table of cells, else as the operator writes it.
_SERVED = """
    LEFT JOIN located ON located.source_id = every.source_id AND located.written = first_cell
        AND start_utc >= from_utc AND start_utc < to_utc
    WHERE coalesce(located.place, cell_place, first_cell) IN (SELECT unnest($here::VARCHAR[]))
"""

_AREAS = """
    SELECT DISTINCT coalesce(cell_place, first_cell) AS written FROM communication
    UNION SELECT place FROM located
    UNION SELECT unnest([text, normalised]) FROM mention WHERE kind = 'place'
"""

# Grain: one mention of a place that is called so anywhere.
_PLACE_MENTIONS = """
    CREATE OR REPLACE TEMP TABLE place_here AS
    WITH called AS (
        SELECT DISTINCT entity_id FROM mention JOIN entity_member USING (mention_id)
        WHERE mention.kind = 'place' AND (text IN (SELECT unnest($here::VARCHAR[]))
                                          OR normalised IN (SELECT unnest($here::VARCHAR[])))
    )
    SELECT mention_id FROM entity_member JOIN called USING (entity_id)
"""

_CLAIMS = """
    CREATE OR REPLACE TEMP TABLE claim AS
    SELECT every.* FROM {stored}.claim AS every JOIN chosen_source USING (source_id)
    WHERE (NOT $accepted OR state IN ('accepted', 'corrected')
           OR chosen_source.kind NOT IN (SELECT unnest($reviewed)))
        AND ($everywhere OR place_mention IN (FROM place_here)
             OR left_mention IN (FROM place_here) OR right_mention IN (FROM place_here))
"""


def restrict(db: duckdb.DuckDBPyConnection, chosen: NetworkFilter) -> list[Omission]:
    """Let only what ``chosen`` asks for be seen from here on; returns what is not.

    Raises UnknownObjectError for files that the case does not have and places it does not know.
    """
    for table in ("communication", "claim"):
        db.execute(f"DROP TABLE IF EXISTS temp.{table}")
    if not chosen.is_part:
        return []
    _know(db, chosen.sources or frozenset())
    here = _here(db, chosen.places)
    stored = f'"{_one(db, "SELECT current_database()")}".main'
    records, claims = (_one(db, f"SELECT count(*) FROM {t}") for t in ("communication", "claim"))
    suggested = _suggested(db) if chosen.accepted_only else 0
    choose_sources(db, chosen)
    db.execute(_PLACE_MENTIONS, {"here": here})
    served = {"here": here} if chosen.places else {}
    db.execute(
        _COMMUNICATIONS.format(stored=stored, served=_SERVED if served else ""), served or None
    )
    db.execute(
        _CLAIMS.format(stored=stored),
        {
            "accepted": chosen.accepted_only,
            "reviewed": [str(kind) for kind in REVIEWED_SOURCES],
            "everywhere": not chosen.places,
        },
    )
    kept = _one(db, "SELECT (SELECT count(*) FROM communication) + (SELECT count(*) FROM claim)")
    elsewhere = int(records) + int(claims) - int(kept) - suggested
    return [
        Omission(_SUGGESTED, records=suggested),
        Omission(_ELSEWHERE, records=max(elsewhere, 0)),
    ]


def choose_sources(db: duckdb.DuckDBPyConnection, chosen: NetworkFilter) -> None:
    """Make the temporary table ``chosen_source`` (source_id, kind): the files asked for."""
    sources = None if chosen.sources is None else sorted(chosen.sources)
    db.execute(_SOURCES, {"sources": sources, "grade": chosen.least_grade})


def _suggested(db: duckdb.DuckDBPyConnection) -> int:
    kinds = ", ".join(f"'{kind}'" for kind in REVIEWED_SOURCES)
    return int(
        _one(
            db,
            "SELECT count(*) FROM claim JOIN source USING (source_id) WHERE NOT negated "
            f"AND state = 'suggested' AND source.kind IN ({kinds})",
        )
    )


def _know(db: duckdb.DuckDBPyConnection, sources: frozenset[int]) -> None:
    known = {row[0] for row in db.execute("SELECT source_id FROM source").fetchall()}
    for source in sorted(sources - known):
        raise UnknownObjectError(f"{source}: no such file in this case. See 'workbench sources'.")


def _here(db: duckdb.DuckDBPyConnection, places: frozenset[str]) -> Sequence[str]:
    """The places that are meant, as cells and sources write them, in any script."""
    if not places:
        return []
    cells.locate(db)
    written = [row[0] for row in db.execute(_AREAS).fetchall() if row[0]]
    names = {place: fold(place).text.strip() for place in places}
    folded = {name: fold(name).text.strip() for name in written}
    for place, name in sorted(names.items()):
        if name not in folded.values():
            raise UnknownObjectError(f"{place}: no cell and no source of this case is there.")
    return sorted(name for name, meant in folded.items() if meant in names.values())


def _one(db: duckdb.DuckDBPyConnection, query: str) -> str:
    row = db.execute(query).fetchone()
    assert row is not None
    return str(row[0])
