"""Whose number it is, where a report says that a number is used by somebody."""

import re
from collections.abc import Iterator

from ingest.language.observed import Observed, Person, Thing
from ingest.observations import Claim, SpanLocator
from ingest.seizure_reports import words
from workbench.vocabulary import ClaimKind, MentionKind, Nature

_REACH = 90


def claims(observed: Observed) -> Iterator[Claim]:
    """Claims of use from sentences such as "the number 069... is used by X"."""
    text = observed.narrative.latin.text
    for thing in observed.things:
        person = _next_person(observed, thing)
        if thing.mention.kind is not MentionKind.PHONE or person is None:
            continue
        between = re.sub(r",[^,]*,", " ", text[thing.end : person.name.start])
        passage = thing.passage
        sentence = text[passage.latin_start : passage.latin_end]
        if "\t" in sentence or not words.ends("used_by", between) or words.says("denying", between):
            continue
        guess = words.says("assessing", sentence)
        yield Claim(
            ClaimKind.USES,
            person.mention,
            thing.mention,
            SpanLocator(passage.number, passage.start, passage.end),
            nature=Nature.ASSESSMENT if guess else Nature.FACT,
        )


def _next_person(observed: Observed, thing: Thing) -> Person | None:
    """The person named next after a number in the same sentence, no other number between."""
    following = [p for p in observed.people if p.passage is thing.passage]
    after = [p for p in following if 0 <= p.name.start - thing.end < _REACH]
    if not after:
        return None
    first = min(after, key=lambda p: p.name.start)
    between = (t for t in observed.things if thing.end <= t.start < first.name.start)
    return None if any(t.mention.kind is MentionKind.PHONE for t in between) else first
