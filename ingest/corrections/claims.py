"""Words on claims: what a document states between two of its mentions."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from ingest.corrections import applying, places, words
from ingest.corrections.places import Place
from ingest.corrections.words import Correction
from workbench.case import Case
from workbench.errors import RefusedError, UnknownObjectError
from workbench.vocabulary import ClaimKind, Nature, ReviewDecision, ReviewedKind

_KIND = ReviewedKind.CLAIM


Row = tuple[str, int]
"""A row of a table: its sheet (empty where the file has but one), its number."""


@dataclass(frozen=True)
class ClaimForm:
    """What an analyst says of a claim; what is None stays as it was read. Times in UTC."""

    kind: ClaimKind | None = None
    left_mention: int | None = None
    right_mention: int | None = None
    start_utc: datetime | None = None
    end_utc: datetime | None = None
    time_written: str | None = None
    place_mention: int | None = None
    nature: Nature | None = None
    first_hand: bool | None = None
    negated: bool | None = None
    speaker: int | None = None

    @property
    def change(self) -> dict[str, Any]:
        """The columns that it sets."""
        said = {f.name: getattr(self, f.name) for f in fields(self)}
        return {name: _plain(value) for name, value in said.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, ClaimKind | Nature) else value


def accept(case: Case, claim_ids: Sequence[int], reason: str) -> list[Correction]:
    """Say that claims were read rightly."""
    return _decide(case, ReviewDecision.ACCEPT, claim_ids, reason)


def refuse(case: Case, claim_ids: Sequence[int], reason: str) -> list[Correction]:
    """Say that the source does not state this: no relationship rests on it any more."""
    return _decide(case, ReviewDecision.REFUSE, claim_ids, reason)


def _decide(
    case: Case, decision: ReviewDecision, claim_ids: Sequence[int], reason: str
) -> list[Correction]:
    objects = [(_source_of(case, number), number) for number in dict.fromkeys(claim_ids)]
    applying.keep(case, _KIND, claim_ids)
    made = words.record(case, _KIND, decision, objects, reason)
    applying.apply(case, _KIND, claim_ids)
    return made


def correct(case: Case, claim_id: int, form: ClaimForm, reason: str) -> Correction:
    """Put a claim right; what was read is kept. Raises RefusedError and UnknownObjectError."""
    source_id = _source_of(case, claim_id)
    if not form.change:
        raise RefusedError(f"claim {claim_id}: say what is to be corrected.")
    _check_sides(case, source_id, form, _sides(case, claim_id))
    applying.keep(case, _KIND, [claim_id])
    made = words.record(
        case, _KIND, ReviewDecision.CORRECT, [(source_id, claim_id)], reason, form.change
    )
    applying.apply(case, _KIND, [claim_id])
    return made[0]


def add(
    case: Case,
    source_id: int,
    form: ClaimForm,
    reason: str,
    passage_no: int | None = None,
    row: Row | None = None,
) -> tuple[int, Correction]:
    """Add a claim that reading missed; returns its id and the word.

    It stands in the sentence ``passage_no`` or in the ``row`` of a table, which names one of its
    sides; else in the sentence or row in which both stand.
    """
    if form.kind is None or form.left_mention is None or form.right_mention is None:
        raise RefusedError("a claim needs a kind and two mentions, left and right.")
    _check_sides(case, source_id, form, (form.left_mention, form.right_mention))
    place = _sentence(case, source_id, form, passage_no, row)
    number = case.next_id("claim", "claim_id")
    case.db.execute(
        "INSERT INTO claim (claim_id, source_id, kind, left_mention, right_mention, start_utc, "
        "end_utc, time_written, place_mention, nature, first_hand, negated, speaker, state, "
        "sheet, row_number, passage_no, start_char, end_char) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'accepted', ?, ?, ?, ?, ?)",
        [number, source_id, str(form.kind), form.left_mention, form.right_mention]
        + [form.start_utc, form.end_utc, form.time_written, form.place_mention]
        + [str(form.nature or Nature.FACT), form.first_hand is not False, bool(form.negated)]
        + [form.speaker, *place.columns.values()],
    )
    applying.keep(case, _KIND, [number])
    made = words.record(case, _KIND, ReviewDecision.ADD, [(source_id, number)], reason, form.change)
    return number, made[0]


def _sentence(
    case: Case, source_id: int, form: ClaimForm, passage_no: int | None, row: Row | None
) -> Place:
    if passage_no is not None:
        return places.passage(case, source_id, passage_no)
    rows = case.db.execute(
        "SELECT DISTINCT passage_no, sheet, row_number FROM mention WHERE mention_id IN (?, ?)",
        [form.left_mention, form.right_mention],
    ).fetchall()
    if row is not None:
        sheets = [sheet for _, sheet, number in rows if (sheet or "", number) == row]
        if not sheets:
            raise RefusedError(f"row {row[1]}: names neither side of the claim. Choose one of it.")
        return Place(source_id, "", sheet=sheets[0], row_number=row[1])
    if len(rows) == 1 and rows[0][2] is not None:
        return Place(source_id, "", sheet=rows[0][1], row_number=rows[0][2])
    if len(rows) != 1:
        raise RefusedError(
            f"mentions {form.left_mention} and {form.right_mention} do not stand in one passage or "
            f"row of source {source_id}: say with --passage which one states the claim."
        )
    return places.passage(case, source_id, int(rows[0][0]))


def _source_of(case: Case, claim_id: int) -> int:
    row = case.db.execute("SELECT source_id FROM claim WHERE claim_id = ?", [claim_id]).fetchone()
    if row is None:
        raise UnknownObjectError(
            f"claim {claim_id}: is not in this case; see 'workbench document'."
        )
    return int(row[0])


def _sides(case: Case, claim_id: int) -> tuple[int, int]:
    row = case.db.execute(
        "SELECT left_mention, right_mention FROM claim WHERE claim_id = ?", [claim_id]
    ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def _check_sides(case: Case, source_id: int, form: ClaimForm, sides: tuple[int, int]) -> None:
    """Both sides, the place and the speaker are mentions of the same source, and not one."""
    named = [form.left_mention, form.right_mention, form.place_mention, form.speaker]
    for number in (n for n in named if n is not None):
        found = case.db.execute(
            "SELECT count(*) FROM mention WHERE mention_id = ? AND source_id = ?",
            [number, source_id],
        ).fetchone()
        if not found or not found[0]:
            raise UnknownObjectError(
                f"mention {number}: is not in source {source_id}; see "
                f"'workbench document … {source_id}'."
            )
    left = sides[0] if form.left_mention is None else form.left_mention
    right = sides[1] if form.right_mention is None else form.right_mention
    if left == right:
        raise RefusedError(f"mention {left}: cannot stand on both sides of a claim.")
