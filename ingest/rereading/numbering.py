"""Ids of what is read anew: those that it had, wherever it is found again."""

from ingest.corrections import applying
from workbench.case import Case
from workbench.vocabulary import ReviewedKind

WORDED = "SELECT object_id FROM correction WHERE source_id = $source AND object_kind = '{kind}'"
_KEPT = ("source", "source_part", "reconciliation", "correction", "suggested_mention",
         "suggested_claim", "suggested_indicator", "mention", "claim", "indicator")  # fmt: skip


def set_aside(case: Case, source_id: int) -> None:
    """Keep every mention as it was read, and take out all that reading will say again.

    Claims and indicators on which somebody had a word stay, so that their ids stay taken.
    """
    ids = ids_of(case, "SELECT mention_id FROM mention WHERE source_id = $source", source_id)
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
            f"({WORDED.format(kind=kind)})",
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


def give_ids_back(case: Case, source_id: int, *, same_text: bool) -> None:
    """Give what was found again the ids it had, and keep it as what was read."""
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
        f"AND fresh.{kind}_id NOT IN ({WORDED.format(kind=kind)}) GROUP BY old.{kind}_id",
        {"source": source_id},
    )
    case.db.execute(f"DELETE FROM suggested_{kind} WHERE {kind}_id IN (SELECT old_id FROM twin)")
    case.db.execute(
        f"INSERT INTO suggested_{kind} SELECT {kind}.* REPLACE (old_id AS {kind}_id) "
        f"FROM {kind} JOIN twin ON fresh_id = {kind}_id"
    )
    case.db.execute(f"DELETE FROM {kind} WHERE {kind}_id IN (SELECT fresh_id FROM twin)")


def ids_of(case: Case, query: str, source_id: int) -> list[int]:
    """The ids that a query gives for a source."""
    return [row[0] for row in case.db.execute(query, {"source": source_id}).fetchall()]
