"""The entities that an export centres on."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboards.exporting.asked import Asked, Scope
from dashboards.gestures import shown_ids
from dashboards.searching import search
from dashboards.views import View
from dashboards.workspace import Entity, Workspace
from workbench import collecting, sources
from workbench.collecting import Kind
from workbench.errors import RefusedError
from workbench.evidence.handling import Purpose, withheld
from workbench.vocabulary import MentionKind

PRINCIPAL = 25
"""How many principal actors a summary has."""
OFFERED = 6
"""How many entities are offered to choose the one from."""

# Grain: one entity that a source not withheld names.
_NAMED = """
    SELECT DISTINCT entity_id FROM entity_member JOIN mention USING (mention_id)
    WHERE entity_id IN (SELECT unnest($entities::VARCHAR[]))
        AND source_id NOT IN (SELECT unnest($withheld::INTEGER[]))
"""

# Grain: one entity of a kind, the most mentioned first.
_MENTIONED = """
    SELECT entity_id FROM entity JOIN entity_member USING (entity_id)
    WHERE kind = $kind
    GROUP BY entity_id
    ORDER BY count(*) DESC, entity_id
    LIMIT $most
"""


def focus_of(
    workspace: Workspace, asked: Asked, view: View, selection: Mapping[str, Any]
) -> tuple[str, ...]:
    """The entities asked for; none for the whole case.

    Raises RefusedError where the template is about one entity and none of its kind is chosen, and
    where the selection or the picture is empty.
    """
    texts = workspace.texts
    if kind := asked.about_one:
        found = workspace.entities([asked.one]).get(asked.one)
        if found is None or found.kind != kind:
            raise RefusedError(texts.say("export", f"needs_{kind}"))
        return (found.entity_id,)
    scope = Scope(asked.scope)
    if scope is Scope.CASE:
        return ()
    if scope is Scope.COLLECTED:
        return _collected(workspace, asked.purpose)
    found_ids = _selected(selection) if scope is Scope.SELECTION else _first(workspace, view)
    if not found_ids:
        raise RefusedError(texts.say("export", "nothing_selected"))
    return tuple(found_ids)


def _selected(selection: Mapping[str, Any]) -> list[str]:
    relationship = str(selection.get("relationship") or "")
    ends = relationship.split("~")[::2] if relationship else []
    return [str(entity) for entity in (*(selection.get("entities") or []), *ends)]


def _first(workspace: Workspace, view: View) -> list[str]:
    """Those of the picture who come first by its measure."""
    shown = shown_ids(workspace, view)
    ranking = workspace.ranking(view.chosen(workspace.texts.zone), view.measure)
    return [one.entity_id for one in ranking.ranked if one.entity_id in shown][:PRINCIPAL]


def _collected(workspace: Workspace, purpose: str) -> tuple[str, ...]:
    """The entities that were collected themselves, those that may be named for the purpose."""
    names = _items(workspace)
    with workspace.case.db.cursor() as db:
        kept_back = withheld(sources.every(db), Purpose(purpose), {})
        asked = {"entities": names, "withheld": [one.source_id for one in kept_back]}
        known = {row[0] for row in db.execute(_NAMED, asked).fetchall()}
    return tuple(name for name in names if name in known)


def _items(workspace: Workspace) -> list[str]:
    items = collecting.every(workspace.case)
    names = (workspace.current(one.object) for one in items if one.kind is Kind.ENTITY)
    return list(dict.fromkeys(names))


def choices(
    workspace: Workspace,
    kind: MentionKind,
    text: str,
    chosen: str,
    selection: Mapping[str, Any],
) -> Sequence[Entity]:
    """Entities of a kind to choose the one from: who is searched for, else those at hand.

    At hand are who is chosen, selected or collected, then the most mentioned.
    """
    names = [chosen, *_selected(selection), *_items(workspace), *_mentioned(workspace, kind)]
    known = workspace.entities([name for name in names if name])
    here = [known[name] for name in dict.fromkeys(names) if name in known]
    at_hand = [one for one in here if one.kind == kind]
    if not text.strip() or text in [one.label for one in at_hand]:
        return at_hand[:OFFERED]
    hits = [hit for hit in search(workspace, text, 10 * OFFERED).hits if hit.kind == kind]
    kept = [one for one in at_hand if one.entity_id == chosen and one not in hits]
    return [*kept, *hits[:OFFERED]]


def _mentioned(workspace: Workspace, kind: MentionKind) -> list[str]:
    with workspace.case.db.cursor() as db:
        found = db.execute(_MENTIONED, {"kind": str(kind), "most": OFFERED}).fetchall()
    return [str(row[0]) for row in found]
