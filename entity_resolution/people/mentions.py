"""Person mentions and what their sources say of them, one row a mention, for comparing."""

import duckdb
import pyarrow as pa

from entity_resolution.outcome import handed_over
from entity_resolution.people import exclusions
from entity_resolution.people.calling import nicknames
from entity_resolution.people.namesakes import set_apart
from workbench.case import Case

_QUOTES = "\"'„“”«»‚‘’`"

# Grain: one person mention of a source that is asked for. Lists hold distinct values in a stable
# order.
_PERSONS = f"""
    WITH asked AS (
        SELECT mention_id FROM mention
        WHERE kind = 'person' AND source_id IN (SELECT source_id FROM source_asked)
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
    ), tied AS (
        SELECT one AS mention_id, item.kind AS item_kind, item.normalised AS item
        FROM {exclusions.SIDED_CLAIMS} SEMI JOIN asked ON asked.mention_id = one
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
        mention.mention_id IN (SELECT person FROM contact WHERE person IS NOT NULL) AS is_contact,
        coalesce(given_only, false) AS given_only,
        birth_date, birth_year, father, sex, nationality, birth_place, address,
        coalesce(aliases, []) AS aliases, coalesce(documents, []) AS documents,
        coalesce(phones, []) AS phones, coalesce(vehicles, []) AS vehicles
    FROM mention SEMI JOIN asked USING (mention_id)
    LEFT JOIN said USING (mention_id) LEFT JOIN items USING (mention_id)
    LEFT JOIN document USING (source_id)
    ORDER BY mention.mention_id
"""

# Grain: one person mention, with what its text says beyond the attributes that were read.
_WITH_TEXT = """
    WITH called AS (
        SELECT mention_id, list(nickname) AS nicknames FROM called_arrow GROUP BY mention_id
    )
    SELECT person_arrow.* REPLACE (CASE WHEN nicknames IS NULL THEN aliases
            ELSE list_sort(list_distinct(list_concat(aliases, nicknames))) END AS aliases),
        list_contains($apart, mention_id) AS set_apart
    FROM person_arrow LEFT JOIN called USING (mention_id) ORDER BY mention_id
"""
_LACKING = """
    CREATE OR REPLACE TABLE source_asked AS
    SELECT DISTINCT source_id FROM {asked} WHERE source_id NOT IN (FROM source_read)
"""


class Persons:
    """Reads what sources say of persons into table ``person``, a row for each mention, as they are
    asked for."""

    def __init__(self, case: Case, scratch: duckdb.DuckDBPyConnection) -> None:
        self._case, self._scratch = case, scratch
        self._is_made = False
        scratch.execute("CREATE TABLE source_read (source_id INTEGER)")

    def read(self, asked: str) -> None:
        """Read the sources of a scratch table or query (source_id) that are not read yet."""
        case, scratch = self._case, self._scratch
        scratch.execute(_LACKING.format(asked=asked))
        if self._is_made and not scratch.execute("FROM source_asked LIMIT 1").fetchall():
            return
        with handed_over(case, scratch, {"source_asked": "FROM source_asked"}):
            found = case.db.execute(_PERSONS, {"quotes": _QUOTES}).to_arrow_table()
            called, apart = nicknames(case), set_apart(case)
        columns = {
            "mention_id": pa.array([mention for mention, _ in called], pa.int64()),
            "nickname": pa.array([nickname for _, nickname in called], pa.string()),
        }
        scratch.register("person_arrow", found)
        scratch.register("called_arrow", pa.table(columns))
        made = "INSERT INTO person" if self._is_made else "CREATE TABLE person AS"
        scratch.execute(f"{made} {_WITH_TEXT}", {"apart": apart})
        scratch.execute("INSERT INTO source_read FROM source_asked")
        self._is_made = True
        for arrow in ("person_arrow", "called_arrow"):
            scratch.unregister(arrow)
