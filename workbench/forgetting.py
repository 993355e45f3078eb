"""What analysts collected, noted and named that tells of what is erased, erased with it.

Collected items go that rest on erased sources alone; words that people typed go where they name
somebody, or a number, that only these sources name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Any

import duckdb

from workbench.access import terms
from workbench.access.folding import fold
from workbench.vocabulary import MentionKind

ERASED = "[erased]"
"""What stands in the place of words that were erased."""

# Grain: one thing that sources name, and whether only the erased ones do.
_NAMED = """
    SELECT kind, text, normalised, bool_and(source_id IN (SELECT unnest($sources::INTEGER[])))
    FROM mention GROUP BY ALL
"""
# Grain: one entity of which only erased sources speak.
_GONE = """
    SELECT entity_id FROM entity_member JOIN mention USING (mention_id) GROUP BY entity_id
    HAVING bool_and(source_id IN (SELECT unnest($sources::INTEGER[])))
    UNION
    SELECT relationship_id FROM relationship
    WHERE list_has_all($sources::INTEGER[], source_ids)
"""


def forget(db: duckdb.DuckDBPyConnection, source_ids: Collection[int]) -> dict[str, int]:
    """Erase in the caller's transaction, before the sources are; how many rows, by table."""
    asked = {"sources": list(source_ids)}
    gone = {row[0] for row in db.execute(_GONE, asked).fetchall()}
    telling = _telling(db.execute(_NAMED, asked).fetchall())
    counts = {
        "collected": _collected(db, source_ids, gone, telling),
        "view": _views(db, telling),
    }
    return {table: count for table, count in counts.items() if count}


# ------------------------------------------------------------------ what tells


def _telling(named: list[tuple[str, str, str | None, bool]]) -> re.Pattern[str] | None:
    """Finds in folded text what only erased sources name; None where that is nothing."""
    patterns: dict[bool, set[str]] = {True: set(), False: set()}
    for kind, text, normalised, only in named:
        for written in (text, normalised or ""):
            patterns[only] |= _patterns(kind, written)
    return terms.compile_all(patterns[True] - patterns[False])


def _patterns(kind: str, written: str) -> set[str]:
    if kind == MentionKind.PERSON:
        return terms.name_patterns(written)
    if kind in (MentionKind.PLACE, MentionKind.ORGANISATION):
        return set()
    found = terms.number_pattern(written)
    return {found} if found else set()


def _tells(text: str, telling: re.Pattern[str] | None) -> bool:
    return telling is not None and telling.search(fold(text).text) is not None


# ------------------------------------------------------------------ where it is told


def _collected(
    db: duckdb.DuckDBPyConnection,
    source_ids: Collection[int],
    gone: Collection[str],
    telling: re.Pattern[str] | None,
) -> int:
    changed = 0
    rows = db.execute("SELECT item_id, object, content, note FROM collected").fetchall()
    for number, obj, written, note in rows:
        content: dict[str, Any] = json.loads(written)
        kept = _without(content, gone, telling)
        said = ERASED if _tells(note, telling) else note
        if {obj, *obj.split("~")[::2]} & set(gone) or _rests(content, source_ids, gone):
            db.execute("DELETE FROM collected WHERE item_id = ?", [number])
        elif (kept, said) != (content, note):
            db.execute(
                "UPDATE collected SET content = ?, note = ? WHERE item_id = ?",
                [json.dumps(kept, sort_keys=True), said, number],
            )
        else:
            continue
        changed += 1
    return changed


def _rests(content: dict[str, Any], source_ids: Collection[int], gone: Collection[str]) -> bool:
    """Whether a finding rests on an erased row or is of what is gone, a picture of nothing else."""
    rows = {int(source) for source, *_ in content.get("rows", ())}
    named = {str(entity) for part in ("who", "things") for _, entity in content.get(part, ())}
    pictured = set(content.get("entities", ()))
    return bool(
        rows & set(source_ids)
        or (named | set(content.get("relationships", ()))) & set(gone)
        or (pictured and pictured <= set(gone))
    )


def _without(
    content: dict[str, Any], gone: Collection[str], telling: re.Pattern[str] | None
) -> dict[str, Any]:
    """A picture without whom and what is gone."""
    if "entities" not in content:
        return content
    left = [entity for entity in content["entities"] if entity not in gone]
    ties = [tie for tie in content.get("ties", ()) if not set(tie.split("~")) & set(gone)]
    name = ERASED if _tells(str(content.get("name", "")), telling) else content.get("name")
    return content | {"entities": left, "ties": ties, "name": name}


def _views(db: duckdb.DuckDBPyConnection, telling: re.Pattern[str] | None) -> int:
    """Saved pictures hold ids, which say nothing any more; their names are what people typed."""
    found = db.execute("SELECT view_id, name FROM view").fetchall()
    named = [number for number, name in found if _tells(name, telling)]
    for number in named:
        db.execute("UPDATE view SET name = ? WHERE view_id = ?", [f"{ERASED} {number}", number])
    return len(named)
