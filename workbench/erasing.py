"""Erasure: a source with its bytes, or a person's data, the log staying whole and saying so.

The log never held what a source said, so nothing of it need change. Who asks to be erased from a
source that speaks of others too cannot be cut out of evidence: they are restricted instead, shown
under a pseudonym everywhere from then on (Directive (EU) 2016/680, art. 16(3)).
"""

import json
import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import duckdb

from entity_resolution import memory
from workbench import backup, encrypting, originals, restoring, sources, steps
from workbench.access import Masking, protect
from workbench.access.rights import Right
from workbench.audit import Detail
from workbench.case import STORE, Case
from workbench.clock import now_utc
from workbench.encrypting import stores
from workbench.errors import RefusedError
from workbench.forgetting import ERASED, forget
from workbench.locking import CaseLock
from workbench.progress import Progress, silent
from workbench.vocabulary import Action, MentionKind

_KEPT = ("source", "retention", "rectification", "clearance")
"""Tables that speak of a source without saying what it says."""
# Columns that point to a mention, by table. What was computed of any records is made anew.
_BY_MENTION = {
    "attribute": ("mention_id",),
    "entity_member": ("mention_id",),
    "exhibit_item": ("mention_id",),
    "held_apart": ("left_mention", "right_mention"),
    "judgement": ("left_mention", "right_mention"),
    "pair_score": ("left_mention", "right_mention"),
    "person_status": ("mention_id",),
    "restriction": ("mention_id",),
    "suggested_attribute": ("mention_id",),
    "suggested_status": ("mention_id",),
}


@dataclass(frozen=True)
class Erasure:
    """What was erased. ``rows`` by table; ``exports`` are those made while it was in the case."""

    erasure_id: int
    object: str
    reason: str
    sha256: str | None
    rows: dict[str, int]
    exports: tuple[int, ...]
    kept: str


# ------------------------------------------------------------------ a source


def erase_source(
    case: Case,
    source_id: int,
    reason: str,
    *,
    lift_protection: bool = False,
    progress: Progress = silent,
) -> Erasure:
    """Erase a source: its rows, what was read in it, its original's bytes; a shell stays.

    What others say is resolved anew without it. Raises RefusedError without the right, a reason, or
    where somebody would lose protection and nobody said that they may.
    """
    case.require(Right.ERASURE)
    source = sources.get(case.db, source_id)
    if source.file_name == ERASED:
        raise RefusedError(f"source {source_id}: is erased already.")
    with case.transaction():
        made = _erase(case, [source_id], f"source-{source_id}", reason, "", source.sha256)
        _settle(case, lift_protection, progress)
    _remove(case, [source.sha256])
    return made


def _erase(
    case: Case, source_ids: Collection[int], obj: str, reason: str, kept: str, sha256: str | None
) -> Erasure:
    """Delete the rows of sources and note it, in the caller's transaction."""
    _check_reason(case, reason)
    exports = _exports_since(case, source_ids)
    rows = forget(case.db, source_ids)
    for source_id in source_ids:
        for table, count in _delete(case.db, source_id).items():
            rows[table] = rows.get(table, 0) + count
        case.db.execute(
            "UPDATE source SET sha256 = 'erased:' || source_id, file_name = ?, bytes = 0, "
            "target_written = NULL, received_from = NULL WHERE source_id = ?",
            [ERASED, source_id],
        )
    number = case.next_id("erasure", "erasure_id")
    made = Erasure(number, obj, reason.strip(), sha256, rows, exports, kept)
    case.db.execute(
        "INSERT INTO erasure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [number, obj, made.reason, sha256, json.dumps(rows, sort_keys=True), list(exports), kept]
        + [case.user, now_utc()],
    )
    detail: Detail = {
        "command": "erase",
        "reason": made.reason,
        "rows": sum(rows.values()),
        "sha256": sha256,
        "sources": ",".join(map(str, source_ids)),
        "kept": kept,
    }
    case.record(Action.ERASURE, obj, detail)
    return made


def _check_reason(case: Case, reason: str) -> None:
    if not reason.strip():
        raise RefusedError("say why it is erased: --reason.")
    if Masking.load(case).text(reason) != reason:
        raise RefusedError("the reason names a protected person. Say it without.")


def _exports_since(case: Case, source_ids: Collection[int]) -> tuple[int, ...]:
    found = case.db.execute(
        "SELECT export_id FROM export WHERE made_at_utc >= (SELECT min(added_at_utc) FROM source "
        "WHERE source_id IN (SELECT unnest(?::INTEGER[]))) ORDER BY export_id",
        [list(source_ids)],
    ).fetchall()
    return tuple(row[0] for row in found)


def _delete(db: duckdb.DuckDBPyConnection, source_id: int) -> dict[str, int]:
    """Rows deleted by table."""
    mentions = f"(SELECT mention_id FROM mention_of WHERE source_id = {source_id})"
    db.execute(
        "CREATE OR REPLACE TEMP TABLE mention_of AS SELECT mention_id, source_id FROM mention "
        "UNION SELECT mention_id, source_id FROM suggested_mention"
    )
    conditions = dict.fromkeys(_of_sources(db), f"source_id = {source_id}")
    for table, columns in _BY_MENTION.items():
        conditions[table] = " OR ".join(f"{column} IN {mentions}" for column in columns)
    conditions["referral_indicator"] = (
        f"indicator_id IN (SELECT indicator_id FROM indicator WHERE source_id = {source_id})"
    )
    conditions |= dict.fromkeys(memory.OF_SOURCES, "true")
    order = sorted(conditions, key=lambda table: (table == "indicator", table == "exhibit", table))
    counts = {table: _rows(db, f"DELETE FROM {table} WHERE {conditions[table]}") for table in order}
    db.execute("DROP TABLE mention_of")
    return {table: n for table, n in counts.items() if n and table not in memory.OF_SOURCES}


def _of_sources(db: duckdb.DuckDBPyConnection) -> list[str]:
    """Every table, whoever added it, whose rows are of one source."""
    found = db.execute(
        "SELECT table_name FROM duckdb_columns() JOIN duckdb_tables() USING (table_name) "
        "WHERE column_name = 'source_id' AND NOT temporary ORDER BY table_name"
    ).fetchall()
    return [row[0] for row in found if row[0] not in _KEPT]


def _rows(db: duckdb.DuckDBPyConnection, statement: str) -> int:
    row = db.execute(statement).fetchone()
    return int(row[0]) if row else 0


def _settle(case: Case, lift_protection: bool, progress: Progress) -> None:
    """Let the rest stand by itself: who is who, who is protected, what relationships result."""
    before = _protected_mentions(case)
    if case.db.execute("SELECT 1 FROM resolution_run").fetchone():
        steps.resolve(case, progress)
    lost = before - _protected_mentions(case)
    still = case.db.execute(
        "SELECT count(DISTINCT entity_id) FROM entity_member WHERE mention_id IN "
        "(SELECT unnest(?::BIGINT[]))",
        [sorted(lost)],
    ).fetchall()[0][0]
    if still and not lift_protection:
        raise RefusedError(
            f"{still} persons whom other sources name would be protected no longer, for only this "
            "one says why they are. Mark them first (workbench protect CASE add), or say "
            "--lift-protection."
        )


def _protected_mentions(case: Case) -> set[int]:
    found = case.db.execute(
        "SELECT mention_id FROM entity_member JOIN protected_entity USING (entity_id) "
        "WHERE kind = 'person'"
    ).fetchall()
    return {row[0] for row in found}


def _remove(case: Case, hashes: Collection[str]) -> None:
    """The bytes, after the transaction that no longer refers to them."""
    for digest in hashes:
        originals.remove(case.folder, digest)
    restoring.forget_recovered(case.folder, hashes)
    backup.forget(case.folder)


# ------------------------------------------------------------------ a person


def erase_person(
    case: Case, entity_id: str, reason: str, *, progress: Progress = silent
) -> Erasure:
    """Erase the sources that speak of nobody else, and restrict the person in all others."""
    case.require(Right.ERASURE)
    if not entity_id.startswith(f"{MentionKind.PERSON}-"):
        raise RefusedError(
            f"{entity_id}: is no person. A file is erased with: erase CASE source N."
        )
    alone, shared = _sources_of(case, entity_id)
    hashes = [sources.get(case.db, number).sha256 for number in alone]
    kept = f"restricted in sources {', '.join(map(str, shared))}" if shared else ""
    with case.transaction():
        number = case.next_id("erasure", "erasure_id")
        case.db.execute(
            "INSERT OR IGNORE INTO restriction SELECT mention_id, ? FROM entity_member "
            "WHERE entity_id = ?",
            [number, entity_id],
        )
        made = _erase(case, alone, entity_id, reason, kept, ",".join(hashes) or None)
        _restrict(case)
        if alone:
            _settle(case, lift_protection=False, progress=progress)
    _remove(case, hashes)
    return made


def _restrict(case: Case) -> None:
    if case.db.execute("SELECT 1 FROM entity").fetchone():
        protect(case)


def _sources_of(case: Case, entity_id: str) -> tuple[list[int], list[int]]:
    """Sources that name this person only, and those that name others too."""
    found = case.db.execute(
        "SELECT source_id, bool_and(coalesce(entity_id = $entity, false)) FROM mention "
        "LEFT JOIN entity_member USING (mention_id) WHERE kind = 'person' AND source_id IN ("
        "SELECT source_id FROM entity_member JOIN mention USING (mention_id) "
        "WHERE entity_id = $entity) GROUP BY source_id ORDER BY source_id",
        {"entity": entity_id},
    ).fetchall()
    return [row[0] for row in found if row[1]], [row[0] for row in found if not row[1]]


# ------------------------------------------------------------------ the store's own bytes


def rewrite_store(folder: Path) -> None:
    """Write the store anew, without what was deleted in it, and remove its older copies."""
    place, fresh = folder / STORE, folder / f"{STORE}.rewritten"
    with CaseLock(folder, write=True):
        fresh.unlink(missing_ok=True)
        keys = encrypting.keys_of(folder)
        key = keys.store if keys else None
        with encrypting.connect(place, key, write=True) as db:
            name = db.execute("SELECT current_database()").fetchall()[0][0]
            stores.attach(db, fresh, key, "rewritten")
            db.execute(f'COPY FROM DATABASE "{name}" TO rewritten')
            db.execute("DETACH rewritten")
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        fresh.replace(place)
        backup.renew(folder)
