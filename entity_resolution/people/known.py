"""What earlier runs read: names taken apart, and the persons of sources that are as they were.

The result is the same as without: a name is taken over only from the same software, a source's
persons only where all that it says of persons and that sets two of them apart is the same. Nothing
is written before ``keep``.
"""

from collections.abc import Sequence

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from entity_resolution.memory import software, taken_over
from entity_resolution.names.bulk import NameBook, TakenApart, take_apart
from entity_resolution.names.tokens import token
from entity_resolution.outcome import handed_over
from workbench.case import Case
from workbench.vocabulary import ApartReason

_NAME = "name, name_key, letters, is_full, unvocalised, starts, initials, sounding, words"
_WORD = "word_id, word, plain, stem, skeleton, sounds"
_KNOWN = ("known_name", "known_word")
_NEW_NAMES = """
    SELECT name FROM borne ANTI JOIN known_name USING (name) ORDER BY name_id
"""
_NEW_WORDS = """
    CREATE TABLE new_word AS
    SELECT hash(word, plain) AS word_id, new_word_arrow.* FROM new_word_arrow ORDER BY place
"""
_NAME_TABLES = (
    f"""
    CREATE TABLE word AS
    SELECT {_WORD} FROM known_word
    UNION ALL SELECT {_WORD} FROM new_word ANTI JOIN known_word USING (word_id)
    """,
    # Words in alphabetical order, so that a name has one key in any order. Initials tell little.
    f"""
    CREATE TABLE new_name AS
    WITH taken_apart AS (
        SELECT name, array_to_string(list_sort(list(stem)), ' ') AS name_key,
            array_to_string(list_sort(list(plain)), ' ') AS letters,
            count(*) FILTER (length(word) > 1) > 1 AS is_full,
            list(stem) FILTER (length(word) > 1) AS stems,
            list_sort(list_distinct(list(skeleton) FILTER (length(word) > 1))) AS skeletons
        FROM (SELECT name, unnest(words) AS word_id FROM new_name_arrow) JOIN word USING (word_id)
        GROUP BY name
    )
    SELECT {_NAME} FROM (
        SELECT name, coalesce(name_key, '') AS name_key, coalesce(letters, '') AS letters,
            coalesce(is_full, false) AS is_full, unvocalised, words,
            array_to_string(list_sort(list_distinct(list_transform(skeletons,
                skeleton -> left(skeleton, 2)))), '-') AS starts,
            array_to_string(list_sort(list_distinct(list_transform(stems,
                stem -> left(stem, 1)))), '') AS initials,
            array_to_string(skeletons, ' ') AS sounding
        FROM new_name_arrow LEFT JOIN taken_apart USING (name))
    """,
    f"""
    CREATE TABLE name AS
    WITH named AS (
        SELECT {_NAME}, name_id
        FROM borne JOIN (FROM known_name UNION ALL FROM new_name) USING (name)
    )
    SELECT named.*, key_id
    FROM named JOIN (SELECT name_key, min(name_id) AS key_id FROM named GROUP BY name_key)
        USING (name_key) ORDER BY name_id
    """,
    """
    CREATE TABLE name_word AS
    SELECT DISTINCT name_id, is_full, word_id
    FROM (SELECT name_id, is_full, unnest(words) AS word_id FROM name)
    SEMI JOIN (FROM word WHERE length(word) > 1) USING (word_id)
    """,
    """
    CREATE TABLE name_stem AS
    SELECT DISTINCT name_id, is_full, stem, skeleton FROM name_word JOIN word USING (word_id)
    """,
    """
    CREATE TABLE name_sound AS
    SELECT DISTINCT name_id, sound AS skeleton
    FROM name_word JOIN (SELECT word_id, unnest(sounds) AS sound FROM word) USING (word_id)
    """,
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
    CREATE TABLE bearer AS FROM known_bearer ANTI JOIN unread USING (source_id)
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
    "new_bearer": "FROM bearer SEMI JOIN unread USING (source_id) ORDER BY record_id",
    "new_namesakes": "SELECT source_id, one, other FROM opposed JOIN person ON mention_id = one "
    "SEMI JOIN unread USING (source_id) WHERE reason = 'facts' ORDER BY ALL",
    "borne_name": "SELECT name FROM name",
    "new_name": "FROM new_name",
    "borne_word": "SELECT DISTINCT unnest(words) FROM name",
    "found_word": f"SELECT {_WORD} FROM new_word",
}
_KEEP = (
    *(
        f"DELETE FROM {table} WHERE source_id IN (FROM gone_source)"
        for table in ("known_source", "known_person", "known_bearer", "known_namesakes")
    ),
    "INSERT INTO known_source FROM new_source",
    "INSERT INTO known_person FROM new_person",
    "INSERT INTO known_bearer FROM new_bearer",
    "INSERT INTO known_namesakes FROM new_namesakes",
    "DELETE FROM known_name WHERE name IN (SELECT name FROM new_name)",
    "DELETE FROM known_name WHERE name NOT IN (FROM borne_name)",
    "INSERT INTO known_name FROM new_name",
    "DELETE FROM known_word WHERE word_id IN (SELECT word_id FROM found_word)",
    "DELETE FROM known_word WHERE word_id NOT IN (FROM borne_word)",
    "INSERT INTO known_word FROM found_word",
)


def name_book(case: Case, scratch: duckdb.DuckDBPyConnection) -> NameBook:
    """The names of table ``borne`` (name, name_id from 0), with tables ``name``, ``name_stem`` and
    ``name_sound`` of them; only those are taken apart that no earlier run did."""
    for table in _KNOWN:
        scratch.register(table, taken_over(case, table))
    _take_apart(scratch, scratch.execute(_NEW_NAMES).to_arrow_table()["name"].to_pylist())
    for statement in _NAME_TABLES:
        scratch.execute(statement)
    for table in (*_KNOWN, "new_name_arrow"):
        scratch.unregister(table)
    return NameBook(_names(scratch))


def _take_apart(scratch: duckdb.DuckDBPyConnection, written: Sequence[str]) -> None:
    """Make table ``new_word`` of the words of names, and ``new_name_arrow`` (name, unvocalised,
    words) of the names."""
    names = take_apart(written)
    words = [*map(token, names.folded.to_pylist(), names.plain.to_pylist())]
    columns = {
        "place": np.arange(len(words)),
        "word": names.folded,
        "plain": names.plain,
        "stem": pa.array([word.stem for word in words], pa.string()),
        "skeleton": pa.array([word.skeleton for word in words], pa.string()),
        "sounds": pa.array([sorted(word.skeletons) for word in words], pa.list_(pa.string())),
    }
    scratch.register("new_word_arrow", pa.table(columns))
    scratch.execute(_NEW_WORDS)
    scratch.unregister("new_word_arrow")
    ids = scratch.execute("SELECT word_id FROM new_word ORDER BY place").to_arrow_table()["word_id"]
    of_names = ids.combine_chunks().take(pa.array(names.words))
    columns = {
        "name": names.written,
        "unvocalised": names.vowels_out,
        "words": pa.ListArray.from_arrays(pa.array(names.begins, pa.int32()), of_names),
    }
    scratch.register("new_name_arrow", pa.table(columns))


def _names(scratch: duckdb.DuckDBPyConnection) -> TakenApart:
    asked = scratch.execute("SELECT name, unvocalised, words FROM name ORDER BY name_id")
    written, vowels_out, words = (
        column.combine_chunks() for column in asked.to_arrow_table().columns
    )
    found = scratch.execute("SELECT word_id, word, plain FROM word").to_arrow_table()
    ids, folded, plain = (column.combine_chunks() for column in found.columns)
    return TakenApart(
        written,
        pc.index_in(words.flatten(), ids).to_numpy().astype(np.int64),
        words.offsets.to_numpy().astype(np.int64),
        vowels_out.to_numpy(zero_copy_only=False),
        folded,
        plain,
    )


def recall_persons(case: Case, scratch: duckdb.DuckDBPyConnection) -> None:
    """Make tables ``local_member`` (mention_id, local_id) and ``bearer`` of the persons of sources
    that are as they were, and ``unread`` (source_id, fingerprint) of the other sources of table
    ``person``."""
    scratch.execute(_SOURCES, {"software": software()})
    for table in ("known_source", "known_person", "known_bearer", "known_namesakes"):
        scratch.register(table, case.db.execute(f"FROM {table}").to_arrow_table())
    for statement in _RECALLED:
        scratch.execute(statement, {"facts": ApartReason.FACTS} if "$facts" in statement else None)


def keep(case: Case, scratch: duckdb.DuckDBPyConnection) -> None:
    """Write what the run read into the case, in the caller's transaction."""
    with handed_over(case, scratch, _FOUND):
        for statement in _KEEP:
            case.db.execute(statement)
