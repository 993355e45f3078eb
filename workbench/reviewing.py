"""An analyst's words on documents, each with all that follows from it, or without effect at all.

What the command line and the pages call. Where a word changes who or what is named, entities are
resolved again under it; who is protected and which relationships result follow every change.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import entity_resolution
import graph.build
from ingest import rereading
from ingest.corrections import Correction, applying, claims, indicators, mentions, words
from ingest.corrections.claims import ClaimForm
from ingest.corrections.mentions import MentionForm
from ingest.corrections.places import Named
from ingest.rereading import Reread
from workbench.access import protect
from workbench.access.protection import MARKED, categories
from workbench.case import Case
from workbench.errors import RefusedError
from workbench.progress import Progress, silent
from workbench.vocabulary import ReviewedKind, SourceKind


def accept(case: Case, kind: ReviewedKind, ids: Sequence[int], reason: str) -> list[Correction]:
    """Say that mentions, claims or indicators (confirmed so) were read rightly."""
    said = {
        ReviewedKind.MENTION: mentions.accept,
        ReviewedKind.CLAIM: claims.accept,
        ReviewedKind.INDICATOR: indicators.confirm,
    }[kind]
    with _takes_effect(case, kind, changes=_any_refused(case, kind, ids)):
        return said(case, ids, reason)


def refuse(
    case: Case,
    kind: ReviewedKind,
    ids: Sequence[int],
    reason: str,
    *,
    lift_protection: bool = False,
) -> list[Correction]:
    """Say that they were not; they count for nothing any more.

    A mention by which a person is protected is refused only with ``lift_protection``.
    """
    said = {
        ReviewedKind.MENTION: mentions.refuse,
        ReviewedKind.CLAIM: claims.refuse,
        ReviewedKind.INDICATOR: indicators.refuse,
    }[kind]
    with _takes_effect(case, kind, lift_protection=lift_protection):
        return said(case, ids, reason)


def correct_mention(
    case: Case, mention_id: int, form: MentionForm, reason: str, *, lift_protection: bool = False
) -> Correction:
    """Put a mention right; what was read is kept."""
    with _takes_effect(case, ReviewedKind.MENTION, lift_protection=lift_protection):
        return mentions.correct(case, mention_id, form, reason)


def add_mention(
    case: Case, source_id: int, form: MentionForm, reason: str
) -> tuple[int, Correction]:
    """Add a mention that reading missed; returns its id and the word."""
    with _takes_effect(case, ReviewedKind.MENTION):
        return mentions.add(case, source_id, form, reason)


def correct_claim(case: Case, claim_id: int, form: ClaimForm, reason: str) -> Correction:
    """Put a claim right; what was read is kept."""
    with _takes_effect(case, ReviewedKind.CLAIM):
        return claims.correct(case, claim_id, form, reason)


def add_claim(
    case: Case,
    source_id: int,
    form: ClaimForm,
    reason: str,
    passage_no: int | None = None,
    row: claims.Row | None = None,
) -> tuple[int, Correction]:
    """Add a claim that reading missed, in a sentence or row; returns its id and the word."""
    with _takes_effect(case, ReviewedKind.CLAIM):
        return claims.add(case, source_id, form, reason, passage_no, row)


def mark(
    case: Case, code: str, mention_id: int, reason: str, place: Named | None = None
) -> tuple[int, Correction]:
    """Mark a person (a mention) with an indicator by hand: protected from then on."""
    with _takes_effect(case, ReviewedKind.INDICATOR):
        return indicators.add(case, code, mention_id, reason, place)


def concern(case: Case, indicator_id: int, mention_id: int, reason: str) -> Correction:
    """Say whom an indicator concerns: protected from then on."""
    with _takes_effect(case, ReviewedKind.INDICATOR):
        return indicators.concern(case, indicator_id, mention_id, reason)


def withdraw(
    case: Case, correction_id: int, reason: str, *, lift_protection: bool = False
) -> Correction:
    """Take a word back; what it did is undone, other words stay."""
    kind = words.get(case, correction_id).object_kind
    with _takes_effect(case, kind, lift_protection=lift_protection):
        withdrawn = words.withdraw(case, correction_id, reason)
        applying.apply(case, kind, [withdrawn.object_id])
    return withdrawn


def reread(
    case: Case,
    source_id: int,
    template: str | None = None,
    kind: SourceKind | None = None,
    progress: Progress = silent,
    *,
    lift_protection: bool = False,
) -> Reread:
    """Read a document or form anew by today's rules; words on it are given again.

    ``kind`` is what it really is, where it was taken for another.

    Whom reading protected before stays protected, or ``lift_protection`` is said.
    """
    with case.transaction():
        before = _marked(case)
        done = rereading.reread(case, source_id, template, kind, progress)
        lifted = before - _marked(case)
        if lifted and not lift_protection:
            raise RefusedError(
                f"source {source_id}: {len(lifted)} mentions that protect somebody would, "
                "read anew, do so no more. Say --lift-protection if that is meant."
            )
        _follow(case, resolves=True)
    return done


@contextmanager
def _takes_effect(
    case: Case, kind: ReviewedKind, *, lift_protection: bool = False, changes: bool = True
) -> Iterator[None]:
    """All or nothing; ``changes`` false: what is said leaves everything as it was."""
    with case.transaction():
        before = _said_to_protect(case)
        yield
        if not changes:
            return
        lifted = before - _said_to_protect(case)
        if lifted and not lift_protection:
            raise RefusedError(
                f"mention {min(lifted)}: protects a person, who would be shown by name where "
                "nothing else does. Say --lift-protection if that is meant."
            )
        _follow(case, resolves=kind is not ReviewedKind.INDICATOR)


def _follow(case: Case, *, resolves: bool) -> None:
    if resolves and _is_resolved(case):
        entity_resolution.resolve(case)
    protect(case)
    graph.build.refresh(case)


def _any_refused(case: Case, kind: ReviewedKind, ids: Sequence[int]) -> bool:
    row = case.db.execute(
        "SELECT count(*) FROM reviewed WHERE object_kind = ? AND decision = 'refuse' "
        "AND object_id IN (SELECT unnest(?::BIGINT[]))",
        [str(kind), list(ids)],
    ).fetchone()
    return bool(row and row[0])


def _marked(case: Case) -> set[int]:
    """The mentions of persons to be protected."""
    rows = case.db.execute(f"SELECT mention_id FROM ({MARKED})", categories()).fetchall()
    return {row[0] for row in rows}


def _said_to_protect(case: Case) -> set[int]:
    """Those of which the source or an analyst says so, not a sign: that is refused by itself."""
    rows = case.db.execute(
        f"SELECT mention_id FROM ({MARKED}) WHERE reason <> 'indicator'", categories()
    ).fetchall()
    return {row[0] for row in rows}


def _is_resolved(case: Case) -> bool:
    row = case.db.execute("SELECT count(*) FROM resolution_run").fetchone()
    return bool(row and row[0])
