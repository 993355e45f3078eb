"""Whether the name under which a number is saved is a person's, and how it is to be compared.

"Mama" is somebody else in every phone and "Taxi Bar" is nobody's name; both stay as what the number
is called, and make no person.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ingest.language import lexicon
from ingest.selectors.letters import latin
from ingest.tables.headers import fold

_LONGEST = 60


@dataclass(frozen=True)
class Called:
    """A person's name: in Latin letters, without words of kinship; ``nickname``: it is one word."""

    name: str
    nickname: str | None


def person(saved: str) -> Called | None:
    """The person that a saved name speaks of; None where it is no person's name."""
    if len(saved) > _LONGEST or "@" in saved or "://" in saved:
        return None
    words = [w for w in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", latin(saved)) if len(w) > 1]
    own = [w for w in words if fold(w) not in _words()["kin"]]
    known = [w for w in own if lexicon.names().is_given(lexicon.fold(w))]
    nobody = any(fold(w) in _words()["not_persons"] for w in own)
    if not own or fold(saved) in _words()["kin"] or (nobody and not known):
        return None
    name = " ".join(w for w in own if fold(w) not in _words()["not_persons"])
    if not name:
        return None
    return Called(name, name if " " not in name else None)


@cache
def _words() -> dict[str, frozenset[str]]:
    text = files("ingest.contacts").joinpath("words.toml").read_text(encoding="utf-8")
    return {kind: frozenset(map(fold, found)) for kind, found in tomllib.loads(text).items()}
