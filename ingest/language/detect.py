"""Language and script of a text, by its function words."""

import re
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files

from ingest.selectors.letters import has_cyrillic, is_cyrillic, latin, without_diacritics

ENGLISH, ALBANIAN, SOUTH_SLAVIC = "en", "sq", "sh"
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = {ALBANIAN: re.compile("[ëç]"), SOUTH_SLAVIC: re.compile("[šđčćž]")}


def script(text: str) -> str:
    """``Cyrl`` where most letters are Cyrillic, else ``Latn``."""
    if not has_cyrillic(text):
        return "Latn"
    letters = [c for c in text if c.isalpha()]
    return "Cyrl" if sum(map(is_cyrillic, letters)) * 2 > len(letters) else "Latn"


def family(text: str, otherwise: str = SOUTH_SLAVIC) -> str:
    """``en``, ``sq`` or ``sh`` (Bosnian, Croatian, Montenegrin, Serbian) by function words."""
    if script(text) == "Cyrl":
        return SOUTH_SLAVIC
    scores = _scores(text)
    best = max(scores, key=lambda name: (scores[name], name == otherwise))
    return best if scores[best] else otherwise


def passage_family(text: str, main: str) -> str:
    """The family of one sentence: its document's, unless the sentence clearly says otherwise."""
    if script(text) == "Cyrl":
        return SOUTH_SLAVIC
    scores = _scores(text)
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= 3 and scores[best] > 2 * scores[main] else main


def _scores(text: str) -> dict[str, float]:
    """Function words of each language that no other has, half a point for a word in its letters.

    Names, which keep their letters in every language, do not count.
    """
    written = Counter(_WORD.findall(latin(text)))
    words = Counter[str]()
    for word, count in written.items():
        words[without_diacritics(word.lower())] += count
    scores: dict[str, float] = {}
    for name, own in _telling().items():
        letters = _LETTERS.get(name)
        scores[name] = sum(n for w, n in words.items() if w in own) + 0.5 * sum(
            n for w, n in written.items() if letters and letters.search(w) and w.islower()
        )
    return scores


@cache
def _telling() -> dict[str, frozenset[str]]:
    """The words that only one language has."""
    lists = {name: _words()[name] for name in (ENGLISH, ALBANIAN, SOUTH_SLAVIC)}
    return {
        name: own.difference(*(words for other, words in lists.items() if other != name))
        for name, own in lists.items()
    }


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
    words = Counter(_WORD.findall(without_diacritics(text.lower())))
    bosnian, serbian = (sum(words[w] for w in _words()[name]) for name in ("bosnian", "serbian"))
    return "bs" if bosnian > serbian else "sr"


@cache
def _words() -> dict[str, frozenset[str]]:
    raw = tomllib.loads((files(__package__) / "data" / "languages.toml").read_text("utf-8"))
    return {name: frozenset(without_diacritics(words).split()) for name, words in raw.items()}
