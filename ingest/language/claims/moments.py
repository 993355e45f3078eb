"""When and where: the date and the place that a clause gives."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from ingest.language.claims.clauses import Clause
from ingest.language.claims.items import Item
from ingest.language.claims.lexicon import Language
from ingest.observations import Mention
from ingest.selectors.found import Found, SelectorKind
from workbench.vocabulary import MentionKind


@dataclass(frozen=True)
class Moment:
    """A stretch of UTC, naive as stored, and the words that give it; empty where none is given."""

    start: datetime | None = None
    end: datetime | None = None
    written: str | None = None


def moment(clause: Clause, row: tuple[Item, ...], language: Language, zone: tzinfo) -> Moment:
    """The clause's date, or days from one until another, else the sentence's only date; a whole
    day where no clock time stands."""
    days = _from_until(row, language)
    if days and any(item.found in days for item in clause.items):
        first, last = days
        start, _ = _day(first, zone)
        return Moment(start, _day(last, zone)[1], f"{first.text} – {last.text}")
    day = _one(clause.items, SelectorKind.DATE) or _one(row, SelectorKind.DATE)
    if day is None or len(day.normalised) != 10:
        return Moment(written=day.text if day else None)
    clock = _one(clause.items, SelectorKind.TIME) or _one(row, SelectorKind.TIME)
    on = date.fromisoformat(day.normalised)
    if clock:
        start = datetime.combine(on, time.fromisoformat(clock.normalised), zone)
        return Moment(_utc(start), None, f"{day.text} {clock.text}")
    return Moment(*_day(day, zone), day.text)


def _day(day: Found, zone: tzinfo) -> tuple[datetime, datetime]:
    on = date.fromisoformat(day.normalised)
    first, after = (datetime.combine(on + timedelta(days=n), time(), zone) for n in (0, 1))
    return _utc(first), _utc(after)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)


def _one(row: tuple[Item, ...], kind: SelectorKind) -> Found | None:
    found = _all(row, kind)
    return found[0][1] if len(found) == 1 else None


def _all(row: tuple[Item, ...], kind: SelectorKind) -> list[tuple[int, Found]]:
    """What is given of a kind and at which item; nobody's birth."""
    return [
        (at, item.found)
        for at, item in enumerate(row)
        if item.found and item.found.kind is kind and not _of_birth(row, at)
    ]


def _from_until(row: tuple[Item, ...], language: Language) -> tuple[Found, Found] | None:
    """The only two dates, where the second is said to be the last day."""
    dates = _all(row, SelectorKind.DATE)
    if len(dates) != 2 or any(len(day.normalised) != 10 for _, day in dates):
        return None
    (one, first), (other, last) = dates
    between = {item.word for item in row[one + 1 : other]}
    until = between & language.words["until"] and len(between) <= _MOST_BETWEEN
    return (first, last) if until and first.normalised < last.normalised else None


_MOST_BETWEEN = 4
_BORN = ("rođ", "rodj", "lind", "datëlind", "datelind", "born", "dob")


def _of_birth(row: tuple[Item, ...], at: int) -> bool:
    """Whether the words just before a date say that it is somebody's birth."""
    return any(item.word.startswith(_BORN) for item in row[max(0, at - 4) : at])


def place(clause: Clause, language: Language) -> Mention | None:
    """The place where it happened: the only one after ``in``, ``at``, ``near``."""
    markers = language.words["place_markers"]
    found = [
        item.thing.mention
        for at, item in enumerate(clause.items)
        if item.kind is MentionKind.PLACE
        and item.thing
        and any(clause.items[k].word in markers for k in range(max(0, at - 2), at))
    ]
    return found[0] if len(found) == 1 else None
