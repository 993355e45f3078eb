"""One row for each distinct description of a vehicle.

A source names a vehicle by its plate and, a few words on, by its VIN; each is a mention. The plate
mention is given the VIN beside it, so that the model has it as evidence.
"""

import duckdb

from entity_resolution.judgements import Judged
from workbench.case import Case

BESIDE = 100
"""Characters between a plate and a VIN that are one vehicle's."""

# Grain: one vehicle mention. A mention that is nothing but a VIN has no plate.
_MENTIONS = """
    WITH described AS (
        SELECT mention_id, max(upper(value)) FILTER (name = 'vin') AS vin,
            max(strip_accents(lower(value))) FILTER (name = 'make') AS make,
            max(strip_accents(lower(value))) FILTER (name = 'model') AS model,
            max(lower(value)) FILTER (name = 'colour') AS colour
        FROM attribute SEMI JOIN (FROM mention WHERE kind = 'vehicle') USING (mention_id)
        GROUP BY mention_id
    ), called AS (
        SELECT *, coalesce(nullif(normalised, ''), text) AS written,
            nullif(regexp_replace(upper(written), '[^0-9A-Z]', '', 'g'), '') AS name
        FROM mention WHERE kind = 'vehicle'
    ), named AS (
        SELECT *, coalesce(name = vin OR regexp_full_match(name, '[0-9A-HJ-NPR-Z]{17}'), false)
            AS is_vin
        FROM called LEFT JOIN described USING (mention_id)
    )
    SELECT mention_id, source_id, sheet, row_number, start_char, end_char, country,
        CASE WHEN is_vin THEN NULL ELSE name END AS plate,
        CASE WHEN is_vin THEN name ELSE vin END AS vin, make, model, colour, written
    FROM named ORDER BY mention_id
"""

# Grain: one vehicle mention, with the VIN that stands beside its plate: a VIN goes with the plate
# shortly before it, else with the one shortly after it.
_PAIRED = """
    CREATE TABLE vehicle_mention AS
    WITH placed AS (
        SELECT mention_id, vin, plate,
            lag(mention_id) OVER following AS before, lag(plate) OVER following AS plate_before,
            coalesce(start_char - lag(end_char) OVER following, 0) AS since,
            lead(mention_id) OVER following AS after, lead(plate) OVER following AS plate_after,
            coalesce(lead(start_char) OVER following - end_char, 0) AS until
        FROM vehicle_arrow
        WINDOW following AS (PARTITION BY source_id, sheet, row_number
            ORDER BY start_char, mention_id)
    ), beside AS (
        SELECT CASE WHEN plate_before IS NOT NULL AND since <= $beside THEN before
            WHEN plate_after IS NOT NULL AND until <= $beside THEN after END AS mention_id,
            min(vin) AS vin_beside
        FROM placed WHERE plate IS NULL GROUP BY 1
    )
    SELECT mention_id, plate, country, coalesce(vin, vin_beside) AS vin, make, model, colour,
        written
    FROM vehicle_arrow LEFT JOIN beside USING (mention_id) ORDER BY mention_id
"""

# Grain: one distinct description of a vehicle; a mention that an analyst set apart from another
# stands by itself. ``shape`` writes alike what clerks confuse: O and 0, I and 1.
_RECORDS = """
    CREATE TABLE vehicle_record AS
    SELECT min(mention_id) AS unique_id, plate, country, vin, make, model, colour,
        translate(plate, 'OIZSB', '01258') AS shape,
        nullif(regexp_replace(plate, '[^0-9]', '', 'g'), '') AS figures,
        list(mention_id ORDER BY mention_id) AS mentions,
        list(written ORDER BY mention_id) AS written
    FROM vehicle_mention
    GROUP BY plate, country, vin, make, model, colour,
        CASE WHEN list_contains($set_apart, mention_id) THEN mention_id END
    ORDER BY unique_id
"""


def build(case: Case, scratch: duckdb.DuckDBPyConnection, judged: Judged) -> None:
    """Fill table ``vehicle_record`` from the case's vehicle mentions."""
    scratch.register("vehicle_arrow", case.db.execute(_MENTIONS).to_arrow_table())
    scratch.execute(_PAIRED, {"beside": BESIDE})
    set_apart = sorted({mention for pair in judged.different for mention in pair})
    scratch.execute(_RECORDS, {"set_apart": set_apart})
