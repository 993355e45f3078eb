"""Whose surname would name a protected person: kin, and who shares surname and occasion with them.

A father's full name beside "his son, Protected person 3" tells the son's. So where a source states
kinship, or that both travelled, lodged, live or were found together, or names both in one sentence,
and both have the surname, it is hidden in the unprotected one's name too; the given name stays.
Officers of the file are exempt.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.access import terms
from workbench.access.folding import fold
from workbench.vocabulary import AttributeName, ClaimKind

if TYPE_CHECKING:
    import duckdb

    from workbench.case import Case

KIN = ClaimKind.RELATED_TO
SENTENCE = "same_sentence"
_TOGETHER = (
    ClaimKind.TRAVELS_WITH,
    ClaimKind.LODGES,
    ClaimKind.TRANSPORTS,
    ClaimKind.SEIZED_WITH,
)
_AT_ONE_PLACE = (ClaimKind.LIVES_AT, ClaimKind.LODGES, ClaimKind.TRAVELS_IN)


@dataclass(frozen=True)
class Relative:
    """An unprotected person, the protected one their surname would name (ids), and why."""

    entity_id: str
    protected: str
    reason: str
    """A kind of claim, or ``SENTENCE``: stated kinship, or what both have in common."""


# Grain: one unprotected person, one protected one, and one kind of tie between them, the nearest
# first.
_TIED = """
    WITH stated AS (
        SELECT claim.kind, l.entity_id AS one, r.entity_id AS other
        FROM claim
        JOIN entity_member AS l ON l.mention_id = left_mention
        JOIN entity_member AS r ON r.mention_id = right_mention
        WHERE NOT negated AND state <> 'refused'
    ), tied AS (
        SELECT kind, one, other FROM stated WHERE kind IN (SELECT unnest($direct))
        UNION
        SELECT kind, other, one FROM stated WHERE kind IN (SELECT unnest($direct))
        UNION
        SELECT a.kind, a.one, b.one FROM stated AS a JOIN stated AS b USING (kind, other)
        WHERE kind IN (SELECT unnest($common)) AND a.one <> b.one
        UNION
        SELECT $sentence, l.entity_id, r.entity_id
        FROM mention AS a JOIN mention AS b USING (source_id, passage_no)
        JOIN entity_member AS l ON l.mention_id = a.mention_id
        JOIN entity_member AS r ON r.mention_id = b.mention_id
        WHERE l.entity_id IN (SELECT unnest($hidden::VARCHAR[])) AND l.entity_id <> r.entity_id
    ), professional AS (
        SELECT entity_id FROM person_status JOIN entity_member USING (mention_id)
        GROUP BY entity_id HAVING bool_and(category = 'professional')
    )
    SELECT DISTINCT other, one, tied.kind
    FROM tied JOIN entity ON entity_id = other
    WHERE one IN (SELECT unnest($hidden::VARCHAR[])) AND entity.kind = 'person'
        AND starts_with(one, 'person-') AND other NOT IN (SELECT unnest($hidden::VARCHAR[]))
        AND other NOT IN (FROM professional)
    ORDER BY length(other), other, tied.kind <> $kin, tied.kind = $sentence, length(one), one,
        tied.kind
"""

# Grain: one way in which one person's surname is written; the last word of a name where no source
# sets the surname apart.
_SURNAMES = """
    WITH said AS (
        SELECT entity_id, unnest([value, written]) AS surname
        FROM attribute JOIN entity_member USING (mention_id)
        WHERE name = $surname AND entity_id IN (SELECT unnest($entities::VARCHAR[]))
    )
    SELECT DISTINCT entity_id, surname FROM said
    UNION
    SELECT entity_id, regexp_extract(coalesce(normalised, text), '(\\S+)\\s*$', 1)
    FROM mention JOIN entity_member USING (mention_id)
    WHERE entity_id IN (SELECT unnest($entities::VARCHAR[]))
        AND entity_id NOT IN (SELECT entity_id FROM said)
    ORDER BY ALL
"""


def relatives(case: Case, hidden: Collection[str]) -> list[Relative]:
    """Persons whose surname would name one of the persons hidden (ids), each once."""
    with case.db.cursor() as db:
        tied = db.execute(
            _TIED,
            {
                "direct": [str(kind) for kind in (KIN, *_TOGETHER)],
                "common": [str(kind) for kind in _AT_ONE_PLACE],
                "kin": str(KIN),
                "sentence": SENTENCE,
                "hidden": list(hidden),
            },
        ).fetchall()
        surnames = _surnames(db, {entity for row in tied for entity in row[:2]}) if tied else {}
    found: dict[str, Relative] = {}
    for entity, protected, kind in tied:
        if entity not in found and _alike(surnames[protected], surnames[entity]):
            found[entity] = Relative(entity, protected, kind)
    return list(found.values())


def _surnames(db: duckdb.DuckDBPyConnection, entities: Collection[str]) -> dict[str, set[str]]:
    asked = {"surname": str(AttributeName.SURNAME), "entities": list(entities)}
    found: dict[str, set[str]] = defaultdict(set)
    for entity, surname in db.execute(_SURNAMES, asked).fetchall():
        if surname:
            found[entity].add(surname)
    return found


def _alike(protected: Collection[str], other: Collection[str]) -> bool:
    """Whether one surname is written like the other, in any script, spelling or case ending."""
    patterns = terms.compile_all({p for name in protected for p in terms.name_patterns(name)})
    return patterns is not None and any(
        re.search(patterns, fold(name).text) is not None for name in other
    )
