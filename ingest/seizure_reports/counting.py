"""How many there are of what a description names, and which words speak of which handset."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.language.facts import Fact
from ingest.observations import Mention
from ingest.seizure_reports import words
from ingest.selectors import imei, money
from ingest.selectors.letters import latin
from workbench.vocabulary import AttributeName

_FIGURE = r"\d{1,3}(?:[. ]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_UNITS = {
    "g": ("g", "gr", "gram*", "grama", "γρ", "γραμμάρια", "gramm"),
    "kg": ("kg", "kilogram*", "κιλά", "kilo", "chili"),
    "l": ("l", "lit*", "λίτρα"),
    "ml": ("ml",),
    "m": ("m", "met*"),
}
_TIMES = re.compile(
    r"^\s*(?:ca\.?\s*)?(\d{1,4})\s*(?:x|×|kom\.?|komada|pcs\.?|pieces|pz\.?|τεμ\.?|stk\.?|stück|copë|cope)(?!\w)",
    re.I,
)
_WEIGHED = re.compile(
    rf"(?<![\d.,\w])({_FIGURE})\s*(kg|gr?|gram\w*|kilogram\w*|l|litara|lit[er]+s?|γρ)\.?(?!\w)",
    re.I,
)
_COUNTED = re.compile(r"^\s*(\d{1,3})\s+(?=[^\W\d_]{3,})")
_IN_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "jedan": 1, "jedna": 1,
    "jedno": 1, "dva": 2, "dvije": 2, "dve": 2, "tri": 3, "četiri": 4, "pet": 5, "një": 1, "dy": 2,
    "katër": 4, "pesë": 5, "due": 2, "tre": 3, "quattro": 4, "cinque": 5, "zwei": 2, "drei": 3,
    "vier": 4, "fünf": 5, "δύο": 2, "τρία": 3, "τέσσερα": 4, "πέντε": 5,
}  # fmt: skip


@dataclass(frozen=True)
class Quantity:
    """How many, or how much of a unit; ``unit`` is None for pieces."""

    value: Decimal
    unit: str | None = None


def quantity(said: str | None, unit: str | None, description: str) -> Quantity | None:
    """The quantity of a column, or the one a description begins with (``2x``, ``15 prsluka``)."""
    if said and (read := _read(said, unit)):
        return read
    match = _TIMES.match(description) or _COUNTED.match(description)
    if match:
        return Quantity(Decimal(match[1]))
    if match := _WEIGHED.search(description):
        return Quantity(_decimal(match[1]), _unit(latin(match[2].lower())))
    first = re.match(r"\s*([^\W\d_]+)\s+[^\W\d_]", description)
    number = _IN_WORDS.get(first[1].lower()) if first else None
    return Quantity(Decimal(number)) if number else None


def _read(said: str, unit: str | None) -> Quantity | None:
    match = re.search(_FIGURE, said)
    if match is None:
        return None
    value = _decimal(match.group())
    written = (unit or said[match.end() :]).strip(" .()").lower()
    return Quantity(value, _unit(latin(written)))


def _decimal(figure: str) -> Decimal:
    return Decimal(re.sub(r"[. ](?=\d{3}(?!\d))", "", figure).replace(",", "."))


def _unit(written: str) -> str | None:
    for unit, spellings in _UNITS.items():
        for spelling in spellings:
            if written == spelling or (spelling[-1] == "*" and written.startswith(spelling[:-1])):
                return unit
    return None


# ------------------------------------------------------------------ handsets of one cell


@dataclass(frozen=True)
class Described:
    """Handsets, and what the words beside them say of each."""

    mentions: tuple[Mention, ...]
    facts: tuple[Fact, ...]


def handsets(text: str, mentions: Sequence[Mention]) -> Iterator[Described]:
    """Make and model of each handset: named last before its number, or the only one in the text.

    Two numbers of one dual-SIM handset are each told the other.
    """
    models = words.handset_models(text)
    for mention in mentions:
        at = text.find(mention.text)
        before = [m for m in models if m.start < at] if len(models) > 1 else models
        if before and (at >= 0 or len(models) == 1):
            yield Described((mention,), tuple(_model_facts(before[-1])))
    if len(models) <= 1 and len(mentions) == 2 and _are_of_one(text, mentions):
        one, other = mentions
        for mine, its in ((one, other), (other, one)):
            second = Fact(AttributeName.IMEI, its.normalised or its.text, its.text)
            yield Described((mine,), (second,))


def _model_facts(model: words.HandsetModel) -> Iterator[Fact]:
    yield Fact(AttributeName.MAKE, model.make, model.written)
    if model.model:
        yield Fact(AttributeName.MODEL, model.model, model.model)


def _are_of_one(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether two IMEIs are of one handset: of one type, and not said to be several handsets."""
    several = quantity(None, None, text)
    if several and several.value > 1:
        return False
    read = [imei.normalise(m.text) for m in mentions]
    return all(read) and len({r.number[:8] for r in read if r}) == 1


# ------------------------------------------------------------------ cash


_PIECES = re.compile(
    rf"(?<![\d.,])(?P<count>\d{{1,4}})\s*(?:x|×|\*|kom\.?|komada|po|nga|da|da\s+€|zu|à|των|apoena\s+(?:od|po)"
    rf"|notes?\s+of|banconote\s+da|scheine\s+(?:zu|à)|novčanic\w+\s+(?:od|po)|χαρτονομίσματα\s+των)\s*"
    rf"(?P<sign>[€$£]?)\s*(?P<value>{_FIGURE})\s*(?P<name>[€$£]|[^\W\d_]{{0,12}})",
    re.I,
)


def counted_notes(text: str, currency: str | None) -> dict[str, Decimal]:
    """Sums by currency of notes that are counted: ``45 x 100 EUR, 20 x 50 EUR``."""
    sums: dict[str, Decimal] = {}
    for match in _PIECES.finditer(latin(text)):
        value = money.normalise(match["value"])
        unit = money.read(f"1 {match['sign'] or match['name']}")
        code = unit.currency if unit else currency
        if value is not None and code:
            sums[code] = sums.get(code, Decimal(0)) + value * int(match["count"])
    return sums
