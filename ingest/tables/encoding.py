"""Which encoding a text file is in: proven for Unicode, weighed for the code pages of the region.

A code page cannot be proven. The one is taken under which the letters beyond ASCII are those that
the languages of the region use, next to letters of the same script.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from ingest.tables.sheet import TableUnreadableError

_BLOCK = 1 << 23
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# In order of preference where two fit equally well.
_CODE_PAGES = ("cp1250", "cp1252", "cp1251", "cp1253", "iso8859_2", "cp852", "cp1254")
_LATIN = set("šđčćžŠĐČĆŽëçËÇáéíóúàèìòùÀÈÌÒÙäöüßÄÖÜâêôğışİ")
_CYRILLIC = re.compile(r"[а-яА-ЯЂЈЉЊЋЏђјљњћџЃѓЌќЅѕ]")
_GREEK = re.compile(r"[Α-Ωα-ωάέήίόύώΆΈΉΊΌΎΏϊϋΐΰς]")
# The letters of which most of a text in these scripts is made. In code pages the letters of both
# have the same bytes, so that one is letters, though odd ones, in the other.
_COMMON = frozenset("аоиентрсвјкдмлпуαοιετσνηυρκπλμςω")
_ODD = 0.6
_PUNCTUATION = set("°§€–—‘’“”„«»…№ \u00a0")
_SAMPLE = 1 << 20


def detect(path: Path) -> str:
    """Name of the file's encoding, as Python's codecs call it. Raises TableUnreadableError."""
    with path.open("rb") as file:
        start = file.read(4096)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    if b"\0" in start:
        return _utf16_without_mark(start)
    return "utf-8" if _is_utf8(path) else _code_page(path)


def read(path: Path, name: str) -> str:
    """The whole of a text. Raises TableUnreadableError where its bytes are not of the encoding."""
    try:
        return path.read_text(encoding=name)
    except UnicodeError as error:
        raise TableUnreadableError(f"is no valid {name}. Ask for the file again.") from error


def _utf16_without_mark(start: bytes) -> str:
    even, odd = start[::2].count(0), start[1::2].count(0)
    if min(even, odd) * 10 > max(even, odd):
        raise TableUnreadableError("holds binary zeros and is no text table. Ask for CSV or XLSX.")
    return "utf-16-be" if even > odd else "utf-16-le"


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for block in _blocks(path):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _code_page(path: Path) -> str:
    sample = _lines_beyond_ascii(path)
    scores = {name: score for name in _CODE_PAGES if (score := _fitness(sample, name)) is not None}
    if not scores:
        raise TableUnreadableError(
            "is in no encoding known here (tried UTF-8 and "
            f"{', '.join(_CODE_PAGES)}). Ask the sender which it is and convert it to UTF-8."
        )
    return max(scores, key=lambda name: scores[name])


def _lines_beyond_ascii(path: Path) -> bytes:
    """Up to a megabyte of the lines that hold a byte beyond ASCII."""
    found, size = [], 0
    for block in _blocks(path):
        for line in re.split(rb"[\r\n]+", block):
            if line.isascii():
                continue
            found.append(line)
            size += len(line)
            if size > _SAMPLE:
                return b"\n".join(found)
    return b"\n".join(found)


def _fitness(sample: bytes, name: str) -> float | None:
    """Share of the characters beyond ASCII that make sense; None if the bytes are not possible."""
    try:
        text = sample.decode(name)
    except UnicodeDecodeError:
        return None
    foreign = [(text[max(0, i - 1) : i + 2], c) for i, c in enumerate(text) if ord(c) > 127]
    return sum(_sense(c, around) for around, c in foreign) / max(1, len(foreign))


def _sense(character: str, around: str) -> float:
    if character in _PUNCTUATION:
        return 0.5
    for script in (_CYRILLIC, _GREEK):
        if script.match(character):
            neighbours = [c for c in around if c.isalpha()]
            alike = all(script.match(c) for c in neighbours) and len(neighbours) > 1
            return (1.0 if _is_common(character) else _ODD) if alike else 0.1
    return 1.0 if character in _LATIN else 0.0


def _is_common(character: str) -> bool:
    return unicodedata.normalize("NFD", character.lower())[0] in _COMMON
