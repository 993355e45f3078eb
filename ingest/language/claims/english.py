"""Sides of an English verb: its subject stands directly before it, its object directly after."""

from ingest.language.claims.clauses import Opener
from ingest.language.claims.sides import Reading, is_relative
from ingest.language.observed import Person

_REACH = 8


def subject(reading: Reading) -> list[Person] | None:
    """Who does it (or, in the passive, to whom it is done); None where the form is no verb here."""
    at = reading.at - 1
    skipped: list[str] = []
    while (
        at >= 0 and reading.in_list(at, "auxiliaries", "negations") and not reading.items[at].person
    ):
        skipped.append(reading.word(at))
        at -= 1
    passive = any(w in reading.language.words["passive_auxiliaries"] for w in skipped)
    if reading.form.passive != (passive and not reading.word(reading.at).endswith("ing")):
        return None
    if reading.word(at) == "," and _closes_apposition(reading, at):
        at -= 1
    if at >= 0 and reading.word(at) == "to":
        return None
    if reading.form.base and skipped and not {"did", "do", "does", "not", "never"} & set(skipped):
        return None
    if at < 0:
        return _unspoken(reading)
    return _named(reading, at)


def _closes_apposition(reading: Reading, at: int) -> bool:
    """``A man from Sombor, X, drove us``."""
    return at >= 2 and reading.items[at - 1].person is not None and reading.word(at - 2) == ","


def _unspoken(reading: Reading) -> list[Person]:
    if is_relative(reading):
        return [reading.clause.head] if reading.clause.head else []
    coordinated = reading.clause.opener is Opener.COORDINATED and not reading.form.base
    return list(reading.last_subject) if coordinated else []


def _named(reading: Reading, at: int) -> list[Person]:
    if reading.items[at].person:
        group = reading.group(at)
        before = reading.word(group[0] - 1)
        if before in ("of", "with", "from", "to", "by", "for", "and", "than", "or"):
            return []
        return [p for i in group if (p := reading.items[i].person)]
    if reading.in_list(at, "first"):
        return reading.speaker()
    for sex, name in (("m", "third_male"), ("f", "third_female")):
        if reading.in_list(at, name):
            return he_or_she(reading, at, sex)
    if reading.in_list(at, "relative_subject") and reading.clause.head:
        return [reading.clause.head]
    return []


def he_or_she(reading: Reading, at: int, sex: str) -> list[Person]:
    """Whom a pronoun means; in a report about its speaker the speaker, if nobody else is near."""
    discourse = reading.discourse
    if discourse.reported and discourse.speaker:
        others = [i for i in reading.before(at) if i.person and not discourse.is_speaker(i.person)]
        return [discourse.speaker] if reading.opens_with_pronoun and not others else []
    return reading.meant(at, sex)


def objects(reading: Reading, role: str) -> list[Person]:
    """Persons in a role: direct, to, with, at, for, by."""
    if role == "direct":
        return _at(reading, reading.at + 1)
    markers = reading.language.words[role]
    for at in range(reading.at + 1, min(len(reading.items), reading.at + 1 + _REACH)):
        if reading.word(at) in reading.language.forms and reading.word(at) not in ("house", "text"):
            return []
        if reading.word(at) in markers or (role == "at" and reading.word(at) == "in"):
            found = _at(reading, at + 1, home=role == "at", needs_home=reading.word(at) == "in")
            if found:
                return found
    return []


def _at(reading: Reading, at: int, *, home: bool = False, needs_home: bool = False) -> list[Person]:
    homes = reading.language.words["at_house"]
    seen_home = False
    while at < len(reading.items) and not reading.items[at].person:
        word = reading.word(at)
        if home and (word in homes or word == "of"):
            seen_home = seen_home or word in homes
        elif (word in ("her", "his") and _pronoun_alone(reading, at) and word == "her") or not (
            word in reading.language.words["before_person"] or word == ","
        ):
            break
        at += 1
    if at >= len(reading.items):
        return []
    if reading.items[at].person:
        owned = reading.word(at + 1) == "s"
        house_follows = owned and any(reading.word(at + k) in homes for k in (2, 3))
        if owned and not (home and (house_follows or not needs_home)):
            return []
        if needs_home and not (seen_home or house_follows):
            return []
        return [p for i in reading.group(at) if (p := reading.items[i].person)]
    return _pronoun(reading, at)


def _pronoun_alone(reading: Reading, at: int) -> bool:
    """Whether ``her`` is a person called, not the owner of what comes next."""
    return at + 1 >= len(reading.items) or reading.in_list(at + 1, "after_her")


def _pronoun(reading: Reading, at: int) -> list[Person]:
    if reading.in_list(at, "first_object"):
        return reading.speaker()
    for sex, name in (("m", "third_object_male"), ("f", "third_object_female")):
        if reading.in_list(at, name) and (sex == "m" or _pronoun_alone(reading, at)):
            discourse = reading.discourse
            if discourse.reported and discourse.speaker and sex == "m":
                subject_is_other = any(i.person for i in reading.items[: reading.at])
                return [discourse.speaker] if subject_is_other else []
            return reading.meant(reading.at, sex)
    return []
