"""One row for each person of each source: what all its mentions there say together."""

from collections.abc import Sequence

import duckdb

MOST_ASSOCIATES = 30
"""In sources that name more people than this, standing together says nothing."""
COMMON_WORD = 60
"""A word in the names of more records than this brings only those together whose other words begin
alike."""
MOST_IN_A_HOUSEHOLD = 8
"""An address given with more names than this is a hostel or a camp, or no more than a place."""
LONG_NUMBER = 7
"""Shorter document numbers are a slip apart by chance."""
ONE_BEARER, SEVERAL_BEARERS = 1, 3
"""So many people at most, told apart by their birth dates, bear a name."""
FATHERS_RARER_THAN = (0.0033, 0.01)
RARER_THAN = (0.0000003, 0.000001, 0.000003, 0.00001, 0.00003, 0.0001, 0.0003, 0.001)
"""Classes of how often strangers bear a name."""

# Grain: one person of one source. ``rivals``: how many people known to differ bear the name.
# ``set_apart``: the source says that this is another person of the name. ``associates``: how the
# other full names of the source sound, hashed: numbers are set against each other faster than
# texts. ``beside``: each common word of the name with each of these, hashed.
# ``associate_bits``: those of two lists without one in common mostly have none, either.
# ``words``: how its words may sound, made narrower where they are common. ``handles``: what short
# names and nicknames could refer to them by. ``bearers``: of a lone surname or nickname, the full
# names it could be short for. ``seen_in``: sources that write the name so. ``document_slips``: its
# numbers, also with any one figure left out: one of these two numbers share that are a slip apart.
# ``source_fingerprint``: of all that the source says of persons, so that none of its records is
# taken for what it was where one of their mentions changed.
_RECORDS = """
    CREATE OR REPLACE TABLE person_record AS
    WITH named AS (
        SELECT local_id, person.name, name.is_full, name.name_key, letters, count(*) AS times
        FROM local_member JOIN person USING (mention_id) JOIN name USING (name) GROUP BY ALL
    ), called AS (
        SELECT local_id, unnest(first(struct_pack(name, name_key, letters, is_full)
            ORDER BY is_full DESC, times DESC, length(name) DESC, name))
        FROM named GROUP BY local_id
    ), known AS (
        SELECT local_id, any_value(source_id) AS source_id, bool_or(set_apart) AS set_apart,
            bool_or(is_quoted) AS is_quoted, bool_and(given_only) AS given_only,
            bool_and(is_contact) AS is_contact,
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
        -- Birth years that no typing slip explains, each with the dates near it.
        SELECT name_key, count(*) AS rivals FROM (
            SELECT name_key, birth_date, left(birth_date, 4) AS year,
                lag(birth_date) OVER (PARTITION BY name_key ORDER BY birth_date) AS before
            FROM born)
        WHERE before IS NULL OR (levenshtein(birth_date, before) > 1 AND year <> left(before, 4))
        GROUP BY name_key
    ), sounding AS (
        SELECT name, array_to_string(list_sort(list_distinct(list(skeleton))), ' ') AS sounding
        FROM name_stem GROUP BY name
    ), together AS (
        SELECT source_id, list(sound) AS named FROM (
            SELECT DISTINCT source_id, hash(sounding) AS sound
            FROM called JOIN known USING (local_id) JOIN sounding USING (name) WHERE is_full)
        GROUP BY source_id HAVING count(*) BETWEEN 2 AND $most
    ), accompanied AS (
        SELECT local_id, list_sort(list_filter(named, other -> other <> hash(sounding)))
            AS associates
        FROM called JOIN known USING (local_id) JOIN together USING (source_id)
        LEFT JOIN sounding USING (name)
    ), worded AS (
        SELECT local_id, skeleton, count(*) OVER (PARTITION BY skeleton) > $common AS is_common
        FROM called JOIN name_sound USING (name)
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
    ), started AS (
        SELECT local_id, starts, count(*) OVER (PARTITION BY starts) > $common AS is_common
        FROM called JOIN (SELECT name,
                array_to_string(list_sort(list_distinct(list(left(skeleton, 2)))), '-') AS starts
            FROM name_stem GROUP BY name) USING (name)
    ), initialled AS (
        SELECT name,
            array_to_string(list_sort(list_distinct(list(left(stem, 1)))), '') AS initials
        FROM called JOIN name_stem USING (name) WHERE called.is_full GROUP BY name
    ), carried AS (
        SELECT DISTINCT skeleton, initials FROM name_stem JOIN initialled USING (name)
    ), borne AS (
        -- Bearers of a word are told apart by their initials, which clerks seldom get wrong.
        SELECT name, count(DISTINCT initials) AS bearers
        FROM name_stem JOIN carried USING (skeleton) WHERE NOT is_full GROUP BY name
    ), seen AS (
        SELECT name_key, count(DISTINCT source_id) AS seen_in
        FROM called JOIN known USING (local_id) GROUP BY name_key
    ), fathered AS (
        SELECT local_id, nullif(name.name_key, '') AS father_key
        FROM known JOIN name ON name.name = father
    ), housed AS (
        SELECT local_id,
            -- "12 Hill Street" and "Hill Street 12" are one address.
            list_sort(list_distinct(string_split_regex(address, '[ ,.;:/()-]+'))) AS address_words,
            list_aggregate(address_words, 'string_agg', ' ') AS address_key,
            -- Whoever leaves out a blank, or strikes a wrong key, leaves most letters side by side.
            regexp_replace(address, '[ ,.;:/()-]+', '', 'g') AS letters_only,
            nullif(regexp_extract(address, '[0-9]+'), '') AS house_number,
            list_distinct(list_transform(range(1, greatest(length(letters_only) - 1, 2)),
                place -> substr(letters_only, place, 3))) AS address_parts,
            count(DISTINCT name_key) OVER (PARTITION BY address_key) > $household
                OR (len(address_words) <= 2 AND NOT regexp_matches(address, '[0-9]'))
                AS is_common_address
        FROM called JOIN known USING (local_id) WHERE address IS NOT NULL
    ), also_called AS (
        SELECT local_id, list_sort(list(DISTINCT name.name_key)) AS alias_keys
        FROM (SELECT local_id, unnest(aliases) AS name FROM known) JOIN name USING (name)
        GROUP BY local_id
    )
    SELECT local_id AS unique_id, source_id, called.name, nullif(name_key, '') AS name_key, letters,
        called.is_full,
        -- No finer than the model asks, so that a source more leaves most records as they were.
        {frequency} AS frequency,
        least(seen_in, 2) AS seen_in,
        CASE WHEN given_only THEN NULL ELSE least(bearers, 2) END AS bearers,
        coalesce(words, []) AS words,
        CASE WHEN NOT started.is_common THEN starts END AS starts,
        coalesce(alias_keys, []) AS alias_keys,
        list_concat(coalesce(alias_keys, []), CASE WHEN called.is_full OR name_key = '' THEN []
            ELSE [name_key] END) AS handles, is_quoted, is_contact,
        birth_date, birth_year, father, father_key,
        {father_frequency} AS father_frequency,
        sex, nationality, birth_place, address,
        address_words, address_key, address_parts, house_number, is_common_address,
        aliases, documents,
        list_distinct(flatten(list_transform(
            list_filter(documents, number -> length(number) >= $long),
            number -> list_append(list_transform(range(1, length(number) + 1),
                place -> left(number, place - 1) || substr(number, place + 1)), number)
        ))) AS document_slips,
        phones, vehicles, set_apart,
        CASE WHEN rivals > {many} THEN {many} + 1 WHEN rivals > {one} THEN {one} + 1 ELSE {one} END
            AS rivals,
        coalesce(accompanied.associates, []) AS associates, coalesce(beside, []) AS beside,
        list_bit_or(list_transform(associates, other -> 1::UBIGINT << (other % 64)))
            AS associate_bits,
        len(associates) || ' others named beside' AS company,
        source_now.fingerprint AS source_fingerprint
    FROM called JOIN known USING (local_id) JOIN seen USING (name_key)
    JOIN source_now USING (source_id)
    LEFT JOIN started USING (local_id)
    LEFT JOIN keyed USING (local_id)
    LEFT JOIN housed USING (local_id)
    LEFT JOIN borne ON borne.name = called.name
    LEFT JOIN name_frequency ON name_frequency.name = called.name
    LEFT JOIN name_frequency AS fathers ON fathers.name = father
    LEFT JOIN accompanied USING (local_id) LEFT JOIN stood USING (local_id)
    LEFT JOIN also_called USING (local_id)
    LEFT JOIN fathered USING (local_id) LEFT JOIN rivals USING (name_key)
    ORDER BY unique_id
"""


def build(scratch: duckdb.DuckDBPyConnection) -> None:
    """Fill table ``person_record`` from ``person`` and ``local_member``."""
    bounds = {"most": MOST_ASSOCIATES, "common": COMMON_WORD}
    bounds |= {"household": MOST_IN_A_HOUSEHOLD, "long": LONG_NUMBER}
    classes = {
        "frequency": _class_of("name_frequency.frequency", RARER_THAN),
        "father_frequency": _class_of("fathers.frequency", FATHERS_RARER_THAN),
    }
    scratch.execute(_RECORDS.format(**classes, one=ONE_BEARER, many=SEVERAL_BEARERS), bounds)


def _class_of(frequency: str, edges: Sequence[float]) -> str:
    """SQL for the least of the edges that a frequency does not exceed, or 1."""
    cases = " ".join(f"WHEN {frequency} <= {edge!r} THEN {edge!r}" for edge in edges)
    return f"CASE {cases} WHEN {frequency} IS NOT NULL THEN 1 END"
