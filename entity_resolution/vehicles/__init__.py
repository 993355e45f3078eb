"""Which vehicle mentions are one vehicle."""

import duckdb

from entity_resolution import memory, regrouping
from entity_resolution.clusters import cluster
from entity_resolution.comparing import Records
from entity_resolution.judgements import Judged
from entity_resolution.regrouping import Kind
from entity_resolution.vehicles import comparisons, records
from workbench.case import Case
from workbench.vocabulary import MentionKind

KIND = MentionKind.VEHICLE
PROBABILITY = 0.999
"""That two mentions with the same plate, country and VIN mean one vehicle."""


TABLE = "vehicle_record"
MODEL = comparisons.MODEL
MEMBERS = "vehicle_member"
LISTED = "vehicle_listed"
_GROUPED = Kind(KIND, LISTED, MEMBERS)


def prepare(case: Case, scratch: duckdb.DuckDBPyConnection, judged: Judged) -> None:
    """Make the records to be compared, and table ``vehicle_member`` of their mentions."""
    records.build(case, scratch, judged)
    scratch.execute(_MEMBERS)
    scratch.execute(_LISTED)


def resolve(case: Case, scratch: duckdb.DuckDBPyConnection, run_id: int, judged: Judged) -> str:
    """Group the case's vehicle mentions; where the weights came from."""
    prepare(case, scratch, judged)
    with Records(case.scratch, scratch, TABLE, LISTED) as compared:
        method = memory.scored(case, compared, run_id, KIND, MODEL)
    for asked in regrouping.ask(case, scratch, _GROUPED, judged):
        groups = cluster(asked.records, asked.pairs, together=asked.together, apart=asked.apart)
        regrouping.keep(scratch, _GROUPED, groups, PROBABILITY)
    scratch.execute(_ALIKE_PAIRS, {"p": PROBABILITY})
    return method


_MEMBERS = """
    CREATE TABLE vehicle_member AS
    SELECT unnest(mentions) AS mention_id, unique_id AS local_id FROM vehicle_record
"""
_LISTED = """
    CREATE VIEW vehicle_listed AS
    SELECT unique_id AS record_id, hash(vehicle) AS fingerprint FROM vehicle_record AS vehicle
"""
# Grain: one mention that describes a vehicle as an earlier one does, where their record changed.
_ALIKE_PAIRS = """
    INSERT INTO new_pair
    SELECT 'vehicle', unique_id, mention_id, log2($p / (1 - $p)), $p,
        to_json([{'comparison': 'description', 'level': 'described alike in every respect',
            'left': coalesce(plate, vin), 'right': coalesce(plate, vin),
            'weight': round(log2($p / (1 - $p)), 3)}])
    FROM (SELECT unique_id, plate, vin, unnest(mentions) AS mention_id FROM vehicle_record)
    WHERE mention_id <> unique_id
        AND unique_id IN (SELECT record_id FROM scored_anew WHERE kind = 'vehicle')
    ORDER BY mention_id
"""
