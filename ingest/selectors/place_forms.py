"""Cases of place names in Bosnian/Croatian/Montenegrin/Serbian and in Albanian, by rule.

Makes rather too many forms than too few: a form that no word has does no harm.
"""

import re
from itertools import islice, product

_SIBILANT = {"k": "c", "g": "z", "h": "s"}
_SOFT = ("č", "ć", "š", "ž", "đ", "j", "lj", "nj", "c", "dž", "št")
_ALBANIAN_LANDS = frozenset({"AL", "XK", "ME", "MK"})
_LIMIT = 60
_LAST_A = re.compile(r"(..+)a(nj|lj|[crlktn])")


def forms(name: str, country: str) -> list[str]:
    """Inflected forms of a place's name, without the name itself where rules do not repeat it."""
    separator = "-" if "-" in name else " "
    words = name.split(separator)
    if len(words) > 3:
        return []
    slavic = [_adjective(word) for word in words[:-1]] + [_slavic(words[-1])]
    made = [separator.join(parts) for parts in islice(product(*slavic), _LIMIT)]
    if country in _ALBANIAN_LANDS or len(words) == 1:
        albanian = _albanian(words[-1])
        if country not in _ALBANIAN_LANDS:  # "Bledi" is a man, not the town of Bled
            albanian = [form for form in albanian if not form.endswith(("i", "u"))]
        made += [separator.join([*words[:-1], last]) for last in albanian]
    return made


def _adjective(word: str) -> list[str]:
    """First words of a name: adjectives decline, nouns too (Banja Luka), others stay."""
    lower, stem = word.lower(), word[:-1]
    if lower.endswith("o"):
        return [word, stem + "og", stem + "om"]
    if lower.endswith("e"):
        return [word, stem + "eg", stem + "em", stem + "ih", stem + "im"]
    if lower.endswith("i"):
        return [word, stem + "og", stem + "om", stem + "eg", stem + "em", stem + "im"]
    if lower.endswith("a"):
        return [word, stem + "e", stem + "oj", stem + "u", stem + "i", stem + "om"]
    if lower.endswith(("in", "ov", "ev")):  # possessives: Zubin Potok
        return [word, word + "og", word + "om"]
    return [word]


def _slavic(word: str) -> list[str]:
    lower, stem = word.lower(), word[:-1]
    if lower.endswith("a"):
        made = [stem + e for e in ("e", "i", "u", "om", "ima")]
        if lower[-2] == "j" and len(word) > 5:  # Pljevlja, genitive Pljevalja
            cluster = 3 if lower[-3] in "ln" else 2
            made.append(word[:-cluster] + "a" + word[-cluster:])
        if lower.endswith("ska"):  # an adjective: u Makarskoj
            made.append(stem + "oj")
        soft = _SIBILANT.get(lower[-2:-1])
        return [word, *made, word[:-2] + soft + "i"] if soft else [word, *made]
    if lower.endswith("o"):
        return [word, *(stem + e for e in ("a", "u", "om", "og", "em"))]
    if lower.endswith("e"):
        return [word, *(stem + e for e in ("a", "u", "em", "ama", "ima"))]
    if lower.endswith("i"):
        adjective = [stem + e for e in ("og", "om", "im", "a", "ima", "e", "ju")]
        return [word, *adjective, *([stem[:-1] + "aca"] if lower.endswith("ci") else [])]
    if lower.endswith(("u", "y", "ë", "é")):
        return [word]
    return [word, *_masculine(word)]


def _masculine(word: str) -> list[str]:
    lower = word.lower()
    instrumental = "em" if lower.endswith(_SOFT) else "om"
    made = [word + e for e in ("a", "u", instrumental)]
    if lower.endswith(("š", "č", "st")):  # feminine: Varoš, Varoši
        made.append(word + "i")
    return made + [stem + e for stem in _fleeting(word) for e in ("a", "u", "em", "om")]


def _fleeting(word: str) -> list[str]:
    """Stems without the last vowel: Tivt- of Tivat, Sto- of Stolac, Šapc- of Šabac, Tešnj-."""
    match = _LAST_A.fullmatch(word)
    if match is None:
        return []
    before, last = match.groups()
    if last == "c" and before.endswith("l"):
        return [before + last, before[:-1] + last]
    hardened = before.endswith("b") and last in ("c", "k", "t")
    return [(before[:-1] + "p" if hardened else before) + last]


def _albanian(word: str) -> list[str]:
    """Definite and oblique forms: Shkodra, Shkodrës, Shkodrën; Durrësi, Durrësit."""
    lower, stem = word.lower(), word[:-1]
    if lower.endswith(("ër", "ël", "ërr", "ëz")):
        bare = word[:-2] + word[-1]
        return [bare + e for e in ("a", "ës", "ën", "i", "it", "in")] + _consonant(word)
    if lower.endswith(("ë", "a")):
        return [stem + e for e in ("a", "ë", "ës", "ën", "e")]
    if lower.endswith("e"):
        return [stem + e for e in ("ja", "jes", "jen", "es", "en", "ës", "ën", "ë", "a")]
    if lower.endswith("i"):
        return [word + e for e in ("t", "n", "së", "në", "a")] + [stem, *_consonant(stem)]
    if lower.endswith("o"):
        return [word + e for e in ("ja", "s", "n", "va", "vë", "vës")] + [
            stem + "ë",
            stem + "ës",
            stem + "ën",
        ]
    return _consonant(word)


def _consonant(word: str) -> list[str]:
    lower = word.lower()
    back = lower.endswith(("k", "g", "h")) and not lower.endswith(("sh", "th", "xh", "zh"))
    vowel = "u" if back else "i"
    made = [word + vowel + e for e in ("", "t", "n")]
    return [*made, word + "t", word + "n"] if lower.endswith("j") else made
