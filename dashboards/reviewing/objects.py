"""What a document was read to say, as things to be looked at one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass

from dashboards.apart import apart
from dashboards.workspace import Workspace
from ingest.corrections import words
from ingest.corrections.words import Correction
from workbench.evidence import documents
from workbench.evidence.documents import (
    DocumentView,
    ShownClaim,
    ShownIndicator,
    ShownMention,
    ShownPassage,
)
from workbench.vocabulary import ClaimState, ReviewedKind

AROUND = 3
"""The mentions of so many passages before and after can be sides of a claim."""

Object = ShownMention | ShownClaim | ShownIndicator


@dataclass(frozen=True)
class Named:
    """An object by its kind and number."""

    kind: ReviewedKind
    number: int


@dataclass(frozen=True)
class Found:
    """An object in its passage; ``place`` is the passage's place in the document."""

    named: Named
    object: Object
    passage: ShownPassage
    place: int


def view(workspace: Workspace, source_id: int) -> DocumentView:
    """The document as the present user may see it. Raises WorkbenchError."""
    masking = workspace.masking()
    with apart(workspace) as case:
        return documents.read(case, source_id, masking)


def every(document: DocumentView) -> Iterator[Found]:
    """All that was found, in the order of the text: mentions, claims, signs of a passage."""
    for place, passage in enumerate(document.passages):
        for mention in passage.mentions:
            named = Named(ReviewedKind.MENTION, mention.mention)
            yield Found(named, mention, passage, place)
        for claim in passage.claims:
            yield Found(Named(ReviewedKind.CLAIM, claim.claim), claim, passage, place)
        for sign in passage.indicators:
            yield Found(Named(ReviewedKind.INDICATOR, sign.indicator), sign, passage, place)


def find(document: DocumentView, named: Named | None) -> Found | None:
    """One object; None where the document has it no more."""
    return next((found for found in every(document) if found.named == named), None)


def beside(document: DocumentView, named: Named | None, step: int, *, waits: bool) -> Found | None:
    """The next (``step`` 1) or previous (-1) object, of those that wait for a word or of all; from
    the start where none is looked at. None where there is no other."""
    listed = list(every(document))
    here = next((n for n, found in enumerate(listed) if found.named == named), None)
    if here is None:
        here = -1 if step > 0 else len(listed)
    order = [*listed[here + 1 :], *listed[: max(here, 0)]]
    if step < 0:
        order = [*listed[:here][::-1], *listed[here + 1 :][::-1]]
    return next((f for f in order if not waits or f.object.state == ClaimState.SUGGESTED), None)


def mentions_around(document: DocumentView, place: int) -> list[ShownMention]:
    """Mentions that stand near a passage, each once and those that count."""
    near = document.passages[max(place - AROUND, 0) : place + AROUND + 1]
    found = {m.mention: m for passage in near for m in passage.mentions}
    return [m for m in found.values() if m.state != ClaimState.REFUSED]


def said(workspace: Workspace, source_id: int) -> list[Correction]:
    """The words on a source, the newest first."""
    with apart(workspace) as case:
        return words.history(case, source_id)[::-1]
