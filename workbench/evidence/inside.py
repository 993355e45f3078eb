"""All texts inside a file, seen and unseen, for searching it before it leaves.

Office files are zip archives of XML: every part is read, tags taken away. Of a PDF the text of its
pages, its outline and its properties are read; of a web page all that stands in and between tags. A
file that may hold more than that (pictures, attachments, annotations, earlier versions, parts in a
form not known here) is not searchable, and neither are messages and RTF, which spell in codes.
"""

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

LARGEST_CHARACTERS = 20_000_000
_XML_PARTS = (".xml", ".rels", ".vml")
_TAG = re.compile(r"<[^>]*>")
_MESSAGE = re.compile(r"(?im)^(?:mime-version|content-transfer-encoding|content-type):")
_PAGE = re.compile(r"(?i)<(?:!doctype|html|head|body|meta|table|div|p)\b")
_QUOTED = re.compile(r'"([^"]*)"')
_XMP = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>", re.DOTALL)
_PIECE = 20_000


class NotSearchableError(Exception):
    """The file may hold what cannot be read as text, or too much of it."""


def texts_in(file: Path, encoding: str | None) -> Iterator[str]:
    """Every piece of text in a file; ``encoding`` is a text file's. Raises NotSearchableError."""
    with file.open("rb") as opened:
        start = opened.read(5)
    if start == b"%PDF-":
        yield from _pdf(file)
    elif zipfile.is_zipfile(file):
        yield from _archive(file)
    else:
        yield from _plain(file, encoding or "utf-8")


def _plain(file: Path, encoding: str) -> Iterator[str]:
    try:
        text = file.read_bytes().decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise NotSearchableError from error
    if "\0" in text or text.startswith("{\\rtf") or _MESSAGE.search(text[:_PIECE]):
        raise NotSearchableError
    yield from _pieces(text)
    if _PAGE.search(text[:_PIECE]):
        yield from _pieces(unescape(_TAG.sub("", text)))
        yield from _pieces(unescape(_TAG.sub(" ", text)))
        yield from _pieces(unescape(text))


def _pieces(text: str) -> Iterator[str]:
    """A text cut at line ends."""
    if len(text) > LARGEST_CHARACTERS:
        raise NotSearchableError
    piece: list[str] = []
    size = 0
    for line in text.splitlines(keepends=True):
        piece.append(line)
        size += len(line)
        if size > _PIECE:
            yield "".join(piece)
            piece, size = [], 0
    yield "".join(piece)


def _archive(file: Path) -> Iterator[str]:
    with zipfile.ZipFile(file) as archive:
        parts = [part for part in archive.infolist() if not part.is_dir()]
        if sum(part.file_size for part in parts) > LARGEST_CHARACTERS:
            raise NotSearchableError
        if any(not part.filename.lower().endswith(_XML_PARTS) for part in parts):
            raise NotSearchableError
        for part in parts:
            xml = archive.read(part).decode("utf-8", errors="replace")
            # A name may be split over runs of text, or stand between tags without a space.
            yield from _pieces(unescape(_TAG.sub("", xml.replace("</w:p>", "\n"))))
            yield from _pieces(unescape(_TAG.sub(" ", xml)))
            yield from _pieces(unescape("\n".join(_QUOTED.findall(xml))))


def _pdf(file: Path) -> Iterator[str]:
    yield from _pdf_metadata(file.read_bytes())
    try:
        pdf = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        raise NotSearchableError from error
    with pdf:
        if pdf.count_attachments() or pdf.get_formtype() != pdfium.FORMTYPE_NONE:
            raise NotSearchableError
        yield from (str(value) for value in pdf.get_metadata_dict().values())
        yield from (item.get_title() for item in pdf.get_toc())
        for page in pdf:
            kinds = {item.type for item in page.get_objects(max_depth=15)}
            if pdfium.FPDF_PAGEOBJ_IMAGE in kinds or pdfium.FPDFPage_GetAnnotCount(page):
                raise NotSearchableError
            yield page.get_textpage().get_text_bounded()


def _pdf_metadata(data: bytes) -> Iterator[str]:
    """The XMP properties, which stand uncompressed. An appended version hides an earlier one."""
    versions = data.count(b"startxref") - (b"/Linearized" in data)
    packets = _XMP.findall(data)
    if versions > 1 or len(re.findall(rb"/Type\s*/Metadata\b", data)) != len(packets):
        raise NotSearchableError
    for packet in packets:
        yield unescape(_TAG.sub(" ", packet.decode("utf-8", errors="replace")))
