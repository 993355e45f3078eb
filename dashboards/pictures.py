"""The part of a network that a view shows: its entities and lines, where they stand, what is left.

A picture is a plain value; ``changes`` says how to get from one to the next.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dashboards.grouping import Groups, groups
from dashboards.palette import family_of, is_directed
from dashboards.texts import grouped
from dashboards.views import View
from dashboards.workspace import Workspace
from graph.build import Network
from graph.layout import positions, positions_in_groups
from graph.measures import MEASURES, Measure

UNCERTAIN = 0.9
"""A merge whose weakest needed link is less probable than this is drawn as uncertain."""

Places = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Node:
    """An entity in a picture; ``size`` is 0 to 1 by the measure, ``frame`` the group it is in."""

    entity_id: str
    kind: str
    label: str
    size: float
    classes: str
    x: float
    y: float
    frame: str | None = None


@dataclass(frozen=True)
class Frame:
    """A group of entities in a picture."""

    frame_id: str
    label: str


@dataclass(frozen=True)
class Edge:
    """A relationship in a picture."""

    relationship_id: str
    left: str
    right: str
    label: str
    width: float
    classes: str


@dataclass(frozen=True)
class Compared:
    """With which saved picture one is compared, and how much differs."""

    view_id: int
    name: str
    came: int
    went: int
    ties_came: int
    ties_went: int
    ties_changed: int


@dataclass(frozen=True)
class Picture:
    """What is drawn of a network, and how much there would be to draw.

    ``compared``: then what is gone since is among ``nodes`` and ``edges`` too.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    entities: int
    relationships: int
    hidden: int
    frames: tuple[Frame, ...] = ()
    stability: float | None = None
    compared: Compared | None = None

    @property
    def shown(self) -> tuple[int, int]:
        """How many entities and relationships are drawn of what there is."""
        gone, ties_gone = (self.compared.went, self.compared.ties_went) if self.compared else (0, 0)
        return len(self.nodes) - gone, len(self.edges) - ties_gone

    @property
    def places(self) -> dict[str, tuple[float, float]]:
        """Where each entity stands."""
        return {node.entity_id: (node.x, node.y) for node in self.nodes}


def compose(workspace: Workspace, view: View, known: Places | None = None) -> Picture:
    """Draw a view; entities with a ``known`` place keep it."""
    chosen = view.chosen(workspace.texts.zone)
    whole = workspace.network(chosen)
    measured = workspace.measured_so_far(chosen, view.measure)
    part = part_of(whole, shown_vertices(whole, measured, view))
    grouped = groups(workspace, chosen, part, view.grouping)
    places = _places(part, _kept(part, known or {}, view), grouped)
    nodes = _nodes(workspace, view, part, _sizes(whole, measured, view.measure), places, grouped)
    return Picture(
        nodes,
        _edges(workspace, view, part, {n.entity_id for n in nodes if "uncertain" in n.classes}),
        len(whole.entities),
        len(whole.relationships),
        sum(entity in whole.index for entity in view.hidden),
        tuple(Frame(_frame(key), name) for key, name in sorted(grouped.names.items())),
        grouped.stability,
    )


def _frame(key: str) -> str:
    """A group's id on the canvas; no entity has such a one."""
    return f"frame:{key}"


def _places(part: Network, kept: dict[str, tuple[float, float]], grouped: Groups) -> Places:
    if not grouped.members or len(kept) * 2 >= len(part.ids):
        return positions(part, known=kept)
    return positions_in_groups(part, grouped.members) | kept


def shown_vertices(
    network: Network, measured: npt.NDArray[np.float64], view: View
) -> npt.NDArray[np.int64]:
    """The first by the measure, and what was asked for beyond them; ordered by vertex."""
    hidden = _vertices(network, view.hidden)
    wanted = np.setdiff1d(_vertices(network, (*view.added, *view.path)), hidden)
    best = measured if MEASURES[view.measure].high_is_central else -measured
    order = np.lexsort((np.arange(len(best)), -network.strength, -np.round(best, 12)))
    first = order[~np.isin(order, hidden)][: view.limit]
    return np.union1d(first, wanted).astype(np.int64)


def part_of(network: Network, vertices: npt.NDArray[np.int64]) -> Network:
    """The network between some vertices (ordered), which are numbered anew."""
    ties = network.relationships
    inside = np.isin(ties["left"], vertices) & np.isin(ties["right"], vertices)
    kept = ties[inside].copy()
    for side in ("left", "right"):
        kept[side] = np.searchsorted(vertices, kept[side])
    return replace(
        network,
        entities=network.entities.iloc[vertices].reset_index(drop=True),
        relationships=kept.reset_index(drop=True),
    )


def kind_counts(network: Network) -> tuple[dict[str, int], dict[str, int]]:
    """How many relationships and entities of each kind a network has."""
    ties = network.relationships["kind"].value_counts()
    entities = network.entities["kind"].value_counts()
    return {str(k): int(n) for k, n in ties.items()}, {str(k): int(n) for k, n in entities.items()}


def _vertices(network: Network, ids: Sequence[str]) -> npt.NDArray[np.int64]:
    return np.array([network.index[i] for i in ids if i in network.index], dtype=np.int64)


def _kept(part: Network, known: Places, view: View) -> dict[str, tuple[float, float]]:
    """Known places, unless most would be new: then a fresh arrangement reads better."""
    by_hand = {name: (x, y) for name, x, y in view.places if name in part.index}
    standing = {name: place for name, place in known.items() if name in part.index}
    if 2 * len(standing) < len(part.ids):
        return by_hand
    return standing | by_hand


def _sizes(
    network: Network, measured: npt.NDArray[np.float64], measure: Measure
) -> npt.NDArray[np.float64]:
    """The measure scaled so that areas, not diameters, compare; in a range of 0 to 1."""
    if not len(measured):
        return measured
    high = measured if MEASURES[measure].high_is_central else measured.max() - measured
    top = float(high.max())
    return np.sqrt(np.clip(high / top, 0, 1)) if top > 0 else np.zeros(len(network.ids))


def _nodes(
    workspace: Workspace,
    view: View,
    part: Network,
    sizes: npt.NDArray[np.float64],
    places: Places,
    grouped: Groups,
) -> tuple[Node, ...]:
    whole = workspace.network(view.chosen(workspace.texts.zone))
    entities = workspace.entities(part.ids)
    nodes = []
    for name in part.ids:
        entity = entities[name]
        marks = {
            "protected": entity.protected,
            "uncertain": entity.mentions > 1 and entity.cohesion < UNCERTAIN,
            "on-path": name in view.path,
            "by-measure": view.by_measure,
        }
        size = round(float(sizes[whole.index[name]]), 3)
        classes = " ".join(mark for mark, holds in marks.items() if holds)
        key = grouped.members.get(name)
        frame = _frame(key) if key else None
        nodes.append(Node(name, entity.kind, entity.label, size, classes, *places[name], frame))
    return tuple(nodes)


def _edges(
    workspace: Workspace, view: View, part: Network, uncertain: Collection[str]
) -> tuple[Edge, ...]:
    steps = {frozenset(step) for step in pairwise(view.path)}
    ties = part.relationships
    words = {kind: workspace.texts.term("relation", kind) for kind in ties["kind"].unique()}
    columns = ("relationship_id", "kind", "left_entity", "right_entity", "count", "nature")
    return tuple(
        Edge(
            name,
            left,
            right,
            _edge_label(words[kind], int(count)),
            round(1.2 + 1.6 * float(np.log10(max(count, 1))), 2),
            _edge_classes(
                kind,
                nature,
                on_path=frozenset((left, right)) in steps,
                weak=left in uncertain or right in uncertain,
            ),
        )
        for name, kind, left, right, count, nature in zip(
            *(ties[column].tolist() for column in columns), strict=True
        )
    )


def _edge_label(word: str, count: int) -> str:
    return f"{word} · {grouped(count)}" if count > 1 else word


def _edge_classes(kind: str, nature: str, *, on_path: bool, weak: bool) -> str:
    marks = [str(family_of(kind))]
    marks += ["directed"] if is_directed(kind) else []
    marks += ["assessment"] if nature == "assessment" else []
    marks += ["weak"] if weak else []
    return " ".join(marks + (["on-path"] if on_path else []))
