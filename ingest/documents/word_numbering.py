"""Numbers that Word puts before the paragraphs of a list; they stand in no paragraph's text."""

import re
from collections import defaultdict
from dataclasses import dataclass

from lxml import etree

Element = etree._Element
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True)
class _Level:
    form: str
    text: str
    start: int


class Numbering:
    """Counts the paragraphs of each list."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._of_style: dict[str, tuple[str, int]] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        if numbering is not None:
            self._read(numbering)
        for style in styles.iter(f"{_W}style") if styles is not None else ():
            if place := _place(style.find(f"{_W}pPr/{_W}numPr")):
                self._of_style[str(style.get(f"{_W}styleId"))] = place

    def _read(self, numbering: Element) -> None:
        for abstract in numbering.iter(f"{_W}abstractNum"):
            levels = {
                int(level.get(f"{_W}ilvl", "0")): _Level(
                    _value(level, "numFmt") or "decimal",
                    _value(level, "lvlText") or "",
                    int(_value(level, "start") or 1),
                )
                for level in abstract.iter(f"{_W}lvl")
            }
            self._levels[str(abstract.get(f"{_W}abstractNumId"))] = levels
        for one in numbering.iter(f"{_W}num"):
            self._lists[str(one.get(f"{_W}numId"))] = _value(one, "abstractNumId") or ""

    def label(self, paragraph: Element) -> str:
        """The number before a paragraph (``2.``, ``b)``), a bullet, or nothing."""
        place = _place(paragraph.find(f"{_W}pPr/{_W}numPr")) or self._by_style(paragraph)
        if place is None:
            return ""
        number, depth = place
        levels = self._levels.get(self._lists.get(number, ""), {})
        if depth not in levels:
            return ""
        if levels[depth].form == "bullet":
            return "•"
        counts = self._count(number, depth, levels)
        return _PLACE.sub(
            lambda m: _written(levels, counts, int(m.group(1)) - 1), levels[depth].text
        )

    def _by_style(self, paragraph: Element) -> tuple[str, int] | None:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        return None if style is None else self._of_style.get(str(style.get(f"{_W}val")))

    def _count(self, number: str, depth: int, levels: dict[int, _Level]) -> dict[int, int]:
        counts = self._counts[number]
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        return counts


def _place(properties: Element | None) -> tuple[str, int] | None:
    """The list and depth of a paragraph's properties; list 0 is none."""
    if properties is None:
        return None
    number = _value(properties, "numId")
    return (number, int(_value(properties, "ilvl") or 0)) if number not in (None, "0") else None


def _value(parent: Element, name: str) -> str | None:
    child = parent.find(f"{_W}{name}")
    return None if child is None else child.get(f"{_W}val")


def _written(levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
    if depth not in levels:
        return ""
    count = counts.get(depth, levels[depth].start)
    form = levels[depth].form
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        return _roman(count).upper() if form == "upperRoman" else _roman(count)
    return "" if form == "none" else str(count)


def _roman(count: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (count // value)
        count %= value
    return written
