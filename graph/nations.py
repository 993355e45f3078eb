"""To which country persons and phones belong, as far as sources say."""

from graph.build.network import Network
from workbench.case import Case

# Grain: one entity with a country, the one most of its mentions have.
_COUNTRIES = """
    WITH said AS (
        SELECT entity_id, value AS country FROM attribute JOIN entity_member USING (mention_id)
        WHERE name = 'nationality'
        UNION ALL
        SELECT entity_id, country FROM mention JOIN entity_member USING (mention_id)
        WHERE kind = 'phone' AND country IS NOT NULL
    )
    SELECT entity_id, country FROM said GROUP BY entity_id, country
    QUALIFY row_number() OVER (PARTITION BY entity_id ORDER BY count(*) DESC, country) = 1
"""


def nations(case: Case, network: Network) -> dict[str, str]:
    """The country (ISO 3166-1 alpha-2) by entity id.

    A person's is the nationality that most sources state, else the country of the phones they
    hold; a phone's is that of its number.
    """
    with case.db.cursor() as db:
        known = dict(db.execute(_COUNTRIES).fetchall())
    for holding in network.folded:
        if holding.phone in known:
            known.setdefault(holding.person, known[holding.phone])
    return known
