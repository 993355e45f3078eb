"""Serbian Latin texts in Cyrillic letters, leaving alone what is filled in or quoted as written."""

import re
from collections.abc import Mapping, Sequence

import icu

# ICU has no rules of its own from Serbian Latin: its general ones know no lj, nj and dž.
_RULES = """
    lj > љ; nj > њ; dž > џ; L[jJ] > Љ; N[jJ] > Њ; D[žŽ] > Џ;
    a > а; b > б; c > ц; č > ч; ć > ћ; d > д; đ > ђ; e > е; f > ф; g > г; h > х; i > и; j > ј;
    k > к; l > л; m > м; n > н; o > о; p > п; r > р; s > с; š > ш; t > т; u > у; v > в; z > з;
    ž > ж;
    A > А; B > Б; C > Ц; Č > Ч; Ć > Ћ; D > Д; Đ > Ђ; E > Е; F > Ф; G > Г; H > Х; I > И; J > Ј;
    K > К; L > Л; M > М; N > Н; O > О; P > П; R > Р; S > С; Š > Ш; T > Т; U > У; V > В; Z > З;
    Ž > Ж;
"""
_CYRILLIC = icu.Transliterator.createFromRules("Serbian Latin-Cyrillic", _RULES)
_BLANK = r"\{[^}]*\}"

Text = str | list[str]


def in_cyrillic(
    catalogue: Mapping[str, Mapping[str, Text]], as_written: Sequence[str]
) -> dict[str, dict[str, Text]]:
    """A catalogue in Cyrillic: not its keys, its blanks, nor the words of ``as_written``."""
    longest_first = sorted(as_written, key=len, reverse=True)
    words = "|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in longest_first)
    kept = re.compile(f"({words}|{_BLANK})" if words else f"({_BLANK})")
    return {
        section: {key: _text(text, kept) for key, text in texts.items()}
        for section, texts in catalogue.items()
    }


def _text(text: Text, kept: re.Pattern[str]) -> Text:
    if isinstance(text, list):
        return [_line(line, kept) for line in text]
    return _line(text, kept)


def _line(text: str, kept: re.Pattern[str]) -> str:
    # Splitting at a group gives what lies between and what was found in turn.
    return "".join(
        part if found % 2 else str(_CYRILLIC.transliterate(part))
        for found, part in enumerate(kept.split(text))
    )
