"""Documents as blocks of pieces, filled from a text's patterns (texts/*.toml)."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from random import Random

from sample_data.writing.pieces import Piece, Pieces, Teller


@dataclass(frozen=True)
class Block:
    """``kind``: centre, line, heading, say, fields, table or sign. Each row is a tuple of cells.

    A block of text has one row of one cell; line feeds in it are line breaks.
    """

    kind: str
    rows: tuple[tuple[Pieces, ...], ...]

    def pieces(self) -> Iterator[Piece]:
        """Every piece in reading order."""
        for row in self.rows:
            for cell in row:
                yield from cell


def fill(text: str, teller: Teller, rng: Random) -> list[Block]:
    """Draw one wording of a text and fill it."""
    source = resources.files("sample_data.writing").joinpath("texts", f"{text}.toml")
    parts = tomllib.loads(source.read_text(encoding="utf-8"))["part"]
    drawn = (_fill_part(part, teller, rng) for part in parts)
    return [block for block in drawn if block is not None]


def _fill_part(part: dict[str, object], teller: Teller, rng: Random) -> Block | None:
    """``any``: one of these. ``say``: a sentence from each list. ``rows``: cells as they stand."""
    kind = str(part["kind"])
    if rng.random() >= float(str(part.get("sometimes", 1))):
        return None
    if "rows" in part:
        rows = part["rows"]
        assert isinstance(rows, list)
        return Block(kind, tuple(tuple(teller.tell(cell) for cell in row) for row in rows))
    return Block(kind, ((teller.tell(_wording(part, rng)),),))


def _wording(part: dict[str, object], rng: Random) -> str:
    if "any" in part:
        options = part["any"]
        assert isinstance(options, list)
        return str(rng.choice(options))
    sentences = part["say"]
    assert isinstance(sentences, list)
    return " ".join(str(rng.choice(options)) for options in sentences)
