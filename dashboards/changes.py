"""From one picture to the next: only what differs travels to the browser."""

from dataclasses import dataclass
from typing import Any

from dashboards.pictures import Edge, Frame, Node, Picture

Json = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """What to add, remove, alter and move; ``clear`` empties the canvas first."""

    clear: bool
    add: tuple[Json, ...] = ()
    remove: tuple[str, ...] = ()
    alter: tuple[Json, ...] = ()
    move: tuple[Json, ...] = ()

    def as_json(self) -> Json:
        """As the page's script applies it."""
        return {
            "clear": self.clear,
            "add": list(self.add),
            "remove": list(self.remove),
            "alter": list(self.alter),
            "move": list(self.move),
        }


def change(before: Picture | None, after: Picture) -> Change:
    """How to get from ``before`` (None: an empty canvas) to ``after``."""
    old_frames = {frame.frame_id: frame for frame in before.frames} if before else {}
    old_nodes = {node.entity_id: node for node in before.nodes} if before else {}
    old_edges = {edge.relationship_id: edge for edge in before.edges} if before else {}
    new_frames = {frame.frame_id: frame for frame in after.frames}
    new_nodes = {node.entity_id: node for node in after.nodes}
    new_edges = {edge.relationship_id: edge for edge in after.edges}
    # Frames come before what stands in them, and go after it.
    old = old_frames | old_nodes | old_edges
    new = new_frames | new_nodes | new_edges
    staying = [name for name in new if name in old]
    return Change(
        clear=before is None,
        add=tuple(_element(item) for name, item in new.items() if name not in old),
        remove=tuple(name for name in [*old_edges, *old_nodes, *old_frames] if name not in new),
        alter=tuple(
            {"data": _data(new[name]), "classes": _classes(new[name])}
            for name in staying
            if _drawn(new[name]) != _drawn(old[name])
        ),
        move=tuple(
            {"id": name, "x": node.x, "y": node.y}
            for name, node in new_nodes.items()
            if name in old_nodes and (node.x, node.y) != (old_nodes[name].x, old_nodes[name].y)
        ),
    )


Item = Node | Edge | Frame


def _element(item: Item) -> Json:
    made: Json = {"data": _data(item), "classes": _classes(item)}
    if isinstance(item, Frame):
        made |= {"group": "nodes", "selectable": False}
    elif isinstance(item, Node):
        made |= {"group": "nodes", "position": {"x": item.x, "y": item.y}}
    else:
        made |= {"group": "edges"}
    return made


def _classes(item: Item) -> str:
    return "frame" if isinstance(item, Frame) else item.classes


def _data(item: Item) -> Json:
    if isinstance(item, Frame):
        return {"id": item.frame_id, "label": item.label}
    if isinstance(item, Node):
        return {
            "id": item.entity_id,
            "kind": item.kind,
            "label": item.label,
            "size": item.size,
            "parent": item.frame,
        }
    return {
        "id": item.relationship_id,
        "source": item.left,
        "target": item.right,
        "label": item.label,
        "width": item.width,
    }


def _drawn(item: Item) -> tuple[Json, str]:
    return _data(item), _classes(item)
