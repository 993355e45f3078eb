"""One resolution run: mentions in, entities out, all in one transaction.

Mentions are never edited; an entity is a set of mentions in a run. Judgements in force are honoured
in every run: "same" joins, "different" keeps apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from entity_resolution import memory, outcome, people, selectors, vehicles
from entity_resolution.clusters import MERGE
from entity_resolution.judgements import judged
from entity_resolution.storing import REVIEW, store
from workbench.case import Case
from workbench.progress import Progress, silent
from workbench.vocabulary import Action


@dataclass(frozen=True)
class KindReport:
    """What a run did with one kind; ``method`` says where the weights came from."""

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


def resolve(case: Case, progress: Progress = silent) -> ResolutionReport:
    """Resolve all mentions of the case and store the result as its current entities."""
    # Everything is found out in memory first, so that nothing is written before it is all known.
    with case.transaction(), duckdb.connect(config={"threads": 2}) as scratch:
        run_id = case.next_id("resolution_run", "run_id")
        said = judged(case)
        outcome.create(scratch)
        memory.prepare(scratch)
        progress("comparing persons", 0.0)
        methods = {str(people.KIND): people.resolve(case, scratch, said)}
        progress("comparing vehicles", 0.6)
        methods[str(vehicles.KIND)] = vehicles.resolve(case, scratch, said)
        progress("grouping phones and other selectors", 0.7)
        selectors.resolve(case, scratch, said)
        progress("storing entities", 0.8)
        store(case, scratch, run_id, methods)
        memory.keep(case, scratch)
        report = ResolutionReport(run_id, _kinds(case, methods))
        case.record(
            Action.COMBINATION,
            f"resolution run {run_id}",
            {f"{kind.kind}_entities": kind.entities for kind in report.kinds},
        )
    return report


def _kinds(case: Case, methods: Mapping[str, str]) -> tuple[KindReport, ...]:
    counts = case.db.execute(
        """
        WITH review AS (
            SELECT kind, count(*) AS pairs FROM pair_score
            WHERE probability >= $review AND probability < $merge GROUP BY kind
        )
        SELECT kind, count(*), count(DISTINCT entity_id), any_value(coalesce(pairs, 0))
        FROM entity_member JOIN entity USING (entity_id) LEFT JOIN review USING (kind)
        GROUP BY kind ORDER BY count(*) DESC, kind
        """,
        {"review": REVIEW, "merge": MERGE},
    ).fetchall()
    return tuple(
        KindReport(kind, mentions, found, to_review, methods.get(kind, selectors.METHOD))
        for kind, mentions, found, to_review in counts
    )
