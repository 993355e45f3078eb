"""Judgements that take effect at once: recorded, then the case is resolved again under them."""

from entity_resolution import judgements
from entity_resolution.judgements import Judgement
from entity_resolution.runs import resolve
from workbench.case import Case
from workbench.vocabulary import Decision


def judge(case: Case, left: str, right: str, decision: Decision, reason: str) -> Judgement:
    """Record an analyst's word on two mentions or entities and resolve again under it."""
    with case.transaction():
        made = judgements.record(case, left, right, decision, reason)
        resolve(case)
    return made


def undo(case: Case, judgement_id: int, reason: str) -> Judgement:
    """Withdraw a judgement and resolve again without it."""
    with case.transaction():
        withdrawn = judgements.withdraw(case, judgement_id, reason)
        resolve(case)
    return withdrawn
