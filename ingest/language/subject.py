"""Who is heard, where no header field says so: ``saslušanje svjedoka X``, ``I, X, ...``."""

import re
from collections.abc import Sequence
from functools import cache

from ingest.language import contexts
from ingest.language.person_name import PersonName

_HEAD = 1800


def position(text: str, people: Sequence[PersonName]) -> int | None:
    """Which of the persons named in the head of a document is the one heard."""
    for number, person in enumerate(people):
        if person.start > _HEAD:
            return None
        before = text[max(0, person.start - 60) : person.start]
        if _heard().search(before) and not person.nickname:
            return number
    return None


@cache
def _heard() -> re.Pattern[str]:
    words = contexts.alternatives(contexts.lists("documents")["heard"])
    return re.compile(rf"(?<!\w)(?:{words})[\s,:„“\"(-]*$", re.I)
