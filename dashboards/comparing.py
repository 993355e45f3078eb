"""A saved picture and the present one on one canvas: what is new, what is gone, what changed."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from math import cos, hypot, pi, sin
from typing import TypeVar

from dashboards.pictures import Compared, Edge, Node, Picture, Places, compose
from dashboards.saving import Difference, SavedView, difference, every
from dashboards.views import View
from dashboards.workspace import Workspace

CAME, WENT, CHANGED, BESIDE = "came", "went", "changed", "beside"
"""Classes of the stylesheet."""
Item = TypeVar("Item", Node, Edge)

APART = 70.0
"""How far those that are gone stand from those that are there, in the picture's units."""
_TURN = pi * (3 - 5**0.5)  # the golden angle: turns that never meet again


def drawn(workspace: Workspace, view: View, known: Places | None = None) -> Picture:
    """Draw a view; where it is compared with a saved picture, with the differences marked."""
    picture = compose(workspace, view, known)
    saved = next((one for one in every(workspace) if one.view_id == view.against), None)
    if saved is not None:
        found = difference(workspace, saved.view, view)
        picture = _marked(picture, compose(workspace, saved.view), saved, found)
    return replace(picture, edges=_bent(picture.edges))


def _bent(edges: Sequence[Edge]) -> tuple[Edge, ...]:
    """Lines that would lie on one another marked, so that they pass beside each other."""
    ends = [(min(edge.left, edge.right), max(edge.left, edge.right)) for edge in edges]
    lines = Counter(ends)
    return tuple(
        _with(edge, BESIDE, lines[pair] > 1) for edge, pair in zip(edges, ends, strict=True)
    )


def _marked(now: Picture, before: Picture, saved: SavedView, found: Difference) -> Picture:
    came, ties_came = set(found.came), set(found.ties_came)
    changed = {one.relationship_id for one in found.ties_changed}
    nodes = [_with(node, CAME, node.entity_id in came) for node in now.nodes]
    edges = [_with(edge, CAME, edge.relationship_id in ties_came) for edge in now.edges]
    edges = [_with(edge, CHANGED, edge.relationship_id in changed) for edge in edges]
    gone = _placed([n for n in before.nodes if n.entity_id in set(found.went)], now.nodes)
    lost = [e for e in before.edges if e.relationship_id in set(found.ties_went)]
    return replace(
        now,
        nodes=(*nodes, *(_with(node, WENT, True) for node in gone)),
        edges=(*edges, *(_with(edge, WENT, True) for edge in lost)),
        compared=Compared(
            saved.view_id,
            saved.name,
            *map(len, (came, found.went, ties_came, found.ties_went, changed)),
        ),
    )


def _with(item: Item, mark: str, holds: bool) -> Item:
    return replace(item, classes=f"{item.classes} {mark}".strip()) if holds else item


def _placed(gone: Sequence[Node], there: Iterable[Node]) -> list[Node]:
    """Where they stood, or as near to it as nobody stands now; in no frame."""
    taken = [(node.x, node.y) for node in there]
    found = []
    for node in gone:
        x, y = _free(node.x, node.y, taken)
        taken.append((x, y))
        found.append(replace(node, x=x, y=y, frame=None))
    return found


def _free(x: float, y: float, taken: Collection[tuple[float, float]]) -> tuple[float, float]:
    step, at = 0, (x, y)
    while any(hypot(at[0] - p, at[1] - q) < APART for p, q in taken):
        step += 1
        far = APART / 2 * step**0.5
        at = round(x + far * cos(step * _TURN), 1), round(y + far * sin(step * _TURN), 1)
    return at
