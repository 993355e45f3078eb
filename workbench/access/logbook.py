"""The log, searched: by user, by action, by time, and by the person that was concerned."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from workbench import audit
from workbench.access.consultation import LISTED, shows
from workbench.errors import UnknownObjectError
from workbench.vocabulary import Action

if TYPE_CHECKING:
    from workbench.case import Case


@dataclass(frozen=True)
class Asked:
    """Which rows are wanted; None for all. Times in UTC."""

    user_name: str | None = None
    action: Action | None = None
    since_utc: datetime | None = None
    until_utc: datetime | None = None


def search(case: Case, asked: Asked, person: Person | None = None) -> list[audit.AuditRow]:
    """The rows that are wanted, in their order."""
    return [row for row in audit.rows(case.ledger()) if _fits(row, asked, person)]


def _fits(row: audit.AuditRow, asked: Asked, person: Person | None) -> bool:
    return (
        asked.user_name in (None, row.user_name)
        and asked.action in (None, row.action)
        and (asked.since_utc is None or row.at_utc >= asked.since_utc)
        and (asked.until_utc is None or row.at_utc < asked.until_utc)
        and (person is None or person.is_concerned(row))
    )


# ------------------------------------------------------------------ persons


@dataclass(frozen=True)
class Person:
    """What the log may call an entity: its ids, the rows and files that speak of it, referrals."""

    ids: frozenset[str]
    objects: frozenset[str]

    def is_concerned(self, row: audit.AuditRow) -> bool:
        """Whether the row is of this entity."""
        if row.object in self.objects or self.ids & set(row.object.split("~")):
            return True
        listed = json.loads(row.detail).get(LISTED, "") if row.object == LISTED else ""
        return any(shows(listed, one) for one in self.ids)


def person(case: Case, words: str) -> Person:
    """An entity by its id (also one it had before) or pseudonym. Raises UnknownObjectError."""
    db = case.ledger()
    found = db.execute(
        "SELECT coalesce(new_entity_id, entity_id) FROM (SELECT $words AS entity_id UNION "
        "SELECT entity_id FROM pseudonym WHERE pseudonym = $words) "
        "LEFT JOIN entity_redirect ON old_entity_id = entity_id",
        {"words": words},
    ).fetchall()
    current = {row[0] for row in found}
    former = db.execute(
        "SELECT old_entity_id FROM entity_redirect WHERE list_contains($ids, new_entity_id)",
        {"ids": sorted(current)},
    ).fetchall()
    ids = frozenset(current | {row[0] for row in former})
    objects = _objects(case, ids)
    if not objects:
        raise UnknownObjectError(
            "no such entity in this case. Name it by id ('person-12') or pseudonym."
        )
    return Person(ids, objects)


# Grain: one object of the log that speaks of the entities: a row, or a document that names them
# (whoever looks at one sees them all), the indicators, the referrals.
_OBJECTS = """
    WITH named AS (
        SELECT mention_id, source_id, row_number FROM entity_member JOIN mention USING (mention_id)
        WHERE list_contains($ids, entity_id)
    )
    SELECT 'source-' || source_id || '#' || row_number FROM named WHERE row_number IS NOT NULL
    UNION
    SELECT 'source-' || source_id FROM named
    UNION
    SELECT 'indicator-' || indicator_id FROM indicator JOIN named USING (mention_id)
    UNION
    SELECT 'referral ' || referral_id FROM referral JOIN pseudonym USING (pseudonym)
    WHERE list_contains($ids, entity_id)
    UNION
    SELECT 'export-' || export_id FROM export_pseudonym WHERE list_contains($ids, entity_id)
    UNION
    SELECT object FROM erasure WHERE list_contains($ids, object)
"""


def _objects(case: Case, ids: Collection[str]) -> frozenset[str]:
    found = case.ledger().execute(_OBJECTS, {"ids": sorted(ids)}).fetchall()
    return frozenset(row[0] for row in found)
