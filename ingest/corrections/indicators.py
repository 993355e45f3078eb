"""Words on indicators: signs that a person may be trafficked, or smuggled under danger."""

from collections.abc import Sequence

from ingest.corrections import applying, places, words
from ingest.corrections.places import Named
from ingest.corrections.words import Correction
from ingest.language import indicators
from workbench.case import Case
from workbench.errors import RefusedError, UnknownObjectError
from workbench.vocabulary import ReviewDecision, ReviewedKind

_KIND = ReviewedKind.INDICATOR


def confirm(case: Case, indicator_ids: Sequence[int], reason: str) -> list[Correction]:
    """Say that the sentence does show what was suggested."""
    return _decide(case, ReviewDecision.ACCEPT, indicator_ids, reason)


def refuse(case: Case, indicator_ids: Sequence[int], reason: str) -> list[Correction]:
    """Say that it does not; it protects nobody any more."""
    return _decide(case, ReviewDecision.REFUSE, indicator_ids, reason)


def concern(case: Case, indicator_id: int, mention_id: int, reason: str) -> Correction:
    """Say whom an indicator concerns: a person of the same document."""
    source_id = _source_of(case, indicator_id)
    _check_person(case, source_id, mention_id)
    applying.keep(case, _KIND, [indicator_id])
    made = words.record(
        case,
        _KIND,
        ReviewDecision.CORRECT,
        [(source_id, indicator_id)],
        reason,
        {"mention_id": mention_id},
    )
    applying.apply(case, _KIND, [indicator_id])
    return made[0]


def add(
    case: Case, code: str, mention_id: int, reason: str, place: Named | None = None
) -> tuple[int, Correction]:
    """Mark a person by hand; the sentence is that of the mention unless ``place`` says another."""
    if code not in indicators.catalogue():
        raise UnknownObjectError(
            f"no such indicator. Take one of {', '.join(indicators.catalogue())}."
        )
    row = case.db.execute(
        "SELECT source_id, sheet, row_number, passage_no FROM mention "
        "WHERE mention_id = ? AND kind = 'person'",
        [mention_id],
    ).fetchone()
    if row is None:
        raise UnknownObjectError(f"mention {mention_id}: is no person of this case.")
    source_id, sheet, row_number, passage_no = row
    start = end = None
    if place or passage_no is not None:
        found = places.find(case, source_id, place or Named(passage_no=passage_no))
        sheet, row_number, passage_no, start, end = found.columns.values()
    number = case.next_id("indicator", "indicator_id")
    case.db.execute(
        "INSERT INTO indicator VALUES (?, ?, ?, ?, '', 'accepted', ?, ?, ?, ?, ?)",
        [number, source_id, code, mention_id, sheet, row_number, passage_no, start, end],
    )
    applying.keep(case, _KIND, [number])
    made = words.record(
        case, _KIND, ReviewDecision.ADD, [(source_id, number)], reason, {"mention_id": mention_id}
    )
    return number, made[0]


def _decide(
    case: Case, decision: ReviewDecision, indicator_ids: Sequence[int], reason: str
) -> list[Correction]:
    objects = [(_source_of(case, number), number) for number in dict.fromkeys(indicator_ids)]
    applying.keep(case, _KIND, indicator_ids)
    made = words.record(case, _KIND, decision, objects, reason)
    applying.apply(case, _KIND, indicator_ids)
    return made


def _source_of(case: Case, indicator_id: int) -> int:
    row = case.db.execute(
        "SELECT source_id FROM indicator WHERE indicator_id = ?", [indicator_id]
    ).fetchone()
    if row is None:
        raise UnknownObjectError(
            f"indicator {indicator_id}: is not in this case; see 'workbench protect'."
        )
    return int(row[0])


def _check_person(case: Case, source_id: int, mention_id: int) -> None:
    row = case.db.execute(
        "SELECT kind FROM mention WHERE mention_id = ? AND source_id = ?", [mention_id, source_id]
    ).fetchone()
    if row is None or row[0] != "person":
        raise RefusedError(f"mention {mention_id}: is no person of source {source_id}.")
