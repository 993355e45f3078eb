"""Nominatives that an inflected name may come from, by rule.

South Slavic: Dritana, Dritanu, Dritanom from Dritan; Gjoke, Gjoki, Gjoku, Gjokom from Gjoka; Petra
from Petar; Krasniqija from Krasniqi. Albanian: Dritani, Dritanin, Dritanit from Dritan; Gjokën,
Gjokës from Gjoka. Rules propose, lexicons and the rest of the document decide (see ``naming``).
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ingest.language.detect import ALBANIAN, SOUTH_SLAVIC


class Case(StrEnum):
    """Grammatical case; Albanian dative, genitive and ablative are one form."""

    NOMINATIVE = "nominative"
    GENITIVE = "genitive"  # and accusative of persons in South Slavic
    DATIVE = "dative"
    ACCUSATIVE = "accusative"
    INSTRUMENTAL = "instrumental"
    VOCATIVE = "vocative"
    POSSESSIVE = "possessive"  # Dritanov, Gjokin


@dataclass(frozen=True)
class Form:
    """One reading of a written name: the nominative it comes from, and its case."""

    nominative: str
    case: Case


_N, _G, _D, _A = Case.NOMINATIVE, Case.GENITIVE, Case.DATIVE, Case.ACCUSATIVE
_I, _V, _P = Case.INSTRUMENTAL, Case.VOCATIVE, Case.POSSESSIVE

# ending as written -> (ending of the nominative, case)
_SLAVIC: dict[str, tuple[tuple[str, Case], ...]] = {
    "a": (("", _G), ("o", _G), ("e", _G)),
    "ja": (("", _G), ("je", _G)),
    "u": (("", _D), ("o", _D), ("e", _D), ("a", _A)),
    "ju": (("", _D), ("je", _D)),
    "om": (("", _I), ("o", _I), ("a", _I)),
    "em": (("", _I), ("e", _I)),
    "jem": (("", _I), ("je", _I)),
    "e": (("a", _G), ("", _V)),
    "i": (("a", _D),),
    "ijem": (("i", _I),),
    "ova": (("", _P), ("o", _P)), "ovu": (("", _P), ("o", _P)), "ovo": (("", _P), ("o", _P)),
    "ov": (("", _P), ("o", _P)), "ovog": (("", _P), ("o", _P)), "ovom": (("", _P), ("o", _P)),
    "ovim": (("", _P), ("o", _P)), "ove": (("", _P), ("o", _P)), "ovi": (("", _P), ("o", _P)),
    "ev": (("", _P), ("e", _P)), "eva": (("", _P), ("e", _P)), "evu": (("", _P), ("e", _P)),
    "evog": (("", _P),), "evom": (("", _P),), "evim": (("", _P),), "eve": (("", _P),),
    "in": (("a", _P),), "ina": (("a", _P),), "inu": (("a", _P),), "inog": (("a", _P),),
    "inom": (("a", _P),), "evoj": (("", _P),), "ovoj": (("", _P), ("o", _P)), "inoj": (("a", _P),),
    "inim": (("a", _P),), "ine": (("a", _P),), "ino": (("a", _P),),
    "skog": (("ski", _G),), "skoga": (("ski", _G),), "skom": (("ski", _D), ("ska", _I)),
    "skim": (("ski", _I),), "ske": (("ska", _G),), "skoj": (("ska", _D),), "sku": (("ska", _A),),
}  # fmt: skip
_ALBANIAN: dict[str, tuple[tuple[str, Case], ...]] = {
    "i": (("", _N),),
    "u": (("", _N),),
    "in": (("", _A), ("i", _A)),
    "un": (("", _A), ("u", _A)),
    "it": (("", _G), ("i", _G)),
    "ut": (("", _G), ("u", _G)),
    "ën": (("a", _A), ("ë", _A), ("", _A)),
    "ës": (("a", _G), ("ë", _G), ("", _G)),
    "en": (("a", _A), ("e", _A)),
    "es": (("a", _G), ("e", _G)),
    "ë": (("a", _N),),
    "jen": (("ja", _A), ("e", _A)),
    "jes": (("ja", _G), ("e", _G)),
    "në": (("", _A),),
    "së": (("", _G),),
    "n": (("", _A),),
    "t": (("", _G),),
    "s": (("", _G),),
    "ja": (("e", _N), ("", _N)),
}
_RULES = {SOUTH_SLAVIC: _SLAVIC, ALBANIAN: _ALBANIAN}


@lru_cache(maxsize=50_000)
def forms(written: str, language: str) -> tuple[Form, ...]:
    """Readings of one written word of a name, the word itself as nominative first."""
    made = [Form(written, _N)]
    rules = _RULES.get(language, {})
    lower = written.lower()
    for length in (5, 4, 3, 2, 1):
        ending = lower[-length:]
        if len(written) - length < 2 or ending not in rules:
            continue
        stem = written[:-length]
        made += [Form(_cased(stem, new, written), case) for new, case in rules[ending]]
        if language == SOUTH_SLAVIC:
            made += [
                Form(full, case)
                for new, case in rules[ending]
                if not new and (full := _fleeting(stem))
            ]
    return tuple(dict.fromkeys(made))


def _fleeting(stem: str) -> str | None:
    """Aleksandr- gives Aleksandar, Petr- Petar, Lukovc- Lukovac, Pavl- Pavao."""
    if len(stem) < 4 or stem[-2].lower() in "aeiou":
        return None
    last = stem[-1]
    if last.lower() in "rc":
        return stem[:-1] + ("A" if last.isupper() else "a") + last
    return stem[:-1] + "ao" if stem.lower().endswith("vl") else None


def _cased(stem: str, ending: str, written: str) -> str:
    return stem + (ending.upper() if written.isupper() and len(written) > 1 else ending)
