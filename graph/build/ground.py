"""What a choice of files and a stretch of time bring, before kinds and strength are chosen.

All that has to be counted in the case is counted here; ``slicing`` takes networks out of it without
asking the case again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import duckdb
import pandas as pd

from graph.build import actors, calls, co_mentions, relationships, restricting, services
from graph.build.filters import NetworkFilter, Omission, Projection, Services
from graph.build.holders import Holding
from graph.build.services import Service
from workbench.case import Case


@dataclass(frozen=True)
class Ground:
    """All relationships of the files and the time that a filter asks for.

    ``entities``: entity_id, kind and ``alone`` (it stands for itself: no phone whose holder acts
    for it); row i is vertex i, all entities of the case. ``relationships`` as in ``Network``.
    ``unseen`` is what files, grades and places leave out, ``beside`` what belongs to no pair or no
    period. ``services`` are those that look so by all that is here. ``redirects`` are the entities
    of today by former ids.
    """

    entities: pd.DataFrame
    relationships: pd.DataFrame
    unseen: tuple[Omission, ...]
    beside: tuple[Omission, ...]
    folded: tuple[Holding, ...]
    services: tuple[Service, ...]
    protected: frozenset[str]
    redirects: Mapping[str, str]

    @cached_property
    def index(self) -> dict[str, int]:
        """The vertex of each entity id."""
        return {entity: i for i, entity in enumerate(self.entities["entity_id"].tolist())}


# Grain: one entity of the case, with its vertex.
_NODE = """
    CREATE OR REPLACE TEMP TABLE node AS
    SELECT row_number() OVER (ORDER BY kind, length(entity_id), entity_id) - 1 AS vertex,
        entity_id, kind, entity_id NOT IN ({folded}) AS alone
    FROM entity
"""

_TIES = f"""
    SELECT {", ".join("tie." + column.strip() for column in relationships.COLUMNS.split(","))},
        l.vertex AS left, r.vertex AS right
    FROM tie
    JOIN node AS l ON l.entity_id = left_entity JOIN node AS r ON r.entity_id = right_entity
    ORDER BY tie.kind, l.vertex, r.vertex
"""


def ground_of(chosen: NetworkFilter) -> NetworkFilter:
    """The filter without what is chosen among the relationships it brings."""
    return replace(
        chosen,
        kinds=None,
        entity_kinds=None,
        min_count=1,
        around=(),
        hops=1,
        nature=None,
        services=Services.APART,
    )


def gathered(case: Case, chosen: NetworkFilter) -> Ground:
    """Count what a filter's networks are taken from; on a connection of its own."""
    with case.db.cursor() as db:
        return on(db, chosen)


def on(db: duckdb.DuckDBPyConnection, chosen: NetworkFilter, *, fresh: bool = False) -> Ground:
    """The same from the tables as this connection sees them.

    ``fresh`` counts the relationships anew instead of taking those that the case has stored.
    """
    unseen = restricting.restrict(db, chosen)
    relationships.take(db, chosen.window, fresh=fresh or chosen.is_part)
    unseen += co_mentions.add(db, chosen)
    acting = chosen.projection is Projection.ACTORS
    folded = actors.fold(db, chosen.window) if acting else ()
    whole = "SELECT phone FROM whole" if acting else "SELECT NULL WHERE false"
    db.execute(_NODE.format(folded=whole))
    return Ground(
        _frame(db, "SELECT entity_id, kind, alone FROM node ORDER BY vertex"),
        _frame(db, _TIES),
        tuple(unseen),
        (_undated(db, chosen), _numberless(db, chosen)),
        folded,
        services.find(db),
        frozenset(row[0] for row in _rows(db, "SELECT entity_id FROM protected_entity")),
        dict(_rows(db, "SELECT old_entity_id, new_entity_id FROM entity_redirect ORDER BY ALL")),
    )


def _frame(db: duckdb.DuckDBPyConnection, query: str) -> pd.DataFrame:
    frame: pd.DataFrame = db.execute(query).to_arrow_table().to_pandas()
    return frame


def _rows(db: duckdb.DuckDBPyConnection, query: str) -> list[Any]:
    return db.execute(query).fetchall()


def _undated(db: duckdb.DuckDBPyConnection, chosen: NetworkFilter) -> Omission:
    if not chosen.window:
        return Omission("")
    undated = db.execute(
        "SELECT count(*) FROM claim WHERE start_utc IS NULL AND NOT negated AND state <> 'refused'"
    ).fetchall()
    return Omission("claims without a date, which belong to no period", records=int(undated[0][0]))


def _numberless(db: duckdb.DuckDBPyConnection, chosen: NetworkFilter) -> Omission:
    records = db.execute(
        "SELECT count(*) FROM communication WHERE (a_mention IS NULL OR b_mention IS NULL) "
        + calls.within(chosen.window),
        calls.bound(chosen.window),
    ).fetchall()
    return Omission(
        "records without a known number on both sides (withheld, data)",
        records=int(records[0][0]),
    )
