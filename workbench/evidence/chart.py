"""The chart of a summary: where its actors and vehicles stand on the page, and their labels.

Lengths are millimetres from the upper left corner of the drawing. Setting it is the template's.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from graph.build import Network
from graph.layout import positions
from workbench.evidence.labelling import Box, label_places
from workbench.evidence.selection import Selection, Tie, part
from workbench.vocabulary import MentionKind

WIDTH_MM = 256.0
HEIGHT_MM = 136.0
_MARGIN_MM = 14.0
_MAX_STRETCH = 1.6
_LARGE, _SMALL = 2.7, 1.9
_FIRST = 5
_THINNEST_MM, _THICKEST_MM = 0.25, 1.5
_LINE_CHARACTERS = 23


@dataclass(frozen=True)
class Node:
    """An entity drawn: centre, radius, kind, lines of its label and the label's corner."""

    number: str
    kind: str
    protected: bool
    x: float
    y: float
    radius: float
    lines: tuple[str, ...]
    label_x: float
    label_y: float
    label_width: float


@dataclass(frozen=True)
class Line:
    """All relationships between two entities: from edge to edge of their signs."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    style: str  # 'communicates' | 'stated' | 'assessed'


@dataclass(frozen=True)
class Chart:
    """What is drawn, and in words what is not."""

    width: float
    height: float
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    kinds: tuple[str, ...]
    left_out: tuple[str, ...]


def draw(
    selection: Selection,
    name: Callable[[str], str],
    number: Callable[[str], str],
    left_out: Sequence[str],
) -> Chart:
    """Place the selected actors and vehicles; ``name`` and ``number`` say how to call each."""
    vehicles = [tie for tie in selection.things if _vehicle(tie)]
    drawn = _with_vehicles(selection, vehicles)
    spots = _fitted(positions(drawn))
    radius = {e: _LARGE if e in selection.principal[:_FIRST] else _SMALL for e in drawn.ids}
    lines = _lines([*selection.ties, *vehicles], spots, radius)
    labels = {e: _broken(f"{number(e)} {name(e)}") for e in drawn.ids}
    places = label_places(
        [Box.around(*spots[e], radius[e]) for e in drawn.ids],
        [labels[e] for e in drawn.ids],
        [(line.x1, line.y1, line.x2, line.y2) for line in lines],
        WIDTH_MM,
        HEIGHT_MM,
    )
    kinds = dict(zip(drawn.ids, drawn.entities["kind"], strict=True))
    nodes = tuple(
        Node(number(e), kinds[e], e in drawn.protected, *spots[e], radius[e], labels[e], *place)
        for e, place in zip(drawn.ids, places, strict=True)
    )
    styles = {node.kind for node in nodes if not node.protected}
    return Chart(WIDTH_MM, HEIGHT_MM, nodes, lines, tuple(sorted(styles)), tuple(left_out))


def _kind(entity: str) -> str:
    return entity.rsplit("-", 1)[0]


def _vehicle(tie: Tie) -> bool:
    return MentionKind.VEHICLE in (_kind(tie.left), _kind(tie.right))


def _with_vehicles(selection: Selection, vehicles: Sequence[Tie]) -> Network:
    """The network to lay out: actors with their ties, and vehicles with their drivers."""
    actors = part(selection.considered, [*selection.principal, *selection.companions])
    new = sorted({end for t in vehicles for end in (t.left, t.right)} - set(actors.ids))
    entities = pd.concat(
        [
            actors.entities,
            pd.DataFrame({"entity_id": new, "kind": [_kind(entity) for entity in new]}),
        ],
        ignore_index=True,
    )
    index = {entity: i for i, entity in enumerate(entities["entity_id"])}
    driven = pd.DataFrame(
        {
            "left": [index[tie.left] for tie in vehicles],
            "right": [index[tie.right] for tie in vehicles],
            "count": [tie.count for tie in vehicles],
        },
        dtype="int64",
    )
    listed = actors.relationships["relationship_id"].isin(
        [tie.relationship_id for tie in selection.ties]
    )
    own = actors.relationships.loc[listed, ["left", "right", "count"]]
    return replace(
        actors, entities=entities, relationships=pd.concat([own, driven], ignore_index=True)
    )


def _fitted(places: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Stretched to fill the drawing, the two directions not too differently."""
    if not places:
        return {}
    xs, ys = [x for x, _ in places.values()], [y for _, y in places.values()]
    room = (WIDTH_MM - 2 * _MARGIN_MM, HEIGHT_MM - 2 * _MARGIN_MM)
    scale = [
        available / max(max(values) - min(values), 1e-9)
        for available, values in zip(room, (xs, ys), strict=True)
    ]
    across, down = (min(one, _MAX_STRETCH * min(scale)) for one in scale)
    mid_x, mid_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return {
        entity: (
            round(WIDTH_MM / 2 + (x - mid_x) * across, 2),
            round(HEIGHT_MM / 2 + (y - mid_y) * down, 2),
        )
        for entity, (x, y) in places.items()
    }


def _lines(
    ties: Sequence[Tie],
    spots: Mapping[str, tuple[float, float]],
    radius: Mapping[str, float],
) -> tuple[Line, ...]:
    """One line per pair: communications by width, statements over them, dashed if assessed only."""
    pairs: dict[tuple[str, str, str], int] = {}
    for tie in ties:
        if tie.is_communication:
            style = "communicates"
        else:
            style = "assessed" if tie.is_assessment else "stated"
        low, high = sorted((tie.left, tie.right))
        pairs[style, low, high] = pairs.get((style, low, high), 0) + tie.count
    most = max((n for (style, _, _), n in pairs.items() if style == "communicates"), default=1)
    order = {"communicates": 0, "assessed": 1, "stated": 2}
    return tuple(
        Line(
            *_between(spots[low], spots[high], radius[low], radius[high]),
            round(_width(count, most), 2) if style == "communicates" else _THINNEST_MM * 2,
            style,
        )
        for (style, low, high), count in sorted(pairs.items(), key=lambda p: (order[p[0][0]], p[0]))
        if style != "assessed" or ("stated", low, high) not in pairs
    )


def _width(count: int, most: int) -> float:
    share = math.log1p(count) / math.log1p(max(most, 1))
    return _THINNEST_MM + share * (_THICKEST_MM - _THINNEST_MM)


def _between(
    one: tuple[float, float], other: tuple[float, float], room_one: float, room_other: float
) -> tuple[float, float, float, float]:
    (x1, y1), (x2, y2) = one, other
    length = max(math.hypot(x2 - x1, y2 - y1), 1e-6)
    dx, dy = (x2 - x1) / length, (y2 - y1) / length
    ends = (x1 + dx * room_one, y1 + dy * room_one, x2 - dx * room_other, y2 - dy * room_other)
    return (round(ends[0], 2), round(ends[1], 2), round(ends[2], 2), round(ends[3], 2))


def _broken(label: str) -> tuple[str, ...]:
    """A label on two lines at most, cut where it is too long."""
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _LINE_CHARACTERS:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > 2:
        lines = [lines[0], lines[1][: _LINE_CHARACTERS - 1] + "…"]
    return tuple(line[: _LINE_CHARACTERS + 6] for line in lines)
