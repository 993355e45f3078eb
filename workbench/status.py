"""What is in a case, on one screen, and what waits for a person."""

from dataclasses import dataclass

from entity_resolution.review import count_waiting
from workbench import retention
from workbench.case import Case
from workbench.evidence import safeguarding


@dataclass(frozen=True)
class Status:
    """Counts of a case; ``waiting`` are sentences about what a person should do next."""

    title: str
    reference: str
    sources: int
    rows_in: int
    accepted: int
    rejected: int
    duplicate: int
    communications: int
    claims: int
    mentions: int
    entities: dict[str, int]
    protected: int
    relationships: int
    waiting: tuple[str, ...]


def status_of(case: Case) -> Status:
    """Count what the case holds."""
    rows_in, accepted, rejected, duplicate = case.db.execute(
        "SELECT coalesce(sum(rows_in), 0)::BIGINT, coalesce(sum(accepted), 0)::BIGINT, "
        "coalesce(sum(rejected), 0)::BIGINT, coalesce(sum(duplicate), 0)::BIGINT "
        "FROM reconciliation"
    ).fetchall()[0]
    kinds = case.db.execute(
        "SELECT kind, count(*) FROM entity GROUP BY kind ORDER BY count(*) DESC, kind"
    ).fetchall()
    return Status(
        title=case.property("title"),
        reference=case.property("reference"),
        sources=_count(case, "source"),
        rows_in=rows_in,
        accepted=accepted,
        rejected=rejected,
        duplicate=duplicate,
        communications=_count(case, "communication"),
        claims=_count(case, "claim"),
        mentions=_count(case, "mention"),
        entities=dict(kinds),
        protected=_count(case, "protected_entity WHERE kind = 'person'"),
        relationships=_count(case, "relationship"),
        waiting=tuple(_waiting(case)),
    )


def _waiting(case: Case) -> list[str]:
    unresolved = _count(
        case, "mention WHERE mention_id NOT IN (SELECT mention_id FROM entity_member)"
    )
    rejected = _count(case, "rejected_row")
    review = count_waiting(case)
    suggested = _count(
        case,
        "claim JOIN source USING (source_id) WHERE state = 'suggested' "
        "AND source.kind NOT IN ('call_records', 'contacts', 'phone_extraction')",
    )
    lines = [
        (unresolved, "mentions are not resolved yet: workbench resolve"),
        (rejected, "rows were rejected: workbench sources"),
        (review, "pairs of entities are likelier one than not: workbench review"),
        (suggested, "claims of documents wait for a word: workbench document, workbench claim"),
    ]
    waiting = (*safeguarding.waiting(case), *lines, *retention.waiting(case))
    return [f"{count:,} {text}" for count, text in waiting if count]


def _count(case: Case, what: str) -> int:
    row = case.db.execute(f"SELECT count(*) FROM {what}").fetchone()
    return int(row[0]) if row else 0
