"""The country whose authority wrote a document, by its head; where it says nothing, by language,
then by the numbers and the places it names."""

import re
from collections import Counter

from ingest.language import contexts, detect
from ingest.selectors import places
from ingest.selectors.letters import latin

_HEAD = 700
_OF_LANGUAGE = {detect.ALBANIAN: "AL"}
_DIALLING = (("+355", "AL"), ("+387", "BA"), ("+382", "ME"), ("+381", "RS"), ("+383", "XK"))


def country(text: str) -> str | None:
    """ISO 3166-1 alpha-2 code, or None where neither head, language, numbers nor places tell."""
    if found := named(text):
        return found
    by_language = _OF_LANGUAGE.get(detect.family(text, ""))
    return by_language or _by_numbers(text) or _by_places(text)


def named(text: str) -> str | None:
    """The country whose authority the head of a document names."""
    head = latin(text[:_HEAD]).lower()
    hits = [
        (match.start(), code)
        for code, pattern in contexts.sections("origins", "country")
        if (match := pattern.search(head))
    ]
    return min(hits)[1] if hits else None


def _by_numbers(text: str) -> str | None:
    """The country of most of the international numbers in the text."""
    counts = Counter(
        code for prefix, code in _DIALLING for _ in re.findall(re.escape(prefix), text)
    )
    return counts.most_common(1)[0][0] if counts else None


def _by_places(text: str) -> str | None:
    """The country of most of the towns and crossings in the text; one alone is enough."""
    found = Counter(place.country for place in places.find(text) if place.country)
    first = found.most_common(2)
    return first[0][0] if len(first) == 1 or (first and first[0][1] > first[1][1]) else None
