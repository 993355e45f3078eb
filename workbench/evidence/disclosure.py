"""Whether a cited original may go out whole, or in extracts only.

It goes whole where every text in it could be read and none of it tells of a protected person: the
rows or sentences, and what hides around them (comments, properties, headers, former versions).
Pictures, attachments and anything unreadable cannot be judged, so such files go in extracts.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from workbench import originals
from workbench.access import Masking
from workbench.case import Case
from workbench.evidence.inside import NotSearchableError, texts_in
from workbench.sources import Source

LARGEST_BYTES = 20_000_000


class Reason(StrEnum):
    """Why an original stays and extracts go instead."""

    PROTECTED = "protected"
    LARGE = "large"
    NOT_SEARCHABLE = "not_searchable"


@dataclass(frozen=True)
class Disclosure:
    """How a cited source goes out."""

    source_id: int
    path: str
    reason: Reason | None = None

    @property
    def whole(self) -> bool:
        """Whether the original itself is in the pack."""
        return self.reason is None


def disclose(case: Case, shown: Masking, source: Source, *, redacted: bool) -> Disclosure:
    """Decide about one cited source; ``redacted``: something had to be masked in what is cited.

    ``case`` is the whole case. Raises CaseDamagedError when the original was altered.
    """
    original = originals.check(case.folder, source.sha256)
    reason = Reason.PROTECTED if redacted else _reason(case, shown, source, original)
    if reason is None:
        suffix = Path(source.file_name).suffix.lower()
        return Disclosure(source.source_id, f"originals/S{source.source_id}{suffix}")
    return Disclosure(source.source_id, f"extracts/S{source.source_id}.json", reason)


def _reason(case: Case, shown: Masking, source: Source, original: Path) -> Reason | None:
    if shown.text(source.file_name) != source.file_name or _mentions_protected(case, source):
        return Reason.PROTECTED
    # Searching takes seconds per megabyte, and few readers need a million rows for one call.
    if source.bytes > LARGEST_BYTES:
        return Reason.LARGE
    try:
        found = any(shown.text(text) != text for text in texts_in(original, source.encoding))
    except NotSearchableError:
        return Reason.NOT_SEARCHABLE
    return Reason.PROTECTED if found else None


def _mentions_protected(case: Case, source: Source) -> bool:
    row = (
        case.db.cursor()
        .execute(
            "SELECT count(*) FROM mention JOIN entity_member USING (mention_id) "
            "JOIN protected_entity USING (entity_id) WHERE source_id = ?",
            [source.source_id],
        )
        .fetchone()
    )
    return bool(row and row[0])
