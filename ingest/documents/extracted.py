"""What reading a document gives, whatever its format."""

from bisect import bisect_right
from dataclasses import dataclass

from workbench.errors import WorkbenchError
from workbench.vocabulary import AsideKind, PageOrigin


class DocumentUnreadableError(WorkbenchError):
    """The file is not what its name says, is empty, or holds no text."""


@dataclass(frozen=True)
class Word:
    """Characters [start, end) of the text and their box, measured from the page's top left."""

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Page:
    """One page; sizes in points (PDF) or pixels (image), None where pages have no fixed size.

    ``confidence`` is the mean of its recognised words, 0 to 1.
    """

    origin: PageOrigin = PageOrigin.TEXT
    width: float | None = None
    height: float | None = None
    words: tuple[Word, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True)
class Aside:
    """What stands beside the running text.

    With ``text``: what was left out of it, where it stood at ``start``. Without: characters
    [start, end) of the text that are a header, footnote or the like.
    """

    kind: AsideKind
    start: int
    end: int
    text: str | None = None
    author: str | None = None


@dataclass(frozen=True)
class Attachment:
    """A file that came inside a document."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True)
class ExtractedText:
    """Text of a document; ``page_starts[i]`` is the first character of page i + 1.

    ``notes`` are remarks for whoever added the file.
    """

    text: str
    page_starts: tuple[int, ...] = (0,)
    encoding: str | None = None
    pages: tuple[Page, ...] = ()
    asides: tuple[Aside, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    notes: tuple[str, ...] = ()

    def page_of(self, position: int) -> int:
        """1-based page on which the character stands."""
        return bisect_right(self.page_starts, position)
