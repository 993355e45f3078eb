"""Chains of custody: hand-overs that a form lists, one after the other or in one cell."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest.observations import Exhibit, HandOver, Mention, RowLocator
from ingest.seizure_reports import moments, words
from ingest.seizure_reports.fields import HAND_OVER, FormField
from ingest.seizure_reports.labels import Labels
from ingest.seizure_reports.row import FormCell, FormRow, Gathered, Place
from ingest.selectors import dates
from ingest.selectors.found import SelectorKind
from ingest.tables.headers import fold

_STEPS = re.compile(r"[\n\r;|]+|(?<=[.)])\s+(?=\d{1,2}[.)]\s)")
_ARROW = re.compile(r"\s*(?:->|→|=>|➔|⇒|>>)\s*")
_SEALED = re.compile(
    r"(?i)(?:seal(?:\s*(?:no|number))?|bag(?:\s*no)?|plomb[ae]|peča[ct]\w*|vul[aë]\w*|sigillo|siegel\w*|σφραγίδα)"
    r"\.?\s*(?:no|n|br|nr|αρ)?[.:°#]*\s*([A-Z0-9][\w/-]*\d[\w/-]*)"
)


@dataclass
class _Step:
    """One hand-over on its way: what each of its fields says."""

    place: Place
    said: dict[FormField, str] = field(default_factory=dict)


def in_entry(row: FormRow, exhibit: Exhibit | None, zone: str | None) -> Iterator[HandOver]:
    """The hand-overs of one exhibit that its own row or block lists."""
    steps = [*_in_fields(row), *_in_cells(row)]
    for number, step in enumerate(steps, 1):
        yield _made(step, number, zone, exhibit, exhibit.exhibit_number if exhibit else None)


Party = Callable[[str, Place], Mention | None]


def with_parties(hand_over: HandOver, party: Party) -> HandOver:
    """The hand-over with the persons whom it names; ``party`` finds them."""
    at = hand_over.locator
    assert isinstance(at, RowLocator)
    place = Place(at.sheet, at.row_number)
    giver, taker = hand_over.from_written, hand_over.to_written
    return replace(
        hand_over,
        from_mention=party(giver, place) if giver else None,
        to_mention=party(taker, place) if taker else None,
    )


def in_table(
    row: FormRow,
    gathered: Gathered,
    exhibits: Sequence[Exhibit],
    steps: dict[object, int],
    zone: str | None,
) -> Iterator[HandOver]:
    """The hand-over of a row of a table: of the exhibits it numbers, or else of all in the form."""
    step = _Step(row.place, {m: t.strip() for m, t in gathered.said.items() if t.strip()})
    step.said.setdefault(FormField.HANDED_AT, _moment(gathered))
    written = step.said.get(FormField.EXHIBIT_NUMBER) or step.said.get(FormField.ORDINAL)
    numbered = gathered.said.get(FormField.EXHIBIT_NUMBER)
    concerned = numbered_as(numbered, exhibits) if numbered else list(exhibits)
    every: Sequence[Exhibit | None] = concerned or [None]
    for exhibit in every:
        key: object = id(exhibit) if exhibit else (fold(written or ""),)
        steps[key] = steps.get(key, 0) + 1
        number = numbered or (exhibit.exhibit_number if exhibit else None)
        yield _made(step, steps[key], zone, exhibit, number)


def numbered_as(written: str, exhibits: Sequence[Exhibit]) -> list[Exhibit]:
    """The exhibits that a cell numbers: ``3``, ``1, 2``, ``K-1 - K-4``, ``all``."""
    by_number = {fold(e.exhibit_number): i for i, e in enumerate(exhibits)}
    if fold(written) in by_number:
        return [e for e in exhibits if fold(e.exhibit_number) == fold(written)]
    if words.says("every", written):
        return list(exhibits)
    found: list[int] = []
    for part in re.split(r"[,;+&\n]|\s(?:i|dhe|and|e|und|και)\s", written):
        ends = [
            by_number.get(fold(x))
            for x in re.split(
                r"\s*(?:–|—|\.\.|\bdo\b|\bto\b|\bbis\b)\s*|\s-\s|(?<=\d)-(?=\d)", part
            )
        ]
        if len(ends) == 2 and None not in ends:
            first, last = sorted(x for x in ends if x is not None)
            found += range(first, last + 1)
        elif fold(part) in by_number:
            found.append(by_number[fold(part)])
    numbers = {fold(exhibits[i].exhibit_number) for i in found}
    return [e for e in exhibits if fold(e.exhibit_number) in numbers]


def _moment(gathered: Gathered) -> str:
    said = gathered.said
    parts = (FormField.HANDED_AT, FormField.MOMENT, FormField.DATE, FormField.TIME)
    return " ".join(said[f].strip() for f in parts if said.get(f, "").strip())


def _made(
    step: _Step, number: int, zone: str | None, exhibit: Exhibit | None, written: str | None
) -> HandOver:
    said = step.said
    moment = said.get(FormField.HANDED_AT) or None
    taken = moments.taken({FormField.MOMENT: moment}, zone) if moment else None
    row = FormRow(step.place)
    return HandOver(
        step=number,
        locator=row.locator,
        exhibit=exhibit,
        exhibit_number=written,
        from_written=_word(said.get(FormField.HANDED_BY)),
        to_written=_word(said.get(FormField.RECEIVED_BY)),
        moment_written=moment,
        moment_utc=taken.utc if taken else None,
        place_written=_word(said.get(FormField.PLACE)),
        reason=_word(said.get(FormField.REASON)),
        seal_number=_word(said.get(FormField.SEAL)),
    )


def _word(text: str | None) -> str | None:
    return None if text is None or words.says_nothing(text) else text


# ------------------------------------------------------------------ in an exhibit's own row


def _in_fields(row: FormRow) -> Iterator[_Step]:
    """Columns or labels of hand-overs, told apart where one of them comes again."""
    step: _Step | None = None
    key: object = None
    for cell in row.cells:
        if not (cell.is_of_step or cell.meaning in HAND_OVER) or words.says_nothing(cell.text):
            continue
        another = cell.key != key if cell.is_of_step else step and cell.meaning in step.said
        if step is None or another:
            if step and _hands_over(step):
                yield step
            step = _Step(cell.place_of_step)
        key = cell.key
        said = step.said.get(cell.meaning)
        step.said[cell.meaning] = f"{said} {cell.text.strip()}" if said else cell.text.strip()
    if step and _hands_over(step):
        yield step


def _hands_over(step: _Step) -> bool:
    return bool(step.said.keys() & {FormField.HANDED_BY, FormField.RECEIVED_BY})


def _in_cells(row: FormRow) -> Iterator[_Step]:
    """A chain written in one cell: a line or a sentence for each step, or names with arrows."""
    for cell in row.of(FormField.CUSTODY):
        if words.says_nothing(cell.text):
            continue
        for part in filter(str.strip, _STEPS.split(cell.text)):
            yield from _in_part(cell, part.strip())


def _in_part(cell: FormCell, part: str) -> Iterator[_Step]:
    """The hand-overs of a line; a day stands with the one who receives, or once for all."""
    said: dict[FormField, str] = {}
    if sealed := _SEALED.search(part):
        said[FormField.SEAL] = sealed[1]
        part = part[: sealed.start()] + part[sealed.end() :]
    told = [_without_moment(station) for station in _ARROW.split(part)]
    stations = [(name, moment) for name, moment in told if name]
    moments = [moment for _, moment in told if moment]
    if len(stations) < 2:
        names = _from_to(stations[0][0] if stations else "")
        stations = [(name, " ".join(moments)) for name in names]
        if len(stations) == 1:
            stations = [("", ""), *stations]
    for (giver, _), (taker, moment) in pairwise(stations):
        found = moment or (moments[0] if len(moments) == 1 else "")
        parties = {FormField.HANDED_BY: giver, FormField.RECEIVED_BY: taker}
        when = {FormField.HANDED_AT: found} if found else {}
        yield _Step(cell.place, {**when, **said, **{m: t for m, t in parties.items() if t}})


def _without_moment(station: str) -> tuple[str, str]:
    """One party of a chain, and the day and time written beside it."""
    days = [f for f in dates.find(station) if f.kind in (SelectorKind.DATE, SelectorKind.TIME)]
    for day in sorted(days, key=lambda f: -f.start):
        station = station[: day.start] + station[day.end :]
    return _trimmed(station), " ".join(f.text for f in sorted(days, key=lambda f: f.start))


def _from_to(part: str) -> list[str]:
    """Giver and taker of ``from X to Y``; whoever is named where it says neither."""
    match = _FROM_TO.fullmatch(part)
    if match:
        return [match["giver"].strip(" ,:"), match["taker"].strip(" ,:")]
    label, _, value = part.partition(":")
    meaning = Labels.of(None).field(label) if value else None
    if meaning is FormField.HANDED_BY:
        return [value.strip(), ""]
    return [value.strip() if meaning else part]


_FROM_TO = re.compile(
    r"(?i)(?:.*?\b)?(?:from|od|nga|da|από|von)\s*:?\s+(?P<giver>.+?)[\s,]+(?:to|za|kome|te|tek|a|σε|προς|an)"
    r"\s*:?\s+(?P<taker>.+)"
)


def _trimmed(text: str) -> str:
    bare = re.sub(r"^\s*\(?\d{1,2}[.)]\s*", "", text)
    return re.sub(r"\(\s*\)", "", bare).strip(" ,.:-–()")
