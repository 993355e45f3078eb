"""Sides of a South Slavic or Albanian verb, by the cases of names and by clitics and endings."""

from dataclasses import replace

from ingest.language.claims.clauses import Opener
from ingest.language.claims.sides import Reading, fits, is_relative
from ingest.language.detect import ALBANIAN, SOUTH_SLAVIC
from ingest.language.name_forms import Case
from ingest.language.observed import Person
from workbench.vocabulary import ClaimKind

_CASES = {
    "direct": (Case.ACCUSATIVE, Case.GENITIVE),
    "to": (Case.DATIVE,),
    "with": (Case.INSTRUMENTAL,),
    "at": (Case.GENITIVE,),
    "for": (Case.ACCUSATIVE, Case.GENITIVE),
    "by": (Case.GENITIVE,),
}
_ALBANIAN_CASES = {
    "direct": (Case.ACCUSATIVE,),
    "to": (Case.GENITIVE,),
    "with": (Case.ACCUSATIVE,),
    "at": (Case.NOMINATIVE,),
    "for": (Case.ACCUSATIVE,),
    "by": (Case.NOMINATIVE,),
}


def subject(reading: Reading) -> list[Person] | None:
    """Who does it (or, in the passive, to whom it is done); None where the form is no verb here."""
    if not _is_verb(reading):
        return None
    if is_relative(reading):
        head = reading.clause.head
        return [head] if head and fits(reading, [head]) else []
    named = _nominatives(reading)
    if _first_person(reading):
        return reading.speaker() if not named else []
    if len(named) > 1:
        return []
    if named:
        return named[0] if fits(reading, named[0]) else []
    return _unnamed(reading)


def _is_verb(reading: Reading) -> bool:
    form, words = reading.form, reading.language.words
    if reading.language.code == SOUTH_SLAVIC:
        reflexive = any(reading.word(i) == "se" for i in range(len(reading.items)))
        near = any(reading.word(i) == "se" for i in range(reading.at - 3, reading.at + 3))
        if form.passive:
            return any(i.word in words["passive_auxiliaries"] for i in reading.items)
        return (reflexive and near) if form.verb.reflexive else not near
    before = [reading.word(i) for i in range(max(0, reading.at - 4), reading.at)]
    if form.person:
        reflexive = bool(before) and before[-1] == "u"
        meant = reflexive == form.verb.reflexive and "të" not in before[-2:]
        return meant and not _of_another_person(reading)
    if form.passive:
        return any(w in words["passive_auxiliaries"] for w in before)
    return any(
        w in ("ka", "kam", "kanë", "kemi", "kishte", "kisha", "kishin", "kishim", "s'kam")
        for w in before
    )


def _of_another_person(reading: Reading) -> bool:
    """``ai përdor``, ``unë përdor``: one form for both; the pronoun before it says whose it is."""
    third = ("third_male", "third_female")
    names = third if reading.form.person == 1 else ("first_at",)
    return any(reading.in_list(i, *names) for i in range(reading.at))


def _first_person(reading: Reading) -> bool:
    if reading.form.person:
        return reading.form.person == 1
    if reading.language.code == ALBANIAN:
        before = [reading.word(i) for i in range(max(0, reading.at - 4), reading.at)]
        return any(w in reading.language.words["first"] for w in before)
    return any(item.word in reading.language.words["first"] for item in reading.items)


def _nominatives(reading: Reading) -> list[list[Person]]:
    """Groups of names in the nominative that no preposition governs."""
    groups: list[list[Person]] = []
    seen: set[int] = set()
    for at in range(len(reading.items)):
        if at in seen or reading.case(at) is not Case.NOMINATIVE:
            continue
        group = reading.group(at)
        seen.update(group)
        if not reading.in_list(group[0] - 1, "prepositions"):
            groups.append([p for i in group if (p := reading.items[i].person)])
    return groups


def _unnamed(reading: Reading) -> list[Person]:
    """A subject left out, or a pronoun: the sentence's last subject, or the one person meant."""
    if reading.form.plural or any(reading.in_list(i, "someone") for i in range(len(reading.items))):
        return []
    joined = reading.clause.opener in (Opener.COORDINATED, Opener.MAIN)
    speaks = any(reading.discourse.is_speaker(p) for p in reading.last_subject)
    if joined and reading.last_subject and not speaks:
        return list(reading.last_subject) if fits(reading, reading.last_subject) else []
    governing = _of_governing_clause(reading)
    if governing:
        return governing if fits(reading, governing) else []
    sex = reading.form.sex
    if reading.language.code == ALBANIAN:
        sex = "f" if any(reading.in_list(i, "third_female") for i in range(reading.at)) else None
    found = reading.meant(0, sex)
    return found if fits(reading, found) else []


def _of_governing_clause(reading: Reading) -> list[Person]:
    """``X je rekao da poznaje Y``: the subject of what is said is who says it."""
    over = reading.clause.over
    if reading.clause.opener is not Opener.CONTENT or over is None:
        return []
    groups = _nominatives(replace(reading, clause=over, at=0))
    return groups[0] if len(groups) == 1 and len(groups[0]) == 1 else []


def objects(reading: Reading, role: str) -> list[Person]:
    """Persons in a role: direct, to, with, at, for, by."""
    if reading.clause.opener is Opener.RELATIVE_OBJECT and reading.clause.role == role:
        return [reading.clause.head] if reading.clause.head else []
    cases = (_ALBANIAN_CASES if reading.language.code == ALBANIAN else _CASES)[role]
    for at, item in enumerate(reading.items):
        if item.person and reading.case(at) in cases and _governed(reading, at, role):
            return [p for i in reading.group(at) if (p := reading.items[i].person)]
    return _pronoun(reading, role)


def _governed(reading: Reading, at: int, role: str) -> bool:
    """Whether the words before a name put it in the role."""
    if role in ("with", "at", "for", "by"):
        return any(
            reading.in_list(i, role) and all(_between(reading, k) for k in range(i + 1, at))
            for i in range(max(0, at - 3), at)
        )
    first = reading.group(at)[0]
    if first == 0:
        return True
    return not reading.items[first - 1].is_word or _free(reading, first - 1)


def _between(reading: Reading, at: int) -> bool:
    return reading.items[at].person is None and reading.items[at].is_word


def _free(reading: Reading, at: int) -> bool:
    """Whether the word before a name leaves it to the verb: a verb, clitic, adverb or title."""
    word = reading.word(at)
    grammar = reading.language.words
    if reading.inflected_title(at):
        return reading.word(at - 1) not in ("i", "e", "të", "së")
    clitics = [n for n in grammar if n.startswith(("first", "third", "passive", "negations"))]
    return (
        word in reading.language.forms
        or any(word in grammar[name] for name in clitics)
        or word in grammar["before_direct"]
    ) and not reading.in_list(at, "prepositions", "owners")


def _pronoun(reading: Reading, role: str) -> list[Person]:
    at = _pronoun_at(reading, f"first_{role}", role)
    if at is not None:
        return reading.speaker()
    if role == "direct" and reading.form.verb.kind is ClaimKind.PAYS:
        return []  # "e pagoi", "platio ga je": what is paid for may be a thing
    for sex, name in (
        ("m", f"third_{role}_male"),
        ("f", f"third_{role}_female"),
        (None, f"third_{role}"),
    ):
        at = _pronoun_at(reading, name, role)
        if at is not None:
            return reading.meant(0, sex)
    return []


def _pronoun_at(reading: Reading, name: str, role: str) -> int | None:
    if name not in reading.language.words:
        return None
    if role in ("with", "at", "for"):
        spans = range(len(reading.items))
        return next(
            (i for i in spans if reading.in_list(i, name) and reading.in_list(i - 1, role)), None
        )
    if reading.language.code == ALBANIAN:
        return _clitic(reading, name)
    return next(
        (
            i
            for i in range(len(reading.items))
            if reading.in_list(i, name) and not reading.in_list(i - 1, "prepositions")
        ),
        None,
    )


def _clitic(reading: Reading, name: str) -> int | None:
    """An Albanian clitic directly before the verb and its auxiliary."""
    at = reading.at - 1
    while (
        at >= 0
        and reading.in_list(at, "third_auxiliaries", "first")
        and not reading.in_list(at, name)
    ):
        at -= 1
    return at if at >= 0 and reading.in_list(at, name) else None
