"""An analyst's word on what a document was read to say: accepted, corrected, refused, added.

``mentions``, ``claims`` and ``indicators`` say words, ``words`` keeps and withdraws them, and
``applying`` lets them take effect: the case's tables hold what was read as the words in force have
it, and what was read is kept beside it. Words outlast every resolution and re-reading. All run in
the caller's transaction; ``workbench.steps`` calls them and brings the rest of the case after.
"""

from ingest.corrections.words import Correction

__all__ = ["Correction"]
