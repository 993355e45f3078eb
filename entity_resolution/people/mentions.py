"""Person mentions and what their sources say of them, one row a mention, for comparing."""

import duckdb
import pyarrow as pa

from entity_resolution.names.bulk import NameBook
from entity_resolution.people import exclusions, frequency, known
from entity_resolution.people.calling import nicknames
from entity_resolution.people.namesakes import set_apart
from workbench.case import Case

_QUOTES = "\"'„“”«»‚‘’`"

# Grain: one person mention. Lists hold distinct values in a stable order.
_PERSONS = f"""
    WITH said AS (
        SELECT mention_id,
            max(value) FILTER (name = 'birth_date' AND length(value) = 10) AS birth_date,
            max(left(value, 4)) FILTER (name = 'birth_date') AS birth_year,
            max(value) FILTER (name = 'father_name') AS father,
            max(value) FILTER (name = 'sex') AS sex,
            max(value) FILTER (name = 'nationality') AS nationality,
            max(lower(strip_accents(value))) FILTER (name = 'birth_place') AS birth_place,
            max(lower(strip_accents(value))) FILTER (name = 'address') AS address,
            bool_or(name = 'given_name') AND NOT bool_or(name = 'surname') AS given_only,
            list_sort(list(DISTINCT value) FILTER (name = 'alias')) AS aliases
        FROM attribute GROUP BY mention_id
    ), tied AS (
        SELECT person.mention_id, item.kind AS item_kind, item.normalised AS item
        FROM {exclusions.SIDED_CLAIMS}
        JOIN mention AS person ON person.kind = 'person' AND person.mention_id = one
        JOIN mention AS item ON item.kind <> 'person' AND item.normalised IS NOT NULL
            AND item.mention_id = other
        WHERE NOT negated AND state <> 'refused' AND sided.kind
            IN ('uses', 'owns', 'holds', 'registered_to', 'seized_from', 'drives')
    ), items AS (
        SELECT mention_id,
            list_sort(list(DISTINCT item) FILTER (item_kind IN ('document', 'account')))
                AS documents,
            list_sort(list(DISTINCT item) FILTER (item_kind IN ('phone', 'handset', 'sim')))
                AS phones,
            list_sort(list(DISTINCT item) FILTER (item_kind = 'vehicle')) AS vehicles
        FROM tied GROUP BY mention_id
    )
    SELECT mention.mention_id, source_id,
        coalesce(nullif(trim(normalised), ''), mention.text) AS name,
        coalesce(contains($quotes, nullif(document.text[start_char], '')), false) AS is_quoted,
        coalesce(row_number, start_char) AS place, row_number IS NOT NULL AS is_row,
        mention.mention_id IN (SELECT person FROM contact WHERE person IS NOT NULL) AS is_contact,
        coalesce(given_only, false) AS given_only,
        birth_date, birth_year, father, sex, nationality, birth_place, address,
        coalesce(aliases, []) AS aliases, coalesce(documents, []) AS documents,
        coalesce(phones, []) AS phones, coalesce(vehicles, []) AS vehicles
    FROM mention
    LEFT JOIN said USING (mention_id) LEFT JOIN items USING (mention_id)
    LEFT JOIN document USING (source_id)
    WHERE mention.kind = 'person'
    ORDER BY mention.mention_id
"""

# Grain: one person mention, with what its text says beyond the attributes that were read.
_WITH_TEXT = """
    CREATE TABLE person AS
    WITH called AS (
        SELECT mention_id, list(nickname) AS nicknames FROM called_arrow GROUP BY mention_id
    )
    SELECT person_arrow.* REPLACE (
            CASE WHEN nicknames IS NULL THEN aliases
            ELSE list_sort(list_distinct(list_concat(aliases, nicknames))) END AS aliases),
        list_contains($apart, mention_id) AS set_apart
    FROM person_arrow LEFT JOIN called USING (mention_id) ORDER BY mention_id
"""

# Grain: one name that somebody is called or has for a father's.
_BORNE = """
    CREATE TABLE borne AS
    SELECT name, row_number() OVER (ORDER BY name) - 1 AS name_id FROM (
        SELECT name FROM person UNION SELECT unnest(aliases) FROM person
        UNION SELECT father FROM person WHERE father IS NOT NULL)
"""


def prepare(case: Case, scratch: duckdb.DuckDBPyConnection) -> NameBook:
    """Fill tables ``person``, ``opposed``, ``name``, ``name_stem`` and ``name_frequency``; the
    names, with which they are compared.

    ``name`` holds each distinct name once: its number and its key's, key, words, whether it is a
    full name; ``name_stem`` one row for each of its words: stem and skeleton; ``name_sound`` one
    for each skeleton that a word may have.
    """
    scratch.register(
        "person_arrow", case.db.execute(_PERSONS, {"quotes": _QUOTES}).to_arrow_table()
    )
    exclusions.gather(case, scratch)
    called = nicknames(case)
    scratch.register(
        "called_arrow",
        pa.table(
            {
                "mention_id": pa.array([mention for mention, _ in called], pa.int64()),
                "nickname": pa.array([nickname for _, nickname in called], pa.string()),
            }
        ),
    )
    scratch.execute(_WITH_TEXT, {"apart": set_apart(case)})
    scratch.execute(_BORNE)
    book = known.name_book(case, scratch)
    frequency.count(scratch)
    return book
