"""From all relationships of the case to the network a filter asks for.

Each step works on temporary tables of one connection of its own and tells what it left out; a
relationship is counted under the first reason that removes it.
"""

from collections.abc import Collection, Mapping, Sequence

import duckdb
import pandas as pd

from graph.build import actors, calls, co_mentions, relationships, restricting, services
from graph.build.filters import ACTOR_KINDS, NetworkFilter, Omission, Projection, Services
from graph.build.holders import Holding
from graph.build.network import Network
from graph.build.services import Service
from workbench.case import Case
from workbench.errors import UnknownObjectError
from workbench.vocabulary import MentionKind, Nature

_NOT_ACTING = (
    "places, vehicles, handsets and other things, shown only where everything is shown as stated"
)
_OTHER_KINDS = "kinds of entity not chosen"
_OTHER_TIES = "kinds of relationship not chosen"
_ASSESSED = "relationships that rest on assessments only"
_RARE = "fewer communications than the minimum chosen"

# Grain: one relationship with the reason that removes it, or NULL.
_SIFT = """
    CREATE OR REPLACE TEMP TABLE sifted AS
    SELECT tie.*, CASE
        WHEN $acting AND NOT (list_contains($actors, l.kind) AND list_contains($actors, r.kind))
            THEN $not_acting
        WHEN $entity_kinds IS NOT NULL AND NOT (list_contains($entity_kinds, l.kind)
            AND list_contains($entity_kinds, r.kind)) THEN $other_kinds
        WHEN $kinds IS NOT NULL AND NOT list_contains($kinds, tie.kind) THEN $other_ties
        WHEN $facts AND nature = 'assessment' THEN $assessed
        WHEN tie.kind = 'communicates' AND count < $min_count THEN $rare
        END AS reason
    FROM tie
    JOIN entity AS l ON l.entity_id = left_entity
    JOIN entity AS r ON r.entity_id = right_entity
"""

# Grain: one entity that stays, with its vertex.
_NODE = """
    CREATE OR REPLACE TEMP TABLE node AS
    SELECT row_number() OVER (ORDER BY kind, length(entity_id), entity_id) - 1 AS vertex,
        entity_id, kind
    FROM entity SEMI JOIN (
        SELECT left_entity AS entity_id FROM kept UNION SELECT right_entity FROM kept
        UNION SELECT unnest($named)
    ) AS used USING (entity_id)
"""

_STEP = """
    INSERT INTO reached
    SELECT right_entity FROM kept SEMI JOIN reached ON entity_id = left_entity
    UNION SELECT left_entity FROM kept SEMI JOIN reached ON entity_id = right_entity
    EXCEPT SELECT entity_id FROM reached
"""

_TIES = f"""
    SELECT {", ".join("kept." + column.strip() for column in relationships.COLUMNS.split(","))},
        l.vertex AS left, r.vertex AS right
    FROM kept
    JOIN node AS l ON l.entity_id = left_entity JOIN node AS r ON r.entity_id = right_entity
    ORDER BY kept.kind, l.vertex, r.vertex
"""


def network(case: Case, chosen: NetworkFilter | None = None) -> Network:
    """Build the network that ``chosen`` asks for (by default the whole one between actors).

    Reads only, on a connection of its own, so it sees what is committed. Raises
    UnknownObjectError when ``around`` names an entity that the case does not have.
    """
    with case.db.cursor() as db:
        return on(db, chosen or NetworkFilter())


def on(db: duckdb.DuckDBPyConnection, chosen: NetworkFilter, *, fresh: bool = False) -> Network:
    """The network from the tables as this connection sees them.

    ``fresh`` counts the relationships anew instead of taking those that the case has stored.
    """
    unseen = restricting.restrict(db, chosen)
    relationships.take(db, chosen.window, fresh=fresh or chosen.is_part)
    unseen += co_mentions.add(db, chosen)
    acting = chosen.projection is Projection.ACTORS
    folded = actors.fold(db, chosen.window) if acting else ()
    around = _centres(db, chosen.around, folded)
    omitted = _sift(db, chosen)
    apart, services_apart = _set_apart(db, chosen, around)
    beyond = _go_around(db, around, chosen.hops)
    omitted += [*unseen, services_apart, beyond, _undated(db, chosen), _numberless(db, chosen)]
    db.execute(_NODE, {"named": around})
    entities = _frame(db, "SELECT entity_id, kind FROM node ORDER BY vertex")
    counted = len(entities) + services_apart.entities + beyond.entities
    omitted.append(_unrelated(db, chosen, counted))
    return Network(
        chosen,
        entities,
        _frame(db, _TIES),
        tuple(o for o in omitted if o.entities or o.relationships or o.records),
        folded,
        apart,
        _protected(db),
    )


def _protected(db: duckdb.DuckDBPyConnection) -> frozenset[str]:
    found = db.execute("SELECT entity_id FROM protected_entity").fetchall()
    return frozenset(row[0] for row in found)


def _frame(db: duckdb.DuckDBPyConnection, query: str) -> pd.DataFrame:
    frame: pd.DataFrame = db.execute(query).to_arrow_table().to_pandas()
    return frame


def _centres(
    db: duckdb.DuckDBPyConnection, around: Sequence[str], folded: Sequence[Holding]
) -> list[str]:
    """Entities as they are called today: redirected, and a held phone's holders."""
    known = dict(
        db.execute(
            "SELECT old_entity_id, new_entity_id FROM entity_redirect UNION "
            "SELECT entity_id, entity_id FROM entity ORDER BY ALL"
        ).fetchall()
    )
    missing = [entity for entity in around if entity not in known]
    if missing:
        raise UnknownObjectError(
            f"{len(missing)} of the entities asked for are not in this case. "
            "Name them by id or pseudonym; see 'workbench entities'."
        )
    names = [known[entity] for entity in around]
    held = {entity: [h.person for h in folded if h.phone == entity] for entity in names}
    return sorted({actor for entity in names for actor in held[entity] or [entity]})


def _sift(db: duckdb.DuckDBPyConnection, chosen: NetworkFilter) -> list[Omission]:
    db.execute(
        _SIFT,
        {
            "acting": chosen.projection is Projection.ACTORS,
            "actors": [str(kind) for kind in ACTOR_KINDS],
            "entity_kinds": _listed(chosen.entity_kinds),
            "kinds": _listed(chosen.kinds),
            "facts": chosen.nature is Nature.FACT,
            "min_count": chosen.min_count,
            "not_acting": _NOT_ACTING,
            "other_kinds": _OTHER_KINDS,
            "other_ties": _OTHER_TIES,
            "assessed": _ASSESSED,
            "rare": _RARE,
        },
    )
    db.execute("CREATE OR REPLACE TEMP TABLE kept AS SELECT * FROM sifted WHERE reason IS NULL")
    counts = db.execute(
        "SELECT reason, count(*) FROM sifted WHERE reason IS NOT NULL GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return [Omission(reason, relationships=count) for reason, count in counts]


def _listed(kinds: Collection[str] | None) -> list[str] | None:
    return None if kinds is None else sorted(str(kind) for kind in kinds)


def _set_apart(
    db: duckdb.DuckDBPyConnection, chosen: NetworkFilter, around: Collection[str]
) -> tuple[tuple[Service, ...], Omission]:
    if chosen.services is Services.KEEP:
        return (), Omission("")
    apart = tuple(s for s in services.find(db) if s.entity_id not in around)
    removed = _remove(
        db,
        "left_entity IN (SELECT unnest($apart)) OR right_entity IN (SELECT unnest($apart))",
        {"apart": [service.entity_id for service in apart]},
    )
    return apart, Omission("services set apart", entities=len(apart), relationships=removed)


def _go_around(db: duckdb.DuckDBPyConnection, around: Sequence[str], hops: int) -> Omission:
    """Keep what lies within so many steps of the centres, and the ties among that."""
    if not around:
        return Omission("")
    before = _count(
        db,
        "SELECT count(*) FROM (SELECT left_entity FROM kept UNION SELECT right_entity FROM kept)",
    )
    db.execute(
        "CREATE OR REPLACE TEMP TABLE reached AS SELECT unnest($around) AS entity_id",
        {"around": around},
    )
    for _ in range(hops):
        db.execute(_STEP)
    removed = _remove(
        db,
        "left_entity NOT IN (SELECT entity_id FROM reached) "
        "OR right_entity NOT IN (SELECT entity_id FROM reached)",
        {},
    )
    beyond = max(before - _count(db, "SELECT count(*) FROM reached"), 0)
    return Omission(f"more than {hops} step(s) away", entities=beyond, relationships=removed)


def _remove(db: duckdb.DuckDBPyConnection, which: str, parameters: dict[str, list[str]]) -> int:
    return _count(db, f"DELETE FROM kept WHERE {which}", parameters)


def _undated(db: duckdb.DuckDBPyConnection, chosen: NetworkFilter) -> Omission:
    if not chosen.window:
        return Omission("")
    undated = _count(
        db,
        "SELECT count(*) FROM claim WHERE start_utc IS NULL AND NOT negated AND state <> 'refused'",
    )
    return Omission("claims without a date, which belong to no period", records=undated)


def _numberless(db: duckdb.DuckDBPyConnection, chosen: NetworkFilter) -> Omission:
    records = _count(
        db,
        "SELECT count(*) FROM communication WHERE (a_mention IS NULL OR b_mention IS NULL) "
        + calls.within(chosen.window),
        calls.bound(chosen.window),
    )
    return Omission(
        "records without a known number on both sides (withheld, data)", records=records
    )


def _unrelated(db: duckdb.DuckDBPyConnection, chosen: NetworkFilter, counted: int) -> Omission:
    """Entities that could have been shown and were not, beyond those counted already."""
    kinds = ACTOR_KINDS if chosen.projection is Projection.ACTORS else tuple(MentionKind)
    wanted = [k for k in kinds if chosen.entity_kinds is None or k in chosen.entity_kinds]
    # Phones that act for nobody else stand for themselves; the others are shown as their holders.
    folded = (
        "SELECT phone FROM whole"
        if chosen.projection is Projection.ACTORS
        else "SELECT NULL WHERE false"
    )
    possible = _count(
        db,
        "SELECT count(*) FROM entity WHERE kind IN (SELECT unnest($kinds)) "
        f"AND entity_id NOT IN ({folded})",
        {"kinds": [str(kind) for kind in wanted]},
    )
    return Omission("entities without a relationship here", entities=max(possible - counted, 0))


def _count(
    db: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, object] | None = None
) -> int:
    row = db.execute(query, dict(parameters or {})).fetchone()
    return int(row[0]) if row else 0
