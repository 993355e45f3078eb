"""A document or form read anew by the rules of today, with the words analysts said of it.

What is found again keeps its id, so that judgements, words and referrals hold. What an analyst
accepted, corrected or added stays though the rules do not find it any more; what was refused stays
refused.
"""

import tempfile
from bisect import bisect_right
from dataclasses import dataclass, replace
from pathlib import Path

from ingest import kinds, templates
from ingest.corrections import applying
from ingest.hints import Hints
from workbench import originals, sources
from workbench.case import Case
from workbench.errors import RefusedError
from workbench.progress import Progress, silent
from workbench.sources import Source
from workbench.vocabulary import Action, ReviewedKind, SourceKind

KINDS = (SourceKind.WITNESS_STATEMENT, SourceKind.SEIZURE_REPORT)
"""What is read anew as a whole."""


@dataclass(frozen=True)
class Reread:
    """Outcome: what the source has now, how many words were given again, and how many of them
    found their place no more, because the file's text is read otherwise."""

    source: Source
    mentions: int
    claims: int
    words: int
    lost: int


def reread(
    case: Case, source_id: int, template: str | None = None, progress: Progress = silent
) -> Reread:
    """Read a document or seizure form again from its kept original, in one transaction.

    ``template`` is one to read a form by, else that by which it was read before. Raises
    RefusedError for other sources, UnknownObjectError for an unknown one, and what reading raises
    where the file can be read no more; the case stays as it was then.
    """
    source = sources.get(case.db, source_id)
    if source.kind not in KINDS:
        raise RefusedError(f"source {source_id}: is no document or form to read again.")
    original = originals.check(case.folder, source.sha256)
    with case.transaction():
        before = _text(case, source_id)
        _set_aside(case, source_id)
        _read(case, source, original, template, progress)
        text = _text(case, source_id)
        _give_ids_back(case, source_id, same_text=text == before)
        lost = 0 if text == before else _move(case, source_id, text)
        _bring_back(case, source_id)
        found = _counted(case, source, lost)
        case.record(
            Action.ALTERATION,
            f"source {source_id}",
            {
                "command": "retry",
                "mentions": found.mentions,
                "claims": found.claims,
                "words": found.words,
                "lost": lost,
            },
        )
    return found


def _read(
    case: Case, source: Source, original: Path, template: str | None, progress: Progress
) -> None:
    kept = templates.kept(case)
    known = source.template in {one.name for one in (*kept, *templates.shipped())}
    chosen = template or (source.template if known else None)
    hints = Hints(chosen, source.country, source.time_zone)
    with tempfile.TemporaryDirectory(dir=case.folder) as scratch:
        _, reading = kinds.read(
            case, source, original, SourceKind(source.kind), replace(hints, kept=kept),
            Path(scratch), progress,
        )  # fmt: skip
    if template:
        templates.keep(case, templates.named(template, kept))
    for part in reading.reconciliation:
        sources.update(case.db, source.source_id, part)
    case.db.execute(
        "UPDATE source SET parser_version = ?, template = ?, template_version = ? "
        "WHERE source_id = ?",
        [reading.parser_version, reading.template, reading.template_version, source.source_id],
    )


def _text(case: Case, source_id: int) -> str:
    row = case.db.execute("SELECT text FROM document WHERE source_id = ?", [source_id]).fetchone()
    return str(row[0]) if row else ""


# ------------------------------------------------------------------ before reading

_WORDED = "SELECT object_id FROM correction WHERE source_id = $source AND object_kind = '{kind}'"
_KEPT = ("source", "source_part", "reconciliation", "correction", "suggested_mention",
         "suggested_claim", "suggested_indicator", "mention", "claim", "indicator")  # fmt: skip


def _set_aside(case: Case, source_id: int) -> None:
    """Keep every mention as it was read, and take out all that reading will say again.

    Claims and indicators on which somebody had a word stay, so that their ids stay taken.
    """
    ids = _ids(case, "SELECT mention_id FROM mention WHERE source_id = $source", source_id)
    applying.keep(case, ReviewedKind.MENTION, ids)
    mine = "(SELECT mention_id FROM suggested_mention WHERE source_id = $source)"
    items = "(SELECT exhibit_id FROM exhibit WHERE source_id = $source)"
    given = {"source": source_id}
    case.db.execute(f"DELETE FROM exhibit_item WHERE exhibit_id IN {items}", given)
    for table in ("attribute", "person_status"):
        case.db.execute(f"DELETE FROM {table} WHERE mention_id IN {mine}", given)
    for kind in ("claim", "indicator"):
        case.db.execute(
            f"DELETE FROM {kind} WHERE source_id = $source AND {kind}_id NOT IN "
            f"({_WORDED.format(kind=kind)})",
            given,
        )
    case.db.execute("DELETE FROM mention WHERE source_id = $source", given)
    for table in _said_by_source(case):
        case.db.execute(f'DELETE FROM "{table}" WHERE source_id = $source', given)


def _said_by_source(case: Case) -> list[str]:
    """The tables that reading fills, each row with its source."""
    rows = case.db.execute(
        "SELECT table_name FROM duckdb_columns() JOIN duckdb_tables() USING (database_name, "
        "schema_name, table_name) WHERE column_name = 'source_id' AND NOT duckdb_tables.temporary "
        "AND table_name NOT IN (SELECT unnest($kept)) ORDER BY table_name",
        {"kept": list(_KEPT)},
    ).fetchall()
    return [row[0] for row in rows]


# ------------------------------------------------------------------ after reading

# Grain: one mention found again, with the id it had: at the same place of the same text, else the
# same words in their order.
_FOUND_AGAIN = """
    CREATE OR REPLACE TEMP TABLE found_again AS
    WITH fresh AS (
        SELECT mention_id, mention_key, kind, text,
            row_number() OVER (PARTITION BY kind, text ORDER BY start_char, mention_id) AS turn
        FROM mention WHERE source_id = $source
    ), old AS (
        SELECT mention_id, mention_key, kind, text,
            row_number() OVER (PARTITION BY kind, text ORDER BY start_char, mention_id) AS turn
        FROM suggested_mention WHERE source_id = $source
            AND NOT contains(mention_key, ':added')
    )
    SELECT fresh.mention_id AS fresh_id, old.mention_id AS old_id FROM fresh JOIN old
    ON fresh.kind = old.kind AND CASE WHEN $same_text THEN fresh.mention_key = old.mention_key
        ELSE fresh.text = old.text AND fresh.turn = old.turn END
"""
_NAMING = (
    ("mention", "mention_id"),
    ("attribute", "mention_id"),
    ("person_status", "mention_id"),
    ("claim", "left_mention"),
    ("claim", "right_mention"),
    ("claim", "place_mention"),
    ("claim", "speaker"),
    ("indicator", "mention_id"),
    ("exhibit", "seized_from"),
    ("exhibit_item", "mention_id"),
    ("custody", "from_mention"),
    ("custody", "to_mention"),
)
"""Columns in which reading a document or form names a mention."""

# What makes two readings the same claim or indicator.
_SAME = {
    ReviewedKind.CLAIM: ("kind", "left_mention", "right_mention", "passage_no", "row_number"),
    ReviewedKind.INDICATOR: ("code", "mention_id", "passage_no", "row_number"),
}


def _give_ids_back(case: Case, source_id: int, *, same_text: bool) -> None:
    case.db.execute(_FOUND_AGAIN, {"source": source_id, "same_text": same_text})
    for table, column in _NAMING:
        case.db.execute(
            f"UPDATE {table} SET {column} = old_id FROM found_again WHERE {column} = fresh_id"
        )
    for table in ("mention", "attribute", "person_status"):
        kept = {"person_status": "suggested_status"}.get(table, f"suggested_{table}")
        found = "(SELECT old_id FROM found_again)"
        case.db.execute(f"DELETE FROM {kept} WHERE mention_id IN {found}")
        case.db.execute(f"INSERT INTO {kept} SELECT * FROM {table} WHERE mention_id IN {found}")
    for kind, columns in _SAME.items():
        _join_twins(case, source_id, kind, columns)


def _join_twins(case: Case, source_id: int, kind: ReviewedKind, columns: tuple[str, ...]) -> None:
    """Let what was read again stand for what somebody had a word on, under its old id."""
    same = " AND ".join(f"fresh.{c} IS NOT DISTINCT FROM old.{c}" for c in columns)
    case.db.execute(
        f"CREATE OR REPLACE TEMP TABLE twin AS SELECT old.{kind}_id AS old_id, "
        f"min(fresh.{kind}_id) AS fresh_id FROM suggested_{kind} AS old JOIN {kind} AS fresh "
        f"ON fresh.source_id = old.source_id AND {same} WHERE old.source_id = $source "
        f"AND fresh.{kind}_id NOT IN ({_WORDED.format(kind=kind)}) GROUP BY old.{kind}_id",
        {"source": source_id},
    )
    case.db.execute(f"DELETE FROM suggested_{kind} WHERE {kind}_id IN (SELECT old_id FROM twin)")
    case.db.execute(
        f"INSERT INTO suggested_{kind} SELECT {kind}.* REPLACE (old_id AS {kind}_id) "
        f"FROM {kind} JOIN twin ON fresh_id = {kind}_id"
    )
    case.db.execute(f"DELETE FROM {kind} WHERE {kind}_id IN (SELECT fresh_id FROM twin)")


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


def _move(case: Case, source_id: int, text: str) -> int:
    """Put held mentions where their words stand in a text that is read otherwise.

    Returns how many have no place in it; they are dropped, the words on them have no effect.
    """
    starts = case.db.execute(
        "SELECT start_char, passage_no FROM passage WHERE source_id = ? ORDER BY start_char",
        [source_id],
    ).fetchall()
    lost = []
    for number in _ids(case, _HELD, source_id):
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


def _bring_back(case: Case, source_id: int) -> None:
    """Put back what is held on to, let the words take effect, and forget the rest."""
    held = _ids(case, _HELD, source_id)
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
    worded = _ids(case, _WORDED.format(kind="mention"), source_id)
    applying.apply(case, ReviewedKind.MENTION, worded)
    for kind in (ReviewedKind.CLAIM, ReviewedKind.INDICATOR):
        applying.apply(case, kind, _ids(case, _WORDED.format(kind=kind), source_id))
    for table in ("suggested_attribute", "suggested_status", "suggested_mention"):
        case.db.execute(
            f"DELETE FROM {table} WHERE mention_id IN (SELECT mention_id FROM suggested_mention "
            f"WHERE source_id = $source) AND mention_id NOT IN ({_WORDED.format(kind='mention')})",
            {"source": source_id},
        )
    case.db.execute(
        "DELETE FROM entity_member WHERE mention_id NOT IN (SELECT mention_id FROM mention)"
    )
    case.db.execute("DROP TABLE temp.found_again")
    case.db.execute("DROP TABLE temp.twin")


def _ids(case: Case, query: str, source_id: int) -> list[int]:
    return [row[0] for row in case.db.execute(query, {"source": source_id}).fetchall()]


def _counted(case: Case, source: Source, lost: int) -> Reread:
    mentions, claims, words = case.db.execute(
        "SELECT (SELECT count(*) FROM mention WHERE source_id = $source), "
        "(SELECT count(*) FROM claim WHERE source_id = $source AND state <> 'refused'), "
        "(SELECT count(*) FROM correction WHERE source_id = $source AND withdrawn_at_utc IS NULL)",
        {"source": source.source_id},
    ).fetchall()[0]
    return Reread(source, mentions, claims, words, lost)
