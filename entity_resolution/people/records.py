"""One row for each person of each source: what all its mentions there say together."""

import duckdb

from entity_resolution.outcome import compress
from entity_resolution.people.bearers import ADDRESS_WORDS
from entity_resolution.people.mentions import Persons

MOST_ASSOCIATES = 30
"""In sources that name more people than this, standing together says nothing."""
AT_ONCE = 500_000
"""Rows made together: what they are put together from has to fit into memory."""
LONG_NUMBER = 7
"""Shorter document numbers are a slip apart by chance."""

_LACKING = """
    CREATE OR REPLACE TABLE lacking AS
    SELECT record_id, (row_number() OVER (ORDER BY record_id) - 1) // $at_once AS part
    FROM ({asked})
"""
# Grain: one person of one source whose row is lacking. ``set_apart``: the source says that this is
# another person of the name. ``associates``: how the other full names of the source sound, hashed:
# numbers are set against each other faster than texts. ``beside``: each common word of the name
# with each of these, hashed. ``associate_bits``: those of two lists without one in common mostly
# have none, either. ``words``: how its words may sound, made narrower where they are common.
# ``handles``: what short names and nicknames could refer to them by. ``document_slips``: its
# numbers, also with any one figure left out: one of these two numbers share that are a slip apart.
_ROWS = f"""
    WITH asked AS (
        FROM bearer SEMI JOIN (FROM lacking WHERE part = $part) AS lacking USING (record_id)
    ), called AS (
        SELECT record_id AS local_id, source_id, name, name_id, name_key, letters, is_full, sounding
        FROM asked JOIN name USING (name)
    ), known AS (
        SELECT local_id, bool_or(set_apart) AS set_apart,
            bool_or(is_quoted) AS is_quoted, bool_and(given_only) AS given_only,
            bool_and(is_contact) AS is_contact,
            max(birth_date) AS birth_date, max(birth_year) AS birth_year, max(father) AS father,
            max(sex) AS sex, max(nationality) AS nationality, max(birth_place) AS birth_place,
            max(address) AS address,
            list_sort(list_distinct(flatten(list(aliases)))) AS aliases,
            list_sort(list_distinct(flatten(list(documents)))) AS documents,
            list_sort(list_distinct(flatten(list(phones)))) AS phones,
            list_sort(list_distinct(flatten(list(vehicles)))) AS vehicles
        FROM local_member JOIN person USING (mention_id)
        SEMI JOIN asked ON record_id = local_id GROUP BY local_id
    ), together AS (
        SELECT source_id, list(sound) AS named FROM (
            SELECT DISTINCT source_id, hash(sounding) AS sound
            FROM named_bearer SEMI JOIN asked USING (source_id) JOIN name USING (name_id)
            WHERE named_bearer.is_full)
        GROUP BY source_id HAVING count(*) BETWEEN 2 AND $most
    ), accompanied AS (
        SELECT local_id, list_sort(list_filter(named, other -> other <> hash(sounding)))
            AS associates
        FROM called JOIN together USING (source_id)
    ), worded AS (
        SELECT local_id, skeleton, skeleton IN (FROM common_word) AS is_common
        FROM called JOIN name_sound USING (name_id)
    ), narrowed AS (
        SELECT local_id, skeleton, skeleton AS word FROM worded WHERE NOT is_common
        UNION ALL
        SELECT common.local_id, common.skeleton,
            common.skeleton || ' ' || coalesce(left(other.skeleton, 2), '')
        FROM (FROM worded WHERE is_common) AS common
        LEFT JOIN worded AS other ON other.local_id = common.local_id
            AND other.skeleton <> common.skeleton
    ), stood AS (
        SELECT local_id, list_sort(list(hash(skeleton, associate))) AS beside
        FROM (FROM worded WHERE is_common)
        JOIN (SELECT local_id, unnest(associates) AS associate FROM accompanied) USING (local_id)
        GROUP BY local_id
    ), keyed AS (
        SELECT local_id, list_sort(list_distinct(list(word))) AS words
        FROM narrowed GROUP BY local_id
    ), fathered AS (
        SELECT local_id, nullif(name.name_key, '') AS father_key
        FROM known JOIN name ON name.name = father
    ), housed AS (
        SELECT local_id, {ADDRESS_WORDS.format("address")} AS address_words,
            list_aggregate(address_words, 'string_agg', ' ') AS address_key,
            -- Whoever leaves out a blank, or strikes a wrong key, leaves most letters side by side.
            regexp_replace(address, '[ ,.;:/()-]+', '', 'g') AS letters_only,
            nullif(regexp_extract(address, '[0-9]+'), '') AS house_number,
            list_distinct(list_transform(range(1, greatest(length(letters_only) - 1, 2)),
                place -> substr(letters_only, place, 3))) AS address_parts,
            hash(address_words) IN (FROM common_house)
                OR (len(address_words) <= 2 AND NOT regexp_matches(address, '[0-9]'))
                AS is_common_address
        FROM known WHERE address IS NOT NULL
    ), also_called AS (
        SELECT local_id, list_sort(list(DISTINCT name.name_key)) AS alias_keys
        FROM (SELECT local_id, unnest(aliases) AS name FROM known) JOIN name USING (name)
        GROUP BY local_id
    )
    SELECT local_id AS unique_id, source_id, called.name, nullif(name_key, '') AS name_key, letters,
        called.is_full, frequency, seen_in,
        CASE WHEN given_only THEN NULL ELSE bearers END AS bearers,
        coalesce(words, []) AS words, starts,
        coalesce(alias_keys, []) AS alias_keys,
        list_concat(coalesce(alias_keys, []), CASE WHEN called.is_full OR name_key = '' THEN []
            ELSE [name_key] END) AS handles, is_quoted, is_contact,
        birth_date, birth_year, father, father_key, father_frequency,
        sex, nationality, birth_place, address,
        address_words, address_key, address_parts, house_number, is_common_address,
        aliases, documents,
        list_distinct(flatten(list_transform(
            list_filter(documents, number -> length(number) >= $long),
            number -> list_append(list_transform(range(1, length(number) + 1),
                place -> left(number, place - 1) || substr(number, place + 1)), number)
        ))) AS document_slips,
        phones, vehicles, set_apart, rivals,
        coalesce(accompanied.associates, []) AS associates, coalesce(beside, []) AS beside,
        list_bit_or(list_transform(associates, other -> 1::UBIGINT << (other % 64)))
            AS associate_bits,
        len(associates) || ' others named beside' AS company
    FROM called JOIN known USING (local_id) JOIN name_standing USING (name_id)
    LEFT JOIN father_standing USING (father)
    LEFT JOIN keyed USING (local_id) LEFT JOIN housed USING (local_id)
    LEFT JOIN accompanied USING (local_id) LEFT JOIN stood USING (local_id)
    LEFT JOIN also_called USING (local_id) LEFT JOIN fathered USING (local_id)
"""


class Rows:
    """Makes rows of table ``person_record`` from what ``persons`` reads, ``local_member`` and what
    ``bearers`` made, as they are asked for."""

    def __init__(self, scratch: duckdb.DuckDBPyConnection, persons: Persons) -> None:
        self._scratch = scratch
        self._persons = persons
        self._is_made = False

    def __call__(self, asked: str | None = None) -> None:
        """Add the rows of the records of a scratch table or query (record_id), else of all, that
        are not there yet."""
        lacking = f"SELECT record_id FROM {asked or 'bearer'}"
        if self._is_made:
            lacking += " EXCEPT SELECT unique_id FROM person_record"
        self._scratch.execute(_LACKING.format(asked=lacking), {"at_once": AT_ONCE})
        last = self._scratch.execute("SELECT max(part) FROM lacking").fetchall()[0][0]
        if self._is_made and last is None:
            return
        self._persons.read_records("lacking")
        for part in range((last or 0) + 1):
            made = "INSERT INTO person_record" if self._is_made else "CREATE TABLE person_record AS"
            values = {"most": MOST_ASSOCIATES, "long": LONG_NUMBER, "part": part}
            self._scratch.execute(f"{made} {_ROWS}", values)
            compress(self._scratch)
            self._is_made = True
