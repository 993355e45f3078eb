"""Which reader reads which document."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ingest.documents import (
    images,
    mail,
    open_document,
    pdf,
    plain,
    rich_text,
    web,
    word,
)
from ingest.documents.extracted import DocumentUnreadableError, ExtractedText
from ingest.documents.recognition import Recogniser
from ingest.tables.sheet import TableUnreadableError

PARSER_VERSION = "documents 3"
Reader = Callable[[Path], ExtractedText]
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEDIA_TYPES = {
    ".docx": _DOCX,
    ".docm": "application/vnd.ms-word.document.macroEnabled.12",
    ".dotx": "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
    ".doc": "application/msword",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ott": "application/vnd.oasis.opendocument.text-template",
    ".fodt": "application/vnd.oasis.opendocument.text-flat-xml",
    ".rtf": "application/rtf",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".eml": "message/rfc822",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".mht": "multipart/related",
    ".mhtml": "multipart/related",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".bmp": "image/bmp",
    ".webp": "image/webp",
}
_IMAGES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp")
_WORD = (".docx", ".docm", ".dotx", ".doc")


def read_document(
    path: Path, *, name: str | None = None, language: str | None = None
) -> ExtractedText:
    """Extract the text of a document of any known format.

    ``name`` gives the file name where the path has none (originals are kept under their hash),
    ``language`` what a scan is written in. Raises DocumentUnreadableError.
    """
    file_name = name or path.name
    suffix = Path(file_name).suffix.lower()
    if suffix not in MEDIA_TYPES:
        raise DocumentUnreadableError(
            f"{file_name}: is no document of a known type ({', '.join(MEDIA_TYPES)})."
        )
    try:
        extracted = _reader(path, suffix, Recogniser(language))(path)
    except (DocumentUnreadableError, TableUnreadableError) as error:
        raise DocumentUnreadableError(f"{file_name}: {error}") from error
    except (Exception, RecursionError) as error:  # each library has its own family of errors
        raise DocumentUnreadableError(
            f"{file_name}: cannot be read as {suffix[1:].upper()}: it is damaged, or something "
            f"else under this name ({type(error).__name__}). Ask for the file again, or convert it."
        ) from error
    if not extracted.text.strip() and not extracted.attachments:
        raise DocumentUnreadableError(f"{file_name}: holds no text. Ask for the file again.")
    return _encodable(extracted)


def _reader(path: Path, suffix: str, languages: Recogniser) -> Reader:
    """By what the file is, where many programs give it another name; else by its suffix."""
    with path.open("rb") as file:
        start = file.read(1024).lstrip(b"\xef\xbb\xbf \t\r\n")
    if suffix in _IMAGES:
        return lambda file: images.read(file, languages)
    if start.startswith(b"%PDF-") or suffix == ".pdf":
        return lambda file: pdf.read(file, languages)
    if suffix == ".rtf" or (suffix in _WORD and start.startswith(b"{\\rtf")):
        return rich_text.read
    if suffix in _WORD and start[:200].lower().startswith((b"<html", b"<!doctype html")):
        return web.read
    if suffix in _WORD and start.startswith(b"MIME-Version:"):
        return mail.read_page
    readers: dict[str, Reader] = {
        **dict.fromkeys(_WORD, word.read),
        **dict.fromkeys((".odt", ".ott", ".fodt"), open_document.read),
        **dict.fromkeys((".html", ".htm", ".xhtml"), web.read),
        **dict.fromkeys((".mht", ".mhtml"), mail.read_page),
        ".eml": mail.read,
        ".txt": plain.read,
    }
    return readers[suffix]


def _encodable(extracted: ExtractedText) -> ExtractedText:
    """Halves of characters, which no store takes, as the sign for an unknown one."""
    text = extracted.text.encode("utf-8", "replace").decode("utf-8")
    return extracted if text == extracted.text else replace(extracted, text=text)
