"""Finding entities by name, number, plate or pseudonym, without giving protected persons away."""

from dataclasses import dataclass

from dashboards.workspace import Entity, Workspace
from entity_resolution import entities
from workbench.access.masking import HIDDEN

SHORTEST = 2
"""Fewer letters than this are not searched for."""


@dataclass(frozen=True)
class Found:
    """The first hits, and how many there were in all."""

    hits: tuple[Entity, ...]
    total: int


def search(workspace: Workspace, text: str, limit: int = 12) -> Found:
    """Entities whose names or numbers are like ``text``, in any script, most mentioned first.

    A protected person is found by pseudonym only: a name that hits would tell who stands behind it.
    """
    sought = text.strip()
    if len(sought) < SHORTEST:
        return Found((), 0)
    masking = workspace.masking()
    by_pseudonym = sorted(
        entity
        for entity, pseudonym in masking.pseudonyms.items()
        if sought.casefold() in pseudonym.casefold()
    )
    by_name = [
        found.entity_id
        for found in entities(workspace.case, search=sought)
        if not masking.is_protected(found.entity_id)
    ]
    ids = [*by_pseudonym, *by_name]
    known = workspace.entities(ids)
    hits = [known[name] for name in ids if HIDDEN not in known[name].label]
    return Found(tuple(hits[:limit]), len(hits))
