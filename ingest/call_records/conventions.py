"""Who stands in the two columns of parties, seen from the rows themselves.

On outgoing calls the target comes first under either convention; incoming ones tell them apart. The
target is the number that goes with the SIM (or handset), which belongs to the target whichever way
a call went; in the records of one number it is simply the number in every row.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.call_records.fields import OF_CALLED, Convention, Field
from ingest.call_records.services import INCOMING, OUTGOING, Vocabulary
from ingest.selectors import phones
from ingest.tables.sheet import Record

_CLEAR, _RARE = 0.9, 0.5
_SAMPLED = 4000
_EVERY_ROW = 0.98
_NOBODY = "?"
_TELEPHONE = 5  # so many figures at least; the words of a footer are no party


@dataclass(frozen=True)
class _Row:
    device: str
    first: str
    second: str
    incoming: bool
    outgoing: bool


def decide(
    data: Sequence[Record],
    columns: Mapping[Field, int],
    words: Vocabulary,
    country: str | None,
    given: Convention | None,
    target: str | None = None,
) -> Convention | None:
    """The convention: as given, as the columns say, or as incoming rows show; None if unclear.

    ``target`` is the number that all rows are about, as written, where it is known.
    """
    if given:
        return given
    if Field.A not in columns or Field.B not in columns:
        return Convention.TARGET_FIRST
    if OF_CALLED & set(columns):
        return Convention.CALLER_FIRST
    rows = list(_rows(data[:_SAMPLED], columns, words, country))
    incoming = [r for r in rows if r.incoming]
    if not incoming:
        return Convention.CALLER_FIRST
    served = _served(rows)
    if target and (number := phones.normalise_party(target, country).number):
        served = dict.fromkeys(served, number)
    first = sum(r.first == served[r.device] for r in incoming) / len(incoming)
    second = sum(r.second == served[r.device] for r in incoming) / len(incoming)
    if second >= _CLEAR and first < _RARE:
        return Convention.CALLER_FIRST
    if first >= _CLEAR and second < _RARE:
        return Convention.TARGET_FIRST
    return None


def common_party(
    data: Sequence[Record], columns: Mapping[Field, int], country: str | None
) -> str | None:
    """The number, as first written, that is a party of (nearly) every row, if only one is."""
    ends = [columns[f] for f in (Field.TARGET, Field.A, Field.B, Field.OTHER) if f in columns]
    counts: Counter[str] = Counter()
    first_written: dict[str, str] = {}
    rows = [r for r in data if any(_at(r, end) for end in ends)]
    rows = rows[:: 1 + len(rows) // _SAMPLED]
    telling = 0
    cache: dict[str, str | None] = {}
    for record in rows:
        found = {}
        for cell in (_at(record, end) for end in ends):
            number = _number(cell, country, cache)
            if number:
                found[number] = cell
        telling += any(sum(map(str.isdigit, number)) >= _TELEPHONE for number in found)
        counts.update(found.keys())
        for number, cell in found.items():
            first_written.setdefault(number, cell)
    common = [n for n, count in counts.items() if count >= _EVERY_ROW * telling]
    return first_written[common[0]] if len(common) == 1 and telling > 2 else None


def _served(rows: Sequence[_Row]) -> dict[str, str]:
    """For each device its number: the first of its outgoing rows, else the one of most rows.

    None where two have as many.
    """
    first: dict[str, Counter[str]] = {}
    either: dict[str, Counter[str]] = {}
    for row in rows:
        first.setdefault(row.device, Counter()).update({row.first} if row.outgoing else ())
        either.setdefault(row.device, Counter()).update({row.first, row.second} - {""})
    return {device: _most_common(first[device] or either[device]) for device in either}


def _most_common(count: Counter[str]) -> str:
    best = count.most_common(2)
    return best[0][0] if best and (len(best) == 1 or best[0][1] > best[1][1]) else _NOBODY


def _rows(
    data: Sequence[Record],
    columns: Mapping[Field, int],
    words: Vocabulary,
    country: str | None,
) -> Iterator[_Row]:
    cache: dict[str, str | None] = {}
    device = columns.get(Field.IMSI, columns.get(Field.IMEI))
    way = [columns[f] for f in (Field.TYPE, Field.DIRECTION) if f in columns]
    for record in data:
        direction = words.read(*(_at(record, c) for c in way)).direction
        yield _Row(
            _at(record, device) if device is not None else "",
            _number(_at(record, columns[Field.A]), country, cache) or "",
            _number(_at(record, columns[Field.B]), country, cache) or "",
            direction == INCOMING,
            direction == OUTGOING,
        )


def _at(record: Record, column: int) -> str:
    return record.cells[column].strip() if column < len(record.cells) else ""


def _number(written: str, country: str | None, cache: dict[str, str | None]) -> str | None:
    if written not in cache:
        cache[written] = phones.normalise_party(written, country).number if written else None
    return cache[written]
