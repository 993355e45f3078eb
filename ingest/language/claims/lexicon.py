"""The claim lexicons: verb forms with what they claim, and the small words of each grammar."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ingest.language import contexts
from ingest.language.detect import ALBANIAN, ENGLISH, SOUTH_SLAVIC
from ingest.selectors.letters import without_diacritics
from workbench.vocabulary import ClaimKind

MONEY = "MONEY"


@dataclass(frozen=True)
class Verb:
    """What a verb claims: its left side does it, ``objects`` say where its right side stands."""

    kind: ClaimKind
    objects: tuple[str, ...]
    reverse: bool = False
    reflexive: bool = False
    needs_money: bool = False
    requires: re.Pattern[str] | None = None


@dataclass(frozen=True)
class Form:
    """A form of a verb. ``person`` is 1 or 3, 0 where an auxiliary decides."""

    verb: Verb
    person: int = 0
    passive: bool = False
    base: bool = False
    present: bool = False
    plural: bool = False
    sex: str | None = None


@dataclass(frozen=True)
class Language:
    """The lexicon of one language; ``stance`` patterns find their phrases in lower-case text."""

    code: str
    forms: Mapping[str, tuple[Form, ...]]
    words: Mapping[str, frozenset[str]]
    stance: Mapping[str, re.Pattern[str]]


@cache
def language(code: str) -> Language:
    """The lexicon for ``en``, ``sq`` or ``sh``."""
    raw = tomllib.loads((files(__package__) / "data" / f"{code}.toml").read_text("utf-8"))
    forms: defaultdict[str, list[Form]] = defaultdict(list)
    for entry in raw["verb"]:
        for written, form in _CONJUGATE[code](entry, _verb(entry)):
            for spelt in {written, without_diacritics(written)}:
                forms[spelt].append(form)
    return Language(
        code,
        {word: tuple(dict.fromkeys(found)) for word, found in forms.items()},
        {name: _either(words) for name, words in raw["grammar"].items()},
        {name: _phrases(words) for name, words in raw["stance"].items()},
    )


def _verb(entry: Mapping[str, Any]) -> Verb:
    required = [word for word in entry.get("requires", ()) if word != MONEY]
    return Verb(
        kind=ClaimKind(entry["kind"]),
        objects=tuple(entry["objects"]),
        reverse=entry.get("reverse", False),
        reflexive=entry.get("reflexive", False),
        needs_money=MONEY in entry.get("requires", ()),
        requires=_phrases(required) if required else None,
    )


def _either(words: list[str]) -> frozenset[str]:
    """Words with and without their diacritics, as clerks type them."""
    return frozenset(words) | frozenset(map(without_diacritics, words))


def _phrases(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{contexts.alternatives(words)})(?!\w)", re.I)


# ------------------------------------------------------------------ forms by rule


def _english(entry: Mapping[str, Any], verb: Verb) -> Iterator[tuple[str, Form]]:
    for written in entry["verbs"]:
        base, *irregular = written.split()
        regular = _ed(base)
        past, participle = irregular if irregular else (regular, regular)
        yield base, Form(verb, base=True)
        yield (
            f"{base[:-1]}ies" if base.endswith("y") and base[-2] not in "aeou" else f"{base}s",
            Form(verb),
        )
        yield past, Form(verb)
        yield participle, Form(verb, passive=True)
        yield f"{base[:-1] if base.endswith('e') else base}ing", Form(verb)
        if re.fullmatch(r".*[^aeiou][aeiou][ptnmg]", base):
            yield f"{base}{base[-1]}ing", Form(verb)


def _ed(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    return f"{base[:-1]}ied" if base.endswith("y") and base[-2] not in "aeou" else f"{base}ed"


def _slavic(entry: Mapping[str, Any], verb: Verb) -> Iterator[tuple[str, Form]]:
    for masculine in entry.get("past", "").split():
        yield masculine, Form(verb, sex="m")
        for stem in {masculine.removesuffix("o"), masculine.removesuffix("ao")}:
            yield f"{stem}la", Form(verb, sex="f")
            if f"{stem}lo" != "vozilo":  # "vehicle"
                yield f"{stem}lo", Form(verb)
            yield f"{stem}li", Form(verb, plural=True)
            yield f"{stem}le", Form(verb, plural=True)
    for present in entry.get("present", "").split():
        first = present.endswith(("m", "mo"))
        plural = present.endswith(("mo", "u")) or (
            present.endswith("e") and f"{present[:-1]}i" in entry["present"].split()
        )
        yield present, Form(verb, person=1 if first else 3, present=True, plural=plural)
    for passive in entry.get("passive", "").split():
        for ending, sex, plural in (
            ("", "m", False),
            ("a", "f", False),
            ("i", None, True),
            ("e", None, True),
        ):
            yield passive + ending, Form(verb, passive=True, sex=sex, plural=plural)


def _albanian(entry: Mapping[str, Any], verb: Verb) -> Iterator[tuple[str, Form]]:
    first, third = entry.get("first", "").split(), entry.get("third", "").split()
    participles = entry.get("participle", "").split()
    for stem in entry.get("regular", "").split():
        first += [stem + ending for ending in ("oj", "ova", "oja", "uam", "ojmë", "onim")]
        third += [stem + ending for ending in ("on", "oi", "onte", "uan", "ojnë", "onin")]
        participles.append(f"{stem}uar")
    for word in first:
        yield word, Form(verb, person=1)
    for word in third:
        singular = f"{word[:-1]}j" in first  # paguaj, paguan
        plural = word.endswith(("uan", "ën", "in", "jnë")) and not singular
        yield word, Form(verb, person=3, plural=plural)
    for word in participles:
        yield word, Form(verb)
        yield word, Form(verb, passive=True)


_CONJUGATE = {ENGLISH: _english, SOUTH_SLAVIC: _slavic, ALBANIAN: _albanian}
