"""What reading does not find again and something holds on to: it stays in the case."""

from bisect import bisect_right

from ingest.corrections import applying
from ingest.rereading.numbering import WORDED, ids_of
from workbench.case import Case
from workbench.vocabulary import ReviewedKind

# Grain: one mention not found again that something holds on to: a word on it, or on a claim or
# indicator that names it, or a judgement.
_HELD = """
    SELECT mention_id FROM suggested_mention
    WHERE source_id = $source AND mention_id NOT IN (SELECT old_id FROM found_again)
        AND mention_id IN (
            SELECT object_id FROM correction WHERE object_kind = 'mention'
            UNION SELECT unnest([left_mention, right_mention, place_mention, speaker])
            FROM claim JOIN correction ON object_kind = 'claim' AND object_id = claim_id
            UNION SELECT mention_id FROM indicator
            JOIN correction ON object_kind = 'indicator' AND object_id = indicator_id
            UNION SELECT unnest([left_mention, right_mention]) FROM judgement
            WHERE withdrawn_at_utc IS NULL)
    ORDER BY mention_id
"""


def move(case: Case, source_id: int, text: str) -> int:
    """Put held mentions where their words stand in a text that is read otherwise.

    Returns how many have no place in it; they are dropped, the words on them have no effect.
    """
    starts = case.db.execute(
        "SELECT start_char, passage_no FROM passage WHERE source_id = ? ORDER BY start_char",
        [source_id],
    ).fetchall()
    lost = []
    for number in ids_of(case, _HELD, source_id):
        row = case.db.execute(
            "SELECT text, start_char FROM suggested_mention WHERE mention_id = ?", [number]
        ).fetchone()
        assert row is not None
        places = _places(text, *row) if row[1] is not None else []
        if places and starts:
            passage = starts[max(0, bisect_right(starts, (places[0], 1 << 31)) - 1)][1]
            case.db.execute(
                "UPDATE suggested_mention SET start_char = ?, end_char = ?, passage_no = ? "
                "WHERE mention_id = ?",
                [places[0], places[0] + len(row[0]), passage, number],
            )
        elif row[1] is not None:
            lost.append(number)
    case.db.execute(
        "DELETE FROM suggested_mention WHERE mention_id IN (SELECT unnest(?::BIGINT[]))", [lost]
    )
    return len(lost)


def _places(text: str, words: str, near: int) -> list[int]:
    """Where words stand in a text, the place nearest to where they stood first."""
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return sorted(found, key=lambda place: abs(place - near))


def bring_back(case: Case, source_id: int) -> None:
    """Put back what is held on to, let the words take effect, and forget the rest."""
    held = ids_of(case, _HELD, source_id)
    for table, kept in (
        ("mention", "suggested_mention"),
        ("attribute", "suggested_attribute"),
        ("person_status", "suggested_status"),
    ):
        case.db.execute(
            f"INSERT INTO {table} SELECT * FROM {kept} WHERE mention_id IN "
            "(SELECT unnest($held::BIGINT[]))",
            {"held": held},
        )
    worded = ids_of(case, WORDED.format(kind="mention"), source_id)
    applying.apply(case, ReviewedKind.MENTION, worded)
    for kind in (ReviewedKind.CLAIM, ReviewedKind.INDICATOR):
        applying.apply(case, kind, ids_of(case, WORDED.format(kind=kind), source_id))
    for table in ("suggested_attribute", "suggested_status", "suggested_mention"):
        case.db.execute(
            f"DELETE FROM {table} WHERE mention_id IN (SELECT mention_id FROM suggested_mention "
            f"WHERE source_id = $source) AND mention_id NOT IN ({WORDED.format(kind='mention')})",
            {"source": source_id},
        )
    case.db.execute(
        "DELETE FROM entity_member WHERE mention_id NOT IN (SELECT mention_id FROM mention)"
    )
    case.db.execute("DROP TABLE temp.found_again")
    case.db.execute("DROP TABLE temp.twin")
