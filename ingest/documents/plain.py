"""Plain text in the encodings of the region and its neighbours."""

import codecs
import re
from pathlib import Path

from ingest.documents.extracted import DocumentUnreadableError, ExtractedText
from ingest.documents.writing import Writing
from ingest.tables import encoding

# Code pages of other scripts, by the letters that make up most of a text in them.
_COMMON_LETTERS = {
    "cp1251": "аеиоунтсврј",
    "iso8859_5": "аеиоунтсврј",
    "cp855": "аеиоунтсврј",
    "cp1253": "αειουτνσρκς",
    "cp1256": "ايونلمردهتب",
}
_OTHER_SCRIPT = 0.3  # of all letters stand beyond ASCII; in Latin text fewer than half as many do


def read(path: Path) -> ExtractedText:
    """Read a text file; a form feed begins a page. Raises TableUnreadableError (its encoding)."""
    text, name = decoded(path)
    writing = Writing()
    for number, page in enumerate(text.split("\f")):
        if number:
            writing.end_filled_line()
            writing.start_page()
        writing.write(page)
    return writing.extracted(encoding=name)


def decoded(path: Path) -> tuple[str, str]:
    """The text of a file and its encoding, weighed where no mark proves it."""
    name = encoding.detect(path)
    data = path.read_bytes()
    if not name.startswith("utf"):
        name = _of_other_script(data) or name
    text = data.decode(name)
    if "\0" in text:
        raise DocumentUnreadableError("holds binary zeros and is no text.")
    return text, codecs.lookup(name).name


def _of_other_script(data: bytes) -> str | None:
    """The code page of a text that is mostly Cyrillic, Greek or Arabic, else None."""
    beyond = sum(byte > 127 for byte in data)
    ascii_letters = sum(map(str.isalpha, data.decode("ascii", "ignore")))
    if beyond <= _OTHER_SCRIPT * (beyond + ascii_letters):
        return None
    shares = {
        name: sum(map(data.decode(name, "replace").count, letters)) / beyond
        for name, letters in _COMMON_LETTERS.items()
    }
    return max(shares, key=lambda name: shares[name])


_SAMPLE = 20_000
_SEPARATED = re.compile(r"[;\t|<]|,(?=\S)|\S {3,}\S")


def is_prose(path: Path) -> bool:
    """Whether most of a text stands in lines of plain words, as that of no table does."""
    with path.open("rb") as file:
        start = file.read(_SAMPLE)
    if b"\0" in start:
        return False
    lines = [line for line in start.decode("utf-8", "replace").splitlines() if line.strip()]
    return sum(len(line) for line in lines if _is_prose(line)) > 0.8 * sum(map(len, lines))


def _is_prose(line: str) -> bool:
    words = line.split()
    plain = sum(word.strip(".,:;!?()„“”\"'»«–-").isalpha() for word in words)
    return len(words) >= 8 and plain >= 0.7 * len(words) and not _SEPARATED.search(line)
