"""The part of a network that a view shows: its entities and lines, where they stand, what is left.

A picture is a plain value; ``changes`` says how to get from one to the next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dashboards.palette import family_of, is_directed
from dashboards.texts import grouped
from dashboards.views import View
from dashboards.workspace import Workspace
from graph.build import Network
from graph.layout import positions
from graph.measures import MEASURES, Measure

UNCERTAIN = 0.9
"""A merge whose weakest needed link is less probable than this is drawn as uncertain."""

Places = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Node:
    """An entity in a picture; ``size`` is 0 to 1 by the measure."""

    entity_id: str
    kind: str
    label: str
    size: float
    classes: str
    x: float
    y: float


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
class Picture:
    """What is drawn of a network, and how much there would be to draw."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    entities: int
    relationships: int
    hidden: int

    @property
    def places(self) -> dict[str, tuple[float, float]]:
        """Where each entity stands."""
        return {node.entity_id: (node.x, node.y) for node in self.nodes}


def compose(workspace: Workspace, view: View, known: Places | None = None) -> Picture:
    """Draw a view; entities with a ``known`` place keep it."""
    chosen = view.chosen(workspace.texts.zone)
    whole = workspace.network(chosen)
    measured = workspace.measured(chosen, view.measure)
    part = part_of(whole, shown_vertices(whole, measured, view))
    places = positions(part, known=_kept(part, known or {}, view))
    return Picture(
        _nodes(workspace, view, part, _sizes(whole, measured, view.measure), places),
        _edges(workspace, view, part),
        len(whole.entities),
        len(whole.relationships),
        sum(entity in whole.index for entity in view.hidden),
    )


def shown_vertices(
    network: Network, measured: npt.NDArray[np.float64], view: View
) -> npt.NDArray[np.int64]:
    """The first by the measure, and what was asked for beyond them; ordered by vertex."""
    hidden = _vertices(network, view.hidden)
    wanted = np.setdiff1d(_vertices(network, (*view.added, *view.path)), hidden)
    strength = np.asarray(network.graph.strength(weights="weight"), dtype=np.float64)
    best = measured if MEASURES[view.measure].high_is_central else -measured
    order = np.lexsort((np.arange(len(best)), -strength, -np.round(best, 12)))
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
        }
        size = round(float(sizes[whole.index[name]]), 3)
        classes = " ".join(mark for mark, holds in marks.items() if holds)
        nodes.append(Node(name, entity.kind, entity.label, size, classes, *places[name]))
    return tuple(nodes)


def _edges(workspace: Workspace, view: View, part: Network) -> tuple[Edge, ...]:
    steps = {frozenset(step) for step in pairwise(view.path)}
    ties = part.relationships
    columns = ("relationship_id", "kind", "left_entity", "right_entity", "count", "nature")
    return tuple(
        Edge(
            name,
            left,
            right,
            _edge_label(workspace, kind, int(count)),
            round(1.2 + 1.6 * float(np.log10(max(count, 1))), 2),
            _edge_classes(kind, nature, on_path=frozenset((left, right)) in steps),
        )
        for name, kind, left, right, count, nature in zip(
            *(ties[column].tolist() for column in columns), strict=True
        )
    )


def _edge_label(workspace: Workspace, kind: str, count: int) -> str:
    word = workspace.texts.term("relation", kind)
    return f"{word} · {grouped(count)}" if count > 1 else word


def _edge_classes(kind: str, nature: str, *, on_path: bool) -> str:
    marks = [str(family_of(kind))]
    marks += ["directed"] if is_directed(kind) else []
    marks += ["assessment"] if nature == "assessment" else []
    return " ".join(marks + (["on-path"] if on_path else []))
