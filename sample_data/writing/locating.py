"""Where the mentions of a document stand in its extracted text.

The text is read back from the finished file, as it will be read by others, and laid over what was
written: both without white space must agree letter by letter.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from ingest.documents import read_document
from sample_data.writing.blocks import Block
from sample_data.writing.pieces import Fact, Tagged
from sample_data.writing.typesetting import piece_text
from sample_data.writing.written import Mark


class TextDiffersError(Exception):
    """The file does not read back as it was written."""


def locate(name: str, data: bytes, blocks: Sequence[Block]) -> list[Mark]:
    """Marks of every tagged piece, with [start, end) spans in the extracted text."""
    text = _read_back(name, data)
    where = [at for at, letter in enumerate(text) if not letter.isspace()]
    found = "".join(text[at] for at in where)
    marks, passed = [], 0
    for piece in (piece for block in blocks for piece in block.pieces()):
        written = "".join(piece_text(piece).split())
        if found[passed : passed + len(written)] != written:
            raise TextDiffersError(f"{name}: expected {written!r} at character {passed}")
        if isinstance(piece, Tagged):
            start, end = where[passed], where[passed + len(written) - 1] + 1
            marks.append(Mark(f"{start}-{end}", piece.kind, piece.entity_key, text[start:end]))
        passed += len(written)
    return marks


def facts(blocks: Sequence[Block]) -> list[tuple[str, str]]:
    """(key, as written) of every fact that is no mention."""
    pieces = (piece for block in blocks for piece in block.pieces())
    return [(piece.key, piece.text) for piece in pieces if isinstance(piece, Fact)]


def _read_back(name: str, data: bytes) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return read_document(path).text
