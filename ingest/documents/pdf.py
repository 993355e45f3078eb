"""PDF: the text layer with its words' places; pages that are pictures through Tesseract."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from ingest.documents import pdf_letters
from ingest.documents.extracted import Aside, DocumentUnreadableError, ExtractedText, Page
from ingest.documents.flowing import PageLines, flow
from ingest.documents.layout import lines
from ingest.documents.layout_pieces import Letter
from ingest.documents.recognition import Picture, Recognised, Recogniser
from workbench.vocabulary import AsideKind, PageOrigin

_DOTS_PER_INCH = 300
_MOST_PIXELS = 40_000_000
_FEWEST_LETTERS = 20  # beside a picture of the page; fewer are a stamp or a page number
_WHOLE_PAGE = 0.6  # share of the page that a scan covers at least
_LARGE = 0.08  # share of the page from which a picture is worth a remark
_MOST_UNKNOWN = 0.2
_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff\x00-\x1f]")


def read(path: Path, languages: Recogniser) -> ExtractedText:
    """Read a PDF. Raises DocumentUnreadableError."""
    with _opened(path) as pdf:
        sheets = [_Sheet.of(pdf[number]) for number in range(len(pdf))]
        scans = [n for n, sheet in enumerate(sheets, 1) if sheet.is_scan]
        if scans:
            languages.check(_listed(scans, len(sheets)))
        read_pages = [
            _recognised(pdf[n], languages) if sheet.is_scan else sheet.lines()
            for n, sheet in enumerate(sheets)
        ]
    flowed = flow(read_pages)
    return ExtractedText(
        flowed.text,
        tuple(flowed.page_starts),
        pages=tuple(flowed.pages),
        asides=(*flowed.asides, *_pictures(sheets, flowed.page_starts)),
        notes=tuple(_notes(sheets, flowed.pages, languages)),
    )


def _opened(path: Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise DocumentUnreadableError(
                "is protected by a password. Ask for a copy without one."
            ) from error
        raise


def _listed(numbers: list[int], count: int) -> str:
    if len(numbers) == count:
        return "is a scan"
    shown = ", ".join(map(str, numbers[:5])) + (" …" if len(numbers) > 5 else "")
    return f"has scanned pages without text ({shown} of {count})"


@dataclass(frozen=True)
class _Sheet:
    """A page before it is read: its letters, and how much of it is pictures."""

    letters: list[Letter]
    width: float
    height: float
    largest_picture: float

    @classmethod
    def of(cls, page: pypdfium2.PdfPage) -> "_Sheet":
        width, height = page.get_size()
        text = page.get_textpage()
        try:
            return cls(pdf_letters.letters(page, text), width, height, _largest_picture(page))
        finally:
            text.close()

    @property
    def is_scan(self) -> bool:
        """Whether the page is a picture, or its letters are not known as such."""
        written = [letter.text for letter in self.letters if letter.box]
        if self.largest_picture >= _WHOLE_PAGE and len(written) < _FEWEST_LETTERS:
            return True
        unknown = len(_UNKNOWN.findall("".join(written)))
        return unknown > _MOST_UNKNOWN * len(written) and unknown >= _FEWEST_LETTERS

    @property
    def origin(self) -> PageOrigin:
        if not any(letter.box for letter in self.letters):
            return PageOrigin.BLANK
        scanned = self.largest_picture >= _WHOLE_PAGE
        return PageOrigin.SCAN_LAYER if scanned else PageOrigin.TEXT

    def lines(self) -> PageLines:
        page = Page(self.origin, self.width, self.height)
        return PageLines(page, tuple(lines(pdf_letters.fragments(self.letters))))


def _largest_picture(page: pypdfium2.PdfPage) -> float:
    """Share of the page that its largest picture covers."""
    width, height = page.get_size()
    covered = 0.0
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        covered = max(covered, (right - left) * (top - bottom))
    return min(float(covered / max(width * height, 1.0)), 1.0)


def _recognised(page: pypdfium2.PdfPage, languages: Recogniser) -> PageLines:
    """A scanned page through Tesseract, places in points as on other pages."""
    width, height = page.get_size()
    scale = min(_DOTS_PER_INCH / 72, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        array = bitmap.to_numpy()
        picture = Picture(array.shape[1], array.shape[0], array.tobytes())
    finally:
        bitmap.close()
    (found,) = languages.read(picture)
    return _page_lines(found, width, height, 1 / scale)


def _page_lines(found: Recognised, width: float, height: float, scale: float) -> PageLines:
    origin = PageOrigin.RECOGNISED if found.lines else PageOrigin.BLANK
    page = Page(origin, width, height, confidence=found.confidence)
    return PageLines(page, tuple(line.scaled(scale) for line in found.lines))


def _pictures(sheets: list[_Sheet], starts: list[int]) -> Iterator[Aside]:
    """Pictures beside text, which nobody has read."""
    for sheet, start in zip(sheets, starts, strict=True):
        if (
            not sheet.is_scan
            and sheet.largest_picture >= _LARGE
            and sheet.origin is PageOrigin.TEXT
        ):
            share = round(100 * sheet.largest_picture)
            yield Aside(AsideKind.PICTURE, start, start, f"picture on {share} % of the page")


def _notes(sheets: list[_Sheet], pages: list[Page], languages: Recogniser) -> Iterator[str]:
    def numbers(holds: Callable[[Page], bool]) -> str:
        return ", ".join(str(n) for n, page in enumerate(pages, 1) if holds(page))

    if found := numbers(lambda page: page.origin is PageOrigin.RECOGNISED):
        yield f"page {found}: read off a scan ({languages.used}); compare with the picture"
    if found := numbers(lambda page: page.confidence is not None and page.confidence < 0.7):
        yield f"page {found}: recognised with little certainty"
    if found := numbers(lambda page: page.origin is PageOrigin.SCAN_LAYER):
        yield f"page {found}: a scan with the text that another program read off it"
    beside = [str(n) for n, sheet in enumerate(sheets, 1) if _has_unread_picture(sheet)]
    if beside:
        yield f"page {', '.join(beside)}: holds a picture beside text, which was not read"


def _has_unread_picture(sheet: _Sheet) -> bool:
    return (
        not sheet.is_scan
        and sheet.largest_picture >= _LARGE
        and sheet.origin is not PageOrigin.SCAN_LAYER
    )
