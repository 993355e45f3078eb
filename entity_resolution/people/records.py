"""One row for each person of each source: what all its mentions there say together."""

import duckdb

MOST_ASSOCIATES = 30
"""In sources that name more people than this, standing together says nothing."""

# Grain: one person of one source. ``rival``: the name is borne by people known to differ.
# ``set_apart``: the source says that this is another person of the name. ``associates``: the other
# full names of the source. ``handles``: what short names and nicknames could refer to them by.
# ``bearers``: of a lone surname or nickname, the full names it could be short for. ``seen_in``:
# sources that write the name so.
_RECORDS = """
    CREATE OR REPLACE TABLE person_record AS
    WITH named AS (
        SELECT local_id, person.name, name.is_full, name.name_key, letters, count(*) AS times
        FROM local_member JOIN person USING (mention_id) JOIN name USING (name) GROUP BY ALL
    ), called AS (
        SELECT local_id, unnest(first({'name': name, 'name_key': name_key, 'letters': letters,
            'is_full': is_full} ORDER BY is_full DESC, times DESC, length(name) DESC, name))
        FROM named GROUP BY local_id
    ), known AS (
        SELECT local_id, any_value(source_id) AS source_id, bool_or(set_apart) AS set_apart,
            bool_or(is_quoted) AS is_quoted, bool_and(given_only) AS given_only,
            max(birth_date) AS birth_date, max(birth_year) AS birth_year, max(father) AS father,
            max(sex) AS sex, max(nationality) AS nationality, max(birth_place) AS birth_place,
            max(address) AS address,
            list_sort(list_distinct(flatten(list(aliases)))) AS aliases,
            list_sort(list_distinct(flatten(list(documents)))) AS documents,
            list_sort(list_distinct(flatten(list(phones)))) AS phones,
            list_sort(list_distinct(flatten(list(vehicles)))) AS vehicles
        FROM local_member JOIN person USING (mention_id) GROUP BY local_id
    ), born AS (
        SELECT DISTINCT name_key, birth_date FROM called JOIN known USING (local_id)
        WHERE birth_date IS NOT NULL AND NOT set_apart
    ), rivals AS (
        -- Two dates that no typing slip and no change of places explains.
        SELECT DISTINCT name_key FROM born AS l JOIN born AS r USING (name_key)
        WHERE levenshtein(l.birth_date, r.birth_date) > 1 AND l.birth_date < r.birth_date
            AND left(l.birth_date, 4) <> left(r.birth_date, 4)
    ), together AS (
        SELECT source_id, list(DISTINCT name_key) AS name_keys
        FROM called JOIN known USING (local_id) WHERE is_full GROUP BY source_id
        HAVING count(DISTINCT name_key) BETWEEN 2 AND $most
    ), initialled AS (
        SELECT name, string_agg(DISTINCT left(stem, 1), '' ORDER BY left(stem, 1)) AS initials
        FROM called JOIN name_stem USING (name) WHERE called.is_full GROUP BY name
    ), borne AS (
        -- Bearers of a word are told apart by their initials, which clerks seldom get wrong.
        SELECT local_id, count(DISTINCT initials) AS bearers
        FROM called JOIN name_stem AS word ON word.name = called.name
        JOIN name_stem AS other USING (skeleton) JOIN initialled ON initialled.name = other.name
        WHERE NOT called.is_full GROUP BY local_id
    ), seen AS (
        SELECT name_key, count(DISTINCT source_id) AS seen_in
        FROM called JOIN known USING (local_id) GROUP BY name_key
    ), also_called AS (
        SELECT local_id, list_sort(list(DISTINCT name.name_key)) AS alias_keys
        FROM (SELECT local_id, unnest(aliases) AS name FROM known) JOIN name USING (name)
        GROUP BY local_id
    )
    SELECT local_id AS unique_id, source_id, called.name, name_key, letters, called.is_full,
        frequency, seen_in, CASE WHEN given_only THEN NULL ELSE bearers END AS bearers,
        list_sort(list_distinct(list(name_sound.skeleton))) AS words,
        string_agg(DISTINCT left(name_stem.skeleton, 2), '-'
            ORDER BY left(name_stem.skeleton, 2)) AS starts,
        coalesce(alias_keys, []) AS alias_keys,
        list_concat(coalesce(alias_keys, []), CASE WHEN called.is_full THEN []
            ELSE [name_key] END) AS handles, is_quoted,
        birth_date, birth_year, father, sex, nationality, birth_place, address, aliases,
        documents, phones, vehicles, set_apart,
        name_key IN (FROM rivals) AS rival,
        list_sort(list_filter(coalesce(name_keys, []), other -> other <> name_key)) AS associates
    FROM called JOIN known USING (local_id) JOIN seen USING (name_key)
    JOIN name_stem ON name_stem.name = called.name
    JOIN name_sound ON name_sound.name = called.name
    LEFT JOIN borne USING (local_id)
    JOIN name_frequency ON name_frequency.name = called.name
    LEFT JOIN together USING (source_id) LEFT JOIN also_called USING (local_id)
    GROUP BY ALL ORDER BY unique_id
"""


def build(scratch: duckdb.DuckDBPyConnection) -> None:
    """Fill table ``person_record`` from ``person`` and ``local_member``."""
    scratch.execute(_RECORDS, {"most": MOST_ASSOCIATES})
