"""From the case to what goes: the network asked for, without what handling codes hold back."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

import duckdb
import pandas as pd

from graph.build import Network, NetworkFilter, Omission, Projection, Services, network
from workbench import __version__, sources
from workbench.access import Masking
from workbench.case import Case
from workbench.evidence.handling import Withheld
from workbench.evidence.interchange.asked import Asked
from workbench.evidence.interchange.carried import Carried, Link, Origin, Thing
from workbench.evidence.interchange.locating import resting
from workbench.evidence.interchange.spots import spots
from workbench.evidence.names import Names
from workbench.evidence.pseudonyms import aliases

# Grain: one entity of the network.
_THINGS = """
    SELECT entity_id, entity.kind, cohesion, count(*) AS mentions,
        list_sort(list(DISTINCT source_id)) AS sources
    FROM entity JOIN entity_member USING (entity_id) JOIN mention USING (mention_id)
    SEMI JOIN asked_entities USING (entity_id)
    GROUP BY ALL
"""

# Grain: one thing that sources say about one entity of the network.
_SAID = """
    SELECT DISTINCT entity_id, name, value FROM attribute JOIN entity_member USING (mention_id)
    SEMI JOIN asked_entities USING (entity_id)
    UNION
    SELECT DISTINCT entity_id, 'category', category
    FROM person_status JOIN entity_member USING (mention_id)
    SEMI JOIN asked_entities USING (entity_id)
    ORDER BY ALL
"""


def gather(
    case: Case,
    shown: Masking,
    asked: Asked,
    withheld: tuple[Withheld, ...],
    made_at_utc: datetime,
    key: str,
) -> Carried:
    """All that goes; ``case`` is the case without what is withheld.

    Raises UnknownObjectError where an entity asked for is not in it.
    """
    found = network(
        case,
        NetworkFilter(
            around=asked.around,
            hops=asked.hops,
            from_utc=asked.from_utc,
            to_utc=asked.to_utc,
            projection=Projection.ACTORS if asked.actors else Projection.ALL,
            services=Services.APART if asked.actors else Services.KEEP,
        ),
    )
    ids = aliases(shown)
    names = Names.of(case, shown, ())
    with case.db.cursor() as db:
        things = _things(db, shown, names, ids, found)
        links = _links(db, ids, found)
        seen = spots(db, shown, names, ids, found)
    resting_on = (
        *(one.sources for one in things),
        *(one.sources for one in links),
        *(one.sources for one in seen),
    )
    used = {number for numbers in resting_on for number in numbers}
    return Carried(
        title=shown.text(case.property("title")),
        reference=shown.text(case.property("reference")),
        recipient=shown.text(asked.recipient),
        purpose=str(asked.purpose),
        made_at_utc=made_at_utc,
        software=f"Adria Workbench {__version__}",
        key=key,
        things=things,
        links=links,
        spots=seen,
        origins=_origins(case, shown, used),
        withheld=withheld,
        left_out=(*map(_left_out, found.left_out), *_surnames(shown, found)),
    )


def _things(
    db: duckdb.DuckDBPyConnection,
    shown: Masking,
    names: Names,
    ids: Mapping[str, str],
    found: Network,
) -> tuple[Thing, ...]:
    db.register("asked_entities", found.entities[["entity_id"]])
    known = {row[0]: row[1:] for row in db.execute(_THINGS).fetchall()}
    said = _said(db, shown)
    return tuple(
        Thing(
            ids.get(entity, entity),
            kind,
            names.name(entity),
            shown.is_protected(entity),
            float(cohesion),
            int(mentions),
            tuple(numbers),
            tuple(value for name, value in said[entity] if name == "category"),
            tuple(one for one in said[entity] if one[0] != "category"),
        )
        for entity in found.ids
        for kind, cohesion, mentions, numbers in (known[entity],)
    )


def _said(db: duckdb.DuckDBPyConnection, shown: Masking) -> dict[str, list[tuple[str, str]]]:
    """Of protected persons only what they are in the case."""
    said: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for entity, name, value in db.execute(_SAID).fetchall():
        if name == "category":
            said[entity].append((name, value))
        elif not shown.is_protected(entity):
            said[entity].append((name, shown.text(value)))
    return said


def _links(
    db: duckdb.DuckDBPyConnection, ids: Mapping[str, str], found: Network
) -> tuple[Link, ...]:
    rests = resting(db, found)
    columns = ["relationship_id", "kind", "left_entity", "right_entity", "count", "duration_s"]
    rows = found.relationships[[*columns, "first_utc", "last_utc", "nature"]]
    return tuple(
        Link(
            f"{ids.get(left, left)}~{kind}~{ids.get(right, right)}",
            kind,
            ids.get(left, left),
            ids.get(right, right),
            int(count),
            None if pd.isna(lasted) else int(lasted),
            _moment(first),
            _moment(last),
            nature,
            rests[name].sources,
            rests[name].places,
            rests[name].total,
        )
        for name, kind, left, right, count, lasted, first, last, nature in rows.itertuples(
            index=False, name=None
        )
    )


def _moment(value: pd.Timestamp | None) -> datetime | None:
    return None if value is None or pd.isna(value) else value.to_pydatetime()


def _origins(case: Case, shown: Masking, used: Collection[int]) -> tuple[Origin, ...]:
    return tuple(
        Origin(
            one.source_id,
            shown.text(one.file_name),
            one.sha256,
            one.kind,
            one.grade,
            one.grading_scheme,
            one.handling_code,
            shown.text(one.authority or ""),
            shown.text(one.legal_basis or ""),
        )
        for one in sources.every(case.db.cursor())
        if one.source_id in used
    )


def _surnames(shown: Masking, found: Network) -> Iterator[str]:
    """That surnames are hidden besides those of protected persons, and why."""
    count = len(shown.relatives.keys() & set(found.ids))
    if count:
        yield f"Hidden: the surnames of {count} persons, which would name protected relatives."


def _left_out(omission: Omission) -> str:
    counts: Sequence[tuple[int, str]] = (
        (omission.entities, "entities"),
        (omission.relationships, "relationships"),
        (omission.records, "records"),
    )
    told = ", ".join(f"{count} {what}" for count, what in counts if count)
    return f"Left out: {omission.reason} ({told})."
