"""The current entities: listed, and found by name or number in any script or spelling."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from entity_resolution.names import compare, latin
from workbench.access.folding import fold
from workbench.case import Case

ALIKE = 0.85
"""A name at least this alike to what was searched for is a hit."""


@dataclass(frozen=True)
class Entity:
    """A set of mentions held to be one; ``label`` is the true one, to be masked before showing."""

    entity_id: str
    kind: str
    label: str
    mentions: int
    sources: int
    cohesion: float


# Grain: one entity.
_ENTITIES = """
    SELECT entity_id, entity.kind, label, count(*) AS mentions,
        count(DISTINCT source_id) AS sources, cohesion
    FROM entity JOIN entity_member USING (entity_id) JOIN mention USING (mention_id)
    WHERE entity.kind = coalesce($kind, entity.kind)
        AND ($wanted IS NULL OR entity_id IN (SELECT unnest($wanted)))
    GROUP BY entity_id, entity.kind, label, cohesion
    ORDER BY mentions DESC, entity.kind, length(entity_id), entity_id
"""


def entities(case: Case, kind: str | None = None, search: str | None = None) -> list[Entity]:
    """Entities with the most mentions first; ``search`` matches ids, names, aliases and numbers."""
    wanted = _matching(case, search) if search else None
    rows = case.db.cursor().execute(_ENTITIES, {"kind": kind, "wanted": wanted}).fetchall()
    return [Entity(*row) for row in rows]


def _matching(case: Case, search: str) -> list[str]:
    """Ids of the entities that any of their written forms brings to mind."""
    forms = (
        case.db.cursor()
        .execute(
            "SELECT entity_id, kind, text FROM entity_member JOIN mention USING (mention_id) "
            "UNION SELECT entity_id, 'normalised', normalised "
            "FROM entity_member JOIN mention USING (mention_id) WHERE normalised IS NOT NULL "
            "UNION SELECT entity_id, 'person', value "
            "FROM entity_member JOIN attribute USING (mention_id) WHERE name = 'alias' "
            "UNION SELECT entity_id, 'id', entity_id FROM entity"
        )
        .fetchall()
    )
    by_form: dict[tuple[bool, str], set[str]] = {}
    for entity_id, kind, text in forms:
        by_form.setdefault((kind == "person", text), set()).add(entity_id)
    found: set[str] = set()
    for (is_name, text), ids in by_form.items():
        if _fits(search, text, is_name=is_name):
            found |= ids
    return sorted(found)


def _fits(search: str, text: str, *, is_name: bool) -> bool:
    sought, written = _readings(search), _readings(text)
    if len(sought.figures) >= 4 and sought.figures in written.figures:
        return True
    if sought.latin and (sought.latin in written.latin or sought.plain in written.plain):
        return True
    if len(sought.squeezed) > 3 and sought.squeezed in written.squeezed:
        return True
    if not is_name:
        return False
    found = compare(search, text)
    return found.score >= ALIKE or (
        " " not in sought.latin and any(part.score >= 0.9 for part in found.parts)
    )


class _Readings(NamedTuple):
    """A form as it sounds, the same without gaps, without diacritics, and its figures."""

    latin: str
    squeezed: str
    plain: str
    figures: str


@lru_cache(maxsize=200_000)
def _readings(text: str) -> _Readings:
    sound = latin(text).strip()
    return _Readings(sound, re.sub(r"\W", "", sound), fold(text).text.strip(), _figures(text))


def _figures(text: str) -> str:
    return re.sub(r"\D", "", text).lstrip("0")
