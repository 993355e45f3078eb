"""How far probabilities can be trusted, as a picture: said against true, tenth by tenth."""

from collections.abc import Mapping
from html import escape
from pathlib import Path

from entity_resolution.evaluation import Bin, Calibration
from workbench.cli import picture_file

_SIDE, _LEFT, _TOP, _GAP = 300, 56, 60, 90
_FONT = "font-family='Noto Sans, DejaVu Sans, sans-serif'"
_COLOUR = "#2f6f9f"


def save(path: Path, found: Mapping[str, Calibration]) -> None:
    """Write the picture in the format that the file's name ends in. Raises PictureError."""
    picture_file.save(path, svg(found))


def svg(found: Mapping[str, Calibration]) -> str:
    """One square a kind: each circle a bin, its area the pairs in it; true ones on the diagonal."""
    drawn = {kind: calibration for kind, calibration in found.items() if calibration.bins}
    width = _LEFT + len(drawn) * (_SIDE + _GAP)
    height = _TOP + _SIDE + 64
    squares = [
        _square(kind, calibration, _LEFT + place * (_SIDE + _GAP))
        for place, (kind, calibration) in enumerate(drawn.items())
    ]
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' "
        f"width='{width}' height='{height}'><rect width='{width}' height='{height}' fill='white'/>"
        + "".join(squares)
        + "</svg>\n"
    )


def _square(kind: str, calibration: Calibration, left: float) -> str:
    brier = "" if calibration.brier is None else f", Brier score {calibration.brier:.4f}"
    pairs = sum(one.pairs for one in calibration.bins)
    bottom = _TOP + _SIDE
    ticks = "".join(
        _text(left + tenth * _SIDE / 10 - 8, bottom + 16, f"{tenth / 10:.1f}", 11)
        + _text(left - 26, bottom - tenth * _SIDE / 10 + 4, f"{tenth / 10:.1f}", 11)
        for tenth in range(0, 11, 2)
    )
    return (
        _text(left, 26, f"{kind}: {pairs:,} pairs{brier}", 14)
        + _text(left, 44, "upwards the share of pairs that are one", 11)
        + f"<rect x='{left}' y='{_TOP}' width='{_SIDE}' height='{_SIDE}' fill='none' "
        "stroke='#999'/>"
        f"<line x1='{left}' y1='{bottom}' x2='{left + _SIDE}' y2='{_TOP}' stroke='#bbb'/>"
        + ticks
        + _text(left, bottom + 36, "to the right the probability said", 11)
        + "".join(_circle(one, pairs, left) for one in calibration.bins)
    )


def _circle(one: Bin, pairs: int, left: float) -> str:
    radius = 3 + 15 * (one.pairs / pairs) ** 0.5
    said = f"said {one.mean_probability:.3f}, true {one.share_true:.3f}, {one.pairs:,} pairs"
    return (
        f"<circle cx='{left + one.mean_probability * _SIDE:.1f}' "
        f"cy='{_TOP + (1 - one.share_true) * _SIDE:.1f}' r='{radius:.1f}' fill='{_COLOUR}' "
        f"fill-opacity='0.7'><title>{escape(said)}</title></circle>"
    )


def _text(x: float, y: float, words: str, size: int) -> str:
    return f"<text x='{x}' y='{y}' font-size='{size}' {_FONT}>{escape(words)}</text>"
