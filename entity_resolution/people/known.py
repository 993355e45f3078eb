"""What earlier runs read: names taken apart, and the persons of sources that are as they were.

The result is the same as without: a name is taken over only from the same software, a source's
persons only where all that it says of persons and that sets two of them apart is the same. Nothing
is written before ``keep``.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import accumulate, chain

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from entity_resolution.memory import software
from entity_resolution.names.bulk import NameBook
from entity_resolution.names.tokens import Name, parse, token
from entity_resolution.numbering import Ids
from entity_resolution.outcome import handed_over
from workbench.case import Case
from workbench.vocabulary import ApartReason

_NAMES = "names"
"""Stands in table ``scoring`` for the software that took the known names apart."""

_TAKEN_APART = "name, name_key, letters, is_full, unvocalised, words, sounds"
_KNOWN_NAMES = f"""
    SELECT {_TAKEN_APART} FROM known_name
    WHERE (SELECT fingerprint FROM scoring WHERE kind = $names) = $software
"""
_NEW_NAMES = """
    SELECT name FROM borne ANTI JOIN known_name_arrow USING (name) ORDER BY place
"""
_BOOK = """
    SELECT name, new_name.name IS NOT NULL AS is_new, taken_apart.words, taken_apart.unvocalised
    FROM borne JOIN taken_apart USING (name) LEFT JOIN new_name USING (name) ORDER BY place
"""
_NAME_TABLES = (
    f"CREATE TABLE new_name AS SELECT {_TAKEN_APART} FROM new_name_arrow",
    f"""
    CREATE TABLE taken_apart AS
    SELECT {_TAKEN_APART} FROM borne JOIN (FROM known_name_arrow UNION ALL FROM new_name)
        USING (name) ORDER BY place
    """,
    "CREATE VIEW name AS SELECT name, name_key, letters, is_full FROM taken_apart",
    """
    CREATE TABLE name_stem AS
    SELECT DISTINCT name, word.stem, word.skeleton, is_full
    FROM (SELECT name, is_full, unnest(words) AS word FROM taken_apart)
    WHERE length(word.word) > 1 ORDER BY ALL
    """,
    "CREATE TABLE name_sound AS SELECT name, unnest(sounds) AS skeleton FROM taken_apart",
)
# Grain: one source of persons, with all that its persons follow from.
_SOURCES = """
    CREATE TABLE source_now AS
    WITH said AS (
        SELECT source_id, list(hash(person) ORDER BY mention_id) AS said FROM person
        GROUP BY source_id
    ), kept_apart AS (
        SELECT l.source_id, list_sort(list(DISTINCT hash(one, other))) AS apart
        FROM opposed JOIN person AS l ON l.mention_id = one
        JOIN person AS r ON r.mention_id = other
        WHERE l.source_id = r.source_id GROUP BY l.source_id
    )
    SELECT source_id, hash(said, coalesce(apart, []), $software) AS fingerprint
    FROM said LEFT JOIN kept_apart USING (source_id)
"""
_RECALLED = (
    "CREATE TABLE unread AS FROM source_now ANTI JOIN known_source USING (source_id, fingerprint)",
    """
    CREATE TABLE local_member AS
    SELECT mention_id, local_id FROM known_person ANTI JOIN unread USING (source_id)
    WHERE source_id IN (SELECT source_id FROM source_now)
    """,
    """
    INSERT INTO opposed SELECT one, other, $facts, '' FROM known_namesakes
    ANTI JOIN unread USING (source_id) WHERE source_id IN (SELECT source_id FROM source_now)
    """,
)
_FOUND = {
    "gone_source": "SELECT source_id FROM unread UNION SELECT source_id FROM known_source "
    "ANTI JOIN source_now USING (source_id)",
    "new_source": "FROM unread",
    "new_person": "SELECT source_id, mention_id, local_id FROM local_member "
    "JOIN person USING (mention_id) SEMI JOIN unread USING (source_id) ORDER BY mention_id",
    "new_namesakes": "SELECT source_id, one, other FROM opposed JOIN person ON mention_id = one "
    "SEMI JOIN unread USING (source_id) WHERE reason = 'facts' ORDER BY ALL",
    "borne_name": "SELECT name FROM taken_apart",
    "new_name": "FROM new_name",
}
_KEEP = (
    *(
        f"DELETE FROM {table} WHERE source_id IN (FROM gone_source)"
        for table in ("known_source", "known_person", "known_namesakes")
    ),
    "INSERT INTO known_source FROM new_source",
    "INSERT INTO known_person FROM new_person",
    "INSERT INTO known_namesakes FROM new_namesakes",
    "DELETE FROM known_name WHERE name IN (SELECT name FROM new_name)",
    "DELETE FROM known_name WHERE name NOT IN (FROM borne_name)",
    "INSERT INTO known_name FROM new_name",
)


def name_book(case: Case, scratch: duckdb.DuckDBPyConnection) -> NameBook:
    """The names of table ``borne`` (name, place from 0), with tables ``name``, ``name_stem`` and
    ``name_sound`` of them; only those are taken apart that no earlier run did."""
    asked = {"names": _NAMES, "software": software()}
    scratch.register("known_name_arrow", case.db.execute(_KNOWN_NAMES, asked).to_arrow_table())
    new = scratch.execute(_NEW_NAMES).to_arrow_table()["name"].to_pylist()
    names = [parse(name) for name in new]
    scratch.register("new_name_arrow", _as_table(new, names))
    for statement in _NAME_TABLES:
        scratch.execute(statement)
    scratch.unregister("known_name_arrow")
    scratch.unregister("new_name_arrow")
    written, is_new, *columns = scratch.execute(_BOOK).to_arrow_table().columns
    found = dict(zip(np.flatnonzero(is_new.to_numpy()).tolist(), names, strict=True))
    return NameBook(written.to_pylist(), partial(_names, found, columns))


def _names(found: dict[int, Name], columns: Sequence[pa.ChunkedArray], places: Ids) -> list[Name]:
    """The names at these places: ``found`` by this run, the others from columns of words and
    whether vowels are left out."""
    known = pa.array([place for place in places.tolist() if place not in found], pa.int64())
    words, unvocalised = (column.take(known) for column in columns)
    ends = pc.cumulative_sum(pc.list_value_length(words)).to_pylist()
    flat = words.combine_chunks().flatten()
    tokens = [*map(token, *(flat.field(part).to_pylist() for part in ("word", "plain")))]
    made = (
        Name(tuple(tokens[start:end]), out)
        for start, end, out in zip([0, *ends], ends, unvocalised.to_pylist(), strict=False)
    )
    return [found[place] if place in found else next(made) for place in places.tolist()]


def recall_persons(case: Case, scratch: duckdb.DuckDBPyConnection) -> None:
    """Make table ``local_member`` (mention_id, local_id) of the persons of sources that are as they
    were, and ``unread`` (source_id, fingerprint) of the other sources of table ``person``."""
    scratch.execute(_SOURCES, {"software": software()})
    for table in ("known_source", "known_person", "known_namesakes"):
        scratch.register(table, case.db.execute(f"FROM {table}").to_arrow_table())
    for statement in _RECALLED:
        scratch.execute(statement, {"facts": ApartReason.FACTS} if "$facts" in statement else None)


def keep(case: Case, scratch: duckdb.DuckDBPyConnection) -> None:
    """Write what the run read into the case, in the caller's transaction."""
    with handed_over(case, scratch, _FOUND):
        for statement in _KEEP:
            case.db.execute(statement)
    case.db.execute("INSERT OR REPLACE INTO scoring VALUES (?, ?)", [_NAMES, software()])


def _as_table(written: Sequence[str], names: Sequence[Name]) -> pa.Table:
    words = [word for name in names for word in name.tokens]
    sounds = [_sounds(name) for name in names]
    parts = {
        "word": [word.text for word in words],
        "plain": [word.plain for word in words],
        "stem": [word.stem for word in words],
        "skeleton": [word.skeleton for word in words],
    }
    columns = [pa.array(part, pa.string()) for part in parts.values()]
    return pa.table(
        {
            "name": pa.array(written, pa.string()),
            "name_key": pa.array([name.key for name in names], pa.string()),
            "letters": pa.array([name.letters for name in names], pa.string()),
            "is_full": pa.array([name.is_full for name in names], pa.bool_()),
            "unvocalised": pa.array([name.unvocalised for name in names], pa.bool_()),
            "words": _lists(
                [name.tokens for name in names], pa.StructArray.from_arrays(columns, [*parts])
            ),
            "sounds": _lists(sounds, pa.array(chain.from_iterable(sounds), pa.string())),
        }
    )


def _lists(lists: Iterable[Sequence[object]], values: pa.Array) -> pa.Array:
    ends = [*accumulate(map(len, lists), initial=0)]
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), values)


def _sounds(name: Name) -> list[str]:
    return sorted({way for word in name.tokens if not word.is_initial for way in word.skeletons})
