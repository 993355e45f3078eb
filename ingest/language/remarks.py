"""What sentences say beside names: facts, and what each person is."""

import re
from collections.abc import Sequence

from ingest.language import apposition, contexts, facts, protection, standing
from ingest.language.narrative import Passage
from ingest.language.observed import Observed, Person
from workbench.vocabulary import AttributeName, PersonCategory

_BESIDE = 32


def add(observed: Observed, passage: Passage) -> None:
    """Add what a sentence says of the persons it names, alone or enumerated."""
    text = observed.narrative.latin.text
    here = _without_second_names(text, observed.people_in(passage))
    for group in apposition.groups(text, [p.name for p in here], passage.latin_end):
        members = [p for p in here if p.name in group]
        shared = apposition.before(text[passage.latin_start : group[0].start])
        _add_origin(observed, members, text[passage.latin_start : group[0].start])
        for number, person in enumerate(members):
            following = [p.name.start for p in here if p.name.start > person.name.start]
            end = following[0] if following else passage.latin_end
            _add_beside(observed, person, end)
            _standing(observed, person, end, shared, number == 0)


def _add_origin(observed: Observed, members: Sequence[Person], before: str) -> None:
    """The nationality that a group shares: ``a Syrian man, X``, ``X, Y i Z, državljani Sirije``."""
    text, last = observed.narrative.latin.text, members[-1]
    after = text[last.name.end : min(last.name.end + 220, last.passage.latin_end)]
    shared = facts.origin_before(before) or facts.origin_of_all(after)
    if shared:
        for person in members:
            observed.add_facts(person.mention, [shared])


_ALIAS_BEFORE = contexts.ends_with("people", "alias")


def _is_one_word(person: Person) -> bool:
    return " " not in person.mention.text


def _without_second_names(text: str, here: Sequence[Person]) -> list[Person]:
    """Without nicknames beside a name, as in ``X, zvani „Y“``: they are facts about X."""
    kept: list[Person] = []
    for person in here:
        between = text[kept[-1].name.end : person.name.start] if kept else ""
        beside = kept and len(between) <= _BESIDE and not any(c in between for c in ".;")
        alias = kept and len(between) <= _BESIDE and _ALIAS_BEFORE.search(between)
        if not ((person.name.nickname and beside) or (alias and _is_one_word(person))):
            kept.append(person)
    return kept


def _add_beside(observed: Observed, person: Person, end: int) -> None:
    """Facts in the words between this name and the next, as far as remarks about it go."""
    narrative = observed.narrative
    window = narrative.latin.text[person.name.end : min(end, person.name.end + 260)]
    found = narrative.latin_selectors(person.name.end, end)
    observed.add_facts(person.mention, facts.beside(window, person.passage.language, found))


def _standing(
    observed: Observed, person: Person, end: int, shared: standing.Standing | None, first: bool
) -> None:
    text = observed.narrative.latin.text
    before = text[person.passage.latin_start : person.name.start]
    window = text[person.name.end : min(end, person.name.end + 220)]
    own = apposition.after(window) or (apposition.before(before) if not first else None) or shared
    child = apposition.minor_after(window) or apposition.minor_before(before)
    born_child = protection.born_child(observed, person)
    if own is None and (child or born_child):
        own = standing.Standing(PersonCategory.OTHER, child or "birth date")
    if own:
        observed.add_status(
            person.mention, own.category, own.written, minor=bool(child or born_child)
        )
    role = standing.role(_role_words(before, window))
    if role and (own is None or own.category is not PersonCategory.PROFESSIONAL):
        observed.add_attribute(person.mention, AttributeName.ROLE, role[0], role[1])


def _role_words(before: str, window: str) -> str:
    """The words directly before a name, and the first remark after it."""
    before = before.rstrip(" ,:\u00a0")  # "The driver, X", "vozač: X"
    near = re.split(r"[.,;:]\s|\b(?:je|su|sam|is|was|ka|është|ishte)\b", before[-40:])[-1]
    remark = next(apposition.remarks(window), "")
    return f"{near.strip()} | {remark[:35]}"
