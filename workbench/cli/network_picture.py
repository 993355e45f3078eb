"""Networks as pictures: SVG or PNG, with what the picture leaves out written under it.

Colours and shapes are the page's; protected persons stand under their pseudonyms. Nothing is told
by colour alone: what is gone is dashed, what is new or meant is thick, what is removed is crossed.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import numpy as np
import pandas as pd

from dashboards.palette import GREEN, PROTECTED, VERMILLION, sign_of
from graph.build import Network, NetworkFilter
from graph.layout import positions
from workbench.cli import picture_file
from workbench.evidence.labelling import CHARACTER_MM, Box, label_places

Label = Callable[[str], str]
Pair = tuple[str, str]

MOST = 300
"""Entities drawn; of more, those with most ties."""
LABELLED = 80
_FONT = "font-family='Noto Sans, DejaVu Sans, sans-serif'"
_SIZE = 11
_PX_PER_MM = _SIZE * 0.56 / CHARACTER_MM
_MARGIN, _HEAD, _LINE = 90.0, 56.0, 17.0
_RADIUS = 9.0
_LONGEST = 28


@dataclass(frozen=True)
class Marks:
    """What stands out: entities and ties (pairs of ids, smaller first) by what became of them."""

    gone: frozenset[str] = frozenset()
    new: frozenset[str] = frozenset()
    meant: frozenset[str] = frozenset()
    ties_gone: frozenset[Pair] = frozenset()
    ties_new: frozenset[Pair] = frozenset()
    ties_meant: frozenset[Pair] = frozenset()
    legend: tuple[str, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A network to draw, its title, what stands out, and what is said under it."""

    title: str
    network: Network
    marks: Marks = field(default_factory=Marks)
    notes: tuple[str, ...] = ()


def save(path: Path, picture: Picture, label: Label) -> None:
    """Write the picture in the format that the file's name ends in. Raises PictureError."""
    picture_file.save(path, svg(picture, label))


def pair(one: str, other: str) -> Pair:
    """Two entities as ``Marks`` names their tie."""
    return (one, other) if one < other else (other, one)


def of_ties(ties: Mapping[Pair, int], kinds: Callable[[str], str], like: Network) -> Network:
    """A network of these pairs with their weights, protected where ``like`` protects."""
    ids = sorted({end for tie in ties for end in tie}, key=lambda entity: (len(entity), entity))
    place = {entity: n for n, entity in enumerate(ids)}
    pairs = sorted(ties)
    return Network(
        NetworkFilter(),
        pd.DataFrame({"entity_id": ids, "kind": [kinds(entity) for entity in ids]}),
        pd.DataFrame(
            {
                "left_entity": [one for one, _ in pairs],
                "right_entity": [other for _, other in pairs],
                "left": np.array([place[one] for one, _ in pairs], dtype=np.int64),
                "right": np.array([place[other] for _, other in pairs], dtype=np.int64),
                "count": np.array([ties[tie] for tie in pairs], dtype=np.int64),
            }
        ),
        protected=like.protected,
    )


def part(network: Network, most: int = MOST, keep: Collection[str] = ()) -> tuple[Network, int]:
    """The ``most`` entities with most ties (those to ``keep`` first), and how many are left out."""
    size = len(network.ids)
    if size <= most:
        return network, 0
    degree = np.asarray(network.graph.degree())
    wanted = np.isin(network.ids, list(keep))
    kept = np.sort(np.lexsort((np.arange(size), -degree, ~wanted))[:most])
    ties = network.relationships
    inside = ties[ties["left"].isin(kept) & ties["right"].isin(kept)].copy()
    for side in ("left", "right"):
        inside[side] = np.searchsorted(kept, inside[side].to_numpy())
    entities = network.entities.iloc[kept].reset_index(drop=True)
    return (
        Network(network.chosen, entities, inside, protected=network.protected),
        size - len(kept),
    )


def svg(picture: Picture, label: Label) -> str:
    """The drawing as SVG."""
    named = picture.marks.gone | picture.marks.new | picture.marks.meant
    network, left_out = part(picture.network, keep=named)
    notes = [*picture.marks.legend, *picture.notes]
    if left_out:
        notes.append(f"{left_out:,} entities with fewer ties are not drawn.")
    places = _fitted(positions(network))
    width = max([x for x, _ in places.values()], default=0.0) + _MARGIN
    high = max([y for _, y in places.values()], default=_HEAD) + _MARGIN
    width = max(width, 640.0)
    height = high + _LINE * len(notes)
    texts = [_text(16, 30, picture.title, 16)]
    texts += [_text(16, high + _LINE * n, note, 12) for n, note in enumerate(notes)]
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width:.0f} {height:.0f}' "
        f"width='{width:.0f}' height='{height:.0f}'>"
        f"<rect width='{width:.0f}' height='{height:.0f}' fill='white'/>"
        + "".join(_lines(network, places, picture.marks))
        + "".join(_signs(network, places, picture.marks))
        + "".join(_labels(network, places, named, label, (width, high)))
        + "".join(texts)
        + "</svg>\n"
    )


def _fitted(places: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    left = min([x for x, _ in places.values()], default=0.0)
    top = min([y for _, y in places.values()], default=0.0)
    return {e: (x - left + _MARGIN, y - top + _HEAD + 34) for e, (x, y) in places.items()}


def _lines(network: Network, places: Mapping[str, tuple[float, float]], marks: Marks) -> list[str]:
    graph = network.graph
    weights = graph.es["weight"] if graph.ecount() else []
    drawn = []
    for edge, weight in zip(graph.es, weights, strict=True):
        one, other = (network.ids[vertex] for vertex in edge.tuple)
        tie = pair(one, other)
        colour, dashes, width = "#8a95a1", "", min(0.8 + 0.5 * float(np.log1p(weight)), 4.0)
        if tie in marks.ties_gone:
            colour, dashes = VERMILLION, " stroke-dasharray='6 4'"
        elif tie in marks.ties_new:
            colour, width = GREEN, width + 1.5
        elif tie in marks.ties_meant:
            colour, width = "#B3009B", width + 1.5
        (x1, y1), (x2, y2) = places[one], places[other]
        drawn.append(
            f"<line x1='{x1:.1f}' y1='{y1:.1f}' x2='{x2:.1f}' y2='{y2:.1f}' stroke='{colour}' "
            f"stroke-width='{width:.1f}'{dashes}/>"
        )
    return drawn


def _signs(network: Network, places: Mapping[str, tuple[float, float]], marks: Marks) -> list[str]:
    drawn = []
    for entity, kind in zip(network.ids, network.entities["kind"], strict=True):
        x, y = places[entity]
        sign = PROTECTED if entity in network.protected else sign_of(kind)
        radius = _RADIUS + 3 * (entity in marks.meant)
        edge = f"stroke='white' stroke-width='1.5' fill='{sign.colour}'"
        if entity in marks.gone:
            edge = f"stroke='{VERMILLION}' stroke-width='2' stroke-dasharray='4 3' fill='white'"
        elif entity in marks.new:
            edge = f"stroke='{GREEN}' stroke-width='4' fill='{sign.colour}'"
        elif entity in marks.meant:
            edge = f"stroke='#111827' stroke-width='2.5' fill='{sign.colour}'"
        if kind in ("person", "organisation"):
            drawn.append(f"<circle cx='{x:.1f}' cy='{y:.1f}' r='{radius}' {edge}/>")
        else:
            drawn.append(
                f"<rect x='{x - radius:.1f}' y='{y - radius:.1f}' width='{2 * radius}' "
                f"height='{2 * radius}' rx='{4 if kind == 'phone' else 0}' {edge}/>"
            )
        if entity in marks.gone:
            drawn.append(
                f"<path d='M{x - 5:.1f} {y - 5:.1f} l10 10 m0 -10 l-10 10' stroke='{VERMILLION}' "
                "stroke-width='2'/>"
            )
    return drawn


def _labels(
    network: Network,
    places: Mapping[str, tuple[float, float]],
    named: Collection[str],
    label: Label,
    page: tuple[float, float],
) -> list[str]:
    """Names beside the signs; where there are many, of those who stand out or have most ties."""
    degree = dict(zip(network.ids, network.graph.degree(), strict=True))
    order = sorted(network.ids, key=lambda e: (e not in named, -degree[e], len(e), e))
    shown = order[: max(LABELLED, len([e for e in order if e in named]))]
    rest = [e for e in network.ids if e not in set(shown)]
    words = [_short(label(entity)) for entity in shown] + [""] * len(rest)
    signs = [
        Box.around(places[e][0] / _PX_PER_MM, places[e][1] / _PX_PER_MM, _RADIUS / _PX_PER_MM)
        for e in [*shown, *rest]
    ]
    lines = [
        tuple(v / _PX_PER_MM for end in edge.tuple for v in places[network.ids[end]])
        for edge in network.graph.es
    ]
    found = label_places(
        signs,
        [[name] if name else [] for name in words],
        [(line[0], line[1], line[2], line[3]) for line in lines],
        page[0] / _PX_PER_MM,
        page[1] / _PX_PER_MM,
    )
    return [
        _text(left * _PX_PER_MM, top * _PX_PER_MM + _SIZE, name, _SIZE, halo=True)
        for name, (left, top, _) in zip(words, found, strict=True)
        if name
    ]


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"


def _text(x: float, y: float, words: str, size: int, *, halo: bool = False) -> str:
    edge = " stroke='white' stroke-width='3' paint-order='stroke'" if halo else ""
    return f"<text x='{x:.1f}' y='{y:.1f}' font-size='{size}' {_FONT}{edge}>{escape(words)}</text>"
