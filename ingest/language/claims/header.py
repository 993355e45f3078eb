"""Claims of a statement's header: the numbers and documents it gives for the person heard."""

from ingest.language.fields import FieldName
from ingest.language.observed import Observed
from ingest.observations import Claim, SpanLocator
from workbench.vocabulary import ClaimKind, MentionKind

_HEADER_LINES = 16
_OF_HEADER = {MentionKind.PHONE: ClaimKind.USES, MentionKind.DOCUMENT: ClaimKind.HOLDS}
_HEADER_FIELDS = (FieldName.PHONE, FieldName.DOCUMENT)
_NAME_PARTS = (FieldName.GIVEN_NAME, FieldName.SURNAME)


def add(observed: Observed) -> None:
    """The numbers and documents that the header gives for the person heard."""
    if observed.subject is None:
        return
    since = observed.subject.passage.number
    for entry in observed.narrative.fields:
        if entry.passage + 1 > since and entry.name.names_people and entry.name not in _NAME_PARTS:
            return  # what follows is somebody else's
        if entry.name not in _HEADER_FIELDS or not 0 <= entry.passage + 1 - since <= _HEADER_LINES:
            continue
        for thing in observed.things:
            kind = _OF_HEADER.get(thing.mention.kind)
            if kind and entry.start <= thing.start and thing.end <= entry.end:
                where = SpanLocator(thing.passage.number, thing.passage.start, thing.passage.end)
                claim = Claim(kind, observed.subject.mention, thing.mention, where)
                observed.observations.claims.append(claim)
