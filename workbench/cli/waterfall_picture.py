"""The waterfall of a pair's weights as a picture: SVG, or PNG set by typst."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from entity_resolution.pairs import Step
from workbench.cli import picture_file
from workbench.cli.picture_file import PictureError

_WIDTH, _ROW, _TOP = 860, 30, 64
_LEFT, _RIGHT = 330, 70  # room for labels and for weights
_FOR, _AGAINST, _BEFORE = "#2f6f9f", "#b5532b", "#7a7a7a"
__all__ = ["PictureError", "save", "svg"]

_FONT = "font-family='Noto Sans, DejaVu Sans, sans-serif'"


def save(path: Path, title: str, steps: Sequence[Step]) -> None:
    """Write the picture in the format that the file's name ends in. Raises PictureError."""
    picture_file.save(path, svg(title, steps))


def svg(title: str, steps: Sequence[Step]) -> str:
    """One row a step; each bar runs from the sum before it to the sum with it, in bits."""
    ends = [0.0, *(step.total for step in steps)]
    low, high = min(ends), max(ends)
    scale = (_WIDTH - _LEFT - _RIGHT) / ((high - low) or 1.0)
    height = _TOP + _ROW * (len(steps) + 1) + 12
    zero = _LEFT - low * scale
    rows = [
        _row(step, _TOP + _ROW * place, _LEFT + (before - low) * scale, scale)
        for place, (step, before) in enumerate(zip(steps, ends, strict=False))
    ]
    total = steps[-1].total if steps else 0.0
    foot = _TOP + _ROW * len(steps) + 19
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDTH} {height}' "
        f"width='{_WIDTH}' height='{height}'>"
        f"<rect width='{_WIDTH}' height='{height}' fill='white'/>"
        f"{_text(16, 28, title, 16)}"
        f"{_text(16, 48, 'bits of evidence: to the right for one, to the left for two', 12)}"
        f"<line x1='{zero:.1f}' y1='{_TOP - 6}' x2='{zero:.1f}' y2='{foot - 14}' stroke='#999'/>"
        + "".join(rows)
        + _text(16, foot, f"together: {total:+.1f} bits", 13)
        + "</svg>\n"
    )


def _row(step: Step, top: float, start: float, scale: float) -> str:
    colour = _BEFORE if step.left is None else _FOR if step.weight > 0 else _AGAINST
    end = start + step.weight * scale
    return (
        _text(16, top + 17, step.label, 13)
        + f"<rect x='{min(start, end):.1f}' y='{top + 5}' width='{max(abs(end - start), 1):.1f}' "
        f"height='{_ROW - 12}' fill='{colour}'/>"
        + _text(_WIDTH - 60, top + 17, f"{step.weight:+.1f}", 13)
    )


def _text(x: float, y: float, words: str, size: int) -> str:
    return f"<text x='{x}' y='{y}' font-size='{size}' {_FONT}>{escape(words)}</text>"
