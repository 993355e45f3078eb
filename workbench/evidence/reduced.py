"""The case as it would be without some of its sources, for an export that may not rest on them.

Counts, rankings and labels must not tell what a withheld source says either, so they are computed
anew on a copy of the store that never held it. Who is protected is taken over from the whole case:
a source that calls somebody a victim protects them even where it may not be shown.
"""

import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from graph.build import refresh
from workbench import encrypting, schema
from workbench.case import EXPORTS, Case

_WHOLE = (
    "case_property",
    "resolution_run",
    "protected_entity",
    "pseudonym",
    "restriction",
)
_BY_SOURCE = (
    "source",
    "reconciliation",
    "communication",
    "number_coverage",
    "other_device",
    "document",
    "passage",
    "mention",
    "claim",
    "exhibit",
    "custody",
    "cell_site",
    "device",
    "contact",
    "device_record",
)
_BY_MENTION = {
    "attribute": ("mention_id",),
    "person_status": ("mention_id",),
    "entity_member": ("mention_id",),
    "exhibit_item": ("mention_id",),
    "pair_score": ("left_mention", "right_mention"),
    "held_apart": ("left_mention", "right_mention"),
    "judgement": ("left_mention", "right_mention"),
}

# What a reader asks for besides; an export does not.
_READ_WHOLE = (
    "audit",
    "entity_redirect",
    "erasure",
    "export",
    "rectification",
    "referral",
    "referral_event",
    "referral_indicator",
    "retention",
    "template",
    "unlocking",
    "view",
)
_READ_BY_SOURCE = (
    "correction",
    "document_aside",
    "document_page",
    "duplicate_row",
    "indicator",
    "rejected_row",
    "source_part",
)

# Grain: one entity that is still mentioned. One that lost mentions is called by what the remaining
# ones say: the form that most of them use, the longest of these.
_ENTITIES = """
    INSERT INTO entity
    WITH before AS (SELECT * FROM read_parquet($entities)), members AS (
        SELECT entity_id, count(*) AS all_mentions FROM read_parquet($members) GROUP BY entity_id
    ), forms AS (
        SELECT entity_id, coalesce(normalised, text) AS form, count(*) AS times
        FROM entity_member JOIN mention USING (mention_id) GROUP BY ALL
    ), left_over AS (
        SELECT entity_id, sum(times) AS mentions,
            first(form ORDER BY times DESC, length(form) DESC, form) AS form
        FROM forms GROUP BY entity_id
    )
    SELECT entity_id, kind, CASE WHEN mentions = all_mentions THEN label ELSE form END, run_id,
        cohesion
    FROM before JOIN left_over USING (entity_id) JOIN members USING (entity_id)
"""


@contextmanager
def without(case: Case, withheld: Collection[int]) -> Iterator[Case]:
    """The case without these sources; the case itself where none is withheld. For reading only."""
    if not withheld:
        yield case
        return
    with _reduced(case, withheld, _WHOLE, _BY_SOURCE) as reduced:
        yield reduced


@contextmanager
def in_sight(case: Case, hidden: Collection[int]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A store with all that a reader asks for, without the sources that are not for them."""
    whole, by_source = (*_WHOLE, *_READ_WHOLE), (*_BY_SOURCE, *_READ_BY_SOURCE)
    with _reduced(case, hidden, whole, by_source) as reduced:
        yield reduced.db


@contextmanager
def _reduced(
    case: Case, withheld: Collection[int], whole: Collection[str], by_source: Collection[str]
) -> Iterator[Case]:
    with _workplace(case) as scratch:
        kept = f"source_id NOT IN ({', '.join(str(number) for number in sorted(withheld))})"
        conditions = dict.fromkeys(whole, "true") | dict.fromkeys(by_source, kept)
        db = _copied(case, kept, conditions, Path(scratch))
        try:
            reduced = case.over(db)
            with reduced.transaction():
                refresh(reduced)
            yield reduced
        finally:
            db.close()


def _workplace(case: Case) -> "tempfile.TemporaryDirectory[str]":
    """Beside the exports, or in memory where the case is encrypted."""
    exports = None if encrypting.keys_of(case.folder) else case.folder / EXPORTS
    if exports:
        exports.mkdir(exist_ok=True)
    return tempfile.TemporaryDirectory(dir=exports, prefix=".reduced-")


def _copied(
    case: Case, kept: str, conditions: dict[str, str], scratch: Path
) -> duckdb.DuckDBPyConnection:
    mentions = f"(SELECT mention_id FROM mention WHERE {kept})"
    for table, columns in _BY_MENTION.items():
        conditions[table] = " AND ".join(f"{column} IN {mentions}" for column in columns)
    conditions["claim"] += "".join(
        f" AND {column} IN {mentions}" for column in ("left_mention", "right_mention")
    )
    with case.db.cursor() as read:
        for table, condition in conditions.items():
            _write(read, f"SELECT * FROM {table} WHERE {condition}", scratch / f"{table}.parquet")
        _write(read, "SELECT * FROM entity", scratch / "before.parquet")
        _write(read, "SELECT * FROM entity_member", scratch / "members.parquet")
    return _loaded(scratch, list(conditions))


def _write(db: duckdb.DuckDBPyConnection, query: str, file: Path) -> None:
    db.execute(f"COPY ({query}) TO '{_quoted(file)}' (FORMAT parquet)")


def _loaded(scratch: Path, tables: list[str]) -> duckdb.DuckDBPyConnection:
    db = duckdb.connect(str(scratch / "reduced.duckdb"))
    db.execute("SET TimeZone = 'UTC'")
    db.execute("SET enable_progress_bar = false")
    schema.migrate(db)
    for table in tables:
        db.execute(f"DELETE FROM {table}")
        db.execute(
            f"INSERT INTO {table} SELECT * FROM read_parquet('{_quoted(scratch / table)}.parquet')"
        )
    db.execute(
        _ENTITIES,
        {
            "entities": str(scratch / "before.parquet"),
            "members": str(scratch / "members.parquet"),
        },
    )
    return db


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
