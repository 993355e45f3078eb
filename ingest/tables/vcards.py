"""Electronic business cards (vCard 2.1, 3.0, 4.0) as rows: one card a row, one property a cell.

Cells are written plainly (``TEL;CELL:+38269123456``), whatever the card's folding, encoding and
character set: evidence that nobody can read is none. Pictures are named with their size only.
"""

import io
import re
from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path

from vobject.base import ParseError, getLogicalLines, textLineToContentLine

from ingest.tables import encoding, text_stream
from ingest.tables.delimited import ArrowChunk, arrow
from ingest.tables.sheet import Chunk, Record, Sample, Sheet

_BEGIN = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*BEGIN\s*:\s*VCARD\s*[\r\n]", re.IGNORECASE)
_START, _END = (
    re.compile(r"BEGIN\s*:\s*VCARD\s*", re.IGNORECASE),
    re.compile(r"END\s*:\s*VCARD\s*", re.IGNORECASE),
)
_QUOTED_PRINTABLE = re.compile("quoted-printable", re.IGNORECASE)
# What a property begins with. The library looks for the same in a way that does not end where a
# long line is none; this never turns back.
_HEAD = re.compile(
    r"""(?:[\w-]++\.)?+ [\w-]++ (?:;(?=[;:]))?+
        (?:; [\w-]++ (?:= VALUE (?:, VALUE )*+)?+ )*+ :""".replace(
        "VALUE", '(?:"[^"]*+"|[^";:,]*+)'
    ),
    re.ASCII | re.VERBOSE,
)
_PICTURES, _SHORT = ("PHOTO", "LOGO", "SOUND", "KEY"), 200


def is_vcard(path: Path) -> bool:
    """Whether a file begins with a card (in UTF-8, an older code page or UTF-16)."""
    with path.open("rb") as file:
        start = file.read(256)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.decode("utf-16", "ignore").encode()
    return bool(_BEGIN.match(start))


def open_vcards(path: Path) -> list[Sheet]:
    """The one sheet of a file of cards."""
    return [CardSheet(path, encoding.detect(path))]


class CardSheet:
    """All cards of a file; what stands outside of a card makes a row of its own."""

    name = ""
    merged = ()
    form = "vCard"

    def __init__(self, path: Path, name: str) -> None:
        self.encoding: str | None = name
        self._path = path
        self._codec = name

    @cached_property
    def _records(self) -> list[Record]:
        text = b"".join(text_stream.blocks(self._path, self._codec)).decode()
        return [Record(n, _cells(lines)) for n, lines in enumerate(_cards(text), 1)]

    def sample(self) -> Sample:
        """All cards."""
        return Sample(tuple(self._records))

    def chunks(self, width: int, scratch: Path) -> Iterator[Chunk]:  # noqa: ARG002 - one face
        """All cards at once: there are thousands, not millions."""
        cells = [record.cells for record in self._records]
        yield ArrowChunk(1, len(cells), 0, arrow(cells, width, 1))

    def rows(self, wanted: Collection[int]) -> dict[int, tuple[str, Record]]:
        """Single cards; their text is the properties, one a line."""
        return {
            n: ("\n".join(self._records[n - 1].cells), self._records[n - 1])
            for n in wanted
            if 0 < n <= len(self._records)
        }


def _cards(text: str) -> Iterator[list[str]]:
    """Lines of each card, and of each stretch between cards that holds anything."""
    held: list[str] = []
    for line in text.split("\n"):
        if _START.fullmatch(line) and any(held):
            yield held
            held = []
        held.append(line)
        if _END.fullmatch(line):
            yield held
            held = []
    if any(line.strip() for line in held):
        yield held


def _cells(lines: list[str]) -> tuple[str, ...]:
    """The properties of a card; lines that are none, as they stand."""
    if not _START.fullmatch(lines[0]):
        return tuple(line for line in lines if line.strip())
    inside = [line for line in lines[1:] if not _END.fullmatch(line)]
    logical = getLogicalLines(io.StringIO("\n".join(inside)), allowQP=True)
    return tuple(_property(line) for line, _ in logical)


def _property(line: str) -> str:
    """A property with its parameters and its value decoded."""
    if not _HEAD.match(line):
        return line
    try:
        found = textLineToContentLine(_QUOTED_PRINTABLE.sub("QUOTED-PRINTABLE", line, count=1))
    except (ParseError, ValueError, LookupError, TypeError):
        return line
    named = [
        f"{name}={','.join(values)}"
        for name, values in found.params.items()
        if name not in ("CHARSET", "ENCODING")
    ]
    head = ";".join([found.name, *found.singletonparams, *named])
    value = " ".join(found.value.split())
    long = found.name in _PICTURES and len(value) > _SHORT
    return f"{head}:" + (f"({len(value):,} characters)" if long else value)
