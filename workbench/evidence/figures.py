"""Every number of a summary taken apart, so that whoever has the pack alone can count again.

A call that two operators recorded stands as one with two rows. Of relationships with thousands of
records the rows are not listed; what was counted by another rule than is listed here is given
without its parts, so that nothing is called recomputed that was not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from graph.build.calls import same
from graph.evidence import EvidenceKind, Locator, locators, prepared
from workbench.case import Case
from workbench.evidence.names import Names
from workbench.evidence.places import RowPlace
from workbench.evidence.recounting import network_figures, source_figures
from workbench.evidence.report import Statement
from workbench.evidence.selection import Selection, Tie

FORMAT = "adria-workbench-figures/2"
LISTED = 2_000

Row = tuple[int, str, int]
Json = dict[str, object]


def figures(
    whole: Case,
    case: Case,
    selection: Selection,
    names: Names,
    statements: Sequence[Statement],
    brief: Sequence[str],
) -> Json:
    """As JSON; relationships and things in the order of their tables.

    ``whole`` is the case, ``case`` the case without what is withheld.
    """
    ties, things = _taken_apart(case, selection)
    numbers = {
        tie.relationship_id: f"{letter}{number}"
        for letter, known in (("T", selection.things), ("R", selection.ties))
        for number, tie in enumerate(known, 1)
    }
    numbers |= {entity: names.number(entity) for entity in selection.entities}
    return {
        "format": FORMAT,
        "brief": list(brief),
        "relationships": ties,
        "things": things,
        "entities": _entities(case, selection, names),
        "statements": [
            {"statement": one.number, "states": numbers[one.about]}
            for one in statements
            if one.about in numbers
        ],
        **source_figures(whole, case),
        "network": network_figures(selection, statements),
    }


# ------------------------------------------------------------------ relationships


@dataclass(frozen=True)
class _Records:
    """When each record was and how long it lasted, and which rows are one communication."""

    moments: Mapping[Row, tuple[datetime, int | None]]
    call_of: Mapping[Row, int]
    claims: Mapping[int, datetime | None]


def _taken_apart(case: Case, selection: Selection) -> tuple[list[Json], list[Json]]:
    chosen = selection.considered.chosen
    found: list[Sequence[Locator]] = []
    with prepared(case) as db:
        for tie in (*selection.ties, *selection.things):
            within = (
                {"window": chosen.window, "projection": chosen.projection}
                if len(found) < len(selection.ties)
                else {}
            )
            name = tie.relationship_id
            behind = locators(case, name, limit=LISTED + 1, on=db, **within)  # type: ignore[arg-type]
            found.append(behind.found if behind.total <= LISTED else ())
    with case.db.cursor() as db:
        known = _records(db, [place for places in found for place in places])
    made = [
        _figure(tie, _each(tie, places, known))
        for tie, places in zip((*selection.ties, *selection.things), found, strict=True)
    ]
    count = len(selection.ties)
    return (
        [{"number": f"R{n}", **one} for n, one in enumerate(made[:count], 1)],
        [{"number": f"T{n}", **one} for n, one in enumerate(made[count:], 1)],
    )


def _records(db: duckdb.DuckDBPyConnection, places: Sequence[Locator]) -> _Records:
    calls = [one for one in places if one.kind is EvidenceKind.COMMUNICATION]
    rows = sorted(set(_rows(calls)))
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], []]
    moments = db.execute(
        "SELECT source_id, sheet, row_number, start_utc, duration_s FROM communication JOIN ("
        "SELECT unnest(?::INTEGER[]) AS source_id, unnest(?::VARCHAR[]) AS sheet, "
        "unnest(?::BIGINT[]) AS row_number) USING (source_id, sheet, row_number)",
        columns,
    ).fetchall()
    claims = db.execute(
        "SELECT claim_id, start_utc FROM claim WHERE claim_id IN (SELECT unnest(?::BIGINT[]))",
        [[one.object_id for one in places if one.kind is EvidenceKind.CLAIM]],
    ).fetchall()
    grouped = same(db, rows) if rows else []
    return _Records(
        {(source, sheet, row): (at, lasted) for source, sheet, row, at, lasted in moments},
        {row: number for number, call in enumerate(grouped) for row in call},
        dict(claims),
    )


def _rows(places: Sequence[Locator]) -> list[Row]:
    return [
        (one.source_id, one.sheet, one.row_number) for one in places if one.row_number is not None
    ]


def _each(tie: Tie, places: Sequence[Locator], known: _Records) -> list[Json]:
    """What was counted, one by one: where it stands, when it was, how many seconds it lasted."""
    if not tie.is_communication:
        claimed = ((one, known.claims.get(one.object_id or 0)) for one in places)
        return [{"rows": [_label(one)], "at": _written(at)} for one, at in claimed]
    calls: dict[int, list[Row]] = {}
    for row in _rows(places):
        if row in known.call_of:
            calls.setdefault(known.call_of[row], []).append(row)
    return [
        {
            "rows": [RowPlace(*row).label for row in rows],
            "at": _written(min(known.moments[row][0] for row in rows)),
            "s": max(known.moments[row][1] or 0 for row in rows),
        }
        for rows in calls.values()
    ]


def _figure(tie: Tie, each: list[Json]) -> Json:
    """What a tie's row says, and its parts where they give just that."""
    stated: Json = {
        "count": tie.count,
        "first": _written(tie.first_utc),
        "last": _written(tie.last_utc),
        "s": tie.duration_s,
        "nature": tie.nature,
        "calls": tie.is_communication,
    }
    moments = sorted(str(one["at"]) for one in each if one["at"])
    lasted = sum(int(str(one.get("s", 0))) for one in each)
    ends = (moments[0], moments[-1]) if moments else (None, None)
    return stated | {
        "each": each if len(each) == tie.count else None,
        "dated": ends == (stated["first"], stated["last"]),
        "timed": lasted == (tie.duration_s or 0),
    }


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")


def _label(place: Locator) -> str:
    """Where a statement stands; sentences by their number in the document."""
    if place.row_number is not None:
        return RowPlace(place.source_id, place.sheet, place.row_number).label
    return f"S{place.source_id} s.{place.passage_no} ({place.start_char}-{place.end_char})"


# ------------------------------------------------------------------ entities

# Grain: one source that mentions one entity, with how often.
_MENTIONED = """
    SELECT entity_id, source_id, count(*) FROM entity_member JOIN mention USING (mention_id)
    WHERE entity_id IN (SELECT unnest($entities::VARCHAR[]))
    GROUP BY ALL ORDER BY ALL
"""


def _entities(case: Case, selection: Selection, names: Names) -> list[Json]:
    """How often each source mentions each actor."""
    shown = (*selection.principal, *selection.companions)
    mentioned: dict[str, dict[str, int]] = {entity: {} for entity in shown}
    with case.db.cursor() as db:
        for entity, source, count in db.execute(_MENTIONED, {"entities": list(shown)}).fetchall():
            mentioned[entity][f"S{source}"] = count
    return [
        {
            "number": names.number(entity),
            "mentions": sum(found.values()),
            "files": len(found),
            "each": found,
        }
        for entity, found in mentioned.items()
    ]
