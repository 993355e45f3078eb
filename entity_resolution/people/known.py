"""What earlier runs read: names taken apart, and the persons of sources that are as they were.

The result is the same as without: a name is taken over only from the same software, a source's
persons only where all that it says of persons and that sets two of them apart is the same. Nothing
is written before ``keep``.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate, chain

import duckdb
import pyarrow as pa

from entity_resolution.memory import software
from entity_resolution.names import Name
from entity_resolution.names.bulk import NameBook
from workbench.case import Case
from workbench.vocabulary import ApartReason

_NAMES = "names"
"""Stands in table ``scoring`` for the software that took the known names apart."""

_TAKEN_APART = "name, name_key, letters, is_full, words, sounds"
_KNOWN_NAMES = f"""
    SELECT {_TAKEN_APART} FROM known_name
    WHERE (SELECT fingerprint FROM scoring WHERE kind = $names) = $software
"""
_NEW_NAMES = """
    SELECT place FROM borne ANTI JOIN known_name_arrow USING (name) ORDER BY place
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
    SELECT name, word.stem, word.skeleton, is_full
    FROM (SELECT name, is_full, unnest(words) AS word FROM taken_apart)
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
    written = scratch.execute("SELECT name FROM borne ORDER BY place").fetchall()
    book = NameBook([row[0] for row in written])
    new = scratch.execute(_NEW_NAMES).to_arrow_table()["place"].to_numpy()
    names = [book.written[place] for place in new.tolist()]
    scratch.register("new_name_arrow", _as_table(names, book.taken_apart(new)))
    for statement in _NAME_TABLES:
        scratch.execute(statement)
    scratch.unregister("known_name_arrow")
    scratch.unregister("new_name_arrow")
    return book


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
    for name, sql in _FOUND.items():
        case.db.register(name, scratch.execute(sql).to_arrow_table())
    for statement in _KEEP:
        case.db.execute(statement)
    case.db.execute("INSERT OR REPLACE INTO scoring VALUES (?, ?)", [_NAMES, software()])
    for name in _FOUND:
        case.db.unregister(name)


def _as_table(written: Sequence[str], names: Sequence[Name]) -> pa.Table:
    words = [_words(name) for name in names]
    sounds = [_sounds(name) for name in names]
    stems, skeletons = zip(*chain.from_iterable(words), strict=True) if any(words) else ((), ())
    both = [pa.array(column, pa.string()) for column in (stems, skeletons)]
    return pa.table(
        {
            "name": pa.array(written, pa.string()),
            "name_key": pa.array([name.key for name in names], pa.string()),
            "letters": pa.array([name.letters for name in names], pa.string()),
            "is_full": pa.array([name.is_full for name in names], pa.bool_()),
            "words": _lists(words, pa.StructArray.from_arrays(both, ["stem", "skeleton"])),
            "sounds": _lists(sounds, pa.array(chain.from_iterable(sounds), pa.string())),
        }
    )


def _lists(lists: Iterable[Sequence[object]], values: pa.Array) -> pa.Array:
    ends = [*accumulate(map(len, lists), initial=0)]
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), values)


def _words(name: Name) -> list[tuple[str, str]]:
    return sorted({(word.stem, word.skeleton) for word in name.tokens if not word.is_initial})


def _sounds(name: Name) -> list[str]:
    return sorted({way for word in name.tokens if not word.is_initial for way in word.skeletons})
