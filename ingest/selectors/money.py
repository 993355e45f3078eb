"""Amounts with their currency, in figures: ``2.500 EUR``, ``€2,500.50``, ``3 hiljade eura``."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from ingest.selectors.found import Found, SelectorKind
from ingest.selectors.letters import aligned_latin


@dataclass(frozen=True)
class Amount:
    """An amount and its ISO 4217 currency."""

    value: Decimal
    currency: str


_COINS = ("BTC", "ETH")
_FIGURE = (
    r"\d{1,3}(?:[.,'’ \u00a0]\d{3})+(?:[.,]\d{1,2})?|\d+[.,]\d{3,8}(?=\s?(?:btc|eth|bitcoin))"
    r"|\d+(?:[.,]\d{1,2})?"
)
# Before a figure only where it cannot be a unit or a word: "KM 14" is fourteen kilometres.
_CODES = r"(?-i:EUR|USD|GBP|CHF|ALL|RSD|MKD|TRY|BGN|HRK|BAM)"
_SHORT_CODES = r"(?-i:KM|kn|din\.?|Din\.?|DIN\.?)"
_WHOLE_FIGURE = r"\d{1,3}(?:[.,'’ \u00a0]\d{3})+(?:[.,]\d{1,2})?|\d+[.,]\d{2}"
_TAIL = r"(?:,\s?[-–]{1,2}|,00|\.00)?"
_MULTIPLES = {
    "hiljad": 1000,
    "tisuć": 1000,
    "tisuc": 1000,
    "mijë": 1000,
    "mije": 1000,
    "thousand": 1000,
    "milion": 1_000_000,
    "milijun": 1_000_000,
    "million": 1_000_000,
    "k": 1000,
}


def _coin(figure: str) -> Decimal | None:
    """An amount of crypto-currency, which has as many decimals as it likes (``0,184``)."""
    if re.fullmatch(r"0[.,]\d+|\d+[.,]\d{4,8}", figure):
        return Decimal(figure.replace(",", "."))
    return normalise(figure)


def normalise(figure: str) -> Decimal | None:
    """A figure with thousands and decimals in either convention (``1.234,50``, ``1,234.50``)."""
    value = re.sub(r"[\s'’]", "", figure)
    value = re.sub(r",[-–]+$", "", value)
    last = max(value.rfind("."), value.rfind(","))
    whole, decimals = value, ""
    if last >= 0 and len(value) - last - 1 in (1, 2):
        whole, decimals = value[:last], value[last + 1 :]
    digits = re.sub(r"[.,]", "", whole)
    is_figure = digits.isdecimal() and (not decimals or decimals.isdecimal())
    return Decimal(f"{digits}.{decimals or 0}") if is_figure else None


def read(written: str) -> Amount | None:
    """Read one amount with its currency."""
    found = find(written)
    if not found:
        return None
    value, currency = found[0].normalised.split(" ")
    return Amount(Decimal(value), currency)


def find(text: str, country: str | None = None) -> list[Found]:  # noqa: ARG001 - one face for all
    """Amounts in a text; ``normalised`` is ``2500.00 EUR``."""
    return list(_found(text))


def _found(text: str) -> Iterator[Found]:
    for match in _pattern().finditer(aligned_latin(text)):
        figure = match["after"] or match["whole"] or match["before"]
        written = match["name"] or match["sign"] or match["code"] or "€"  # "45e" among friends
        currency = _currency(written.lower().rstrip("."))
        coin = currency in _COINS
        value = _coin(figure) if coin else normalise(figure)
        if value is None or currency is None or written == "km":  # kilometres
            continue
        value *= _multiple(match["multiple"])
        start, end = match.span()
        normalised = f"{value.normalize():f} {currency}" if coin else f"{value:.2f} {currency}"
        yield Found(SelectorKind.MONEY, start, end, text[start:end], normalised, None, 0.96)


def _multiple(word: str | None) -> int:
    lower = (word or "").lower()
    return next((factor for stem, factor in _MULTIPLES.items() if lower.startswith(stem)), 1)


@cache
def _currencies() -> tuple[tuple[str, re.Pattern[str]], ...]:
    raw = tomllib.loads((files(__package__) / "data" / "currencies.toml").read_text("utf-8"))
    return tuple((code, re.compile(_alternatives(words))) for code, words in raw.items())


def _alternatives(words: list[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(
        re.escape(w).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for w in longest_first
    )


def _currency(word: str) -> str | None:
    return next((code for code, pattern in _currencies() if pattern.fullmatch(word)), None)


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(pattern.pattern for _, pattern in _currencies())
    signs = rf"€|\$|£|us\$|euro?|usd|gbp|chf|{_CODES}"
    multiples = "|".join(_MULTIPLES)
    gap = r"[ \u00a0\n]"
    return re.compile(
        rf"(?<![\w.,+/])(?:(?P<sign>{signs})[ \u00a0]?(?P<after>{_FIGURE})(?!\w)"
        rf"|(?P<code>{_SHORT_CODES})[ \u00a0]?(?P<whole>{_WHOLE_FIGURE})(?!\w)"
        rf"|(?P<before>{_FIGURE}){_TAIL}(?:(?-i:[eе])(?!\w)"
        rf"|{gap}{{0,2}}(?P<multiple>(?:{multiples})\w*{gap})?[ ]?(?P<name>{names})(?!\w)))",
        re.I,
    )
