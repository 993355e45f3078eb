"""Which vehicle mentions are one vehicle."""

import duckdb

from entity_resolution import memory
from entity_resolution.clusters import cluster
from entity_resolution.judgements import Judged
from entity_resolution.outcome import keep_groups, keep_pairs
from entity_resolution.vehicles import comparisons, records
from workbench.case import Case
from workbench.vocabulary import MentionKind

KIND = MentionKind.VEHICLE
PROBABILITY = 0.999
"""That two mentions with the same plate, country and VIN mean one vehicle."""


def resolve(case: Case, scratch: duckdb.DuckDBPyConnection, judged: Judged) -> str:
    """Group the case's vehicle mentions; says where the weights came from."""
    records.build(case, scratch, judged)
    scored = memory.scored(case, scratch, KIND, "vehicle_record", comparisons.MODEL)
    record_of = dict(
        scratch.execute("SELECT unnest(mentions), unique_id FROM vehicle_record").fetchall()
    )
    groups = cluster(
        sorted(set(record_of.values())),
        scored.pairs,
        together=judged.lifted(judged.same, record_of),
        apart=judged.lifted(judged.different, record_of),
    )
    keep_groups(scratch, KIND, groups, record_of, PROBABILITY)
    keep_pairs(scratch, KIND, scored.pairs)
    return scored.method
