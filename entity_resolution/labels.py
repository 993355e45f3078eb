"""What to call an entity: the fullest and most frequent of the ways it was written."""

from workbench.case import Case

_OUR_LETTERS = r"[\p{Latin}\p{Cyrillic}\P{L}]*"
# Grain: one entity with its label. Persons: a full name as most mentions have it, in Latin or
# Cyrillic letters and not in capitals where there is a choice, with the most frequent alias.
# Others: the normalised value.
_LABELS = """
    WITH written AS (
        SELECT entity_id, entity.kind, mention_id, country,
            coalesce(nullif(trim(normalised), ''), text) AS name
        FROM entity_member JOIN {asked} AS entity USING (entity_id) JOIN mention USING (mention_id)
    ), frequent AS (
        SELECT entity_id, kind, name, count(*) AS times FROM written GROUP BY ALL
    ), best AS (
        SELECT entity_id, kind,
            first(name ORDER BY least(len(string_split(name, ' ')), 2) DESC,
                NOT regexp_full_match(name, '{ours}'),
                upper(name) = name, times DESC, length(name) DESC, name) AS name
        FROM frequent GROUP BY ALL
    ), said AS (
        SELECT entity_id, attribute.name, value, count(*) AS times
        FROM entity_member SEMI JOIN {asked} USING (entity_id) JOIN attribute USING (mention_id)
        GROUP BY ALL
    ), facts AS (
        SELECT entity_id,
            first(value ORDER BY times DESC, value) FILTER (name = 'alias') AS alias,
            first(value ORDER BY times DESC, value) FILTER (name = 'make') AS make,
            first(value ORDER BY times DESC, value) FILTER (name = 'model') AS model
        FROM said GROUP BY entity_id
    )
    SELECT entity_id, CASE
        WHEN kind = 'person' THEN best.name || CASE WHEN alias IS NOT NULL
            AND NOT contains(lower(best.name), lower(alias)) THEN ' "' || alias || '"' ELSE '' END
        WHEN kind = 'handset' THEN 'IMEI ' || best.name
        WHEN kind = 'sim' THEN 'SIM ' || best.name
        WHEN kind = 'vehicle'
            THEN concat_ws(' ', best.name, upper(make[1]) || make[2:], upper(model[1]) || model[2:])
        ELSE best.name END AS label
    FROM best LEFT JOIN facts USING (entity_id)
"""


def label_entities(case: Case, asked: str) -> None:
    """Set the label of each entity of a table or view (entity_id, kind), in the caller's
    transaction."""
    labels = _LABELS.format(asked=asked, ours=_OUR_LETTERS)
    case.db.execute(
        f"UPDATE entity SET label = labels.label FROM ({labels}) AS labels "
        "WHERE entity.entity_id = labels.entity_id AND entity.label <> labels.label"
    )
