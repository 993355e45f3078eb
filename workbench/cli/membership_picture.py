"""Why each mention is in its entity, as a picture: a bar for the weight of each link, in bits."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from workbench.cli import picture_file

_WIDTH, _ROW, _TOP = 1000, 40, 64
_BARS, _ROOM = 420, 470  # where bars begin, and their longest
_FONT = "font-family='Noto Sans, DejaVu Sans, sans-serif'"


def save(path: Path, title: str, rows: Sequence[tuple[str, float, str]]) -> None:
    """Draw rows of (mention, weight, why); SVG or PNG by the file's name. Raises PictureError."""
    picture_file.save(path, svg(title, rows))


def svg(title: str, rows: Sequence[tuple[str, float, str]]) -> str:
    """One row a mention, the reason under its bar."""
    longest = max((weight for _, weight, _ in rows), default=1.0) or 1.0
    height = _TOP + _ROW * len(rows) + 16
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDTH} {height}' "
        f"width='{_WIDTH}' height='{height}'>"
        f"<rect width='{_WIDTH}' height='{height}' fill='white'/>"
        f"{_text(16, 28, title, 16)}"
        f"{_text(16, 48, 'what ties each mention to the others, in bits; the weakest first', 12)}"
        + "".join(
            _text(16, _TOP + _ROW * place + 15, _cut(mention, 52), 13)
            + f"<rect x='{_BARS}' y='{_TOP + _ROW * place + 4}' height='13' fill='#2f6f9f' "
            f"width='{max(weight / longest, 0.002) * _ROOM:.1f}'/>"
            + _text(_BARS + _ROOM + 16, _TOP + _ROW * place + 15, f"{weight:+.1f}", 13)
            + _text(_BARS, _TOP + _ROW * place + 31, _cut(why, 92), 11)
            for place, (mention, weight, why) in enumerate(rows)
        )
        + "</svg>\n"
    )


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[: longest - 1] + "…"


def _text(x: float, y: float, words: str, size: int) -> str:
    return f"<text x='{x}' y='{y}' font-size='{size}' {_FONT}>{escape(words)}</text>"
