"""What the case has of one source, as rows: mentions, claims and indicators with their states."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

Row = dict[str, Any]

# Grain: one mention of the source, refused ones too, with its entity and state.
_MENTIONS = """
    WITH every AS (
        SELECT *, false AS refused FROM mention WHERE source_id = $source
        UNION ALL BY NAME
        SELECT *, true AS refused FROM suggested_mention
        WHERE source_id = $source AND mention_id NOT IN (SELECT mention_id FROM mention)
    )
    SELECT every.*, entity_id, CASE WHEN refused THEN 'refused' WHEN corrected THEN 'corrected'
        WHEN decision IS NOT NULL THEN 'accepted' ELSE 'suggested' END AS state,
        was.kind AS read_kind, was.text AS read_text, was.normalised AS read_normalised
    FROM every
    LEFT JOIN entity_member USING (mention_id)
    LEFT JOIN reviewed ON object_kind = 'mention' AND object_id = every.mention_id
    LEFT JOIN suggested_mention AS was ON was.mention_id = every.mention_id
    ORDER BY every.start_char, every.row_number, every.mention_id
"""

# Grain: one claim of the source; ``counts``: not refused, and both sides stand.
_CLAIMS = """
    SELECT claim.*, claim.state <> 'refused' AND l.mention_id IS NOT NULL
            AND r.mention_id IS NOT NULL AS counts,
        was.kind AS read_kind, was.left_mention AS read_left, was.right_mention AS read_right,
        was.nature AS read_nature, was.first_hand AS read_first_hand, was.negated AS read_negated
    FROM claim
    LEFT JOIN mention AS l ON l.mention_id = claim.left_mention
    LEFT JOIN mention AS r ON r.mention_id = claim.right_mention
    LEFT JOIN suggested_claim AS was ON was.claim_id = claim.claim_id
    WHERE claim.source_id = $source ORDER BY claim.claim_id
"""

_INDICATORS = "SELECT * FROM indicator WHERE source_id = $source ORDER BY indicator_id"

_SAID = """
    SELECT mention_id, name, list(DISTINCT value ORDER BY value) AS said
    FROM attribute WHERE mention_id IN (SELECT mention_id FROM mention WHERE source_id = $source)
    GROUP BY mention_id, name
    UNION ALL
    SELECT mention_id, 'standing', list(DISTINCT stands ORDER BY stands)
    FROM (SELECT mention_id, unnest([category, CASE WHEN minor THEN 'minor' END]) AS stands
          FROM person_status)
    WHERE stands IS NOT NULL
        AND mention_id IN (SELECT mention_id FROM mention WHERE source_id = $source)
    GROUP BY mention_id
    ORDER BY mention_id, name
"""


@dataclass(frozen=True)
class Found:
    """Rows of a source; ``said`` has what is said of each mention, by name."""

    mentions: list[Row]
    claims: list[Row]
    indicators: list[Row]
    said: Mapping[int, Mapping[str, Sequence[str]]] = field(default_factory=dict)

    def states(self) -> dict[str, dict[str, int]]:
        """How many mentions, claims and indicators are in each state."""
        listed = (
            ("mentions", self.mentions),
            ("claims", self.claims),
            ("indicators", self.indicators),
        )
        counted: dict[str, dict[str, int]] = {}
        for name, rows in listed:
            states = [row["state"] for row in rows]
            counted[name] = {state: states.count(state) for state in sorted(set(states))}
        return counted


def of(db: duckdb.DuckDBPyConnection, source_id: int) -> Found:
    """What was found in a source."""
    said: dict[int, dict[str, Sequence[str]]] = defaultdict(dict)
    for mention_id, name, values in db.execute(_SAID, {"source": source_id}).fetchall():
        said[mention_id][name] = values
    return Found(
        _rows(db, _MENTIONS, source_id),
        _rows(db, _CLAIMS, source_id),
        _rows(db, _INDICATORS, source_id),
        said,
    )


def _rows(db: duckdb.DuckDBPyConnection, query: str, source_id: int) -> list[Row]:
    result = db.execute(query, {"source": source_id})
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
