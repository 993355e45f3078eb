"""A name as its tokens: Latin, folded, in any order, with the sounds and the stem of each.

Folding writes alike what clerks of different countries write differently: đ, dj, gj, xh; š, sh;
ë, e; kh, h; y, j. *Abd al-Rahman* and *Abdurrahman* are one token.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from importlib.resources import files

from entity_resolution.names import sounds
from entity_resolution.names.scripts import (
    as_heard,
    in_one_way,
    leaves_vowels_out,
    romanised,
    to_ascii,
)

# What one letter of a national alphabet becomes elsewhere, before diacritics are dropped.
_NATIONAL = str.maketrans(
    {"đ": "dj", "ð": "dj", "š": "sh", "ž": "zh", "č": "ch", "ć": "ch", "ç": "ch", "ş": "sh"}
    | {"ë": "e", "ə": "a", "ı": "i", "ğ": "g", "ü": "u", "ö": "o", "ß": "ss", "æ": "ae", "ø": "o"}
)
_PLAIN = str.maketrans({"đ": "d", "ð": "d", "ı": "i", "ə": "a"})
_Word = tuple[str, str]
"""A word as it is folded, and plain."""
_ARTICLE = re.compile(r"^[aeiu][lrsn](?=\w{4})")
_PARTICLE = re.compile(r"^(?:[aeiu][lrsn](?=\w{4})|(?:b[ei]n|ibn)(?=\w{3}))")
_FRENCH = re.compile("ch|c(?=[eiy])")  # Cherif, Yacine
_READ_WHOLE = re.compile(r"[^\x00-\u036f\u0400-\u052f\u0600-\u06ff\u2000-\u206f]")
"""Letters that may be read by what stands beside them, beyond a blank as well; not those of Latin,
Cyrillic and Arabic script."""
# A scanner's 0, 1 and 5 within a word.
_READ_AS = {"0": "o", "1": "i", "5": "s"}
_DIGIT_FOR_LETTER = re.compile(r"(?<=[^\W\d_])[015](?=[^\W\d_])|\b0(?=[^\W\d_]{2})")
_WORD = re.compile(r"[^\W\d_]+")
_SERVANT = re.compile(
    r"(?!abd[aeou]?l+ah?$)abd(?:[aeiou]l(?=\w{3})|[aeou]([rsznd])(?=\1)|[aeou]?[lrsznd]?$|il$)"
)
_SHORT_AFTER_ARTICLE = re.compile("^al(?=[^aeiou]{2}$)")  # the Truth, written al-hq


@dataclass(frozen=True, eq=False)
class Token:
    """One word of a name: folded letters, its sounds, and the first sound's stem.

    Made by ``token`` only, once for each word, so that an object is as good as its value.
    ``plain`` is the word with its diacritics simply left out, as careless clerks write it;
    ``unvocalised``: from a script without vowels.
    """

    text: str
    plain: str
    sounds: tuple[str, ...]
    stem: str
    unvocalised: bool = False

    @cached_property
    def sound(self) -> str:
        """The likeliest sound."""
        return self.sounds[0]

    @cached_property
    def consonants(self) -> frozenset[str]:
        """What remains of its sounds without their vowels."""
        return frozenset(sounds.consonants(sound) for sound in self.sounds)

    @cached_property
    def without_article(self) -> str:
        """The stem without an Arabic article written into it."""
        return _ARTICLE.sub("", self.stem)

    @cached_property
    def sounds_written_out(self) -> frozenset[str]:
        """Its sounds, also as French is read, and without an article or a *son of* within it."""
        heard = {*self.sounds}
        if _FRENCH.search(self.plain):
            heard |= {*sounds.sounds(_FRENCH.sub(_read_in_french, self.text))}
        return frozenset(heard | {_PARTICLE.sub("", sound) for sound in heard})

    @cached_property
    def skeleton(self) -> str:
        """What clerks hardly ever get wrong: the stem's consonants."""
        return sounds.skeleton(self.stem)

    @cached_property
    def skeletons(self) -> frozenset[str]:
        """The skeletons of all its sounds, and of what is left without diacritics."""
        heard = {*self.sounds, *sounds.sounds(self.plain)}
        if self.unvocalised:
            heard = {way for sound in heard for way in sounds.letters_put_in(sound)}
        return frozenset(sounds.skeleton(sounds.stem(sound)) for sound in heard)

    @cached_property
    def is_initial(self) -> bool:
        """A single letter that stands for a name, in Latin letters perhaps two (Đ., Xh.)."""
        return len(self.text) == 1 or self.text in _listed("letters")

    @cached_property
    def begins(self) -> frozenset[str]:
        """The letters that an initial for it may be, of an initial those that it may be."""
        heard = {sound[:1] for sound in self.sounds}
        if self.text in _listed("letters"):
            return frozenset(heard)
        return frozenset({*heard, self.text[:1], self.plain[:1]})


def _read_in_french(found: re.Match[str]) -> str:
    return "sh" if found.group() == "ch" else "s"


@dataclass(frozen=True)
class Name:
    """A name's tokens in the order written; ``descents``: each token that *bin* or *ibn* follows,
    with the father's."""

    tokens: tuple[Token, ...]
    descents: tuple[tuple[Token, Token], ...] = ()

    @property
    def unvocalised(self) -> bool:
        """Whether it is from a script without vowels, as all its tokens are then."""
        return any(token.unvocalised for token in self.tokens)

    @property
    def length(self) -> int:
        """Letters in all words together."""
        return sum(len(token.text) for token in self.tokens)

    @cached_property
    def is_full(self) -> bool:
        """At least two tokens that are not initials."""
        return sum(not token.is_initial for token in self.tokens) > 1

    @cached_property
    def key(self) -> str:
        """Sound stems in alphabetical order: equal for one name in any script and order."""
        return " ".join(sorted(token.stem for token in self.tokens))

    @cached_property
    def letters(self) -> str:
        """The words as careless clerks write them, in alphabetical order."""
        return " ".join(sorted(token.plain for token in self.tokens))

    def joined(self, place: int) -> "Name":
        """The name with the tokens at ``place`` and after it written as one word."""
        both = self.joined_word(place)
        return replace(self, tokens=(*self.tokens[:place], both, *self.tokens[place + 2 :]))

    def joined_word(self, place: int) -> Token:
        """The tokens at ``place`` and after it written as one word."""
        one, other = self.tokens[place : place + 2]
        return token(one.text + other.text, one.plain + other.plain, one.unvocalised)


@lru_cache(maxsize=200_000)
def parse(written: str) -> Name:
    """Take a name in any script apart. Never fails; an empty name has no tokens."""
    return parse_once(written)


def parse_once(written: str) -> Name:
    """As ``parse``, of names that are each asked for once: nothing is remembered."""
    pieces = [written] if _READ_WHOLE.search(written) else written.split()
    found = [pair for piece in pieces for pair in _folded(piece)]
    if len(found) > 2 and found[0][0] in _listed("heads"):
        found = found[1:]
    kept = [pair for pair in found if pair[0] not in _listed("particles", "descent")] or found
    names = [pair for pair in kept if pair[0] not in _listed("titles")]
    kept = names if len(names) > 1 else kept
    if any(folded.startswith("abd") for folded, _ in kept):
        kept = _servants(kept)
    unvocalised = leaves_vowels_out(written)
    descents = _descents(found) if not _listed("descent").isdisjoint(f for f, _ in found) else []
    return Name(
        tuple(token(*pair, unvocalised) for pair in kept),
        tuple((token(*son, unvocalised), token(*father, unvocalised)) for son, father in descents),
    )


def _descents(words: Sequence[_Word]) -> list[tuple[_Word, _Word]]:
    """The words before and after each *bin*."""
    found = []
    for place, (word, _) in enumerate(words):
        if word in _listed("descent"):
            names = [
                [pair for pair in part if pair[0] not in _listed("particles", "descent")]
                for part in (words[:place], words[place + 1 :])
            ]
            if all(names):
                found.append((names[0][-1], names[1][0]))
    return found


@lru_cache(maxsize=200_000)
def _folded(piece: str) -> tuple[tuple[str, str], ...]:
    """The words of what stands between two blanks, each folded and plain."""
    read = _DIGIT_FOR_LETTER.sub(lambda found: _READ_AS[found.group()], as_heard(piece))
    return tuple(
        zip(
            _WORD.findall(to_ascii(read.translate(_NATIONAL))),
            _WORD.findall(in_one_way(to_ascii(read.translate(_PLAIN)))),
            strict=False,
        )
    )


@cache
def _listed(*lists: str) -> frozenset[str]:
    text = files("entity_resolution.names").joinpath("data/particles.toml").read_text("utf-8")
    words = tomllib.loads(text)
    return frozenset(word for name in lists for line in words[name] for word in line.split())


def latin(written: str) -> str:
    """Lower-case ASCII in the spelling that keeps sounds apart (đ is dj, š is sh)."""
    return to_ascii(romanised(written).translate(_NATIONAL))


def name_key(written: str) -> str:
    """A name's ``key``."""
    return parse(written).key


@lru_cache(maxsize=200_000)
def token(word: str, plain: str, unvocalised: bool = False) -> Token:
    """A folded word as a token."""
    heard = sounds.sounds(word)
    return Token(word, plain, heard, sounds.stem(heard[0]), unvocalised)


def _servants(words: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """*Abdul X*, *Abd al-X*, *AbdurX* ("servant of X") as the one word *abdX*."""
    made: list[tuple[str, str]] = []
    servant = ""
    for place, (word, plain) in enumerate(words):
        found = _SERVANT.match(word)
        rest = word[found.end() :] if found else word
        if found and not rest and place + 1 < len(words):
            servant = "abd"
            continue
        servant = "abd" if found and rest else servant
        if servant:
            rest = _SHORT_AFTER_ARTICLE.sub("", rest)
        made.append((servant + rest, servant + rest) if servant else (word, plain))
        servant = ""
    return made
