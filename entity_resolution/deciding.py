"""Judgements that take effect at once: recorded, then the case is resolved again under them."""

import json
from dataclasses import dataclass

from entity_resolution import judgements
from entity_resolution.judgements import Judgement
from entity_resolution.runs import resolve
from workbench.case import Case
from workbench.errors import RefusedError, UnknownObjectError
from workbench.vocabulary import Decision


@dataclass(frozen=True)
class RunUndone:
    """What undoing a run came to: judgements withdrawn, and merges now kept apart by new ones."""

    run_id: int
    withdrawn: tuple[int, ...]
    kept_apart: tuple[int, ...]


def judge(case: Case, left: str, right: str, decision: Decision, reason: str) -> Judgement:
    """Record an analyst's word on two mentions or entities and resolve again under it.

    A word that holds together and keeps apart what was so before, as "unsure", needs no run.
    """
    with case.transaction():
        before = judgements.judged(case)
        made = judgements.record(case, left, right, decision, reason)
        if judgements.judged(case) != before:
            resolve(case)
    return made


def undo(case: Case, judgement_id: int, reason: str) -> Judgement:
    """Withdraw a judgement and resolve again without it."""
    with case.transaction():
        withdrawn = judgements.withdraw(case, judgement_id, reason)
        resolve(case)
    return withdrawn


def undo_run(case: Case, run_id: int, reason: str) -> RunUndone:
    """Take back what a run merged.

    The judgements it was the first to honour are withdrawn; entities that it merged for other
    reasons are judged different, which can be withdrawn in turn.
    """
    merged = _merged_by(case, run_id)
    with case.transaction():
        withdrawn = [j.judgement_id for j in _first_honoured(case, run_id)]
        for judgement_id in withdrawn:
            judgements.withdraw(case, judgement_id, reason)
        if withdrawn:
            resolve(case)
        kept_apart = [
            judgements.record(case, str(gone), str(kept), Decision.DIFFERENT, reason).judgement_id
            for gone, kept in merged
            if _are_one(case, gone, kept)
        ]
        if not withdrawn and not kept_apart:
            raise RefusedError(f"run {run_id} merged nothing that still stands.")
        if kept_apart:
            resolve(case)
    return RunUndone(run_id, tuple(withdrawn), tuple(kept_apart))


def _merged_by(case: Case, run_id: int) -> list[tuple[int, int]]:
    """The first mentions of the entities that a run merged, two by two."""
    row = case.db.execute(
        "SELECT settings FROM resolution_run WHERE run_id = ?", [run_id]
    ).fetchone()
    if row is None:
        raise UnknownObjectError(f"run {run_id}: is not in this case.")
    pairs = json.loads(row[0]).get("merged", {}).values()
    return [(gone, kept) for gone, kept in pairs]


# Grain: one judgement in force that no earlier run knew.
_FIRST_HONOURED = """
    SELECT judgement_id FROM judgement WHERE withdrawn_at_utc IS NULL
        AND made_at_utc <= (SELECT started_at_utc FROM resolution_run WHERE run_id = $run)
        AND made_at_utc > coalesce((SELECT max(started_at_utc) FROM resolution_run
            WHERE run_id < $run), TIMESTAMP '0001-01-01')
    ORDER BY judgement_id
"""


def _first_honoured(case: Case, run_id: int) -> list[Judgement]:
    rows = case.db.execute(_FIRST_HONOURED, {"run": run_id}).fetchall()
    return [judgements.get(case, row[0]) for row in rows]


def _are_one(case: Case, one: int, other: int) -> bool:
    row = case.db.execute(
        "SELECT count(DISTINCT entity_id) FROM entity_member WHERE mention_id IN (?, ?)",
        [one, other],
    ).fetchone()
    return row is not None and row[0] == 1
