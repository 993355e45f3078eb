"""What is a protected person's, and would name them: phones, handsets, SIMs, documents, accounts.

Phones, handsets, SIMs and accounts are theirs that belong to protected persons only, and documents
that belong to any: a passport names its holder, whoever had it in hand. On whom a thing was seized
counts only where no source says whose it is. A handset or SIM nobody is tied to is theirs that was
used with their phones, SIMs or handsets only.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from workbench.vocabulary import ClaimKind, MentionKind

if TYPE_CHECKING:
    import duckdb

    from workbench.case import Case

Belonging = tuple[str, str, str]  # thing, its kind, the protected person

BELONGING = (ClaimKind.USES, ClaimKind.OWNS, ClaimKind.HOLDS, ClaimKind.REGISTERED_TO)
TIES = (*BELONGING, ClaimKind.SEIZED_FROM)
TIED_KINDS = (
    MentionKind.PHONE,
    MentionKind.HANDSET,
    MentionKind.SIM,
    MentionKind.DOCUMENT,
    MentionKind.ACCOUNT,
)

# Grain: one selector entity and one person whose it is by a claim that is not denied or refused;
# where there is no such person, one that it was seized from.
_TIES = """
    WITH stated AS (
        SELECT kind IN (SELECT unnest($belonging)) AS belongs, left_mention, right_mention
        FROM claim WHERE kind IN (SELECT unnest($ties)) AND NOT negated AND state <> 'refused'
            -- What a number is called in somebody's phone says nothing of whose it is.
            AND NOT EXISTS (FROM contact WHERE person IN (left_mention, right_mention))
    ), sided AS (
        SELECT belongs, left_mention AS one, right_mention AS other FROM stated
        UNION
        SELECT belongs, right_mention, left_mention FROM stated
    )
    SELECT item.entity_id AS item, item_entity.kind AS kind, person.entity_id AS person
    FROM sided
    JOIN entity_member AS item ON item.mention_id = sided.one
    JOIN entity AS item_entity ON item_entity.entity_id = item.entity_id
    JOIN entity_member AS person ON person.mention_id = sided.other
    JOIN entity AS person_entity ON person_entity.entity_id = person.entity_id
    WHERE item_entity.kind IN (SELECT unnest($kinds)) AND person_entity.kind = 'person'
    GROUP BY item.entity_id, item_entity.kind, person.entity_id
    QUALIFY bool_or(belongs) OR NOT bool_or(bool_or(belongs)) OVER (PARTITION BY item.entity_id)
    ORDER BY length(item.entity_id), item.entity_id, length(person.entity_id), person.entity_id
"""

# Grain: one pair of a phone, SIM or handset and another it was used with, in both directions.
_USED_WITH = """
    WITH pair AS (
        SELECT l.entity_id AS one, r.entity_id AS other
        FROM claim
        JOIN entity_member AS l ON l.mention_id = left_mention
        JOIN entity_member AS r ON r.mention_id = right_mention
        WHERE kind = 'inserted_in' AND NOT negated AND state <> 'refused'
    )
    SELECT one, kind, other
    FROM (SELECT one, other FROM pair UNION SELECT other, one FROM pair)
    JOIN entity ON entity_id = one
    ORDER BY length(one), one, length(other), other
"""


# Grain: one person known only by what phones call numbers, and a number so called.
_SAVED = """
    WITH only_saved AS (
        SELECT entity_id FROM entity_member JOIN entity USING (entity_id)
        WHERE kind = 'person' GROUP BY entity_id
        HAVING bool_and(mention_id IN (SELECT person FROM contact WHERE person IS NOT NULL))
    )
    SELECT DISTINCT person.entity_id, phone.entity_id
    FROM contact
    JOIN entity_member AS person ON person.mention_id = contact.person
    JOIN only_saved ON only_saved.entity_id = person.entity_id
    JOIN entity_member AS phone ON phone.mention_id = contact.phone
    ORDER BY length(person.entity_id), person.entity_id, length(phone.entity_id), phone.entity_id
"""


def saved_names(case: Case, phones: set[str]) -> list[tuple[str, str]]:
    """Persons who are known only as what somebody's phone calls one of these phones (ids)."""
    found = case.db.execute(_SAVED).fetchall()
    first = {person: phone for person, phone in reversed(found) if phone in phones}
    return list(first.items())[::-1]


def holders(case: Case) -> dict[str, set[str]]:
    """By thing (entity id): all persons whose it is, or from whom it was seized."""
    found: dict[str, set[str]] = defaultdict(set)
    for thing, _, person in _ties(case.db.cursor()):
        found[thing].add(person)
    return found


def _ties(db: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str]]:
    values = {
        "ties": [str(t) for t in TIES],
        "belonging": [str(t) for t in BELONGING],
        "kinds": [str(k) for k in TIED_KINDS],
    }
    return db.execute(_TIES, values).fetchall()


def belongings(case: Case, protected: set[str]) -> list[Belonging]:
    """The things of protected persons (entity ids), each with one of the persons it is of."""
    found = _ties(case.db)
    persons: dict[tuple[str, str], list[str]] = defaultdict(list)
    for thing, kind, person in found:
        persons[thing, kind].append(person)
    theirs = [
        (thing, kind, next(person for person in holders if person in protected))
        for (thing, kind), holders in persons.items()
        if protected.issuperset(holders)
        or (kind == MentionKind.DOCUMENT and protected.intersection(holders))
    ]
    return theirs + _used_with(case, theirs, {thing for thing, _ in persons})


def _used_with(case: Case, theirs: list[Belonging], tied: set[str]) -> list[Belonging]:
    """What nobody is tied to and was used with their things only, step by step."""
    partners: dict[tuple[str, str], list[str]] = defaultdict(list)
    for thing, kind, partner in case.db.execute(_USED_WITH).fetchall():
        if thing not in tied and kind != MentionKind.PHONE:
            partners[thing, kind].append(partner)
    owner = {thing: person for thing, _, person in theirs}
    found: list[Belonging] = []
    while new := [
        (thing, kind, owner[others[0]])
        for (thing, kind), others in partners.items()
        if thing not in owner and owner.keys() >= set(others)
    ]:
        found += new
        owner |= {thing: person for thing, _, person in new}
    return found
