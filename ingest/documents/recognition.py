"""Text read off pictures by Tesseract, where it is installed, with the place of every word."""

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from ingest.documents.extracted import DocumentUnreadableError
from ingest.documents.layout_pieces import Box, Line, Piece

_SECONDS = 180
# Data by what they can read; one of a group is enough, the first that is installed is taken.
_SOUTH_SLAVIC = ("bos", "hrv", "srp_latn")
_GROUPS: dict[str, tuple[str, ...]] = {
    "sq": ("sqi",),
    "bs": ("bos", "hrv", "srp_latn"),
    "hr": ("hrv", "bos", "srp_latn"),
    "sh": _SOUTH_SLAVIC,
    "sr": ("srp",),
    "en": ("eng",),
    "el": ("ell",),
    "ar": ("ara",),
    "fa": ("fas",),
}
_LATIN = ("sh", "sq", "en")
_CYRILLIC = ("sr", "en")
_OTHERS = (("el", "en"), ("ar",), ("fa",))
_PACKAGES = "tesseract-ocr-sqi, -bos, -hrv, -srp, -srp-latn"


@dataclass(frozen=True)
class Picture:
    """A grey picture, a byte a dot, row by row."""

    width: int
    height: int
    data: bytes

    @property
    def file(self) -> bytes:
        """As a PGM file."""
        return f"P5 {self.width} {self.height} 255\n".encode("ascii") + self.data


@dataclass(frozen=True)
class RecognisedLine(Line):
    """A line read off a picture, in dots of the picture."""

    def scaled(self, factor: float) -> Line:
        """The line with its places in another unit."""
        pieces = tuple(Piece(p.text, p.box and _scaled(p.box, factor)) for p in self.pieces)
        return Line(pieces, _scaled(self.box, factor), self.column)


def _scaled(box: Box, factor: float) -> Box:
    return Box(*(side * factor for side in box))


@dataclass(frozen=True)
class Recognised:
    """A page's lines, its size in dots, and the mean confidence of its words, 0 to 1."""

    width: int
    height: int
    lines: tuple[RecognisedLine, ...] = ()
    confidence: float | None = None


@cache
def installed() -> tuple[str, ...]:
    """The languages Tesseract has data for; none where it is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        return ()
    done = subprocess.run(
        [program, "--list-langs"], capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    return tuple(done.stdout.splitlines()[1:])


@dataclass
class Recogniser:
    """Reads pictures of one document; its first page decides for a script.

    ``language`` is the document's as the user said (ISO 639-1), else None.
    """

    language: str | None = None
    _chosen: str | None = field(default=None, init=False)

    @property
    def used(self) -> str:
        """What the pages were read with."""
        return f"Tesseract, {self._chosen}" if self._chosen else "Tesseract"

    def check(self, what: str) -> None:
        """Raise DocumentUnreadableError where Tesseract or all it needs is missing."""
        if not installed():
            raise DocumentUnreadableError(
                f"{what}, and Tesseract is not installed. Install it (Debian: tesseract-ocr, "
                f"{_PACKAGES}) and add the file again, or ask for it with text."
            )
        if not self._candidates():
            wanted = " or ".join(_GROUPS.get(self.language or "", (self.language or "?",)))
            needed = _PACKAGES if self.language is None else f"tesseract-ocr-{wanted}"
            raise DocumentUnreadableError(
                f"{what}, and Tesseract has no data for its language. Install them "
                f"(Debian: {needed.replace('_', '-')}) and add the file again."
            )

    def read(self, picture: Picture | Path) -> list[Recognised]:
        """The pages of a picture. Raises DocumentUnreadableError."""
        if self._chosen is not None:
            return _run(picture, self._chosen)
        tried: list[tuple[float, str, list[Recognised]]] = []
        for languages in self._candidates():
            pages = _run(picture, languages)
            tried.append((_certainty(pages), languages, pages))
            if tried[-1][0] >= 0.9:
                break
        _, languages, pages = max(tried, key=lambda one: one[0])
        if any(page.lines for page in pages):
            self._chosen = languages
        return pages

    def _candidates(self) -> list[str]:
        """Sets of languages to try, as Tesseract is told them."""
        if self.language in ("sr", "bs", "hr", "sh"):
            sets: Sequence[Sequence[str]] = (("sh", "en"), _CYRILLIC)
        elif self.language is not None:
            sets = ((self.language, "en"),) if self.language != "en" else (("en",),)
        else:
            sets = (_LATIN, _CYRILLIC, *_OTHERS)
        return [found for names in sets if (found := _available(names))]


def _available(groups: Sequence[str]) -> str:
    """The installed data for languages; nothing where all but English are missing."""
    found = [
        next((data for data in _GROUPS.get(group, ()) if data in installed()), None)
        for group in groups
    ]
    present = [data for data in found if data]
    return "" if present == ["eng"] and len(groups) > 1 else "+".join(present)


def _certainty(pages: Sequence[Recognised]) -> float:
    known = [page.confidence for page in pages if page.confidence is not None]
    return sum(known) / len(known) if known else 0.0


def _run(picture: Picture | Path, languages: str) -> list[Recognised]:
    name, given = (str(picture), None) if isinstance(picture, Path) else ("-", picture.file)
    dots = [] if given is None else ["--dpi", "300"]
    try:
        done = subprocess.run(
            ["tesseract", name, "-", "-l", languages, *dots, "tsv"],
            input=given,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentUnreadableError(
            f"takes Tesseract more than {_SECONDS} s a page. Ask for a cleaner scan."
        ) from error
    if done.returncode:
        raise DocumentUnreadableError(
            "cannot be read by Tesseract as a picture. Ask for the file again, or make it a PNG."
        )
    return list(_pages(done.stdout.decode("utf-8", "replace")))


def _pages(table: str) -> Iterator[Recognised]:
    """Pages of Tesseract's table: a row a page (level 1), block, paragraph, line and word (5)."""
    page: Recognised | None = None
    words: list[dict[str, str]] = []
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == "1":
            if page:
                yield _filled(page, words)
            page, words = Recognised(int(row["width"]), int(row["height"])), []
        elif row["level"] == "5" and row["text"] and row["text"].strip():
            words.append(row)
    if page:
        yield _filled(page, words)


def _filled(page: Recognised, words: Sequence[dict[str, str]]) -> Recognised:
    if not words:
        return page
    sure = sum(float(word["conf"]) * len(word["text"]) for word in words)
    letters = sum(len(word["text"]) for word in words)
    lines: dict[tuple[int, ...], list[Piece]] = {}
    for word in words:
        place = tuple(int(word[name]) for name in ("block_num", "par_num", "line_num"))
        pieces = lines.setdefault(place, [])
        if pieces:
            pieces.append(Piece(" "))
        pieces.append(Piece(word["text"], _box(word)))
    found = tuple(_line(pieces, place[0]) for place, pieces in lines.items())
    return replace(page, lines=found, confidence=round(sure / letters / 100, 3))


def _box(word: dict[str, str]) -> Box:
    left, top, width, height = (float(word[name]) for name in ("left", "top", "width", "height"))
    return Box(left, top, left + width, top + height)


def _line(pieces: Sequence[Piece], block: int) -> RecognisedLine:
    around = Box.around([piece.box for piece in pieces if piece.box])
    return RecognisedLine(tuple(pieces), around, block)
