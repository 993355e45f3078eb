"""Claims of a statement's header: the numbers and documents it gives for the person heard."""

import re

from ingest.language.fields import FieldName
from ingest.language.observed import Observed, Person, Thing
from ingest.observations import Claim, SpanLocator
from workbench.vocabulary import ClaimKind, MentionKind

_HEADER_LINES = 16
_TELEPHONE = re.compile(
    r"(?i)(?<!\w)(?:tel|mob|cel|telefon\w*|mobitel\w*|phone|mobile)\.?(?:\s*(?:br|nr|no)\.?)?\s*:?\s*$"
)
_OF_HEADER = {MentionKind.PHONE: ClaimKind.USES, MentionKind.DOCUMENT: ClaimKind.HOLDS}
_HEADER_FIELDS = (FieldName.PHONE, FieldName.DOCUMENT)
_NAME_PARTS = (FieldName.GIVEN_NAME, FieldName.SURNAME)


def add(observed: Observed) -> None:
    """The numbers and documents that the header gives for the person heard."""
    if observed.subject is None:
        return
    _add_own_phones(observed, observed.subject)
    since = observed.subject.passage.number
    for entry in observed.narrative.fields:
        if entry.passage + 1 > since and entry.name.names_people and entry.name not in _NAME_PARTS:
            return  # what follows is somebody else's
        if entry.name not in _HEADER_FIELDS or not 0 <= entry.passage + 1 - since <= _HEADER_LINES:
            continue
        for thing in observed.things:
            kind = _OF_HEADER.get(thing.mention.kind)
            if kind and entry.start <= thing.start and thing.end <= entry.end:
                _claim(observed, kind, observed.subject, thing)


def _add_own_phones(observed: Observed, subject: Person) -> None:
    """``Svjedok: X, rođen ..., tel. 067 ...``: a number in the line that names the person heard."""
    text = observed.narrative.latin.text
    others = [p.name.start for p in observed.people_in(subject.passage) if p is not subject]
    for thing in observed.things_in(subject.passage):
        between = text[subject.name.end : thing.start]
        named_between = any(subject.name.end <= at < thing.start for at in others)
        is_phone = thing.mention.kind is MentionKind.PHONE
        if is_phone and not named_between and _TELEPHONE.search(between):
            _claim(observed, ClaimKind.USES, subject, thing)


def _claim(observed: Observed, kind: ClaimKind, subject: Person, thing: Thing) -> None:
    """Add a claim once, cited by the passage in which the thing stands."""
    where = SpanLocator(thing.passage.number, thing.passage.start, thing.passage.end)
    claim = Claim(kind, subject.mention, thing.mention, where)
    if claim not in observed.observations.claims:
        observed.observations.claims.append(claim)
