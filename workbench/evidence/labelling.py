"""Where to write the names on a chart so that they cover neither each other nor a sign.

Greedy over a few places around each sign, the most crowded signs first (Christensen, Marks and
Shieber 1995 compare this with slower methods). Lengths in millimetres.
"""

from collections.abc import Sequence
from dataclasses import dataclass

LINE_MM = 2.7
CHARACTER_MM = 1.22
_GAP = 0.5
_OUTSIDE, _ON_SIGN, _ON_LABEL, _ON_LINE = 50.0, 8.0, 8.0, 0.6

Segment = tuple[float, float, float, float]


@dataclass(frozen=True)
class Box:
    """An upright rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, x: float, y: float, radius: float) -> "Box":
        """The square around a sign."""
        return cls(x - radius, y - radius, x + radius, y + radius)

    def overlap(self, other: "Box") -> float:
        """The area that both cover."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across * down if across > 0 and down > 0 else 0.0

    def crossed_by(self, line: Segment) -> bool:
        """Whether a straight line runs through (Liang and Barsky 1984)."""
        x1, y1, x2, y2 = line
        first, last = 0.0, 1.0
        for start, step, low, high in (
            (x1, x2 - x1, self.left, self.right),
            (y1, y2 - y1, self.top, self.bottom),
        ):
            if step == 0:
                if not low <= start <= high:
                    return False
                continue
            near, far = sorted(((low - start) / step, (high - start) / step))
            first, last = max(first, near), min(last, far)
        return first < last


def label_places(
    signs: Sequence[Box],
    labels: Sequence[Sequence[str]],
    lines: Sequence[Segment],
    width: float,
    height: float,
) -> list[tuple[float, float, float]]:
    """For each sign its label's left and top edge, and width."""
    page = Box(0, 0, width, height)
    taken: list[Box] = []
    chosen: dict[int, Box] = {}
    for sign in _crowded_first(signs):
        places = _candidates(signs[sign], labels[sign])
        costs = [
            _cost(place, page, signs, taken, lines) + 0.01 * rank
            for rank, place in enumerate(places)
        ]
        chosen[sign] = places[costs.index(min(costs))]
        taken.append(chosen[sign])
    return [
        (round(box.left, 2), round(box.top, 2), round(box.right - box.left, 2))
        for box in (chosen[sign] for sign in range(len(signs)))
    ]


def _crowded_first(signs: Sequence[Box]) -> list[int]:
    near = [
        sum(abs(a.left - b.left) < 25 and abs(a.top - b.top) < 12 for b in signs) for a in signs
    ]
    return sorted(range(len(signs)), key=lambda sign: (-near[sign], sign))


def _candidates(sign: Box, label: Sequence[str]) -> list[Box]:
    wide = max((len(line) for line in label), default=0) * CHARACTER_MM + 0.6
    high = len(label) * LINE_MM
    x, y = (sign.left + sign.right) / 2, (sign.top + sign.bottom) / 2
    corners = [
        (x - wide / 2, sign.bottom + _GAP),
        (x - wide / 2, sign.top - _GAP - high),
        (sign.right + _GAP, y - high / 2),
        (sign.left - _GAP - wide, y - high / 2),
        (sign.right, sign.bottom),
        (sign.left - wide, sign.bottom),
        (sign.right, sign.top - high),
        (sign.left - wide, sign.top - high),
    ]
    return [Box(left, top, left + wide, top + high) for left, top in corners]


def _cost(
    place: Box, page: Box, signs: Sequence[Box], taken: Sequence[Box], lines: Sequence[Segment]
) -> float:
    area = (place.right - place.left) * (place.bottom - place.top)
    outside = area - place.overlap(page)
    return (
        _OUTSIDE * outside
        + _ON_SIGN * sum(place.overlap(sign) for sign in signs)
        + _ON_LABEL * sum(place.overlap(label) for label in taken)
        + _ON_LINE * sum(place.crossed_by(line) for line in lines)
    )
