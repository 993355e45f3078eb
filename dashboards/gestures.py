"""What a user does to a picture, and the view that comes of it.

A gesture is what the page sends: its ``kind`` and what it is about. Those that need no knowledge
of the case only rearrange the view; expanding, collapsing and finding a path ask the network.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from dashboards import saving
from dashboards.palette import kinds_in_order
from dashboards.pictures import shown_vertices
from dashboards.views import FIRST_LIMIT, View
from dashboards.workspace import Workspace
from graph.build import Network
from graph.paths import several
from workbench.errors import UnknownObjectError
from workbench.vocabulary import MentionKind

EXPAND_BY = 15
PATHS = 5
"""How many of the shortest paths are offered one after another."""

_SETTABLE = (
    "without_relationships",
    "without_entities",
    "from_day",
    "to_day",
    "min_count",
    "facts_only",
    "projection",
    "services",
    "co_mentions",
    "measure",
    "by_measure",
    "grouping",
    "limit",
)

Gesture = Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """The new view, and a text (section, key) to tell the user where nothing could be done."""

    view: View
    notice: tuple[str, str] | None = None


def after(workspace: Workspace, view: View, gesture: Gesture) -> Outcome:
    """The view after a gesture; an unknown gesture changes nothing."""
    act = _ACTS.get(str(gesture.get("kind")))
    return act(workspace, view, gesture) if act else Outcome(view)


def hidden_neighbours(
    network: Network, shown: Collection[str], entity_id: str, kinds: Collection[str] | None = None
) -> list[str]:
    """Neighbours that are not in the picture, the most strongly tied first.

    ``kinds`` are the kinds of relationship to follow; None means all.
    """
    if entity_id not in network.index:
        return []
    ties = network.relationships
    if kinds:
        ties = ties[ties["kind"].isin(list(kinds))]
    vertex = network.index[entity_id]
    left, right = ties["left"].to_numpy(), ties["right"].to_numpy()
    mine = (left == vertex) | (right == vertex)
    others = np.where(left == vertex, right, left)[mine]
    weights = np.bincount(others, weights=ties["count"].to_numpy()[mine])
    found = [int(v) for v in np.unique(others) if network.ids[v] not in shown]
    return [network.ids[v] for v in sorted(found, key=lambda v: (-weights[v], v))]


def shown_ids(workspace: Workspace, view: View) -> set[str]:
    """The entities that a view's picture has."""
    chosen = view.chosen(workspace.texts.zone)
    network = workspace.network(chosen)
    measured = workspace.measured_so_far(chosen, view.measure)
    return {network.ids[v] for v in shown_vertices(network, measured, view)}


# ------------------------------------------------------------- what each gesture does


def _set(_: Workspace, view: View, gesture: Gesture) -> Outcome:
    fields = {name: gesture[name] for name in _SETTABLE if name in gesture}
    return Outcome(View.from_json(asdict(view) | fields))


def _only(_: Workspace, view: View, gesture: Gesture) -> Outcome:
    """Switch all kinds of a group off but one; again, and all are on."""
    group, value = str(gesture.get("group")), str(gesture.get("value"))
    every = {"relationships": kinds_in_order(), "entities": [str(k) for k in MentionKind]}
    if value not in every.get(group, ()):
        return Outcome(view)
    others = tuple(kind for kind in every[group] if kind != value)
    if group == "relationships":
        alone = set(view.without_relationships) == set(others)
        return Outcome(replace(view, without_relationships=() if alone else others))
    alone = set(view.without_entities) == set(others)
    return Outcome(replace(view, without_entities=() if alone else others))


def _show(workspace: Workspace, view: View, gesture: Gesture) -> Outcome:
    """Bring entities into the picture; a held phone as the person who acts for it."""
    network = workspace.network(view.chosen(workspace.texts.zone))
    holders: dict[str, list[str]] = {}
    for holding in network.folded:
        holders.setdefault(holding.phone, []).append(holding.person)
    wanted = [
        actor
        for entity in _entities(gesture)
        for actor in ([entity] if entity in network.index else holders.get(entity, []))
    ]
    if not any(entity in network.index for entity in wanted):
        return Outcome(view, ("inspector", "absent"))
    return Outcome(_with(view, wanted))


def _expand(workspace: Workspace, view: View, gesture: Gesture) -> Outcome:
    network = workspace.network(view.chosen(workspace.texts.zone))
    shown = shown_ids(workspace, view)
    count = int(gesture.get("count") or EXPAND_BY)
    found: list[str] = []
    for entity in _entities(gesture):
        found += hidden_neighbours(network, shown, entity, gesture.get("relations"))[:count]
    return Outcome(_with(view, found))


def _collapse(workspace: Workspace, view: View, gesture: Gesture) -> Outcome:
    """Hide the neighbours that nothing else in the picture is tied to."""
    network = workspace.network(view.chosen(workspace.texts.zone))
    shown = shown_ids(workspace, view)
    leaves = []
    for entity in _entities(gesture):
        vertex = network.index.get(entity)
        for neighbour in network.graph.neighbors(vertex) if vertex is not None else []:
            others = {network.ids[n] for n in network.graph.neighbors(neighbour)}
            if others & shown == {entity}:
                leaves.append(network.ids[neighbour])
    return Outcome(_without(view, leaves))


def _hide(_: Workspace, view: View, gesture: Gesture) -> Outcome:
    return Outcome(_without(view, _entities(gesture)))


def _unhide(_: Workspace, view: View, __: Gesture) -> Outcome:
    return Outcome(replace(view, hidden=()))


def _move(_: Workspace, view: View, gesture: Gesture) -> Outcome:
    moved = {name: (name, float(x), float(y)) for name, x, y in gesture.get("places", [])}
    kept = [place for place in view.places if place[0] not in moved]
    return Outcome(replace(view, places=(*kept, *moved.values())))


def _arrange(_: Workspace, view: View, __: Gesture) -> Outcome:
    return Outcome(replace(view, places=(), arrangement=view.arrangement + 1))


def _reset(_: Workspace, view: View, __: Gesture) -> Outcome:
    return Outcome(View(arrangement=view.arrangement + 1))


def _open(workspace: Workspace, _: View, gesture: Gesture) -> Outcome:
    return Outcome(saving.get(workspace, int(gesture.get("view") or 0)).view)


def _compare(_: Workspace, view: View, gesture: Gesture) -> Outcome:
    """Mark what differs from a saved picture; without one, no more."""
    return Outcome(replace(view, against=int(gesture.get("view") or 0) or None))


def _narrow(_: Workspace, view: View, __: Gesture) -> Outcome:
    return Outcome(replace(view, limit=FIRST_LIMIT, added=()))


def _path(workspace: Workspace, view: View, gesture: Gesture) -> Outcome:
    """Find the shortest path, or with ``other`` the next of about that length."""
    network = workspace.network(view.chosen(workspace.texts.zone))
    ends = _entities(gesture)[:2]
    try:
        paths = several(network, ends[0], ends[-1], PATHS)
    except UnknownObjectError:
        return Outcome(view, ("path", "outside"))
    if not paths or len(ends) < 2:
        return Outcome(replace(view, path=()), ("path", "none"))
    number = int(gesture.get("other") or 0) % len(paths)
    chosen = paths[number].entities
    return Outcome(replace(_with(view, chosen), path=chosen))


def _clear_path(_: Workspace, view: View, __: Gesture) -> Outcome:
    return Outcome(replace(view, path=()))


_ACTS: dict[str, Callable[[Workspace, View, Gesture], Outcome]] = {
    "set": _set,
    "only": _only,
    "show": _show,
    "expand": _expand,
    "collapse": _collapse,
    "hide": _hide,
    "unhide": _unhide,
    "move": _move,
    "arrange": _arrange,
    "reset": _reset,
    "open-view": _open,
    "compare": _compare,
    "narrow": _narrow,
    "path": _path,
    "clear-path": _clear_path,
}


def _entities(gesture: Gesture) -> list[str]:
    named = gesture.get("entities", [])
    return [str(entity) for entity in named] if isinstance(named, list) else []


def _with(view: View, entities: Sequence[str]) -> View:
    added = tuple(dict.fromkeys((*view.added, *entities)))
    return replace(view, added=added, hidden=tuple(h for h in view.hidden if h not in entities))


def _without(view: View, entities: Sequence[str]) -> View:
    gone = set(entities)
    return replace(
        view,
        hidden=tuple(dict.fromkeys((*view.hidden, *entities))),
        added=tuple(entity for entity in view.added if entity not in gone),
        path=() if gone.intersection(view.path) else view.path,
    )
