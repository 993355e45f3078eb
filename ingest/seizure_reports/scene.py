"""What a report says of the whole seizure: when, where, by whom, who was there and in which car."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from itertools import pairwise

from ingest.call_records.zones import zone_info
from ingest.language import apposition, contexts
from ingest.language.fields import FieldName
from ingest.language.narrative import Passage
from ingest.language.observed import Observed, Person, Thing
from ingest.observations import Claim, Mention, SpanLocator
from ingest.seizure_reports import holders, words
from ingest.seizure_reports.listing import Listed
from ingest.seizure_reports.moments import Taken, day
from ingest.selectors.found import SelectorKind
from workbench.vocabulary import ClaimKind, MentionKind, PersonCategory

_AT = re.compile(
    r"(?i)(?:^|[\s(„])(?:u|na|në|ne|in|at|kod|pri|gp|granični prelaz|pikën kufitare)\s+$"
)
_OF_AUTHORITY = re.compile(
    r"(?i)(?:gjykat|sud|tužila|tužitelj|prokuror|court|drejtori|policis|police|ured|odjeljenj"
    r"|uprav|shkallës)\w*[^,.;]{0,40}$"
)
_OF_BIRTH = 45  # characters from "born" to the place of birth
_REACH = 3  # passages from the one that gives the time in which the place may be told


def taken(observed: Observed, zone: str | None) -> Taken:
    """The moment of the seizure: the first day with an hour, else the first day of the text."""
    selectors = sorted(
        (f for f in observed.narrative.selectors if f.kind in _TEMPORAL), key=lambda f: f.start
    )
    for one, following in pairwise(selectors):
        near = following.start - one.end < 60
        if one.kind is SelectorKind.DATE and following.kind is SelectorKind.TIME and near:
            written = observed.narrative.latin.source[one.start : following.end]
            return _moment(written, one.normalised, following.normalised, zone)
    days = [f for f in selectors if f.kind is SelectorKind.DATE and len(f.normalised) == 10]
    return (
        _moment(days[0].text, days[0].normalised, None, zone) if days else Taken(None, None, None)
    )


_TEMPORAL = (SelectorKind.DATE, SelectorKind.TIME)


def _moment(written: str, iso: str, clock: str | None, zone: str | None) -> Taken:
    on, written = day(iso), " ".join(written.split())
    if on is None:
        return Taken(written, None, None)
    local = datetime.combine(on, time.fromisoformat(clock) if clock else time())
    known = zone_info(zone) if zone and clock else None
    utc = local.replace(tzinfo=known).astimezone(UTC).replace(tzinfo=None) if known else None
    return Taken(written, local, utc)


def place(observed: Observed) -> Mention | None:
    """Where the seizure was: a field says it, or the first place told of after its time."""
    places = [t for t in observed.things if t.mention.kind is MentionKind.PLACE]
    for entry in observed.narrative.fields:
        inside = [t for t in places if entry.start <= t.start and t.end <= entry.end]
        if entry.name is FieldName.PLACE and inside:
            return inside[0].mention
    first = _told_from(observed)
    here = [t for t in places if first <= t.passage.number < first + _REACH]
    return next((t.mention for t in here if _is_at(observed, t)), None)


def _told_from(observed: Observed) -> int:
    """Number of the passage in which the story begins: the first with an hour, or with a person."""
    times = [f.start for f in observed.narrative.selectors if f.kind is SelectorKind.TIME]
    if times:
        return observed.narrative.passage_at(observed.narrative.latin.at(min(times))).number
    return observed.people[0].passage.number if observed.people else 1


def _is_at(observed: Observed, thing: Thing) -> bool:
    before = observed.narrative.latin.text[thing.passage.latin_start : thing.start]
    born = contexts.anywhere("people", "born").search(before[-_OF_BIRTH:])
    return bool(_AT.search(before[-30:])) and not _OF_AUTHORITY.search(before) and not born


def officer(observed: Observed) -> Person | None:
    """The officer who took the exhibits, as far as the report names one."""
    found = holders.with_status(observed, PersonCategory.PROFESSIONAL)
    return found[-1] if found else None


# ------------------------------------------------------------------ things taken, told in prose


def in_prose(observed: Observed, listed: Sequence[Listed]) -> Iterator[Listed]:
    """Things that sentences say were taken, in a report that lists nothing."""
    text = observed.narrative.latin.text
    number = 0
    for passage in observed.narrative.passages if not listed else ():
        sentence = text[passage.latin_start : passage.latin_end]
        if (
            "\t" in sentence
            or not words.says("taking", sentence)
            or words.says("denying", sentence)
        ):
            continue
        for start, end in words.exhibit_spans(sentence):
            at, to = passage.latin_start + start, passage.latin_start + end
            if _names_something(observed, at, to):
                number += 1
                yield Listed(str(number), at, to)


def _names_something(observed: Observed, start: int, end: int) -> bool:
    found = observed.narrative.latin_selectors(start, end)
    return any(f.kind.mention_kind not in (None, MentionKind.PLACE) for f in found) or any(
        f.kind is SelectorKind.MONEY for f in found
    )


# ------------------------------------------------------------------ who was there, and how


def relations(observed: Observed, listed: Sequence[Listed], when: Taken) -> list[Claim]:
    """Claims that the report makes outside its list."""
    where = place(observed)
    made = [*_papers(observed), *_by_vehicle(observed, listed), *_together(observed, listed, where)]
    return [
        Claim(
            kind,
            left,
            right,
            SpanLocator(passage.number, passage.start, passage.end),
            start_utc=when.utc if kind in _OF_THE_MOMENT else None,
            time_written=when.written if kind in _OF_THE_MOMENT else None,
            place=where if kind in _OF_THE_MOMENT else None,
        )
        for kind, left, right, passage in made
    ]


_OF_THE_MOMENT = (
    ClaimKind.DRIVES,
    ClaimKind.TRAVELS_IN,
    ClaimKind.PRESENT_AT,
    ClaimKind.SEIZED_WITH,
)
Relation = tuple[ClaimKind, Mention, Mention, Passage]


def _papers(observed: Observed) -> Iterator[Relation]:
    """A document's number after a person's name, with no other name or item between."""
    text = observed.narrative.latin.text
    for thing in observed.things:
        before = [
            p for p in observed.people if p.passage is thing.passage and p.name.end <= thing.start
        ]
        if thing.mention.kind is not MentionKind.DOCUMENT or not before:
            continue
        owner = before[-1]
        between = text[owner.name.end : thing.start]
        named = words.in_name_of(text[max(0, owner.name.start - 30) : owner.name.start])
        if named or not ("\t" in between or words.says("taking", between) or ";" in between):
            yield ClaimKind.HOLDS, owner.mention, thing.mention, thing.passage


def _by_vehicle(observed: Observed, listed: Sequence[Listed]) -> Iterator[Relation]:
    """Drivers, passengers and owners of the vehicle that was spoken of last."""
    for kind, cue in words.vehicle_roles():
        for person in observed.people:
            before = _before(observed, person)
            vehicle = _vehicle_before(observed, person, listed)
            if vehicle is None or not cue.search(before) or _is_house(before, kind):
                continue
            if kind is ClaimKind.REGISTERED_TO:
                yield kind, vehicle.mention, person.mention, person.passage
            else:
                together = kind is ClaimKind.TRAVELS_IN
                for one in _named_with(observed, person) if together else (person,):
                    yield kind, one.mention, vehicle.mention, one.passage


def _named_with(observed: Observed, person: Person) -> list[Person]:
    """A person and those enumerated after them: "the migrants A, B and C"."""
    here = [p for p in observed.people if p.passage is person.passage]
    text, end = observed.narrative.latin.text, person.passage.latin_end
    for group in apposition.groups(text, [p.name for p in here], end):
        if person.name in group:
            return [p for p in here if p.name in group and p.name.start >= person.name.start]
    return [person]


def _before(observed: Observed, person: Person) -> str:
    text = observed.narrative.latin.text[person.passage.latin_start : person.name.start]
    return " ".join(text.split()) + " "


def _is_house(before: str, kind: ClaimKind) -> bool:
    """Whether it is a home, not a vehicle, whose owner is told."""
    return kind is ClaimKind.REGISTERED_TO and words.says("home", before[-90:])


def _vehicle_before(observed: Observed, person: Person, listed: Sequence[Listed]) -> Thing | None:
    """The vehicle last named before a person, at most two sentences back; none in a list."""
    found = [
        t
        for t in observed.things
        if t.mention.kind is MentionKind.VEHICLE
        and t.end <= person.name.start
        and person.passage.number - t.passage.number <= 2
        and not any(i.start <= t.start < i.end for i in listed)
    ]
    plates = [t for t in found if t.found.kind is SelectorKind.PLATE]
    by_plate = plates and plates[-1].passage is found[-1].passage
    return plates[-1] if by_plate else (found[-1] if found else None)


def _together(
    observed: Observed, listed: Sequence[Listed], where: Mention | None
) -> Iterator[Relation]:
    """Who was at the place, and at one seizure with another."""
    there = _there(observed, listed)
    for person in there if where else ():
        assert where is not None
        yield ClaimKind.PRESENT_AT, person.mention, where, person.passage
    for other in there[1:]:
        yield ClaimKind.SEIZED_WITH, there[0].mention, other.mention, other.passage


def _there(observed: Observed, listed: Sequence[Listed]) -> list[Person]:
    """Persons from whom something was taken, or who are said to have been present, each once."""
    from_whom = [p for item in listed for p in holders.of_item(observed, item)]
    official = {
        p.mention.number
        for category in (PersonCategory.PROFESSIONAL, PersonCategory.WITNESS)
        for p in holders.with_status(observed, category)
    }
    present = [
        p
        for p in observed.people
        if p.mention.number not in official and words.ends("presence", _before(observed, p)[-90:])
    ]
    return [_first_mention(observed, p) for p in holders.distinct([*from_whom, *present])]


def _first_mention(observed: Observed, person: Person) -> Person:
    """Where the report first names a person in full."""
    return next(p for p in observed.people if holders.distinct([person, p]) == [person])
