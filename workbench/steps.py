"""Steps of the work that touch several packages, each all or nothing.

Whatever changes who is who is followed by who is protected and by the relationships that result.
"""

import entity_resolution
import graph.build
from entity_resolution import Judgement, Lesson, ResolutionReport, RunUndone, Taught
from workbench.access import protect
from workbench.case import Case
from workbench.progress import Progress, silent
from workbench.vocabulary import Decision


def resolve(case: Case, progress: Progress = silent, *, afresh: bool = False) -> ResolutionReport:
    """Run entity resolution, then protection and relationships."""
    with case.transaction():
        report = entity_resolution.resolve(case, progress, afresh=afresh)
        _follow(case, progress)
    return report


def judge(case: Case, left: str, right: str, decision: Decision, reason: str) -> Judgement:
    """Record an analyst's word on two mentions or entities and let it take effect."""
    with case.transaction():
        phones = _phones(case)
        judgement = entity_resolution.judge(case, left, right, decision, reason)
        _follow(case, silent, calls_too=_phones(case) != phones)
    return judgement


def undo(case: Case, judgement_id: int, reason: str) -> Judgement:
    """Withdraw a judgement; what it did is undone."""
    with case.transaction():
        phones = _phones(case)
        judgement = entity_resolution.undo(case, judgement_id, reason)
        _follow(case, silent, calls_too=_phones(case) != phones)
    return judgement


def undo_run(case: Case, run_id: int, reason: str) -> RunUndone:
    """Take back what a resolution run merged."""
    with case.transaction():
        undone = entity_resolution.undo_run(case, run_id, reason)
        _follow(case, silent)
    return undone


def learn(case: Case) -> tuple[tuple[Taught, ...], ResolutionReport]:
    """Let judgements move the weights, and the weights take effect."""
    with case.transaction():
        taught, report = entity_resolution.learn(case)
        _follow(case, silent)
    return taught, report


def unlearn(case: Case, lesson_id: int, reason: str) -> Lesson:
    """Withdraw what judgements taught."""
    with case.transaction():
        lesson = entity_resolution.unlearn(case, lesson_id, reason)
        _follow(case, silent)
    return lesson


def _follow(case: Case, progress: Progress, *, calls_too: bool = True) -> None:
    progress("protecting", 0.9)
    protect(case)
    progress("building relationships", 0.95)
    graph.build.refresh(case, calls_too=calls_too)


def _phones(case: Case) -> tuple[int, int | None]:
    """What differs whenever a phone has other mentions than before."""
    number, members = case.db.execute(
        "SELECT count(*), bit_xor(hash(entity_id, mention_id)) FROM entity_member "
        "WHERE starts_with(entity_id, 'phone-')"
    ).fetchall()[0]
    return number, members
