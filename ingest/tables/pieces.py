"""JSON as pieces: each object, array and member under its path, verbatim as it stands in the file.

A piece is a sheet of one row whose name is the path (``$.exhibits[2].imei``); a member's text
includes its key. JSON Lines are read as one array.
"""

import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.tables import encoding
from ingest.tables.sheet import Chunk, Record, Sample, Sheet, TableUnreadableError

_SPACE = re.compile(r"[ \t\n\r]*")
_SCALAR = re.compile(r"true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.S)
_CODED = re.compile(r"((?<!\\)(?:\\\\)*)\\u([0-9a-fA-F]{4})")
_WORD = re.compile(r"[^\W\d]\w*")
_DEEPEST, _MOST_BYTES = 100, 256 << 20


@dataclass(frozen=True)
class Piece:
    """A value at [start, end) of the text; ``text`` is a scalar's value, '' for null.

    ``members`` are an object's, by key, or an array's elements in order, with '' as key.
    """

    path: str
    start: int
    end: int
    text: str | None
    members: tuple[tuple[str, "Piece"], ...] = ()
    is_array: bool = False

    def every(self) -> Iterator["Piece"]:
        """This piece and all within it."""
        yield self
        for _, member in self.members:
            yield from member.every()


def is_json(path: Path) -> bool:
    """Whether a file begins as JSON does."""
    with path.open("rb") as file:
        start = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    return start[:1] in (b"{", b"[")


def read_pieces(path: Path) -> tuple[str, Piece]:
    """The text of a file and what it holds. Raises TableUnreadableError."""
    if path.stat().st_size > _MOST_BYTES:
        raise TableUnreadableError("is too large to be a form. Ask for it in parts.")
    name = encoding.detect(path)
    text = encoding.read(path, name).removeprefix("\ufeff")
    reader = _Reader(text)
    try:
        return text, reader.whole()
    except (ValueError, IndexError) as error:
        line = text.count("\n", 0, reader.at) + 1
        raise TableUnreadableError(
            f"is no valid JSON (line {line}). Ask for the file again."
        ) from error


def open_json(path: Path) -> list[Sheet]:
    """Every piece of a file as a sheet of one row. Raises TableUnreadableError."""
    text, root = read_pieces(path)
    return [PieceSheet(piece, text) for piece in root.every()]


class PieceSheet:
    """One piece, quoted as it stands in the file."""

    encoding: str | None = "utf-8"
    form = "JSON"
    merged: Sequence[tuple[int, int, int, int]] = ()

    def __init__(self, piece: Piece, text: str) -> None:
        self.name = piece.path
        self._piece = piece
        self._text = text

    @property
    def _written(self) -> str:
        """As it stands, but for letters that are written as codes (``\\u010d``): names written so
        could neither be read nor hidden."""
        written = self._text[self._piece.start : self._piece.end]
        return _CODED.sub(_letter, written)

    def sample(self) -> Sample:
        """The piece as one record."""
        return Sample((Record(1, (self._written,)),))

    def chunks(self, width: int, scratch: Path) -> Iterator[Chunk]:
        """None: JSON is not loaded in bulk."""
        del width, scratch
        return iter(())

    def rows(self, wanted: Collection[int]) -> dict[int, tuple[str, Record]]:
        """The piece, verbatim."""
        written = self._written
        return {1: (written, Record(1, (written,)))} if 1 in wanted else {}


def _letter(match: re.Match[str]) -> str:
    """The letter that a code stands for; the code itself where it is half of one."""
    letter = chr(int(match[2], 16))
    return match[1] + letter if letter.isalpha() else match[0]


class _Reader:
    """Reads values and remembers where they stand."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.at = 0

    def whole(self) -> Piece:
        first = self._value("$", 0)
        self._skip()
        if self.at == len(self._text):
            return first
        self.at = 0
        lines: list[tuple[str, Piece]] = []
        while self.at < len(self._text):
            lines.append(("", self._value(f"$[{len(lines)}]", 0)))
            self._skip()
        return Piece("$", 0, len(self._text), None, tuple(lines), is_array=True)

    def _skip(self) -> None:
        match = _SPACE.match(self._text, self.at)
        self.at = match.end() if match else self.at

    def _value(self, path: str, depth: int, start: int | None = None) -> Piece:
        """The value that begins here; ``start`` is where its key does."""
        if depth > _DEEPEST:
            raise ValueError("too deep")
        self._skip()
        start = self.at if start is None else start
        sign = self._text[self.at]
        if sign == "{":
            members = tuple(self._members(path, depth))
            return Piece(path, start, self.at, None, members)
        if sign == "[":
            elements = tuple(self._elements(path, depth))
            return Piece(path, start, self.at, None, elements, is_array=True)
        value = self._scalar()
        return Piece(path, start, self.at, value)

    def _scalar(self) -> str:
        if self._text[self.at] == '"':
            return self._string()
        match = _SCALAR.match(self._text, self.at)
        if match is None:
            raise ValueError("no value")
        self.at = match.end()
        return "" if match.group() == "null" else match.group()

    def _string(self) -> str:
        match = _STRING.match(self._text, self.at)
        if match is None:
            raise ValueError("a text is not closed")
        self.at = match.end()
        return str(json.loads(match.group(), strict=False))

    def _members(self, path: str, depth: int) -> Iterator[tuple[str, Piece]]:
        self.at += 1
        while self._more("}"):
            start = self.at
            if self._text[self.at] != '"':
                raise ValueError("no key")
            key = self._string()
            self._skip()
            self._expect(":")
            yield key, self._value(path + _step(key), depth + 1, start)

    def _elements(self, path: str, depth: int) -> Iterator[tuple[str, Piece]]:
        self.at += 1
        number = 0
        while self._more("]"):
            yield "", self._value(f"{path}[{number}]", depth + 1)
            number += 1

    def _more(self, closing: str) -> bool:
        """Whether another member follows; passes the comma or the closing sign."""
        self._skip()
        if self._text[self.at] == closing:
            self.at += 1
            return False
        if self._text[self.at] == ",":
            self.at += 1
            self._skip()
        return True

    def _expect(self, sign: str) -> None:
        if self._text[self.at] != sign:
            raise ValueError(f"no {sign}")
        self.at += 1


def _step(key: str) -> str:
    return f".{key}" if _WORD.fullmatch(key) else f"[{json.dumps(key, ensure_ascii=False)}]"
