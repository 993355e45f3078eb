"""Text of a received document, with spans that lead back to its page.

DOCX: paragraphs and table rows in body order, one a line, cells separated by a tab. PDF: the text
layer, line by line, a wide gap between columns as a tab, pages joined by a line feed. TXT: decoded,
line ends as line feeds.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import pypdfium2
from charset_normalizer import from_bytes
from docx.document import Document as DocxDocument
from docx.table import Table
from docx.text.paragraph import Paragraph

from ingest.tables.archive import check_size
from ingest.tables.sheet import TableUnreadableError
from workbench.errors import WorkbenchError

PARSER_VERSION = "documents 2"
_COLUMN_GAP = 12.0  # points
MEDIA_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
}


class DocumentUnreadableError(WorkbenchError):
    """The file is not what its name says, is empty, or holds no text."""


@dataclass(frozen=True)
class ExtractedText:
    """Text of a document; ``page_starts[i]`` is the first character of page i + 1."""

    text: str
    page_starts: tuple[int, ...]
    encoding: str | None = None

    def page_of(self, position: int) -> int:
        """1-based page on which the character stands."""
        return sum(1 for start in self.page_starts if start <= position)


def read_document(path: Path, *, name: str | None = None) -> ExtractedText:
    """Extract the text of a DOCX, PDF or TXT file.

    ``name`` gives the file name where the path has none (originals are kept under their hash).
    Raises DocumentUnreadableError.
    """
    file_name = name or path.name
    readers = {".docx": _docx, ".pdf": _pdf, ".txt": _plain}
    reader = readers.get(Path(file_name).suffix.lower())
    if reader is None:
        raise DocumentUnreadableError(
            f"{file_name}: is no document of a known type ({', '.join(readers)})."
        )
    try:
        extracted = reader(path)
    except (DocumentUnreadableError, TableUnreadableError) as error:
        raise DocumentUnreadableError(f"{file_name}: {error}") from error
    except Exception as error:  # each library has its own family of errors
        raise DocumentUnreadableError(
            f"{file_name}: cannot be read as {Path(file_name).suffix[1:].upper()} "
            f"({type(error).__name__}). Ask for the file again, or convert it."
        ) from error
    if not extracted.text.strip():
        raise DocumentUnreadableError(
            f"{file_name}: holds no text (a scan?). Give it a text layer by OCR and add it again."
        )
    return extracted


def _plain(path: Path) -> ExtractedText:
    data = path.read_bytes()
    best = from_bytes(data).best()
    if best is None:
        raise DocumentUnreadableError("is not text in any known encoding.")
    return ExtractedText(_lines(str(best).removeprefix("\ufeff")), (0,), best.encoding)


def _docx(path: Path) -> ExtractedText:
    with zipfile.ZipFile(path) as archive:
        check_size(archive.infolist())
    return ExtractedText(_lines("\n".join(_docx_lines(docx.Document(str(path))))), (0,))


def _docx_lines(document: DocxDocument) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            for row in block.rows:
                yield "\t".join(cell.text.replace("\n", " ") for cell in row.cells)


def _pdf(path: Path) -> ExtractedText:
    starts, pages, length = [], [], 0
    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            text = _lines(_with_columns(page.get_textpage()))
            starts.append(length)
            pages.append(text)
            length += len(text) + 1
    return ExtractedText("\n".join(pages), tuple(starts))


def _with_columns(page: pypdfium2.PdfTextPage) -> str:
    """The page's text, where spaces that are gaps between columns are tabs."""
    text = page.get_text_range()
    if len(text) != page.count_chars():  # letters outside the basic plane shift the positions
        return str(text)
    letters = list(text)
    for at in range(1, len(letters) - 1):
        if letters[at] == " " and not (letters[at - 1].isspace() or letters[at + 1].isspace()):
            left, right = page.get_charbox(at - 1), page.get_charbox(at + 1)
            height = max(left[3] - left[1], right[3] - right[1])
            if right[0] - left[2] > max(_COLUMN_GAP, 2 * height):
                letters[at] = "\t"
    return "".join(letters)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
