"""The words and numbers that give a protected person away, and patterns that find them in a text.

Patterns run on folded text (workbench.access.folding): names match in Latin and Cyrillic, with and
without diacritics, and with a case ending; numbers match whatever stands between their digits.
"""

import re
from collections.abc import Iterable

from workbench.access.folding import fold

_SEPARATORS = r"[\s\-–./()]{0,2}"
_ENDING = r"[a-z]{0,3}"
# Names of files put an underscore or a figure where a word ends.
_BEGINS, _ENDS = r"(?<![a-z])", r"(?![a-z])"
_SHORTEST_NAME = 3
# One sound as clerks of different countries write it: Yousef, Jusuf; Khalid, Halid; Gjon, Đon.
_DJ, _U, _KH = "(?:dzh|dj|gj|dz+|xh|d)", "(?:ou|oo|u|o)", "(?:kh|h|x)"
_SOUNDS = {
    **dict.fromkeys(("dzh", "dj", "gj", "dz", "xh"), _DJ),
    **dict.fromkeys(("ou", "oo", "u"), _U),
    **dict.fromkeys(("kh", "h"), _KH),
    **dict.fromkeys(("sh", "s"), "(?:sh|s)"),
    **dict.fromkeys(("zh", "z"), "(?:zh|z)"),
    **dict.fromkeys(("ch", "c"), "(?:ch|q|c)"),
    **dict.fromkeys(("gh", "g"), "(?:gh|g)"),
    **dict.fromkeys(("ph", "f"), "(?:ph|f)"),
    **dict.fromkeys(("ee", "y", "j", "i"), "(?:ee|y|j|i)"),
    **dict.fromkeys(("q", "k"), "[qk]"),
    **dict.fromkeys(("w", "v"), "[wv]"),
    "e": "[ea]",
    "a": "[ea]",
}
_NOT_NAMES = frozenset({"the", "and", "bin", "ibn", "van", "von", "abu", "iz", "zvani", "alias"})


def name_patterns(written: str) -> set[str]:
    """The full name in its order, and each of its words by itself."""
    words = [w for w in re.findall(r"[a-z']+", fold(written).text) if w not in _NOT_NAMES]
    long = [word for word in words if len(word) >= _SHORTEST_NAME]
    single = {_word(word) for word in long}
    single |= {f"{_BEGINS}{re.escape(w)}{_ENDING}{_ENDS}" for w in long}
    return single | ({r"[\s,_\-]{1,3}".join(map(_word, words))} if len(words) > 1 else set())


def number_pattern(written: str, *, more_digits: bool = False) -> str | None:
    """Digits (and letters, for documents) in order, with any separators; None if too short."""
    characters = re.findall(r"[a-z0-9]", fold(written).text)
    if len(characters) < 5:
        return None
    tail = rf"(?:{_SEPARATORS}\d){{0,2}}" if more_digits else ""
    return r"(?<![a-z0-9])" + _SEPARATORS.join(characters) + tail + r"(?![a-z0-9])"


def phone_patterns(e164: str, national: str) -> set[str]:
    """A phone number as +, 00, bare international, or national with its leading zero or without."""
    country_digits = re.sub(r"\D", "", e164)[: -len(national)] if national else ""
    if len(national) < 5:
        found = number_pattern(e164)
        return {found} if found else set()
    prefix = rf"(?:(?:\+|00)?{_SEPARATORS.join(country_digits)}|0)?{_SEPARATORS}(?:\(0\))?"
    body = _SEPARATORS.join(national)
    return {rf"(?<![0-9]){prefix}{_SEPARATORS}{body}(?![0-9])"}


def date_patterns(iso: str) -> set[str]:
    """A day written with figures in any usual order; nothing for a bare year."""
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", iso)
    if not found:
        return set()
    year, month, day = (int(part) for part in found.groups())
    gap = r"\s?[./\-]\s?"
    forms = ((day, month, year), (month, day, year), (year, month, day), (day, month, year % 100))
    return {rf"(?<!\d){gap.join(f'0?{part}' for part in form)}(?!\d)" for form in forms}


def zone_pattern(written: str) -> str:
    """The machine-readable zone that gives a name so (``ALZAIM<<FATIMA``), whole: the lines before
    and after have the number and the birth date, and the words of the name end nowhere in it."""
    line = "[a-z0-9<]"
    name = re.escape(fold(written).text)
    return rf"(?:{line}{{30}}\s+){{0,2}}{line}{{0,5}}{name}<*(?:\s+{line}{{36,44}}(?!{line}))?"


def compile_all(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern that finds any of them, the longest first; None when there are none."""
    ordered = sorted(set(patterns), key=lambda p: (-len(p), p))
    return re.compile("|".join(f"(?:{p})" for p in ordered)) if ordered else None


def _word(word: str) -> str:
    # Slavic and Albanian endings replace a final vowel: Naima, Naime, Naimom.
    stem = word[:-1] if len(word) > _SHORTEST_NAME + 1 and word[-1] in "aeiou" else word
    sounds = re.findall("|".join(_SOUNDS) + "|.", re.sub(r"(.)\1+", r"\1", stem))
    return _BEGINS + "".join(_SOUNDS.get(s, re.escape(s)) + "+" for s in sounds) + _ENDING + _ENDS
