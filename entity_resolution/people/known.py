"""The persons of sources that are as they were, as an earlier run found them.

The result is the same as without: a source's persons are taken over only where all that it says of
persons and that sets two of them apart is the same, and the software. Nothing is written before
``keep``.
"""

import duckdb

from entity_resolution.memory import software, taken_over
from entity_resolution.outcome import handed_over
from entity_resolution.people.exclusions import SIDED_CLAIMS
from workbench.case import Case
from workbench.vocabulary import ApartReason

_OF_SOURCES = ("known_person", "known_bearer", "known_namesakes", "known_by_text")
# Grain: one source of persons, with a number for all that its persons follow from.
_SOURCES = f"""
    WITH person AS (
        SELECT mention_id, source_id FROM mention WHERE kind = 'person'
    ), said AS (
        SELECT source_id, hash(mention) AS said FROM mention WHERE kind = 'person'
        UNION ALL
        SELECT source_id, hash(attribute) FROM attribute JOIN person USING (mention_id)
        UNION ALL
        SELECT person.source_id,
            hash(person.mention_id, sided.kind, negated, state, item.kind, item.normalised)
        FROM {SIDED_CLAIMS} JOIN person ON person.mention_id = one
        JOIN mention AS item ON item.mention_id = other
        UNION ALL
        SELECT person.source_id, hash(person.mention_id)
        FROM contact JOIN person ON person.mention_id = contact.person
        UNION ALL
        SELECT source_id, hash(text) FROM document SEMI JOIN person USING (source_id)
        UNION ALL
        SELECT source_id, hash(passage) FROM passage SEMI JOIN person USING (source_id)
        UNION ALL
        SELECT l.source_id, hash(one, other) FROM opposed
        JOIN person AS l ON l.mention_id = one
        JOIN person AS r ON r.mention_id = other AND r.source_id = l.source_id
    )
    SELECT source_id, hash(sum(said), count(*), $software) AS fingerprint
    FROM said GROUP BY source_id
"""
_RECALLED = (
    "CREATE TABLE source_now AS FROM source_arrow",
    "CREATE TABLE unread AS FROM source_now ANTI JOIN known_source USING (source_id, fingerprint)",
    """
    CREATE TABLE source_left AS
    SELECT source_id FROM known_source WHERE source_id NOT IN (
        SELECT source_id FROM source_now ANTI JOIN unread USING (source_id))
    """,
    """
    CREATE TABLE country AS
    SELECT DISTINCT unnest(countries) AS country FROM known_source
    ANTI JOIN source_left USING (source_id)
    """,
    """
    CREATE TABLE local_member AS
    SELECT mention_id, local_id FROM known_person ANTI JOIN source_left USING (source_id)
    """,
    "CREATE TABLE bearer AS FROM known_bearer ANTI JOIN source_left USING (source_id)",
    "CREATE TABLE by_text AS FROM known_by_text ANTI JOIN source_left USING (source_id)",
    """
    INSERT INTO opposed SELECT one, other, $facts, '' FROM known_namesakes
    ANTI JOIN source_left USING (source_id)
    """,
)
_FOUND = {
    "source_left": "FROM source_left",
    "new_source": "FROM unread JOIN source_names USING (source_id)",
    "new_person": "SELECT source_id, mention_id, local_id FROM local_member "
    "JOIN person USING (mention_id) SEMI JOIN unread USING (source_id) ORDER BY mention_id",
    "new_bearer": "FROM bearer SEMI JOIN unread USING (source_id) ORDER BY record_id",
    "new_by_text": "FROM by_text SEMI JOIN unread USING (source_id) ORDER BY ALL",
    "new_namesakes": "SELECT source_id, one, other FROM opposed JOIN person ON mention_id = one "
    "SEMI JOIN unread USING (source_id) WHERE reason = 'facts' ORDER BY ALL",
}
_KEEP = (
    *(
        f"DELETE FROM {table} WHERE source_id IN (FROM source_left)"
        for table in ("known_source", *_OF_SOURCES)
    ),
    "INSERT INTO known_source BY NAME FROM new_source",
    "INSERT INTO known_person FROM new_person",
    "INSERT INTO known_bearer FROM new_bearer",
    "INSERT INTO known_namesakes FROM new_namesakes",
    "INSERT INTO known_by_text FROM new_by_text",
)


def recall(case: Case, scratch: duckdb.DuckDBPyConnection) -> None:
    """Make tables ``local_member`` (mention_id, local_id), ``bearer`` and ``by_text`` (source_id,
    mention_id, nickname) of the persons of sources that are as they were; ``country`` of the
    countries (ISO 3166) whose nationals they name; ``unread`` (source_id, fingerprint) of the other
    sources of persons, and ``source_left`` (source_id) of those that were otherwise, or are gone.
    """
    with handed_over(case, scratch, {"opposed": "SELECT one, other FROM opposed"}):
        found = case.db.execute(_SOURCES, {"software": software()}).to_arrow_table()
    scratch.register("source_arrow", found)
    known = taken_over(case, "known_source", "source_id, fingerprint, countries")
    scratch.register("known_source", known)
    for table in _OF_SOURCES:
        scratch.register(table, taken_over(case, table))
    for statement in _RECALLED:
        scratch.execute(statement, {"facts": ApartReason.FACTS} if "$facts" in statement else None)
    for arrow in ("source_arrow", "known_source", *_OF_SOURCES):
        scratch.unregister(arrow)


def keep(case: Case, scratch: duckdb.DuckDBPyConnection) -> None:
    """Write what the run found of sources into the case, in the caller's transaction."""
    with handed_over(case, scratch, _FOUND):
        for statement in _KEEP:
            case.db.execute(statement)
