"""What to read for locators: whole rows and whole sentences, and which words in them are meant."""

from collections.abc import Sequence

import duckdb

from graph.evidence import EvidenceKind, Locator
from workbench.evidence.places import PassagePlace, RowPlace
from workbench.evidence.quotes import Wanted

Span = tuple[int, int]

# Grain: one claim's side or one mention, with its words and where they stand.
_MARKS = """
    SELECT 'mention', mention_id, source_id, text, start_char, end_char FROM mention
    WHERE mention_id IN (SELECT unnest($mentions::BIGINT[]))
    UNION
    SELECT 'claim', claim_id, mention.source_id, text, mention.start_char, mention.end_char
    FROM claim JOIN mention ON mention_id IN (left_mention, right_mention)
    WHERE claim_id IN (SELECT unnest($claims::BIGINT[]))
"""

# Grain: one span that begins in a sentence, with the sentences from that one to its end.
_PASSAGES = """
    SELECT asked.source_id, asked.start_char, asked.end_char, min(passage.start_char),
        max(passage.end_char), arg_min(page, passage_no), min(passage_no), max(passage_no)
    FROM (SELECT DISTINCT unnest($sources::INTEGER[]) AS source_id,
                 unnest($starts::INTEGER[]) AS start_char,
                 unnest($ends::INTEGER[]) AS end_char) AS asked
    JOIN passage ON passage.source_id = asked.source_id
        AND passage.end_char > asked.start_char
        AND passage.start_char < greatest(asked.end_char, asked.start_char + 1)
    GROUP BY ALL HAVING min(passage.start_char) <= asked.start_char
"""

# Grain: one record of a communication with its parties as written.
_PARTIES = """
    SELECT source_id, sheet, row_number, a_written, b_written
    FROM communication JOIN (
        SELECT unnest($sources::INTEGER[]) AS source_id, unnest($sheets::VARCHAR[]) AS sheet,
               unnest($rows::BIGINT[]) AS row_number
    ) USING (source_id, sheet, row_number)
"""


def what_to_read(db: duckdb.DuckDBPyConnection, found: Sequence[Locator]) -> list[Wanted]:
    """For each locator its row, or the sentence its span lies in."""
    marks = _marks(db, found)
    parties = _parties(db, found)
    passages = _passages(db, found)
    wanted = []
    for locator in found:
        own = marks.get((str(locator.kind), locator.object_id), [])
        if locator.row_number is not None:
            row = (locator.source_id, locator.sheet, locator.row_number)
            words = frozenset(text for source, text, _ in own if source == row[0])
            wanted.append(Wanted(RowPlace(*row), words | parties.get(row, frozenset())))
        else:
            spans = frozenset(s for source, _, s in own if s and source == locator.source_id)
            wanted.append(Wanted(_passage_place(locator, passages), spans=spans))
    return wanted


def _passage_place(
    locator: Locator, passages: dict[tuple[int, int | None, int | None], PassagePlace]
) -> PassagePlace:
    span = (locator.source_id, locator.start_char, locator.end_char)
    whole = passages.get(span)
    if whole is None:
        return PassagePlace(locator.source_id, span[1] or 0, span[2] or 0, 1, 0)
    return whole


def _marks(
    db: duckdb.DuckDBPyConnection, found: Sequence[Locator]
) -> dict[tuple[str, int | None], list[tuple[int, str, Span | None]]]:
    ids = {
        kind: [x.object_id for x in found if x.kind is kind]
        for kind in (EvidenceKind.MENTION, EvidenceKind.CLAIM)
    }
    rows = db.execute(
        _MARKS, {"mentions": ids[EvidenceKind.MENTION], "claims": ids[EvidenceKind.CLAIM]}
    ).fetchall()
    marks: dict[tuple[str, int | None], list[tuple[int, str, Span | None]]] = {}
    for kind, number, source, text, start, end in rows:
        span = None if start is None else (start, end)
        marks.setdefault((kind, number), []).append((source, text, span))
    return marks


def _parties(
    db: duckdb.DuckDBPyConnection, found: Sequence[Locator]
) -> dict[tuple[int, str, int], frozenset[str]]:
    calls = [locator for locator in found if locator.kind is EvidenceKind.COMMUNICATION]
    rows = db.execute(
        _PARTIES,
        {
            "sources": [c.source_id for c in calls],
            "sheets": [c.sheet for c in calls],
            "rows": [c.row_number for c in calls],
        },
    ).fetchall()
    return {(s, sheet, row): frozenset(filter(None, (a, b))) for s, sheet, row, a, b in rows}


def _passages(
    db: duckdb.DuckDBPyConnection, found: Sequence[Locator]
) -> dict[tuple[int, int | None, int | None], PassagePlace]:
    spans = [locator for locator in found if locator.start_char is not None]
    rows = db.execute(
        _PASSAGES,
        {
            "sources": [s.source_id for s in spans],
            "starts": [s.start_char for s in spans],
            "ends": [s.end_char for s in spans],
        },
    ).fetchall()
    return {
        (source, start, end): PassagePlace(
            source, first, last, page, number, until if until > number else 0
        )
        for source, start, end, first, last, page, number, until in rows
    }
