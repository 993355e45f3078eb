"""What speaks for words as the name of a person, and whether that is enough."""

import re
from dataclasses import dataclass
from functools import cache

from ingest.language import contexts
from ingest.language.detect import ALBANIAN, ENGLISH, SOUTH_SLAVIC
from ingest.language.lexicon import fold, names, words
from ingest.language.name_forms import forms
from ingest.language.no_names import Document, best_strength, follows_people
from ingest.language.runs import PARTICLES, Sentence, Word

_SURELY, _USED = 3, 4  # strengths: of a listed name, of one that the document uses


@dataclass(frozen=True)
class Evidence:
    """Words that may be a name: their strengths, and how they stand in the sentence."""

    proper: tuple[Word, ...]  # without initials and particles
    strengths: tuple[float, ...]
    announced: bool
    expected: bool
    capitals: bool
    after_the: bool  # as names of things are in English
    father: bool  # of whom the person named before is the child
    listed: bool  # ``1. SURNAME Given, 2001``
    particles: bool  # ``Youssef El Amrani``

    @property
    def known(self) -> int:
        """How many words are known, or look like names."""
        return sum(s > 0 for s in self.strengths)

    @property
    def opens(self) -> bool:
        """Whether the first word is capital because it opens a sentence."""
        return self.proper[0].opens


def of(document: Document, sentence: Sentence, segment: list[Word]) -> Evidence | None:
    """None where the words around say that this is the name of a place, street or firm."""
    start, end = segment[0].start, segment[-1].end
    before, after = document.text[max(0, start - 32) : start], document.text[end : end + 24]
    proper = [w for w in segment if len(w.text.rstrip(".")) > 1 and w.text not in PARTICLES]
    if not proper or _names_else(before, after, len(proper)):
        return None
    if len(proper) == 1 and (_of_feast(before, proper[0]) or _of_street(proper[0], after)):
        return None
    strengths = tuple(best_strength(w.text, sentence.language, document.registry) for w in proper)
    announced = bool(
        contexts.ends_with("contexts", "person_before").search(before) or follows_people(before)
    )
    if max(strengths) < _SURELY and not announced and _stands_as_place(before, sentence):
        return None
    vessel = _VESSEL.search(before) is not None
    quoted = max(strengths) < _USED and _is_quoted(document.text, start, end)
    if quoted and (vessel or not announced):
        return None
    return Evidence(
        proper=tuple(proper),
        strengths=strengths,
        announced=announced,
        expected=any(a <= start and end <= b for a, b in sentence.expected),
        capitals=all(w.text.isupper() for w in proper),
        after_the=bool(re.search(r"(?i)(?<!\w)the\s+$", before)),
        father=(is_father(before) and (len(proper) == 1 or bool(_OF_FATHER.search(before))))
        or _in_brackets(proper, before, after),
        listed=_is_listed(proper, before, after),
        particles=any(w.text.lower() in PARTICLES for w in segment[1:]),
    )


_VENUE = re.compile(r"(?<=\w )Kod\s$|(?i:kafan|restoran|pizzeri|birtij)\w*\s+kod\s$")
_VESSEL = re.compile(
    r"(?i)(?<!\w)(?:anij|gomon|brod|jaht|skaf|lundrues|vessel|boat|yacht|ship|čam|gliser|trajekt)"
)
_SAINT = re.compile(r"(?i)(?<!\w)(?:svet(?:i|og|oga|om|a|e|oj|u)|sv\.|shën|saint)\s+$")
_MAIDEN = re.compile(
    r"(?i)(?<!\w)(?:rođ(?:\.|en[aeuo]\w*)|rodjen[aeu]\w*|née|nee|born|e lindur)\s+$"
)
_WHERE = {
    SOUTH_SLAVIC: re.compile(r"(?i)(?<!\w)(?:u|iz|kroz|blizu|kraj)\s+$"),
    ALBANIAN: re.compile(r"(?i)(?<!\w)(?:në|ne)\s+$"),
    ENGLISH: re.compile(r"(?i)(?<!\w)(?:in|near|via|into)\s+$"),
}
_QUOTES = frozenset('"„“”«»')
_ITEM = re.compile(r"(?:^|\n)\s*(?:[-–•*]|\(?\d{1,3}[.)]|[a-z]\))?\s*$")
_REMARK = re.compile(r"\s*(?:[,(;–-]|\n|$)")


_NAME_BEFORE_BRACKET = re.compile(r"[^\W\d_a-zšđčćžëç][^\W\d_]+ \($")


def _in_brackets(proper: list[Word], before: str, after: str) -> bool:
    """``BERISHA, Agim (Ramë)``: the father's given name."""
    bracketed = after.startswith(")") and _NAME_BEFORE_BRACKET.search(before) is not None
    return bracketed and len(proper) == 1 and names().is_given(fold(proper[0].text))


_FEAST = re.compile(
    r"(?i)(?:božić|uskrs|vaskrs|bajram|ramazan|ramadan|đurđevdan|ivandan|petrovdan|mitrovdan|nikoljdan"
    r"|vidovdan|kërshëndell|krishtlindj|christmas|easter|eid)[\w]{0,3}"
)
_SEASON = re.compile(
    r"(?i)(?<!\w)(?:prije|pre|poslije|posle|nakon|oko|za|do|na|od|uoči|o|para|pas|për|deri|before|after|until|around|on)\s+$"
)
_HOUSE = re.compile(r"\s+(?:br\.\s*)?\d{1,3}[a-z]?(?=[,;)\s])(?!\s*(?:godin|god\.|let))")


def _of_feast(before: str, word: Word) -> bool:
    """``prije Božića``, ``za Bajram``: a day, though people are called so too."""
    return bool(_FEAST.fullmatch(word.text) and _SEASON.search(before))


def _of_street(word: Word, after: str) -> bool:
    """``Partizanska 14``: an adjective and the number of a house."""
    return word.text.endswith("ska") and _HOUSE.match(after) is not None


def _names_else(before: str, after: str, count: int) -> bool:
    """Whether a street, firm or venue, or somebody's family before marriage, is named."""
    return bool(
        contexts.ends_with("contexts", "organisation_before").search(before)
        or contexts.begins_with("contexts", "organisation_after").match(after)
        or _VENUE.search(before)
        or _street().search(before)
        or _SAINT.search(before)
        or (count == 1 and _MAIDEN.search(before))
    )


@cache
def _street() -> re.Pattern[str]:
    """``ulica kralja ``, ``Urën e ``: what is named after the person who comes next."""
    places = contexts.alternatives(contexts.lists("contexts")["named_after"])
    honours = contexts.alternatives(contexts.lists("contexts")["honoured"])
    return re.compile(rf"(?<!\w)(?:{places})\s+(?:(?:{honours})\s+){{1,2}}$", re.I)


def _stands_as_place(before: str, sentence: Sentence) -> bool:
    """Whether a word such as "in" stands before it, as before no person."""
    return _WHERE[sentence.language].search(before) is not None


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Whether quotation marks enclose it, as they do the names of ships, firms and dishes."""
    return text[max(0, start - 1) : start] in _QUOTES and text[end : end + 1] in _QUOTES


def _is_listed(proper: list[Word], before: str, after: str) -> bool:
    """Whether it stands alone at the beginning of a line as ``SURNAME Given`` with remarks."""
    capitals = [w.text.isupper() and len(w.text) > 2 for w in proper]
    in_order = capitals[0] and not all(capitals) and len(proper) > 1
    return bool(in_order and _ITEM.search(before) and _REMARK.match(after))


_OF_FATHER = re.compile(
    r"(?i)(?<!\w)(?:od\s+oca|pok\.|ime\s+oca|od\s+majke|i\s+majke|(?:i|e)\s+bi(?:ri|r|ja|jë)\s+(?:i|e)"
    r"|bi(?:ri|r|ja)\s+(?:i|e)|atësia|(?:i|e)\s+biri\s+i|father['’]s\s+name|(?:son|daughter)\s+of|(?:djeteta|sina|kćeri)\s+oca)\s*:?\s+$"
)
_MOTHER = re.compile(
    r"(?i)(?<!\w)(?:i|e)\s+bi(?:ri|r|ja|jë)\s+(?:i|e)\s+\w+\s+(?:dhe|e)\s+(?:i|e|të|së)?\s*$"
)
_SON = re.compile(
    r"(?:^|[,(]\s*|(?<!\w)[A-ZŠĐČĆŽ]\w+\s+)(?i:sin[au]?|sinom|kći|kćerk[aeiu]|kćeri?|kćerkom|sina?\s+pok\.)\s+$"
)


def is_father(before: str) -> bool:
    """``sin Safeta``, ``i biri i Artanit (dhe i Hatixhes)``: whether a parent's name comes next."""
    return bool(_OF_FATHER.search(before) or _SON.search(before) or _MOTHER.search(before))


def enough(evidence: Evidence, sentence: Sentence, segment: list[Word], *, sure: bool) -> bool:
    """Whether to take the words for a name; ``sure``: without help from the rest of the text."""
    if len(evidence.proper) >= 2:
        if evidence.father:
            return False
        return evidence.expected or evidence.listed or _enough_of_several(evidence)
    if len(segment) >= 2:  # an initial beside a word
        inside = not segment[0].opens
        return not evidence.capitals and (
            evidence.known > 0 or evidence.announced or evidence.expected or inside
        )
    return not sure and not evidence.father and _enough_of_one(evidence, sentence)


def _enough_of_several(evidence: Evidence) -> bool:
    if evidence.capitals:
        return evidence.known == len(evidence.proper) or (evidence.announced and evidence.known > 0)
    if evidence.known == 0 and not evidence.announced and evidence.after_the:
        return False
    if evidence.opens and evidence.strengths[0] == 0:
        return max(evidence.strengths[1:]) >= 2 or evidence.particles
    return evidence.known > 0 or evidence.announced or not evidence.opens


def _enough_of_one(evidence: Evidence, sentence: Sentence) -> bool:
    word, found = evidence.proper[0], evidence.strengths[0]
    if found >= _USED:
        return True
    if evidence.announced or evidence.expected:
        return found > 0 or not word.opens
    readings = {fold(form.nominative) for form in forms(word.text, sentence.language)}
    if evidence.capitals:
        return False
    if readings & words().ambiguous:  # where common nouns have no capitals, it is no common noun
        inside = not word.opens and sentence.language != ENGLISH
        return inside and names().is_given(fold(word.text))
    if word.opens:  # "Samet ga je tukao": as a given name stands in the lexicon, no word else
        return names().is_given(fold(word.text)) and word.text.lower() not in words().never
    return found >= 2
