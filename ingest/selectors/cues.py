"""What the words before a number say that the number is."""

import re
import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files

from ingest.selectors.letters import latin

_REACH = 60  # characters before a number in which a word may speak about it


class Cue(StrEnum):
    """What a preceding word announces."""

    PHONE = "phone"
    HANDSET = "handset"
    SIM = "sim"
    CARD = "card"
    DOCUMENT = "document"
    PERSONAL_NUMBER = "personal_number"
    ACCOUNT = "account"
    REFERENCE = "reference"
    PLATE = "plate"
    VIN = "vin"


# "IMEI 35..., broj 069 ...": these words speak of the first number after them only.
_OF_ONE_NUMBER = frozenset((Cue.HANDSET, Cue.SIM, Cue.CARD, Cue.VIN))
_SPENDS = re.compile(r"\d{14,}|(?=[a-z0-9]*\d)[a-z0-9]{17}(?![a-z0-9])")


def before(text: str, position: int) -> Cue | None:
    """The cue nearest before ``position``, in the same sentence, line or table cell.

    None where that cue speaks of another number and a plain word announces this one: in
    ``IMEI 35..., broj 069...`` the second number is no IMEI.
    """
    nearest = _nearest(text, position)
    if not nearest:
        return None
    cue = max(nearest, key=lambda cue: nearest[cue])
    began = nearest[cue][0]
    announced_anew = _ANEW.search(latin(_stretch_before(text, position)).lower(), began)
    return None if announced_anew else cue


def has(text: str, position: int, wanted: Cue) -> bool:
    """Whether a word of this cue stands near before ``position``."""
    return wanted in _nearest(text, position)


_ANEW = re.compile(
    r"\d(?:[\s./-]?\w){4,}[\s,()]+(?:\w+\s){0,2}"
    r"(?:broj\w{0,3}|br\.|num[ëe]r\w{0,3}|numri\w{0,2}|nr\.?|numbers?|no\.)\s*:?\s*$"
)


def _nearest(text: str, position: int) -> dict[Cue, tuple[int, int]]:
    """Where the last word of each cue begins and ends; "poziv na broj" is no "poziv"."""
    stretch = latin(_stretch_before(text, position)).lower()
    spent = max((m.end() for m in _SPENDS.finditer(stretch)), default=0)
    return {
        cue: found[-1].span()
        for cue, pattern in _patterns()
        if (found := list(pattern.finditer(stretch)))
        and not (cue in _OF_ONE_NUMBER and found[-1].start() < spent)
    }


def _stretch_before(text: str, position: int) -> str:
    stretch = text[max(0, position - _REACH) : position]
    breaks = [
        m.end()
        for m in re.finditer(r"\n\s*\n|[;!?]|(?<=[a-zšđžčćë]{4})\.\s(?=[A-ZŠĐŽČĆЀ-Я])", stretch)
    ]
    return stretch[breaks[-1] :] if breaks else stretch


@cache
def _patterns() -> tuple[tuple[Cue, re.Pattern[str]], ...]:
    raw = tomllib.loads((files(__package__) / "data" / "cues.toml").read_text("utf-8"))
    return tuple(
        (Cue(name), re.compile(r"(?<!\w)(?:" + "|".join(_word(w) for w in words) + ")"))
        for name, words in raw.items()
    )


def _word(word: str) -> str:
    """Long words may be inflected; short ones must stand alone."""
    pattern = re.escape(word.lower()).replace(r"\ ", r"\s+")
    return pattern if len(word) > 3 else pattern + r"(?!\w)"
