"""The ground truth as CSV tables, read off the world and the marks in the written files.

Columns are described in docs/sample_case.md. Times in UTC, ISO 8601.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sample_data.world import World
from sample_data.world.phones import END, START
from sample_data.world.ties import true_relationships
from sample_data.world.traffic import End
from sample_data.writing.pieces import father_key
from sample_data.writing.written import WrittenFile

Row = Sequence[object]


def tables(world: World, written: Sequence[WrittenFile]) -> dict[str, str]:
    """Text of every table by file name."""
    return {
        "mentions.csv": _mentions(written),
        "communications.csv": _communications(world, written),
        "people.csv": _people(world),
        "phones.csv": _phones(world),
        "handsets.csv": _handsets(world),
        "holdings.csv": _holdings(world),
        "successors.csv": _successors(world),
        "vehicles.csv": _vehicles(world),
        "trips.csv": _trips(world),
        "relationships.csv": _relationships(world),
        "protected.csv": _protected(world, written),
    }


def _table(header: Sequence[str], rows: Iterable[Row]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(["" if value is None else value for value in row] for row in rows)
    return text.getvalue()


def _mentions(written: Sequence[WrittenFile]) -> str:
    rows = [
        (f"{one.name}#{mark.locator}", mark.kind, mark.entity_key)
        for one in sorted(written, key=lambda w: w.name)
        for mark in one.marks
    ]
    return _table(("mention_key", "kind", "entity_key"), rows)


def _communications(world: World, written: Sequence[WrittenFile]) -> str:
    """Those that some file shows; ``rows`` are the records of it, '|' between."""
    rows_of: dict[int, list[str]] = defaultdict(list)
    for one in sorted(written, key=lambda w: w.name):
        for seen in one.seen:
            rows_of[seen.communication].append(f"{one.name}#{seen.row}")
    rows = []
    for number, rows_seen in sorted(rows_of.items()):
        made = world.communications[number]
        rows.append(
            (
                f"C{number + 1:05d}",
                made.kind,
                _person(world, made.caller),
                _person(world, made.callee),
            )
            + (_line(made.caller), _line(made.callee), _number(made.caller), _number(made.callee))
            + (f"{made.start:%Y-%m-%dT%H:%M:%SZ}", made.duration_s, int(made.answered))
            + ("|".join(rows_seen),)
        )
    header = (
        "communication", "kind", "caller", "callee", "caller_phone", "callee_phone", "caller_number",
        "callee_number", "start_utc", "duration_s", "answered", "rows",
    )  # fmt: skip
    return _table(header, rows)


def _person(world: World, end: End) -> str:
    person = world.people.get(end.holder)
    return person.key if person else ""


def _line(end: End) -> str:
    return end.line.key if end.line else ""


def _number(end: End) -> str:
    return end.line.number if end.line else end.shown


def _people(world: World) -> str:
    header = (
        "entity_key", "slot", "given_name", "surname", "nickname", "father_name", "sex", "birth_date",
        "birth_place", "nationality", "category", "minor", "document_kind", "document_number",
        "personal_number", "home", "address",
    )  # fmt: skip
    return _table(
        header,
        (
            (p.key, p.slot, p.given[0], p.surname[0], p.nickname, p.father[0], p.sex, p.born)
            + (p.birth_place, p.nationality, p.category, int(p.minor), p.paper_kind)
            + (p.paper_number, p.personal_number, p.home, p.address)
            for p in world.people.values()
        ),
    )


def _phones(world: World) -> str:
    holders: dict[str, list[str]] = defaultdict(list)
    for holding in world.phones.holdings:
        holders[holding.line.key].append(holding.holder)
    rows = [
        (line.key, line.number, line.country, line.sim_key, line.imsi, line.iccid)
        + (_owner(world, holders[line.key]),)
        for line in world.phones.lines
    ]
    return _table(("entity_key", "number", "country", "sim", "imsi", "iccid", "holder"), rows)


def _owner(world: World, holders: list[str]) -> str:
    if not holders:
        return "stranger"
    person = world.people.get(holders[0])
    return person.key if person else holders[0]


def _handsets(world: World) -> str:
    return _table(
        ("entity_key", "imei", "model"), ((h.key, h.imei, h.model) for h in world.phones.handsets)
    )


def _holdings(world: World) -> str:
    """Who used which line in which handset when; empty times are open ends."""
    rows = [
        (_owner(world, [h.holder]), h.line.key, h.handset.key)
        + ("" if h.since == START else f"{h.since:%Y-%m-%dT%H:%M:%SZ}",)
        + ("" if h.until == END else f"{h.until:%Y-%m-%dT%H:%M:%SZ}",)
        for h in sorted(world.phones.holdings, key=lambda h: (h.line.key, h.since))
    ]
    return _table(("holder", "phone", "handset", "since_utc", "until_utc"), rows)


def _successors(world: World) -> str:
    rows = [
        (c.old.key, c.new.key, world.people[c.holder].key, f"{c.at:%Y-%m-%dT%H:%M:%SZ}")
        + (c.old.number, c.new.number)
        for c in sorted(world.phones.changes, key=lambda c: c.at)
    ]
    return _table(("old", "new", "person", "changed_utc", "old_number", "new_number"), rows)


def _vehicles(world: World) -> str:
    rows = [
        (
            v.key,
            v.slot,
            v.model.make,
            v.model.model,
            v.colour.en,
            v.vin,
            period.plate,
            period.country,
        )
        + ("" if period.since.year == 1 else period.since,)
        + ("" if period.until.year == 9999 else period.until,)
        + (_owner(world, [v.owner]), "|".join(_owner(world, [u]) for u in v.users))
        for v in world.vehicles.values()
        for period in v.plates
    ]
    header = (
        "entity_key", "slot", "make", "model", "colour", "vin", "plate", "plate_country", "since",
        "until", "registered_to", "used_by",
    )  # fmt: skip
    return _table(header, rows)


def _trips(world: World) -> str:
    rows = []
    for trip in world.trips:
        for number, leg in enumerate(trip.legs, start=1):
            rows.append(
                (trip.key, number, leg.route.key, "|".join(leg.route.border))
                + (f"{leg.departure:%Y-%m-%dT%H:%M:%SZ}", f"{leg.crossing_at:%Y-%m-%dT%H:%M:%SZ}")
                + (f"{leg.arrival:%Y-%m-%dT%H:%M:%SZ}", world.people[leg.driver].key)
                + (world.vehicles[leg.vehicle].key,)
                + (world.people[leg.spotter].key if leg.spotter else "",)
                + (world.vehicles[leg.lead_vehicle].key if leg.lead_vehicle else "",)
                + (trip.carried, "|".join(world.people[m].key for m in trip.migrants))
                + (trip.fare_eur, trip.officer_paid_eur, int(leg.stopped))
            )
    header = (
        "trip", "leg", "route", "border", "departure_utc", "crossing_utc", "arrival_utc", "driver",
        "vehicle", "spotter", "lead_vehicle", "carried", "migrants", "fare_eur", "officer_paid_eur",
        "stopped",
    )  # fmt: skip
    return _table(header, rows)


def _relationships(world: World) -> str:
    rows = [
        (world.people[t.left].key, t.kind, world.people[t.right].key) for t in true_relationships()
    ]
    return _table(("left", "kind", "right"), rows)


def _protected(world: World, written: Sequence[WrittenFile]) -> str:
    """One row a protected person; several values of a column are separated by '|'."""
    spellings = _spellings(written)
    rows = []
    for person in world.people.values():
        if not person.protected:
            continue
        held = world.phones.of(person.slot)
        lines, handsets = [h.line for h in held], [h.handset for h in held]
        rows.append(
            (person.key, person.name, person.given[0], person.surname[0])
            + (_joined(spellings[person.key]), person.father[0])
            + (_joined(spellings[father_key(person)]), person.born.isoformat())
            + (_joined(spellings[f"{person.key}/born"]), _joined(x.number for x in lines))
            + (_joined(s for x in lines for s in spellings[x.key]),)
            + (_joined(h.imei for h in handsets), _joined(x.imsi for x in lines))
            + (_joined(x.iccid for x in lines), person.paper_number)
        )
    header = (
        "entity_key", "full_name", "given_name", "surname", "name_variants", "father_name",
        "father_name_variants", "birth_date", "birth_date_variants", "phone", "phone_variants", "imei", "imsi", "iccid",
        "document_number",
    )  # fmt: skip
    return _table(header, rows)


def _spellings(written: Sequence[WrittenFile]) -> dict[str, list[str]]:
    """Every way in which an entity was written, by its key."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in written:
        told = [(mark.entity_key, mark.written) for mark in one.marks]
        for key, value in (*told, *one.spelt):
            spelling = " ".join(value.split())  # a line may break inside a name
            if spelling not in found[key]:
                found[key].append(spelling)
    return found


def _joined(values: Iterable[str]) -> str:
    return "|".join(sorted(dict.fromkeys(values)))
