"""The running text of a document as its reader writes it down, with what stands beside it."""

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from ingest.documents.extracted import Aside, Attachment, ExtractedText, Page
from workbench.vocabulary import AsideKind

_LINE_ENDS = str.maketrans(
    {"\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"}
)
_INVISIBLE = str.maketrans("", "", "\u00ad\u200b\ufeff\x00")


def tidy(text: str) -> str:
    """Line ends as line feeds, accents on their letters, no soft hyphens and other invisible marks.

    The joiners of Persian and the marks of direction stay.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_LINE_ENDS)
    return unicodedata.normalize("NFC", text.translate(_INVISIBLE))


class Writing:
    """Collects text in order; what is marked or left out becomes an aside at its place."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._starts = [0]
        self._asides: list[Aside] = []

    @property
    def position(self) -> int:
        """Where the next character will stand."""
        return self._length

    def since(self, start: int) -> str:
        """What was written from a position on."""
        return "".join(self._parts)[start:]

    def write(self, text: str) -> None:
        """Add text as it stands."""
        text = tidy(text)
        self._parts.append(text)
        self._length += len(text)

    def end_line(self) -> None:
        """End the line, also an empty one."""
        self.write("\n")

    def end_filled_line(self) -> None:
        """End the line unless nothing stands on it."""
        if self._length and not self._last().endswith("\n"):
            self.write("\n")

    def _last(self) -> str:
        return next((part for part in reversed(self._parts) if part), "\n")

    @contextmanager
    def marked(self, kind: AsideKind, author: str | None = None) -> Iterator[None]:
        """What is written inside is of a kind, if it is anything."""
        start, first = self._length, len(self._parts)
        yield
        if any(part.strip() for part in self._parts[first:]):
            self._asides.append(Aside(kind, start, self._length, author=author))

    def mark(self, kind: AsideKind, start: int, author: str | None = None) -> None:
        """What was written from ``start`` on is of a kind."""
        if self._length > start:
            self._asides.append(Aside(kind, start, self._length, author=author))

    def leave_out(self, kind: AsideKind, text: str, author: str | None = None) -> None:
        """Keep text that is not read as the document's words."""
        if text.strip():
            aside = Aside(kind, self._length, self._length, tidy(text).strip("\n"), author)
            self._asides.append(aside)

    def start_page(self) -> None:
        """What follows stands on the next page."""
        if self._length > self._starts[-1]:
            self._starts.append(self._length)

    def extracted(
        self,
        *,
        encoding: str | None = None,
        attachments: Sequence[Attachment] = (),
        notes: Sequence[str] = (),
    ) -> ExtractedText:
        """All that was written; the last line has no line feed."""
        text = "".join(self._parts)
        text = text[:-1] if text.endswith("\n") else text
        starts = tuple(start for start in self._starts if start < len(text) or start == 0)
        return ExtractedText(
            text,
            starts,
            encoding,
            tuple(Page() for _ in starts),
            tuple(_within(aside, len(text)) for aside in self._asides),
            tuple(attachments),
            (*notes, *_remarks(self._asides)),
        )


def _within(aside: Aside, length: int) -> Aside:
    """What was written last may have ended with the line feed that the text has not."""
    return replace(aside, start=min(aside.start, length), end=min(aside.end, length))


def _remarks(asides: Sequence[Aside]) -> Iterator[str]:
    """How much was left out of the text, for whoever added the file."""
    said = {
        AsideKind.DELETED: "passages deleted by tracked changes",
        AsideKind.COMMENT: "comments",
        AsideKind.HIDDEN: "hidden passages",
        AsideKind.ALTERNATIVE: "other versions of the message",
    }
    for kind, name in said.items():
        count = sum(aside.kind is kind for aside in asides)
        if count:
            yield f"{count} {name} kept apart, not read as said"
    inserted = sum(aside.kind is AsideKind.INSERTED for aside in asides)
    if inserted:
        yield f"{inserted} passages inserted by tracked changes that nobody has accepted yet"
