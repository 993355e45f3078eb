"""Photographs and scans (PNG, JPEG, TIFF, BMP, WebP) through Tesseract."""

from pathlib import Path

from ingest.documents.extracted import ExtractedText, Page
from ingest.documents.flowing import PageLines, flow
from ingest.documents.recognition import Recognised, Recogniser
from workbench.vocabulary import PageOrigin


def read(path: Path, languages: Recogniser) -> ExtractedText:
    """Read the pages of an image, places in its dots. Raises DocumentUnreadableError."""
    languages.check("is a picture")
    pages = languages.read(path)
    flowed = flow([_lines(page) for page in pages])
    doubtful = any(p.confidence is not None and p.confidence < 0.7 for p in pages)
    notes = [f"read off a picture ({languages.used}); compare with it"]
    notes += ["recognised with little certainty"] if doubtful else []
    return ExtractedText(
        flowed.text,
        tuple(flowed.page_starts),
        pages=tuple(flowed.pages),
        asides=tuple(flowed.asides),
        notes=tuple(notes),
    )


def _lines(page: Recognised) -> PageLines:
    origin = PageOrigin.RECOGNISED if page.lines else PageOrigin.BLANK
    return PageLines(Page(origin, page.width, page.height, confidence=page.confidence), page.lines)
