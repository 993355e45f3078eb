"""Column headers as clerks write them, matched to fields by synonyms kept as data.

A lexicon is a TOML file: one table per field, in it lists of synonyms by language. Headers are
compared folded: Cyrillic in Latin letters, no diacritics, no case, no punctuation.
"""

import re
import tomllib
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from itertools import zip_longest
from typing import Self

from rapidfuzz import fuzz, process

from ingest.selectors.letters import latin
from ingest.tables.sheet import Record

_FUZZY, _FUZZY_LENGTH = 91.0, 7
_LOOK_AT, _FIGURES = 80, 3
_NAMED = 20
_BRACKETS = re.compile(r"[(\[{].*?[)\]}]")
_QUALIFIERS = frozenset(
    ["utc", "gmt", "local", "lokalno", "of", "the", "s", "sec", "secs", "sek", "seconds", "sekundi"]
    + ["hh", "mm", "ss", "ddmmyyyy", "yyyymmdd"]
)
"""Words of a header that say how its values are written, not what they are."""


def fold(text: str) -> str:
    """Lower-case Latin letters and digits, words separated by one space."""
    plain = latin(text).casefold().replace("đ", "dj").replace("ß", "ss").replace("ı", "i")
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", bare.replace("_", " ")))


@dataclass(frozen=True)
class Lexicon:
    """Folded synonyms and the field each stands for."""

    fields: Mapping[str, str]

    @classmethod
    def load(cls, package: str, name: str) -> Self:
        """Read a shipped lexicon. A synonym of two fields is a mistake in the file."""
        data = tomllib.loads(files(package).joinpath(name).read_text(encoding="utf-8"))
        found: dict[str, str] = {}
        for field, languages in data.items():
            for synonym in (s for synonyms in languages.values() for s in synonyms):
                if found.setdefault(fold(synonym), field) != field:
                    raise ValueError(f"{name}: {synonym!r} stands for two fields")
        return cls(found)

    @cached_property
    def _long(self) -> list[str]:
        return [s for s in self.fields if len(s) >= _FUZZY_LENGTH]

    @cached_property
    def _by_words(self) -> dict[frozenset[str], str | None]:
        """Fields by the words of their synonyms; None where two fields have the same words."""
        found: dict[frozenset[str], str | None] = {}
        for synonym, field in self.fields.items():
            for words in {frozenset(synonym.split()), _meaning(synonym)} - {frozenset()}:
                found[words] = field if found.get(words, field) == field else None
        return found

    def field(self, header: str) -> str | None:
        """The field a header names, if need be misspelt."""
        return self.exact(header) or self.similar(header)

    def field_under(self, above: str, header: str) -> str | None:
        """The field of a header that stands below another one."""
        return self.exact(f"{above} {header}") or self.field(header)

    def exact(self, header: str) -> str | None:
        """The field a header names: as it is, without what stands in brackets, in another order
        of its words or with the form of its values."""
        spelling = fold(_BRACKETS.sub(" ", header))
        for written in (fold(header), spelling):
            if written in self.fields:
                return self.fields[written]
        for words in (frozenset(spelling.split()), _meaning(spelling)):
            if known := self._by_words.get(words):
                return known
        return None

    def similar(self, header: str) -> str | None:
        """The field whose synonym a header misspells."""
        spelling = fold(_BRACKETS.sub(" ", header))
        if len(spelling) < _FUZZY_LENGTH:
            return None
        best = process.extractOne(spelling, self._long, scorer=fuzz.ratio, score_cutoff=_FUZZY)
        return self.fields[best[0]] if best else None


def _meaning(folded: str) -> frozenset[str]:
    return frozenset(folded.split()) - _QUALIFIERS


@dataclass(frozen=True)
class HeaderRow:
    """The row that names the columns, and the field found for each column.

    ``written`` are the rows it was put together from, where two of them name the columns.
    """

    record: Record
    fields: tuple[str | None, ...]
    written: tuple[Record, ...] = ()

    @property
    def count(self) -> int:
        """How many different fields it names."""
        return len({f for f in self.fields if f})

    def columns(self, field: str) -> list[int]:
        """Columns (from 0) whose header names this field."""
        return [i for i, found in enumerate(self.fields) if found == field]

    def column(self, field: str) -> int | None:
        """The only, or first, column of a field."""
        return next(iter(self.columns(field)), None)


def find_header(
    records: Sequence[Record], lexicon: Lexicon, least: int, *, rows: int = 1
) -> HeaderRow | None:
    """The row among the first ones that names most fields, if it names at least ``least``.

    With two ``rows`` it is put together with the one above or below where these name more columns.
    """
    best: HeaderRow | None = None
    for record in records[:_LOOK_AT]:
        fields = tuple(lexicon.field(c) if c.strip() else None for c in record.cells)
        row = HeaderRow(record, fields)
        if row.count >= max(least, best.count + 1 if best else 0):
            best = row
    return _joined(records, best, lexicon) if best and rows > 1 else best


def _joined(records: Sequence[Record], header: HeaderRow, lexicon: Lexicon) -> HeaderRow:
    by_number = {r.row_number: r for r in records[:_LOOK_AT]}
    at = header.record.row_number
    pairs = [(at, at + 1), (at - 1, at)]
    made = [both(by_number[a], by_number[b], lexicon) for a, b in pairs if {a, b} <= {*by_number}]
    better = [row for row in made if row and _named_columns(row) > _named_columns(header)]
    return max(better, key=_named_columns, default=header)


def _named_columns(header: HeaderRow) -> int:
    return sum(field is not None for field in header.fields)


def both(upper: Record, lower: Record, lexicon: Lexicon) -> HeaderRow | None:
    """Two rows of words as one header: a word above stands over the blanks to its right, too.

    None where one of them holds figures.
    """
    if not all(_names(cell) for cell in (*upper.cells, *lower.cells) if cell.strip()):
        return None
    cells: list[str] = []
    fields: list[str | None] = []
    over = ""
    for above, below in zip_longest(upper.cells, lower.cells, fillvalue=""):
        over = above.strip() or (over if below.strip() else "")
        named = "" if below.strip() == over else below.strip()
        cells.append(f"{over} {named}".strip() if named else over)
        fields.append(_named_under(over, named, lexicon))
    return HeaderRow(Record(lower.row_number, tuple(cells)), tuple(fields), (upper, lower))


def _named_under(above: str, name: str, lexicon: Lexicon) -> str | None:
    if above and name:
        return lexicon.field_under(above, name)
    return lexicon.field(name or above) if name or above else None


def _names(cell: str) -> bool:
    """Whether a cell may name a column: words, not figures."""
    return any(c.isalpha() for c in cell) and sum(c.isdigit() for c in cell) < _FIGURES


def not_used(header: Record, used: Collection[int]) -> tuple[str, ...]:
    """A note that names the columns of which nothing is taken, the first ones of very many."""
    named = [cell.strip() for i, cell in enumerate(header.cells) if i not in used and cell.strip()]
    more = f", … (+{len(named) - _NAMED})" if len(named) > _NAMED else ""
    return (f"columns not used: {', '.join(named[:_NAMED])}{more}",) if named else ()
