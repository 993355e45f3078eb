"""One resolution run: mentions in, entities out, all in one transaction.

Mentions are never edited; an entity is a set of mentions in a run. Judgements in force are honoured
in every run: "same" joins, "different" keeps apart.
"""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from entity_resolution import memory, outcome, people, selectors, vehicles
from entity_resolution.judgements import judged
from entity_resolution.review import waiting_by_kind
from entity_resolution.storing import store
from workbench.case import Case
from workbench.progress import Progress, silent
from workbench.vocabulary import Action


@dataclass(frozen=True)
class KindReport:
    """What a run did with one kind; ``to_review``: pairs of entities likelier one than not;
    ``method`` says where the weights came from."""

    kind: str
    mentions: int
    entities: int
    to_review: int
    method: str


@dataclass(frozen=True)
class ResolutionReport:
    """What a run did."""

    run_id: int
    kinds: tuple[KindReport, ...]


def resolve(case: Case, progress: Progress = silent, *, afresh: bool = False) -> ResolutionReport:
    """Resolve all mentions of the case and store the result as its current entities.

    ``afresh``: learn weights and score all pairs again, taking nothing over from earlier runs.
    """
    with case.transaction(), case.scratch(threads=2) as scratch, _uncollected():
        run_id = case.next_id("resolution_run", "run_id")
        said = judged(case)
        if afresh:
            memory.forget(case)
        outcome.create(case, scratch)
        memory.prepare(scratch)
        progress("reading persons", 0.0)
        methods = {
            str(people.KIND): people.resolve(
                case,
                scratch,
                run_id,
                said,
                lambda share: progress("comparing persons", 0.1 + 0.4 * share),
            )
        }
        progress("comparing vehicles", 0.6)
        methods[str(vehicles.KIND)] = vehicles.resolve(case, scratch, run_id, said)
        progress("grouping phones and other selectors", 0.7)
        selectors.resolve(case, scratch, said)
        progress("storing entities", 0.8)
        store(case, scratch, run_id, methods)
        memory.keep(case, scratch)
        people.keep(case, scratch)
        report = ResolutionReport(run_id, _kinds(case, methods))
        case.record(
            Action.COMBINATION,
            f"resolution run {run_id}",
            {f"{kind.kind}_entities": kind.entities for kind in report.kinds},
        )
    return report


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for cycles of garbage: what a run makes, millions of objects in a large case,
    lives until its end and holds none, and looking through it took a tenth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _kinds(case: Case, methods: Mapping[str, str]) -> tuple[KindReport, ...]:
    counts = case.db.execute(
        "SELECT kind, count(*) AS mentions, any_value(entities) "
        "FROM mention SEMI JOIN entity_member USING (mention_id) "
        "JOIN (SELECT kind, count(*) AS entities FROM entity GROUP BY kind) USING (kind) "
        "GROUP BY kind ORDER BY mentions DESC, kind"
    ).fetchall()
    waiting = waiting_by_kind(case)
    return tuple(
        KindReport(kind, mentions, found, waiting.get(kind, 0), methods.get(kind, selectors.METHOD))
        for kind, mentions, found in counts
    )
