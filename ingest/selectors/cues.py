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


def before(text: str, position: int) -> Cue | None:
    """The cue nearest before ``position``, in the same sentence, line or table cell."""
    nearest = _nearest(text, position)
    return max(nearest, key=lambda cue: nearest[cue]) if nearest else None


def has(text: str, position: int, wanted: Cue) -> bool:
    """Whether a word of this cue stands near before ``position``."""
    return wanted in _nearest(text, position)


def _nearest(text: str, position: int) -> dict[Cue, int]:
    stretch = latin(_stretch_before(text, position)).lower()
    return {
        cue: found[-1].start()
        for cue, pattern in _patterns()
        if (found := list(pattern.finditer(stretch)))
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
