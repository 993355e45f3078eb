"""Is this text a statement?"""

from ingest.documents import ExtractedText
from ingest.language import kinds


def recognise(extracted: ExtractedText) -> float:
    """How surely the text is a statement or record of an interview, 0 to 1."""
    return kinds.certainty(extracted.text, "statement")
