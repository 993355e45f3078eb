"""Language and script of a text, by its function words."""

import re
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files

from ingest.selectors.letters import is_cyrillic, latin

ENGLISH, ALBANIAN, SOUTH_SLAVIC = "en", "sq", "sh"
_WORD = re.compile(r"[^\W\d_]+")


def script(text: str) -> str:
    """``Cyrl`` where most letters are Cyrillic, else ``Latn``."""
    letters = [c for c in text if c.isalpha()]
    return "Cyrl" if sum(map(is_cyrillic, letters)) * 2 > len(letters) else "Latn"


def family(text: str, otherwise: str = SOUTH_SLAVIC) -> str:
    """``en``, ``sq`` or ``sh`` (Bosnian, Croatian, Montenegrin, Serbian) by function words."""
    if script(text) == "Cyrl":
        return SOUTH_SLAVIC
    words = Counter(_WORD.findall(latin(text).lower()))
    scores = {
        name: sum(words[w] for w in _words()[name]) for name in (ENGLISH, ALBANIAN, SOUTH_SLAVIC)
    }
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] else otherwise


def language(text: str, country: str | None) -> str | None:
    """ISO 639-1 code of a document; Bosnian or Serbian by usage, or by the country of the file."""
    if not _WORD.search(text):
        return None
    found = family(text)
    if found != SOUTH_SLAVIC:
        return found
    if script(text) == "Cyrl":
        return "sr"
    if country:
        return {"BA": "bs", "HR": "hr"}.get(country, "sr")
    words = Counter(_WORD.findall(text.lower()))
    bosnian, serbian = (sum(words[w] for w in _words()[name]) for name in ("bosnian", "serbian"))
    return "bs" if bosnian > serbian else "sr"


@cache
def _words() -> dict[str, frozenset[str]]:
    raw = tomllib.loads((files(__package__) / "data" / "languages.toml").read_text("utf-8"))
    return {name: frozenset(words.split()) for name, words in raw.items()}
