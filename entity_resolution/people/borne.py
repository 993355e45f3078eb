"""The names that a case's persons bear, each taken apart once, however many runs it is met in."""

from collections.abc import Sequence

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from entity_resolution.memory import taken_over
from entity_resolution.names.bulk import NameBook, TakenApart, take_apart
from entity_resolution.names.tokens import token
from entity_resolution.outcome import handed_over
from workbench.case import Case

_KNOWN = ("known_name", "known_word")
_NAME = "name, name_key, letters, is_full, descends, starts, initials, sounding, words"
_WORD = "word_id, word, plain, stem, skeleton, sounds, unvocalised, is_initial"
# Grain: one source that was read, with the names that somebody there is called or has for a
# father's, and the countries of nationals.
_SOURCE_NAMES = """
    CREATE TABLE source_names AS
    WITH said AS (
        SELECT source_id, name FROM person UNION SELECT source_id, unnest(aliases) FROM person
        UNION SELECT source_id, father FROM person WHERE father IS NOT NULL
    )
    SELECT source_id, list(name ORDER BY name) AS names, any_value(countries) AS countries
    FROM said JOIN (SELECT source_id,
            coalesce(list_sort(list(DISTINCT upper(nationality))), []) AS countries
        FROM person GROUP BY source_id) USING (source_id)
    GROUP BY source_id
"""
_COUNTRIES = "INSERT INTO country SELECT DISTINCT unnest(countries) FROM source_names"
_NAMES_LEFT = """
    SELECT unnest(names) AS name FROM known_source SEMI JOIN source_left USING (source_id)
"""
# Grain: one name that more or fewer sources have than before.
_MOVED = """
    CREATE TABLE moved_name AS
    SELECT name, sum(by_sources)::BIGINT AS by_sources FROM (
        SELECT unnest(names) AS name, 1 AS by_sources FROM source_names
        UNION ALL SELECT name, -1 FROM name_left)
    GROUP BY name HAVING sum(by_sources) <> 0
"""
_NEW_NAMES = "SELECT name FROM moved_name ANTI JOIN known_name USING (name) ORDER BY name"
_NEW_WORDS = """
    CREATE TABLE new_word AS
    SELECT hash(word, plain, unvocalised) AS word_id, new_word_arrow.*
    FROM new_word_arrow ORDER BY place
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
            count(*) FILTER (NOT is_initial) > 1 AS is_full,
            list(stem) FILTER (NOT is_initial) AS stems,
            list_sort(list_distinct(list(skeleton) FILTER (NOT is_initial))) AS skeletons
        FROM (SELECT name, unnest(words) AS word_id FROM new_name_arrow) JOIN word USING (word_id)
        GROUP BY name
    )
    SELECT {_NAME} FROM (
        SELECT name, coalesce(name_key, '') AS name_key, coalesce(letters, '') AS letters,
            coalesce(is_full, false) AS is_full, descends, words,
            array_to_string(list_sort(list_distinct(list_transform(skeletons,
                skeleton -> left(skeleton, 2)))), '-') AS starts,
            array_to_string(list_sort(list_distinct(list_transform(stems,
                stem -> left(stem, 1)))), '') AS initials,
            array_to_string(skeletons, ' ') AS sounding
        FROM new_name_arrow LEFT JOIN taken_apart USING (name))
    """,
    f"""
    CREATE TABLE name AS
    WITH borne AS (
        SELECT *, row_number() OVER (ORDER BY name) - 1 AS name_id FROM (
            SELECT known_name.* REPLACE (sources + coalesce(by_sources, 0) AS sources)
            FROM known_name LEFT JOIN moved_name USING (name)
            WHERE sources + coalesce(by_sources, 0) > 0
            UNION ALL
            SELECT {_NAME}, by_sources FROM new_name JOIN moved_name USING (name))
    )
    SELECT *, hash(name_key) AS key_id FROM borne
    """,
    """
    CREATE TABLE name_word AS
    SELECT DISTINCT name_id, is_full, word_id
    FROM (SELECT name_id, is_full, unnest(words) AS word_id FROM name)
    SEMI JOIN (FROM word WHERE NOT is_initial) USING (word_id)
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
_FOUND = {
    "moved_name": "FROM moved_name",
    "changed_name": f"SELECT {_NAME}, sources FROM name SEMI JOIN moved_name USING (name)",
    "borne_word": "SELECT DISTINCT unnest(words) FROM name",
    "found_word": f"SELECT {_WORD} FROM new_word",
}
_KEEP = (
    "DELETE FROM known_name WHERE name IN (SELECT name FROM moved_name)",
    "INSERT INTO known_name FROM changed_name",
    "DELETE FROM known_word WHERE word_id IN (SELECT word_id FROM found_word)",
    "DELETE FROM known_word WHERE word_id NOT IN (FROM borne_word)",
    "INSERT INTO known_word FROM found_word",
)


def take_names_apart(case: Case, scratch: duckdb.DuckDBPyConnection) -> NameBook:
    """The names of persons, from the sources in table ``person`` and what earlier runs know of the
    others, with tables ``name``, ``name_stem`` and ``name_sound`` of them; only those are taken
    apart that no earlier run did.

    ``name`` holds each distinct name once: its number and its key's, key, words, whether it is a
    full name; ``name_stem`` one row for each of its words: stem and skeleton; ``name_sound`` one
    for each skeleton that a word may have.
    """
    scratch.execute(_SOURCE_NAMES)
    scratch.execute(_COUNTRIES)
    with handed_over(case, scratch, {"source_left": "FROM source_left"}):
        scratch.register("name_left", case.db.execute(_NAMES_LEFT).to_arrow_table())
    scratch.execute(_MOVED)
    for table in _KNOWN:
        scratch.register(table, taken_over(case, table))
    _take_apart(scratch, scratch.execute(_NEW_NAMES).to_arrow_table()["name"].to_pylist())
    for statement in _NAME_TABLES:
        scratch.execute(statement)
    for arrow in (*_KNOWN, "name_left", "new_name_arrow"):
        scratch.unregister(arrow)
    return NameBook(_names(scratch))


def _take_apart(scratch: duckdb.DuckDBPyConnection, written: Sequence[str]) -> None:
    """Make table ``new_word`` of the words of names, and ``new_name_arrow`` (name, descends,
    words) of the names."""
    names = take_apart(written)
    words = [*map(token, *(c.to_pylist() for c in (names.folded, names.plain, names.unvocalised)))]
    columns = {
        "place": np.arange(len(words)),
        "word": names.folded,
        "plain": names.plain,
        "unvocalised": names.unvocalised,
        "is_initial": pa.array([word.is_initial for word in words], pa.bool_()),
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
        "descends": names.descends,
        "words": pa.ListArray.from_arrays(pa.array(names.begins, pa.int32()), of_names),
    }
    scratch.register("new_name_arrow", pa.table(columns))


def _names(scratch: duckdb.DuckDBPyConnection) -> TakenApart:
    asked = scratch.execute("SELECT name, descends, words FROM name ORDER BY name_id")
    written, descends, words = (
        column.combine_chunks() for column in asked.to_arrow_table().columns
    )
    found = scratch.execute("SELECT word_id, word, plain, unvocalised FROM word").to_arrow_table()
    ids, *of_words = (column.combine_chunks() for column in found.columns)
    return TakenApart(
        written,
        pc.index_in(words.flatten(), ids).to_numpy().astype(np.int64),
        words.offsets.to_numpy().astype(np.int64),
        descends.to_numpy(zero_copy_only=False),
        *of_words,
    )


def keep(case: Case, scratch: duckdb.DuckDBPyConnection) -> None:
    """Write the names that the run met into the case, in the caller's transaction."""
    with handed_over(case, scratch, _FOUND):
        for statement in _KEEP:
            case.db.execute(statement)
