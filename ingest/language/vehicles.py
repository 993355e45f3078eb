"""Make, model and colour that stand beside a plate or chassis number."""

import re
from collections.abc import Iterator

from ingest.language import contexts
from ingest.language.facts import Fact
from workbench.vocabulary import AttributeName

_REACH_BEFORE, _REACH_AFTER = 80, 45
_MODEL = re.compile(
    r"[ \u00a0\"„“-]{1,3}((?:[A-Z][\w-]{1,12}|\d{1,3})(?:[ ](?:\d{1,3}|[A-Z]\d?))?)(?![\w/-])"
)


def beside(text: str, start: int, end: int) -> list[Fact]:
    """Facts about the vehicle whose number stands at [start, end)."""
    before = re.split(r"[.;]\s", text[max(0, start - _REACH_BEFORE) : start])[-1]
    after = re.split(r"[.;]\s", text[end : end + _REACH_AFTER])[0]
    return [*_make_and_model(before, after), *_colour(before, after)]


def _make_and_model(before: str, after: str) -> Iterator[Fact]:
    for stretch in (before, after):
        hits = [
            (match.start(), make, match)
            for make, pattern in contexts.sections("vehicles", "make")
            for match in pattern.finditer(stretch)
        ]
        if hits:
            _, make, match = max(hits) if stretch is before else min(hits)
            first = min(h for h in hits if h[1] == make)
            yield Fact(AttributeName.MAKE, make, first[2].group())
            model = _MODEL.match(stretch, first[2].end())
            if model and not re.fullmatch(r"[A-Z]{2}", model[1]):
                yield Fact(AttributeName.MODEL, model[1].strip(), model[1])
            elif match.group().lower() not in (make.lower(), "vw"):
                yield Fact(AttributeName.MODEL, match.group(), match.group())
            return


def _colour(before: str, after: str) -> Iterator[Fact]:
    for stretch in (before, after):
        for colour, pattern in contexts.sections("vehicles", "colour"):
            match = pattern.search(stretch)
            if match:
                yield Fact(AttributeName.COLOUR, colour, match.group())
                return
