"""When it is to be looked at whether a source is still needed (Directive (EU) 2016/680, art. 5)."""

from dataclasses import dataclass
from datetime import date

from workbench.case import Case
from workbench.clock import now_utc
from workbench.errors import RefusedError
from workbench.sources import get
from workbench.vocabulary import Action


@dataclass(frozen=True)
class Review:
    """A source and the day on which it is to be looked at; None where nobody has set one."""

    source_id: int
    file_name: str
    legal_basis: str | None
    review_on: date | None
    reason: str
    set_by: str

    @property
    def is_due(self) -> bool:
        """Whether the day has come."""
        return self.review_on is not None and self.review_on <= now_utc().date()


# Grain: one source that was not erased, with its latest day of review.
_REVIEWS = """
    WITH latest AS (
        FROM retention QUALIFY retention_id = max(retention_id) OVER (PARTITION BY source_id)
    )
    SELECT source.source_id, file_name, legal_basis, review_on, coalesce(reason, ''),
        coalesce(set_by, '')
    FROM source LEFT JOIN latest USING (source_id)
    WHERE NOT starts_with(sha256, 'erased:')
    ORDER BY review_on NULLS LAST, source_id
"""


def reviews(case: Case) -> list[Review]:
    """All sources, those due first; those without a day last."""
    with case.db.cursor() as db:
        return [Review(*row) for row in db.execute(_REVIEWS).fetchall()]


def set_review(case: Case, source_id: int, review_on: date, reason: str) -> None:
    """Say when a source is to be looked at (again), and why it may stay until then."""
    source = get(case.db, source_id)
    if not reason.strip():
        raise RefusedError("say why the source may be kept until then: --reason.")
    if review_on <= now_utc().date():
        raise RefusedError(f"{review_on}: has come already. Name a later day.")
    with case.transaction():
        case.db.execute(
            "INSERT INTO retention VALUES (?, ?, ?, ?, ?, ?)",
            [case.next_id("retention", "retention_id"), source_id, review_on, reason.strip()]
            + [case.user, now_utc()],
        )
        detail = {"command": "retention", "review_on": review_on.isoformat()}
        case.record(Action.ALTERATION, f"source-{source.source_id}", detail)


def waiting(case: Case) -> list[tuple[int, str]]:
    """How many sources are due, in words."""
    due = sum(one.is_due for one in reviews(case))
    return [(due, "sources are due for review of whether to keep them: workbench retention")]
