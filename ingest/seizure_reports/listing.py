"""Where a report lists what was taken: numbered rows and list items, with their columns."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.seizure_reports import words
from ingest.seizure_reports.fields import FormField
from ingest.seizure_reports.labels import lexicon

Span = tuple[int, int]


@dataclass(frozen=True)
class Listed:
    """One item at [start, end) of a text; ``cells`` are the columns of a table, where it is one."""

    number: str
    start: int
    end: int
    cells: Mapping[FormField, Span] = field(default_factory=dict)


_START = re.compile(
    r"^[ \u00a0]*(?:\(?(?P<number>\d{1,3})(?:[.)]|(?=\t)|(?=[ \u00a0]+[^\W\d_]))"
    r"|(?P<bullet>[-–—•*▪])|\(?(?P<letter>[a-hčć])\))[ \u00a0\t]*(?=\S)",
    re.M,
)
_ANNOUNCED = 260
_LONGEST_ITEM = 600


def listed(text: str, passages: Sequence[Span]) -> list[Listed]:
    """The items that a text lists, in order. ``passages`` bound the last item of a list."""
    items: list[Listed] = []
    for run in _runs(text):
        before = text[max(0, run[0].start() - _ANNOUNCED) : run[0].start()]
        columns = _columns(before)
        found = list(_items(text, run, columns, passages))
        if _are_exhibits(text, before, found, columns):
            items += found
    return items


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Beginnings of items that are counted one after the other, or marked alike."""
    run: list[re.Match[str]] = []
    for match in _START.finditer(text):
        if run and not _follows(run[-1], match):
            yield run
            run = []
        if run or _is_first(match):
            run.append(match)
    if run:
        yield run


def _follows(last: re.Match[str], following: re.Match[str]) -> bool:
    if following.start() - last.start() > _LONGEST_ITEM:
        return False
    if last["number"] and following["number"]:
        return int(following["number"]) == int(last["number"]) + 1
    if last["letter"] and following["letter"]:
        return ord(following["letter"]) > ord(last["letter"])
    return bool(last["bullet"]) and last["bullet"] == following["bullet"]


def _is_first(match: re.Match[str]) -> bool:
    return match["number"] in ("1", "01", "001") or match["letter"] == "a" or bool(match["bullet"])


def _are_exhibits(
    text: str, before: str, found: Sequence[Listed], columns: Sequence[FormField | None]
) -> bool:
    """Whether a list is one of things taken: its title, its columns, or what it names say so."""
    telling = sum(words.exhibit_kind(text[i.start : i.end]) is not None for i in found)
    announced = FormField.DESCRIPTION in columns or words.says("announcing", before)
    return announced and telling * 2 >= len(found)


# ------------------------------------------------------------------ columns of a table


def _columns(before: str) -> list[FormField | None]:
    """The columns that the last line before a list names; empty where it names none."""
    lines = [line for line in before.split("\n") if line.strip()]
    if not lines:
        return []
    found = [meaning for cell in re.split(r"\t| {2,}", lines[-1]) for meaning in _meanings(cell)]
    return found if FormField.DESCRIPTION in found else []


def _meanings(cell: str) -> list[FormField | None]:
    """What a header cell means; the running number's header may stand in the same cell."""
    meaning = lexicon().field(cell.strip())
    if meaning:
        return [FormField(meaning)]
    first, _, rest = cell.strip().partition(" ")
    second = lexicon().field(rest) if lexicon().field(first) == FormField.ORDINAL else None
    return [FormField.ORDINAL, FormField(second)] if second else [None]


# ------------------------------------------------------------------ items and their cells


def _items(
    text: str,
    run: Sequence[re.Match[str]],
    columns: Sequence[FormField | None],
    passages: Sequence[Span],
) -> Iterator[Listed]:
    for place, match in enumerate(run):
        last = place + 1 == len(run)
        stop = _end(text, match, columns, passages) if last else run[place + 1].start()
        end = match.end() + len(text[match.end() : stop].rstrip())
        number = match["number"] or match["letter"] or str(place + 1)
        yield Listed(number, match.end(), end, dict(_cells(text, match.end(), end, columns)))


def _end(
    text: str,
    match: re.Match[str],
    columns: Sequence[FormField | None],
    passages: Sequence[Span],
) -> int:
    """Where the last item ends: with its row, or with the passages up to the next blank line."""
    line_end = text.find("\n", match.end())
    line_end = len(text) if line_end < 0 else line_end
    if "\t" in text[match.start() : line_end]:
        return _row_end(text, match, columns, line_end)
    ends = [end for start, end in passages if start <= match.end() < end]
    return min(ends[0] if ends else line_end, match.end() + _LONGEST_ITEM)


def _row_end(
    text: str, match: re.Match[str], columns: Sequence[FormField | None], line_end: int
) -> int:
    """The end of a row whose cells may go on in the next lines."""
    missing = len(columns) - 1 - text.count("\t", match.start(), line_end)
    end = line_end
    for _ in range(3):
        following = text.find("\n", end + 1)
        following = len(text) if following < 0 else following
        short = following - end < 48 and not re.search(r"[.:]\s*$", text[end:following])
        if missing <= 0 or not short:
            break
        end = following
    return end


def _cells(
    text: str, start: int, end: int, columns: Sequence[FormField | None]
) -> Iterator[tuple[FormField, Span]]:
    """Columns and their cells; without tabs the last column is the last line of the item."""
    named = [c for c in columns if c is not FormField.ORDINAL]
    spans = list(_split(text, start, end, "\t"))
    if len(spans) < len(named):
        spans = _at_last_line(text, spans)
    for meaning, span in zip(named, spans, strict=False):
        if meaning is not None and span[0] < span[1]:
            yield meaning, span


def _split(text: str, start: int, end: int, separator: str) -> Iterator[Span]:
    at = start
    for piece in text[start:end].split(separator):
        yield at, at + len(piece)
        at += len(piece) + 1


def _at_last_line(text: str, spans: Sequence[Span]) -> list[Span]:
    start, end = spans[-1]
    cut = text.rfind("\n", start, end)
    return [*spans[:-1], (start, cut), (cut + 1, end)] if cut > start else list(spans)
