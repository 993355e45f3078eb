"""A text file as UTF-8 with line feeds, block by block: what every other step reads.

Line ends of all kinds (CR LF, CR, LF) become line feeds; nothing else changes. Physical lines are
therefore the same here, in DuckDB and when a row is looked up again.
"""

import codecs
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ingest.tables.sheet import TableUnreadableError

_BLOCK = 1 << 23
_QUOTE, _LINE_FEED, _SPACE = 34, 10, 32
# What the store's trim() takes for blanks beside the space, or how those begin in UTF-8.
_WIDE_BLANKS = (b"\xc2\xa0", b"\xe1\x9a\x80", b"\xe2\x80", b"\xe2\x81\x9f", b"\xe3\x80\x80")


def blocks(path: Path, encoding: str) -> Iterator[bytes]:
    """The whole file as UTF-8 with line feeds, ending in one. Raises TableUnreadableError."""
    held = b""
    last = b""
    for block in _unicode_blocks(path, encoding):
        block = held + block
        held = b"\r" if block.endswith(b"\r") else b""
        ready = _line_feeds(block[: len(block) - len(held)])
        if ready:
            last = ready
            yield ready
    if held or not last.endswith(b"\n"):
        yield b"\n"


def _line_feeds(block: bytes) -> bytes:
    if b"\r" not in block:
        return block
    return block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _unicode_blocks(path: Path, encoding: str) -> Iterator[bytes]:
    with path.open("rb") as file:
        if encoding in ("utf-8", "utf-8-sig"):
            first = file.read(_BLOCK).removeprefix(codecs.BOM_UTF8)
            if first:
                yield first
            while block := file.read(_BLOCK):
                yield block
            return
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            while block := file.read(_BLOCK):
                yield decoder.decode(block).encode()
            yield decoder.decode(b"", final=True).encode()
        except UnicodeDecodeError as error:
            raise TableUnreadableError(
                f"byte {error.start} does not exist in {encoding}. Ask for the file again in UTF-8."
            ) from error


def head(path: Path, encoding: str, size: int) -> tuple[str, bool]:
    """Whole lines from the start of the file, about ``size`` bytes, and whether that is all."""
    gathered = bytearray()
    for block in blocks(path, encoding):
        if len(gathered) + len(block) > size:
            gathered += block[: size - len(gathered)]
            end = gathered.rfind(b"\n") + 1
            return bytes(gathered[:end] if end else gathered).decode("utf-8", "ignore"), False
        gathered += block
    return bytes(gathered).decode(), True


def has_blank_lines(block: bytes) -> bool:
    """Whether these whole lines have an empty one among them."""
    feeds = np.flatnonzero(np.frombuffer(block, dtype=np.uint8) == _LINE_FEED)
    return bool(len(feeds)) and (feeds[0] == 0 or bool((np.diff(feeds) == 1).any()))


def is_tidy(block: bytes, delimiter: str) -> bool:
    """Whether no cell of these whole lines begins or ends with a blank; in doubt not."""
    if not block.isascii() and any(b[:1] in block and b in block for b in _WIDE_BLANKS):
        return False
    codes = np.frombuffer(block, dtype=np.uint8)
    spaces = np.flatnonzero(codes == _SPACE)
    if not len(spaces):
        return True
    if spaces[0] == 0 or spaces[-1] == len(codes) - 1:
        return False
    edge = np.zeros(256, dtype=bool)
    edge[[_QUOTE, _LINE_FEED, ord(delimiter)]] = True
    return not (edge[codes[spaces - 1]].any() or edge[codes[spaces + 1]].any())


def has_odd_quotes(path: Path, encoding: str) -> bool:
    """Whether any line holds an odd number of quotation marks, so that a cell may span lines."""
    open_before = 0
    for block in blocks(path, encoding):
        codes = np.frombuffer(block, dtype=np.uint8)
        quotes = np.flatnonzero(codes == _QUOTE)
        line_feeds = np.flatnonzero(codes == _LINE_FEED)
        at_line_ends = np.searchsorted(quotes, line_feeds) + open_before
        if (at_line_ends % 2).any():
            return True
        open_before = (open_before + len(quotes)) % 2
    return False
