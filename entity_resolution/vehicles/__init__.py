"""Which vehicle mentions are one vehicle."""

import duckdb

from entity_resolution import memory
from entity_resolution.clusters import cluster
from entity_resolution.comparing import Records
from entity_resolution.judgements import Judged
from entity_resolution.outcome import keep_groups, keep_pairs, keep_withheld
from entity_resolution.vehicles import comparisons, records
from workbench.case import Case
from workbench.vocabulary import MentionKind

KIND = MentionKind.VEHICLE
PROBABILITY = 0.999
"""That two mentions with the same plate, country and VIN mean one vehicle."""


TABLE = "vehicle_record"
MODEL = comparisons.MODEL


def prepare(case: Case, scratch: duckdb.DuckDBPyConnection, judged: Judged) -> dict[int, int]:
    """Make the records to be compared; vehicle mention to record."""
    records.build(case, scratch, judged)
    return dict(
        scratch.execute("SELECT unnest(mentions), unique_id FROM vehicle_record").fetchall()
    )


def resolve(case: Case, scratch: duckdb.DuckDBPyConnection, judged: Judged) -> str:
    """Group the case's vehicle mentions; says where the weights came from."""
    record_of = prepare(case, scratch, judged)
    with Records(scratch, TABLE) as compared:
        scored = memory.scored(case, compared, KIND, MODEL)
    groups = cluster(
        sorted(set(record_of.values())),
        scored.pairs,
        together=judged.lifted(judged.same, record_of),
        apart=judged.lifted(judged.different, record_of),
    )
    keep_groups(scratch, KIND, groups, record_of, PROBABILITY)
    keep_pairs(scratch, KIND, scored.pairs)
    keep_withheld(scratch, groups)
    scratch.execute(_ALIKE_PAIRS, {"p": PROBABILITY})
    return scored.method


# Grain: one mention that describes a vehicle as an earlier one does.
_ALIKE_PAIRS = """
    INSERT INTO new_pair
    SELECT 'vehicle', unique_id, mention_id, log2($p / (1 - $p)), $p,
        to_json([{'comparison': 'description', 'level': 'described alike in every respect',
            'left': coalesce(plate, vin), 'right': coalesce(plate, vin),
            'weight': round(log2($p / (1 - $p)), 3)}])
    FROM (SELECT unique_id, plate, vin, unnest(mentions) AS mention_id FROM vehicle_record)
    WHERE mention_id <> unique_id ORDER BY mention_id
"""
