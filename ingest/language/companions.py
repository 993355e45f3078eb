"""Whom a protected person names as family or fellow traveller: protected until known better."""

import re
from collections.abc import Iterator
from functools import cache

from ingest.language import contexts

_KIN_REACH = 48
_BEGINNING = 40


def of_family(before: str) -> str | None:
    """The words that make the person named next one of the speaker's family: ``my brother``."""
    match = _family().search(before[-_KIN_REACH:])
    return match[1] if match else None


def cues(sentence: str) -> Iterator[tuple[int, str]]:
    """Where a sentence begins to name fellow travellers, and the words that say so."""
    for match in contexts.anywhere("people", "companions").finditer(sentence):
        yield match.end(), match.group()


def of_kin(before: str) -> str | None:
    """The words that make the person named next family of somebody: ``njen sin``, ``me nënën``."""
    match = _kin().search(before[-_KIN_REACH:])
    return match[1] if match else None


def among(sentence: str) -> str | None:
    """The words at its beginning by which a sentence names one of those spoken of before."""
    match = contexts.anywhere("people", "among").search(sentence[:_BEGINNING])
    return match.group() if match else None


@cache
def _kin() -> re.Pattern[str]:
    hers = contexts.alternatives(contexts.lists("people")["hers"])
    kin = contexts.alternatives(contexts.lists("people")["kin"])
    article = r"(?:(?:e|i|të|së)\s+)?"
    before = rf"(?:{hers}|sa|s|with|me)\s+(?:[^\W\d_]+\s+)?(?:{kin})"
    after = rf"(?:{kin})\s+{article}(?:{hers})"
    return re.compile(rf"(?<!\w)((?:{before})|(?:{after}))[\s,:„“\"]*$", re.I)


@cache
def _family() -> re.Pattern[str]:
    mine = contexts.alternatives(contexts.lists("people")["mine"])
    kin = contexts.alternatives(contexts.lists("people")["kin"])
    before = rf"(?:{mine})\s+(?:[^\W\d_]+\s+){{0,2}}(?:{kin})"
    after = rf"(?:{kin})\s+(?:{mine})"
    return re.compile(rf"(?<!\w)((?:{before})|(?:{after}))[\s,:„“\"]*$", re.I)
