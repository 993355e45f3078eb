"""Searches files to their last byte for what gives a protected person away."""

import base64
import binascii
import csv
import html
import io
import quopri
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import pypdfium2

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{24,}")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_SHORTEST_NUMBER = 6
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1250", "cp1251")


@dataclass(frozen=True)
class Secret:
    """An attribute of a protected person: whose, which, and as it may be written."""

    entity_key: str
    column: str
    value: str


def secrets(table: Path) -> list[Secret]:
    """Every attribute in a table of protected persons, each of its variants by itself."""
    with table.open(encoding="utf-8", newline="") as file:
        return [
            Secret(row["entity_key"], column, value.strip())
            for row in csv.DictReader(file)
            for column, cell in row.items()
            if column != "entity_key"
            for value in (cell or "").split("|")
            if value.strip()
        ]


def leaks(file: Path, looked_for: list[Secret]) -> list[tuple[str, Secret]]:
    """Which secrets stand where in a file, its archives and streams opened."""
    return [
        (place, secret)
        for place, text in texts(file.name, file.read_bytes())
        for secret in looked_for
        if _stands_in(secret.value, text)
    ]


@dataclass(frozen=True)
class _Text:
    plain: str
    tight: str


def _stands_in(value: str, text: _Text) -> bool:
    folded = value.casefold()
    if sum(character.isdigit() for character in folded) >= _SHORTEST_NUMBER:
        return _tight(folded) in text.tight
    if folded not in text.plain:
        return False
    # An underscore parts words in the names of files.
    return bool(re.search(rf"(?<![^\W_]){re.escape(folded)}(?![^\W_])", text.plain))


def texts(name: str, data: bytes) -> Iterator[tuple[str, _Text]]:
    """Every reading of some bytes: as text in several encodings, unzipped, decompressed, shown."""
    yield f"name of {name}", _text(name)
    if not zipfile.is_zipfile(io.BytesIO(data)):
        yield from _unwrapped(name, data)
        for encoding in _plausible(data):
            yield f"{name} as {encoding}", _text(data.decode(encoding, errors="ignore"))
    else:
        # What stands outside the entries: comments, extra fields, leftovers.
        yield f"{name} as utf-8", _text(data.decode("utf-8", errors="ignore"))
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                yield from texts(f"{name}/{entry.filename}", archive.read(entry))
    if data.startswith(b"%PDF"):
        yield from _pdf(name, data)
    if data.startswith(b"PAR1"):
        rows = pq.read_table(io.BytesIO(data)).to_pylist()
        yield f"{name} rows", _text(repr(rows))


def _plausible(data: bytes) -> tuple[str, ...]:
    """All, unless it is UTF-16 with its mark or can be nothing but UTF-8.

    Latin letters and digits have a zero byte in UTF-16; letters of cp1250 are seldom valid UTF-8.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    try:
        data.decode()
    except UnicodeDecodeError:
        return _ENCODINGS
    return _ENCODINGS if b"\0" in data else ("utf-8",)


def _unwrapped(name: str, data: bytes) -> Iterator[tuple[str, _Text]]:
    """What mail and XML wrap: quoted-printable, base64, numbers for characters."""
    if b"=" in data:
        yield f"{name} unquoted", _text(quopri.decodestring(data).decode("utf-8", errors="ignore"))
    for number, run in enumerate(_BASE64.findall(data)):
        try:
            inner = base64.b64decode(run + b"=" * (-len(run) % 4))
        except binascii.Error:
            continue
        yield f"{name} base64 {number}", _text(inner.decode("utf-8", errors="ignore"))
    if b"&#" in data or b"\\u" in data:
        text = html.unescape(data.decode("utf-8", errors="ignore"))
        yield f"{name} unescaped", _text(_ESCAPED.sub(lambda m: chr(int(m[1], 16)), text))


def _pdf(name: str, data: bytes) -> Iterator[tuple[str, _Text]]:
    for number, stream in enumerate(_STREAM.findall(data)):
        try:
            shown = zlib.decompress(stream).decode("latin-1")
        except zlib.error:
            continue
        yield f"{name} stream {number}", _text(shown)
    with pypdfium2.PdfDocument(data) as pdf:
        yield f"{name} properties", _text(" ".join(pdf.get_metadata_dict().values()))
        pages = [page.get_textpage().get_text_bounded() for page in pdf]
        yield f"{name} pages", _text("\n".join(pages))
        yield f"{name} pages without breaks", _text("".join("".join(pages).splitlines()))


def _text(text: str) -> _Text:
    return _Text(text.casefold(), _tight(text.casefold()))


def _tight(text: str) -> str:
    """Without what may stand between the digits of one number."""
    return re.sub(r"(?<=[a-z0-9])[ \-–./()\u00a0\u202f]{1,2}(?=[a-z0-9])", "", text)
