"""Pictures saved under a name, for all who work on the case, and how two of them differ."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from dashboards.pictures import Picture, part_of, shown_vertices
from dashboards.views import View
from dashboards.workspace import Workspace
from graph.build import Network
from workbench.clock import now_utc
from workbench.errors import RefusedError, UnknownObjectError
from workbench.vocabulary import Action

LONGEST_NAME = 80


@dataclass(frozen=True)
class SavedView:
    """A saved picture; its name as anyone may see it, the time in UTC."""

    view_id: int
    name: str
    made_by: str
    made_at_utc: datetime
    view: View


@dataclass(frozen=True)
class Changed:
    """A relationship that rests on more or fewer records in the later picture."""

    relationship_id: str
    before: int
    after: int


@dataclass(frozen=True)
class Difference:
    """What a later picture has that an earlier one had not, and the other way round (ids)."""

    came: tuple[str, ...]
    went: tuple[str, ...]
    ties_came: tuple[str, ...]
    ties_went: tuple[str, ...]
    ties_changed: tuple[Changed, ...]


def save(workspace: Workspace, name: str, view: View, drawn: Picture) -> SavedView:
    """Keep a view with everything standing where it is drawn. Raises RefusedError."""
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise RefusedError(workspace.texts.say("saved", "needs_name", n=LONGEST_NAME))
    places = tuple((entity, x, y) for entity, (x, y) in drawn.places.items())
    kept = replace(view, places=places, against=None)
    case = workspace.case
    with workspace.writing(), case.transaction():
        if case.db.execute("SELECT 1 FROM view WHERE name = ?", [name]).fetchone():
            raise RefusedError(workspace.texts.say("saved", "taken"))
        number = case.next_id("view", "view_id")
        case.db.execute(
            "INSERT INTO view VALUES (?, ?, ?, ?, ?)",
            [number, name, json.dumps(kept.as_json()), case.user, now_utc()],
        )
        case.record(Action.ALTERATION, f"view-{number}", {"command": "save picture"})
    return get(workspace, number)


def forget(workspace: Workspace, view_id: int) -> None:
    """Remove a saved picture."""
    case = workspace.case
    with workspace.writing(), case.transaction():
        case.db.execute("DELETE FROM view WHERE view_id = ?", [view_id])
        case.record(Action.ERASURE, f"view-{view_id}", {"command": "forget picture"})


def every(workspace: Workspace) -> tuple[SavedView, ...]:
    """All saved pictures, the latest first."""
    masking = workspace.masking()
    with workspace.case.db.cursor() as db:
        rows = db.execute(
            "SELECT view_id, name, made_by, made_at_utc, definition FROM view ORDER BY view_id DESC"
        ).fetchall()
    return tuple(
        SavedView(number, masking.text(name), by, at, View.from_json(json.loads(definition)))
        for number, name, by, at, definition in rows
    )


def get(workspace: Workspace, view_id: int) -> SavedView:
    """One saved picture. Raises UnknownObjectError."""
    for saved in every(workspace):
        if saved.view_id == view_id:
            return saved
    raise UnknownObjectError(workspace.texts.say("saved", "gone"))


def difference(workspace: Workspace, before: View, after: View) -> Difference:
    """How ``after`` differs from ``before``, both as the case stands now."""
    old, new = _shown(workspace, before), _shown(workspace, after)
    old_ties, new_ties = _counts(old), _counts(new)
    return Difference(
        came=tuple(entity for entity in new.ids if entity not in old.index),
        went=tuple(entity for entity in old.ids if entity not in new.index),
        ties_came=tuple(tie for tie in new_ties if tie not in old_ties),
        ties_went=tuple(tie for tie in old_ties if tie not in new_ties),
        ties_changed=tuple(
            Changed(tie, old_ties[tie], count)
            for tie, count in new_ties.items()
            if tie in old_ties and old_ties[tie] != count
        ),
    )


def _shown(workspace: Workspace, view: View) -> Network:
    chosen = view.chosen(workspace.texts.zone)
    network = workspace.network(chosen)
    measured = workspace.measured(chosen, view.measure)
    return part_of(network, shown_vertices(network, measured, view))


def _counts(network: Network) -> Mapping[str, int]:
    ties = network.relationships
    return dict(zip(ties["relationship_id"], map(int, ties["count"]), strict=True))
