"""One resolution run: mentions in, entities out, all in one transaction.

Mentions are never edited; an entity is a set of mentions in a run. Judgements in force are honoured
in every run: "same" joins, "different" keeps apart.
"""

import hashlib
import json
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from entity_resolution import (
    coreference,
    features,
    identities,
    people,
    person_records,
    selectors,
    vehicles,
)
from entity_resolution import judgements as words
from entity_resolution.clusters import MERGE, ScoredPair, cluster
from entity_resolution.labels import label_entities
from entity_resolution.model import SEED, Scored, score
from entity_resolution.sets import DisjointSets
from workbench import __version__
from workbench.case import Case
from workbench.clock import now_utc
from workbench.progress import Progress, silent
from workbench.vocabulary import Action, Decision, MentionKind

KEPT = 0.05
"""Pairs less probable than this are not stored."""
REVIEW = 0.5
"""Pairs from here up to ``clusters.MERGE`` wait for a person."""


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
    with case.transaction():
        run_id = case.next_id("resolution_run", "run_id")
        progress("reading mentions", 0.0)
        scratch = features.prepare(case)
        _create_result(scratch)
        different = words.pairs(case, Decision.DIFFERENT)
        same = words.pairs(case, Decision.SAME)
        progress("comparing persons", 0.1)
        methods = {MentionKind.PERSON: _persons(scratch, same, different)}
        progress("comparing vehicles", 0.6)
        methods[MentionKind.VEHICLE] = _vehicles(case, scratch, same, different)
        progress("grouping phones and other selectors", 0.7)
        _exact(case, scratch, same, different)
        progress("storing entities", 0.8)
        _store(case, scratch, run_id, methods)
        report = _report(case, run_id, methods)
        case.record(
            Action.COMBINATION,
            f"resolution run {run_id}",
            {f"{kind.kind}_entities": kind.entities for kind in report.kinds},
        )
        scratch.close()
    return report


def _create_result(scratch: duckdb.DuckDBPyConnection) -> None:
    scratch.execute(
        "CREATE TABLE new_member (mention_id BIGINT, kind VARCHAR, group_id BIGINT, "
        "cohesion DOUBLE)"
    )
    scratch.execute(
        "CREATE TABLE new_pair (kind VARCHAR, left_mention BIGINT, right_mention BIGINT, "
        "match_weight DOUBLE, probability DOUBLE, explanation VARCHAR)"
    )


# ------------------------------------------------------------------ persons and vehicles


def _persons(
    scratch: duckdb.DuckDBPyConnection,
    same: set[tuple[int, int]],
    different: set[tuple[int, int]],
) -> str:
    if different:
        scratch.executemany("INSERT INTO opposed VALUES (?, ?)", sorted(different))
    coreference.link_within_sources(scratch)
    person_records.build(scratch)
    scored = score(
        scratch, "person_record", people.MODEL, [("name_score", people.name_score)], KEPT
    )
    record_of = dict(scratch.execute("FROM local_member").fetchall())
    opposed = {
        (record_of[one], record_of[other])
        for one, other in scratch.execute("FROM opposed").fetchall()
        if one in record_of and other in record_of and record_of[one] != record_of[other]
    }
    groups, weakest = _cluster(scored, set(record_of.values()), _lift(same, record_of), opposed)
    _keep(scratch, "person", scored, groups, weakest, record_of)
    scratch.execute(
        "INSERT INTO new_pair SELECT 'person', local_id, mention_id, log2($p / (1 - $p)), $p, "
        '\'[{"comparison":"document","level":"same source, fitting name","left":null,'
        '"right":null,"weight":\' || round(log2($p / (1 - $p)), 3) || \'}]\' '
        "FROM local_member WHERE local_id <> mention_id ORDER BY mention_id",
        {"p": coreference.PROBABILITY},
    )
    return scored.method


def _vehicles(
    case: Case,
    scratch: duckdb.DuckDBPyConnection,
    same: set[tuple[int, int]],
    different: set[tuple[int, int]],
) -> str:
    vehicles.build_records(case, scratch)
    scored = score(scratch, "vehicle_record", vehicles.MODEL, threshold=KEPT)
    members = scratch.execute("SELECT unnest(mentions), unique_id FROM vehicle_record").fetchall()
    record_of = dict(members)
    groups, weakest = _cluster(
        scored, set(record_of.values()), _lift(same, record_of), _lift(different, record_of)
    )
    _keep(scratch, "vehicle", scored, groups, weakest, record_of)
    _split(scratch, different)
    return scored.method


def _cluster(
    scored: Scored, records: set[int], together: set[tuple[int, int]], apart: set[tuple[int, int]]
) -> tuple[DisjointSets, dict[int, float]]:
    columns = ("left_id", "right_id", "match_weight", "probability")
    rows = zip(*(scored.pairs[name].to_pylist() for name in columns), strict=True)
    return cluster(sorted(records), [ScoredPair(*row) for row in rows], together, apart)


def _lift(pairs: set[tuple[int, int]], record_of: dict[int, int]) -> set[tuple[int, int]]:
    return {
        (record_of[one], record_of[other])
        for one, other in pairs
        if one in record_of and other in record_of and record_of[one] != record_of[other]
    }


def _keep(
    scratch: duckdb.DuckDBPyConnection,
    kind: str,
    scored: Scored,
    groups: DisjointSets,
    weakest: dict[int, float],
    record_of: dict[int, int],
) -> None:
    sizes: dict[int, int] = {}
    for record in record_of.values():
        sizes[record] = sizes.get(record, 0) + 1
    rows = []
    for mention, record in sorted(record_of.items()):
        group = groups.find(record)
        local = coreference.PROBABILITY if kind == "person" and sizes[record] > 1 else 1.0
        rows.append((mention, kind, group, min(weakest.get(group, 1.0), local)))
    if rows:
        table = pa.table(dict(zip(("m", "k", "g", "c"), zip(*rows, strict=True), strict=True)))
        scratch.register("member_arrow", table)
        scratch.execute("INSERT INTO new_member FROM member_arrow")
    scratch.register("pair_arrow", scored.pairs)
    scratch.execute(f"INSERT INTO new_pair SELECT '{kind}', * FROM pair_arrow")


# ------------------------------------------------------------------ exact selectors


def _exact(
    case: Case,
    scratch: duckdb.DuckDBPyConnection,
    same: set[tuple[int, int]],
    different: set[tuple[int, int]],
) -> None:
    mentions = case.db.execute(
        "SELECT mention_id, kind, text, normalised, country FROM mention "
        "WHERE kind IN (SELECT unnest(?)) ORDER BY mention_id",
        [[str(kind) for kind in selectors.EXACT]],
    ).to_arrow_table()
    scratch.register("exact_arrow", mentions)
    scratch.execute("CREATE TABLE exact_mention AS FROM exact_arrow")
    selectors.group(scratch)
    scratch.execute(
        "INSERT INTO new_member SELECT mention_id, kind, group_id, CASE WHEN count(*) OVER "
        "(PARTITION BY group_id) > 1 THEN $p ELSE 1 END FROM exact_group ORDER BY mention_id",
        {"p": selectors.PROBABILITY},
    )
    for one, other in sorted(same - different):
        scratch.execute(
            "UPDATE new_member SET group_id = least(l.group_id, r.group_id) "
            "FROM exact_group AS l, exact_group AS r WHERE l.mention_id = $one "
            "AND r.mention_id = $other AND new_member.group_id IN (l.group_id, r.group_id)",
            {"one": one, "other": other},
        )
    _split(scratch, different)


def _split(scratch: duckdb.DuckDBPyConnection, different: set[tuple[int, int]]) -> None:
    """Mentions judged different that one value still holds together: the later one stands alone."""
    for one, other in sorted(different):
        scratch.execute(
            "UPDATE new_member SET group_id = mention_id, cohesion = 1 WHERE mention_id = $other "
            "AND kind <> 'person' AND group_id = "
            "(SELECT group_id FROM new_member WHERE mention_id = $one)",
            {"one": one, "other": other},
        )


# ------------------------------------------------------------------ storing


def _store(
    case: Case, scratch: duckdb.DuckDBPyConnection, run_id: int, methods: dict[MentionKind, str]
) -> None:
    old = case.db.execute(
        "SELECT mention_id, entity.kind, entity_id FROM entity_member JOIN entity USING (entity_id)"
    ).to_arrow_table()
    highest = case.db.execute(
        "SELECT regexp_replace(entity_id, '-[0-9]+$', '') AS kind, "
        "max(regexp_extract(entity_id, '([0-9]+)$', 1)::BIGINT) AS highest FROM "
        "(SELECT entity_id FROM entity UNION ALL SELECT old_entity_id FROM entity_redirect) "
        "GROUP BY 1"
    ).to_arrow_table()
    scratch.register("old_member", old)
    scratch.register("highest_number", highest)
    identities.assign(scratch)
    tables = {
        "result_member": "SELECT named.entity_id, mention_id FROM new_member "
        "JOIN named USING (group_id, kind) ORDER BY mention_id",
        "result_entity": "SELECT named.entity_id, named.kind, min(cohesion) AS cohesion "
        "FROM new_member JOIN named USING (group_id, kind) GROUP BY ALL ORDER BY min(mention_id)",
        "result_redirect": "FROM redirected ORDER BY old_entity_id",
        "result_pair": "FROM new_pair ORDER BY kind, left_mention, right_mention",
    }
    for name, sql in tables.items():
        case.db.register(name, scratch.execute(sql).to_arrow_table())
    _write(case, run_id, methods)
    for name in tables:
        case.db.unregister(name)
    label_entities(case)


def _write(case: Case, run_id: int, methods: dict[MentionKind, str]) -> None:
    db = case.db
    db.execute(
        "INSERT INTO resolution_run VALUES (?, ?, ?, ?, ?, ?)",
        [run_id, now_utc(), case.user, __version__, _settings(methods), _input_hash(case)],
    )
    db.execute("DELETE FROM pair_score")
    db.execute(
        "INSERT INTO pair_score SELECT ?, kind, left_mention, right_mention, match_weight, "
        "probability, explanation FROM result_pair",
        [run_id],
    )
    db.execute("DELETE FROM entity_member")
    db.execute("DELETE FROM entity")
    db.execute("INSERT INTO entity_member FROM result_member")
    db.execute(
        "INSERT INTO entity SELECT entity_id, kind, entity_id, ?, cohesion FROM result_entity",
        [run_id],
    )
    # An id that came back is no redirect any more; older redirects follow to where it went.
    db.execute("DELETE FROM entity_redirect WHERE old_entity_id IN (SELECT entity_id FROM entity)")
    db.execute(
        "UPDATE entity_redirect SET new_entity_id = result_redirect.new_entity_id "
        "FROM result_redirect WHERE entity_redirect.new_entity_id = result_redirect.old_entity_id"
    )
    db.execute(
        "INSERT OR REPLACE INTO entity_redirect SELECT old_entity_id, new_entity_id, ? "
        "FROM result_redirect",
        [run_id],
    )


def _settings(methods: dict[MentionKind, str]) -> str:
    return json.dumps(
        {
            "merge_at": MERGE,
            "review_from": REVIEW,
            "seed": SEED,
            "weights": {str(kind): method for kind, method in methods.items()},
        },
        sort_keys=True,
    )


def _input_hash(case: Case) -> str:
    """Names what the run saw: the sources' hashes and the judgements in force."""
    sources = case.db.execute("SELECT sha256 FROM source ORDER BY source_id").fetchall()
    judged = [(j.judgement_id, j.decision) for j in words.in_force(case)]
    return hashlib.sha256(json.dumps([sources, judged]).encode()).hexdigest()


def _report(case: Case, run_id: int, methods: dict[MentionKind, str]) -> ResolutionReport:
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
    return ResolutionReport(
        run_id,
        tuple(
            KindReport(kind, mentions, found, to_review, methods.get(kind, "equal selectors"))
            for kind, mentions, found, to_review in counts
        ),
    )
