"""Text of received documents, with spans that lead back to page and place.

One module reads each format; all give an ``ExtractedText``: the running text, where pages begin and
words stand, and apart from it what is not said by the text (deleted, hidden, remarked).
"""

from ingest.documents.extracted import (
    Aside,
    Attachment,
    DocumentUnreadableError,
    ExtractedText,
    Page,
    Word,
)
from ingest.documents.opening import MEDIA_TYPES, PARSER_VERSION, read_document
from ingest.documents.storing import store

__all__ = [
    "MEDIA_TYPES",
    "PARSER_VERSION",
    "Aside",
    "Attachment",
    "DocumentUnreadableError",
    "ExtractedText",
    "Page",
    "Word",
    "read_document",
    "store",
]
