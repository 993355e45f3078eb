"""A document as an analyst reviews it: its text passage by passage, with what was found in it.

Everything is as anyone may see it: protected persons stand under their pseudonyms.
"""

from workbench.evidence.documents.reading import read
from workbench.evidence.documents.view import (
    DocumentView,
    ShownAside,
    ShownClaim,
    ShownIndicator,
    ShownMention,
    ShownPassage,
)

__all__ = [
    "DocumentView",
    "ShownAside",
    "ShownClaim",
    "ShownIndicator",
    "ShownMention",
    "ShownPassage",
    "read",
]
