"""What each person of each source is called, born and housed, in a short row; and how what it says
stands in the whole case: what many bear tells less.

All that a person's record takes from other sources is found here, from the short rows alone, which
are kept from run to run.
"""

from collections.abc import Sequence

import duckdb

COMMON_WORD = 60
"""A word in the names of more records than this brings only those together whose other words begin
alike."""
MOST_IN_A_HOUSEHOLD = 8
"""An address given with more names than this is a hostel or a camp, or no more than a place."""
ONE_BEARER, SEVERAL_BEARERS = 1, 3
MANY_BEARERS = (10, 30)
"""So many people at most, told apart by their birth dates, bear a name; of those that many bear,
classes."""
FATHERS_RARER_THAN = (0.0033, 0.01)
RARER_THAN = (0.0000003, 0.000001, 0.000003, 0.00001, 0.00003, 0.0001, 0.0003, 0.001)
"""Classes of how often strangers bear a name."""
ADDRESS_WORDS = "list_sort(list_distinct(string_split_regex({}, '[ ,.;:/()-]+')))"
"""SQL for the words of an address: "12 Hill Street" and "Hill Street 12" are one."""

# Grain: one person of one source. ``born``: the birth date, unless the source says that this is
# another person of the name. ``house``: a number for the address.
_ADD = f"""
    INSERT INTO bearer
    WITH said AS (
        SELECT local_id, person.* FROM person SEMI JOIN unread USING (source_id)
        JOIN local_member USING (mention_id)
    ), called AS (
        SELECT local_id,
            first(name ORDER BY is_full DESC, times DESC, length(name) DESC, name) AS name
        FROM (SELECT local_id, name, is_full, count(*) AS times FROM said JOIN name USING (name)
              GROUP BY ALL)
        GROUP BY local_id
    ), known AS (
        SELECT local_id, any_value(source_id) AS source_id, max(father) AS father,
            max(birth_date) AS birth_date, bool_or(set_apart) AS set_apart, max(address) AS address
        FROM said GROUP BY local_id
    )
    SELECT source_id, local_id, name, father, CASE WHEN NOT set_apart THEN birth_date END,
        CASE WHEN address IS NOT NULL THEN hash({ADDRESS_WORDS.format("address")}) END
    FROM called JOIN known USING (local_id) ORDER BY local_id
"""
_NAMED = """
    CREATE TABLE named_bearer AS
    SELECT bearer.*, name_id, key_id, is_full FROM bearer JOIN name USING (name)
"""
# Grain: one name that records go by.
_CALLED = """
    CREATE TABLE called AS
    SELECT name_id, key_id, is_full, count(*) AS records, min(source_id) AS first_source,
        max(source_id) AS last_source
    FROM named_bearer GROUP BY name_id, key_id, is_full
"""
_COMMON_WORDS = """
    CREATE TABLE common_word AS
    SELECT skeleton FROM called JOIN name_sound USING (name_id)
    GROUP BY skeleton HAVING sum(records) > $common
"""
_COMMON_STARTS = """
    CREATE TABLE common_start AS
    SELECT starts FROM called JOIN name USING (name_id) WHERE starts IS NOT NULL
    GROUP BY starts HAVING sum(records) > $common
"""
_COMMON_HOUSES = """
    CREATE TABLE common_house AS
    SELECT house FROM named_bearer WHERE house IS NOT NULL
    GROUP BY house HAVING count(DISTINCT key_id) > $household
"""
# Grain: one name that records go by. ``rivals``: how many people known to differ bear it, in
# classes. ``seen_in``: sources that write it so, two at most. ``bearers``: of a lone surname or
# nickname, the full names it could be short for, two at most. ``starts``: how its words begin, if
# few names begin so. Nothing is finer than the model asks, so that a source more leaves most
# records as they were.
_STANDING = """
    CREATE TABLE name_standing AS
    WITH seen AS (
        SELECT key_id, CASE WHEN min(first_source) < max(last_source) THEN 2 ELSE 1 END AS seen_in
        FROM called GROUP BY key_id
    ), born AS (
        SELECT DISTINCT key_id, born FROM named_bearer WHERE born IS NOT NULL
    ), rivals AS (
        -- Birth years that no typing slip explains, each with the dates near it.
        SELECT key_id, count(*) AS rivals FROM (
            SELECT key_id, born, left(born, 4) AS year,
                lag(born) OVER (PARTITION BY key_id ORDER BY born) AS before
            FROM born)
        WHERE before IS NULL OR (levenshtein(born, before) > 1 AND year <> left(before, 4))
        GROUP BY key_id
    ), carried AS (
        SELECT DISTINCT skeleton, initials FROM name_stem JOIN called USING (name_id)
        JOIN name USING (name_id) WHERE called.is_full
    ), borne AS (
        -- Bearers of a word are told apart by their initials, which clerks seldom get wrong.
        SELECT name_id, least(count(DISTINCT initials), 2) AS bearers
        FROM name_stem JOIN carried USING (skeleton) WHERE NOT is_full GROUP BY name_id
    ), worded AS (
        SELECT name_id, bit_xor(hash(skeleton)) AS common_words
        FROM name_sound SEMI JOIN common_word USING (skeleton) GROUP BY name_id
    )
    SELECT * EXCLUDE (common_words),
        hash(frequency, seen_in, bearers, starts, rivals, common_words) AS standing
    FROM (SELECT name_id, {frequency} AS frequency, seen_in, bearers, common_words,
            CASE WHEN starts NOT IN (FROM common_start) THEN starts END AS starts,
            {rivals} AS rivals
        FROM called JOIN name USING (name_id) LEFT JOIN name_frequency AS given USING (name_id)
        LEFT JOIN seen ON seen.key_id = name.key_id
        LEFT JOIN rivals ON rivals.key_id = name.key_id
        LEFT JOIN borne USING (name_id) LEFT JOIN worded USING (name_id))
"""
_FATHERS = """
    CREATE TABLE father_standing AS
    SELECT father, {frequency} AS father_frequency
    FROM (SELECT DISTINCT father FROM bearer) JOIN name ON name = father
    JOIN name_frequency AS given USING (name_id)
"""
# Grain: one person of one source, with a number for all that the record follows from: what the
# source says of persons, and how that stands in the case.
_LISTED = """
    CREATE TABLE person_listed AS
    SELECT record_id, name_id, house IS NOT NULL AS is_housed,
        hash(source_now.fingerprint, standing, father_frequency, house IN (FROM common_house))
            AS fingerprint
    FROM named_bearer JOIN source_now USING (source_id) JOIN name_standing USING (name_id)
    LEFT JOIN father_standing USING (father)
"""


def build(scratch: duckdb.DuckDBPyConnection) -> None:
    """Add to table ``bearer`` the persons of each source of table ``unread``; make of all of them,
    with the numbers of their names, ``named_bearer``, ``called``, ``common_word``,
    ``common_start``, ``common_house``, ``name_standing``, ``father_standing``, and
    ``person_listed`` (record_id, name_id, is_housed, fingerprint)."""
    scratch.execute(_ADD)
    scratch.execute(_NAMED)
    scratch.execute(_CALLED)
    scratch.execute(_COMMON_WORDS, {"common": COMMON_WORD})
    scratch.execute(_COMMON_STARTS, {"common": COMMON_WORD})
    scratch.execute(_COMMON_HOUSES, {"household": MOST_IN_A_HOUSEHOLD})
    frequency = _class_of("given.frequency", RARER_THAN)
    standing = _STANDING.format(frequency=frequency, rivals=_rivals())
    scratch.execute(standing)
    scratch.execute(_FATHERS.format(frequency=_class_of("given.frequency", FATHERS_RARER_THAN)))
    scratch.execute(_LISTED)


def _rivals() -> str:
    edges = sorted((SEVERAL_BEARERS, ONE_BEARER, *MANY_BEARERS), reverse=True)
    cases = " ".join(f"WHEN rivals > {edge} THEN {edge + 1}" for edge in edges)
    return f"CASE {cases} ELSE {ONE_BEARER} END"


def _class_of(frequency: str, edges: Sequence[float]) -> str:
    """SQL for the least of the edges that a frequency does not exceed, or 1."""
    cases = " ".join(f"WHEN {frequency} <= {edge!r} THEN {edge!r}" for edge in edges)
    return f"CASE {cases} WHEN {frequency} IS NOT NULL THEN 1 END"
