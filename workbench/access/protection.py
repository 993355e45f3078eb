"""Which entities must be shown under a pseudonym only.

A person is protected when any source calls them a victim, a possible victim, a smuggled migrant or
a minor, or shows a sign of trafficking or of smuggling under danger that nobody has refused; one
such word outweighs all others until a supervisor decides otherwise. So is who asked to be erased
where the evidence must stay. What is theirs is protected with them, and so is what a seized phone
calls their number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.access.belongings import belongings, saved_names
from workbench.vocabulary import PROTECTED_CATEGORIES, MentionKind

if TYPE_CHECKING:
    from workbench.case import Case

# Grain: one mention of a person to be protected and one word that says so.
MARKED = """
    SELECT mention_id, CASE WHEN category IN (SELECT unnest($categories)) THEN category
        ELSE 'minor' END AS reason
    FROM person_status WHERE minor OR category IN (SELECT unnest($categories))
    UNION
    SELECT mention_id, 'indicator' FROM indicator
    WHERE mention_id IS NOT NULL AND state <> 'refused'
    UNION
    SELECT mention_id, 'restricted' FROM restriction
"""

# Grain: one protected person entity, with the words of the vocabulary that make it so.
_PERSONS = f"""
    SELECT entity_id, string_agg(DISTINCT reason, ', ' ORDER BY reason) AS reason
    FROM ({MARKED}) JOIN entity_member USING (mention_id)
    GROUP BY entity_id
"""


def categories() -> dict[str, list[str]]:
    """What ``MARKED`` is to be given."""
    return {"categories": [str(category) for category in PROTECTED_CATEGORIES]}


def protect(case: Case) -> int:
    """Recompute the protected entities in the caller's transaction; returns how many there are.

    Pseudonyms already given are kept, also when an entity's id was redirected.
    """
    db = case.db
    persons = db.execute(
        f"SELECT * FROM ({_PERSONS}) ORDER BY length(entity_id), entity_id", categories()
    ).fetchall()
    db.execute("DELETE FROM protected_entity")
    _follow_redirects(case)
    names = {entity: _pseudonym(case, entity, "Protected person") for entity, _ in persons}
    rows = [(entity, "person", names[entity], reason) for entity, reason in persons]
    for item, kind, person in belongings(case, set(names)):
        title = f"{kind.capitalize()} of {names[person].lower()}"
        rows.append((item, kind, _pseudonym(case, item, title), f"belongs to {person}"))
    hidden = {entity: name for entity, kind, name, _ in rows if kind == MentionKind.PHONE}
    for entity, phone in saved_names(case, set(hidden)):
        if entity not in names:
            title = f"Saved name of {hidden[phone][0].lower()}{hidden[phone][1:]}"
            rows.append((entity, "person", _pseudonym(case, entity, title), f"calls {phone}"))
    if rows:
        db.executemany("INSERT INTO protected_entity VALUES (?, ?, ?, ?)", rows)
    return len(rows)


def _follow_redirects(case: Case) -> None:
    case.db.execute(
        """
        UPDATE pseudonym SET entity_id = redirect.new_entity_id
        FROM (
            SELECT min(old_entity_id) AS old_entity_id, new_entity_id FROM entity_redirect
            WHERE old_entity_id IN (SELECT entity_id FROM pseudonym)
              AND new_entity_id NOT IN (SELECT entity_id FROM pseudonym)
            GROUP BY new_entity_id
        ) AS redirect
        WHERE pseudonym.entity_id = redirect.old_entity_id
        """
    )


def _pseudonym(case: Case, entity_id: str, title: str) -> str:
    known = case.db.execute(
        "SELECT pseudonym FROM pseudonym WHERE entity_id = ?", [entity_id]
    ).fetchone()
    if known:
        return str(known[0])
    taken = {row[0] for row in case.db.execute("SELECT pseudonym FROM pseudonym").fetchall()}
    numbered = (f"{title} {number}" for number in range(1, len(taken) + 2))
    first_free = title if title not in taken and " of " in title else None
    chosen = first_free or next(name for name in numbered if name not in taken)
    case.db.execute("INSERT INTO pseudonym VALUES (?, ?)", [entity_id, chosen])
    return chosen
