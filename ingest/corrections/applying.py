"""What words in force make of what was read.

Each object is first put back to what was read (or added), then its words are laid on in their
order. So withdrawing a word, or reading the source anew, needs no memory of what a word undid.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ingest.corrections.words import Change, in_force
from workbench.case import Case
from workbench.vocabulary import ReviewDecision, ReviewedKind

ATTRIBUTES, CATEGORY, MINOR = "attributes", "category", "minor"
"""Keys of a change to a mention beside its columns."""

_HELD = {
    ReviewedKind.MENTION: (
        ("mention", "suggested_mention"),
        ("attribute", "suggested_attribute"),
        ("person_status", "suggested_status"),
    ),
    ReviewedKind.CLAIM: (("claim", "suggested_claim"),),
    ReviewedKind.INDICATOR: (("indicator", "suggested_indicator"),),
}
MENTION_COLUMNS = (
    "kind",
    "text",
    "normalised",
    "country",
    "sheet",
    "row_number",
    "passage_no",
    "start_char",
    "end_char",
)
"""What a word may set of a mention."""
_COLUMNS = {
    ReviewedKind.MENTION: MENTION_COLUMNS,
    ReviewedKind.CLAIM: (
        "kind",
        "left_mention",
        "right_mention",
        "start_utc",
        "end_utc",
        "time_written",
        "place_mention",
        "nature",
        "first_hand",
        "negated",
        "speaker",
    ),
    ReviewedKind.INDICATOR: ("mention_id",),
}
_ANALYST = "analyst"
"""Stands where a source's own words would, for what an analyst says of a person."""


def keep(case: Case, kind: ReviewedKind, ids: Sequence[int]) -> None:
    """Keep what was read of objects on which nobody had a word before."""
    column = f"{kind}_id"
    known = (
        f"SELECT {column} FROM {_HELD[kind][0][1]} "
        f"WHERE {column} IN (SELECT unnest($ids::BIGINT[]))"
    )
    new = set(ids) - {row[0] for row in case.db.execute(known, {"ids": list(ids)}).fetchall()}
    for table, kept in _HELD[kind]:
        case.db.execute(
            f"INSERT INTO {kept} SELECT * FROM {table} "
            f"WHERE {column} IN (SELECT unnest($ids::BIGINT[]))",
            {"ids": sorted(new)},
        )


def apply(case: Case, kind: ReviewedKind, ids: Sequence[int]) -> None:
    """Let the words in force on some objects take effect, in the caller's transaction."""
    wanted = sorted(set(ids))
    _restore(case, kind, wanted)
    for word in in_force(case, kind, wanted):
        if word.decision is ReviewDecision.CORRECT:
            _change(case, kind, word.object_id, word.change)
    if kind is ReviewedKind.MENTION:
        _take_out_refused(case, wanted)
    else:
        _set_state(case, kind, wanted)


def _restore(case: Case, kind: ReviewedKind, ids: Sequence[int]) -> None:
    for table, kept in _HELD[kind]:
        which = f"WHERE {kind}_id IN (SELECT unnest($ids::BIGINT[]))"
        case.db.execute(f"DELETE FROM {table} {which}", {"ids": list(ids)})
        case.db.execute(f"INSERT INTO {table} SELECT * FROM {kept} {which}", {"ids": list(ids)})


def _change(case: Case, kind: ReviewedKind, number: int, change: Change) -> None:
    set_columns = {c: _stored(c, change[c]) for c in _COLUMNS[kind] if c in change}
    if set_columns:
        case.db.execute(
            f"UPDATE {kind} SET {', '.join(f'{c} = ?' for c in set_columns)} WHERE {kind}_id = ?",
            [*set_columns.values(), number],
        )
    if kind is ReviewedKind.MENTION:
        say(case, number, change)


def say(case: Case, mention_id: int, change: Change) -> None:
    """Put attributes and standing of a mention in place of those of the same name."""
    for name, values in change.get(ATTRIBUTES, {}).items():
        case.db.execute(
            "DELETE FROM attribute WHERE mention_id = ? AND name = ?", [mention_id, name]
        )
        for value in values:
            case.db.execute(
                "INSERT INTO attribute VALUES (?, ?, ?, ?)", [mention_id, name, value, value]
            )
    if CATEGORY in change or MINOR in change:
        _stand(case, mention_id, change)


def _stand(case: Case, mention_id: int, change: Change) -> None:
    """One status for all: the category that is said, else that which the source said first."""
    said = case.db.execute(
        "SELECT category, minor FROM person_status WHERE mention_id = ?", [mention_id]
    ).fetchall()
    category = change.get(CATEGORY) or next((c for c, _ in said), "other")
    minor = change.get(MINOR, any(is_minor for _, is_minor in said))
    case.db.execute("DELETE FROM person_status WHERE mention_id = ?", [mention_id])
    case.db.execute(
        "INSERT INTO person_status VALUES (?, ?, ?, NULL, NULL, ?)",
        [mention_id, category, minor, _ANALYST],
    )


def _stored(column: str, value: Any) -> Any:
    is_time = column.endswith("_utc") and isinstance(value, str)
    return datetime.fromisoformat(value) if is_time else value


# Grain: one of the mentions that count for nothing: refused, or added by a word now withdrawn.
_OUT = """
    SELECT mention_id FROM suggested_mention
    LEFT JOIN reviewed ON object_kind = 'mention' AND object_id = mention_id
    WHERE mention_id IN (SELECT unnest($ids::BIGINT[]))
        AND (decision = 'refuse' OR NOT coalesce(added, false) AND EXISTS (FROM correction
            WHERE object_kind = 'mention' AND object_id = mention_id AND decision = 'add'))
"""


def _take_out_refused(case: Case, ids: Sequence[int]) -> None:
    out = [row[0] for row in case.db.execute(_OUT, {"ids": list(ids)}).fetchall()]
    for table in ("mention", "attribute", "person_status", "entity_member"):
        case.db.execute(
            f"DELETE FROM {table} WHERE mention_id IN (SELECT unnest($ids::BIGINT[]))",
            {"ids": out},
        )


# What was added by a word now withdrawn is refused; what nobody has a word on is a suggestion.
_STATE = """
    UPDATE {kind} SET state = CASE
        WHEN said.decision = 'refuse' OR was_added AND NOT said.added THEN 'refused'
        WHEN said.corrected THEN 'corrected'
        WHEN said.decision IS NOT NULL THEN 'accepted'
        ELSE 'suggested' END
    FROM (
        SELECT correction.object_id, any_value(reviewed.decision) AS decision,
            coalesce(any_value(reviewed.corrected), false) AS corrected,
            coalesce(any_value(reviewed.added), false) AS added,
            bool_or(correction.decision = 'add') AS was_added
        FROM correction LEFT JOIN reviewed USING (object_kind, object_id)
        WHERE object_kind = '{kind}' AND object_id IN (SELECT unnest($ids::BIGINT[]))
        GROUP BY correction.object_id
    ) AS said
    WHERE {kind}_id = said.object_id
"""


def _set_state(case: Case, kind: ReviewedKind, ids: Sequence[int]) -> None:
    case.db.execute(_STATE.format(kind=kind), {"ids": list(ids)})
