"""Person mentions and what their sources say of them, one row a mention, for comparing."""

import duckdb
import pyarrow as pa

from entity_resolution.outcome import handed_over
from entity_resolution.people import exclusions, personal_numbers
from entity_resolution.people.calling import nicknames
from entity_resolution.people.namesakes import set_apart
from workbench.case import Case

_VALUES = {"quotes": "\"'„“”«»‚‘’`"}

# Grain: one person mention that is asked for. Lists hold distinct values in a stable order.
_PERSONS = f"""
    WITH asked AS (
        {{asked}}
    ), said AS (
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
        FROM attribute SEMI JOIN asked USING (mention_id) GROUP BY mention_id
    ), belonging AS (
        SELECT CASE kind WHEN 'registered_to' THEN left_mention ELSE right_mention END AS item
        FROM claim WHERE kind IN ('uses', 'owns', 'holds', 'registered_to')
            AND NOT negated AND state <> 'refused'
    ), tied AS (
        -- On whom a thing was seized tells whose it is only where no source says that.
        SELECT one AS mention_id, item.kind AS item_kind, item.normalised AS item,
            item.mention_id AS item_id
        FROM {exclusions.SIDED_CLAIMS} SEMI JOIN asked ON asked.mention_id = one
        JOIN mention AS item ON item.kind <> 'person' AND item.normalised IS NOT NULL
            AND item.mention_id = other
        WHERE NOT negated AND state <> 'refused' AND sided.kind
            IN ('uses', 'owns', 'holds', 'registered_to', 'seized_from', 'drives')
            AND (sided.kind <> 'seized_from' OR other NOT IN (SELECT item FROM belonging))
            AND (one, item.normalised) NOT IN (SELECT (person, item) FROM not_theirs)
    ), personal AS (
        SELECT mention_id FROM attribute WHERE name = 'document_type' AND value = 'personal_number'
    ), items AS (
        SELECT mention_id,
            list_sort(list(DISTINCT item) FILTER (item_kind IN ('document', 'account')))
                AS documents,
            list_sort(list(DISTINCT item) FILTER (item_kind IN ('phone', 'handset', 'sim')))
                AS phones,
            list_sort(list(DISTINCT item) FILTER (item_kind = 'vehicle')) AS vehicles,
            list_sort(list(DISTINCT item) FILTER (item_id IN (FROM personal)))
                AS personal_numbers
        FROM tied GROUP BY mention_id
    )
    SELECT mention.mention_id, source_id,
        coalesce(nullif(trim(normalised), ''), mention.text) AS name,
        coalesce(contains($quotes, nullif(document.text[start_char], '')), false) AS is_quoted,
        mention.mention_id IN (SELECT person FROM contact WHERE person IS NOT NULL) AS is_contact,
        coalesce(given_only, false) AS given_only,
        birth_date, birth_year, father, sex, nationality, birth_place, address,
        coalesce(aliases, []) AS aliases, coalesce(documents, []) AS documents,
        coalesce(phones, []) AS phones, coalesce(vehicles, []) AS vehicles,
        coalesce(personal_numbers, []) AS personal_numbers
    FROM mention SEMI JOIN asked USING (mention_id)
    LEFT JOIN said USING (mention_id) LEFT JOIN items USING (mention_id)
    LEFT JOIN document USING (source_id)
    ORDER BY mention.mention_id
"""

_NOT_THEIRS = {"not_theirs": "FROM not_theirs"}
_OF_SOURCES = """
    SELECT mention_id FROM mention
    WHERE kind = 'person' AND source_id IN (SELECT source_id FROM source_asked)
"""
_OF_RECORDS = """
    SELECT mention_id FROM local_member SEMI JOIN {asked} AS asked ON record_id = local_id
    ANTI JOIN person USING (mention_id)
"""
# Grain: one thing that the text of a source says of a person mention.
_BY_TEXT = """
    INSERT INTO by_text
    SELECT source_id, mention_id, nickname FROM by_text_arrow JOIN person_arrow USING (mention_id)
"""
# Grain: one person mention, with what its text says beyond the attributes that were read, and what
# its personal number tells where the source does not say it: two numbers tell of somebody else.
_WITH_TEXT = """
    WITH numbered AS (
        SELECT mention_id, born, told.sex AS told_sex
        FROM person_arrow JOIN told_by_number AS told ON number = personal_numbers[1]
        WHERE len(personal_numbers) = 1
    ), called AS (
        SELECT mention_id, list(nickname) FILTER (nickname IS NOT NULL) AS nicknames,
            bool_or(nickname IS NULL) AS set_apart
        FROM by_text GROUP BY mention_id
    )
    SELECT person_arrow.* EXCLUDE (personal_numbers) REPLACE (
            CASE WHEN nicknames IS NULL THEN aliases
                ELSE list_sort(list_distinct(list_concat(aliases, nicknames))) END AS aliases,
            CASE WHEN birth_year IS NULL OR birth_year = left(born, 4)
                THEN coalesce(birth_date, born) ELSE birth_date END AS birth_date,
            coalesce(birth_year, left(born, 4)) AS birth_year,
            coalesce(sex, told_sex) AS sex),
        coalesce(set_apart, false) AS set_apart
    FROM person_arrow LEFT JOIN called USING (mention_id) LEFT JOIN numbered USING (mention_id)
    ORDER BY mention_id
"""


class Persons:
    """Reads what sources say of persons into table ``person``, a row for each mention: of whole
    sources that are not known yet, with what their texts say, which is added to table ``by_text``;
    and of single records of the others as they are asked for."""

    def __init__(self, case: Case, scratch: duckdb.DuckDBPyConnection) -> None:
        self._case, self._scratch = case, scratch

    def read_sources(self, asked: str) -> None:
        """Make table ``person`` of the sources of a scratch table (source_id)."""
        case, scratch = self._case, self._scratch
        with handed_over(case, scratch, {"source_asked": f"FROM {asked}", **_NOT_THEIRS}):
            found = case.db.execute(_PERSONS.format(asked=_OF_SOURCES), _VALUES).to_arrow_table()
            said = [*nicknames(case), *((mention, None) for mention in set_apart(case))]
        mention, nickname = zip(*said, strict=True) if said else ((), ())
        columns = {
            "mention_id": pa.array(mention, pa.int64()),
            "nickname": pa.array(nickname, pa.string()),
        }
        scratch.register("person_arrow", found)
        scratch.register("by_text_arrow", pa.table(columns))
        scratch.execute(_BY_TEXT)
        personal_numbers.read(scratch)
        scratch.execute(f"CREATE TABLE person AS {_WITH_TEXT}")
        for arrow in ("person_arrow", "by_text_arrow", "told_by_number"):
            scratch.unregister(arrow)

    def read_records(self, asked: str) -> None:
        """Add the mentions of the records of a scratch table (record_id) that are not there yet."""
        case, scratch = self._case, self._scratch
        scratch.execute(
            f"CREATE OR REPLACE TABLE mention_asked AS {_OF_RECORDS}".format(asked=asked)
        )
        if not scratch.execute("FROM mention_asked LIMIT 1").fetchall():
            return
        with handed_over(case, scratch, {"mention_asked": "FROM mention_asked", **_NOT_THEIRS}):
            of = _PERSONS.format(asked="FROM mention_asked")
            scratch.register("person_arrow", case.db.execute(of, _VALUES).to_arrow_table())
        personal_numbers.read(scratch)
        scratch.execute(f"INSERT INTO person {_WITH_TEXT}")
        for arrow in ("person_arrow", "told_by_number"):
            scratch.unregister(arrow)
