"""Vehicles: plates re-typed and swapped, VIN, make, model, colour.

The same plate in two countries is two vehicles; one VIN under two plates is one vehicle. A plate
seen without its country takes part in each comparison but speaks less.
"""

import duckdb

from entity_resolution.model import Comparison, Level, Model
from workbench.case import Case

# Grain: one distinct description of a vehicle (mentions with the same plate, country and VIN and no
# conflicting make are one record). ``shape`` writes alike what clerks confuse: O and 0, I and 1.
_MENTIONS = """
    SELECT mention.mention_id, nullif(regexp_replace(upper(coalesce(nullif(normalised, ''),
            text)), '[^0-9A-Z]', '', 'g'), '') AS plate, country,
        max(upper(value)) FILTER (name = 'vin') AS vin,
        max(lower(value)) FILTER (name = 'make') AS make,
        max(lower(value)) FILTER (name = 'model') AS model,
        max(lower(value)) FILTER (name = 'colour') AS colour
    FROM mention LEFT JOIN attribute USING (mention_id)
    WHERE kind = 'vehicle'
    GROUP BY mention.mention_id, normalised, text, country ORDER BY mention.mention_id
"""

_RECORDS = """
    CREATE OR REPLACE TABLE vehicle_record AS
    SELECT min(mention_id) AS unique_id, plate, country, vin, make, model, colour,
        translate(plate, 'OIZSB', '01258') AS shape,
        regexp_replace(plate, '[^0-9]', '', 'g') AS figures,
        list_sort(list(mention_id)) AS mentions
    FROM vehicle_mention GROUP BY ALL ORDER BY unique_id
"""


def _likely(name: str, m: float, u: float) -> Comparison:
    return Comparison(
        name,
        name,
        (
            Level("not known", f"{name}_l IS NULL OR {name}_r IS NULL"),
            Level(f"same {name}", f"{name}_l = {name}_r", m, u),
            Level(f"other {name}", "ELSE", 1 - m, 1 - u),
        ),
    )


MODEL = Model(
    comparisons=(
        Comparison(
            "plate",
            "plate",
            (
                Level("no plate", "plate_l IS NULL OR plate_r IS NULL"),
                Level(
                    "same plate",
                    "plate_l = plate_r AND coalesce(country_l = country_r, false)",
                    0.6,
                    0.00002,
                ),
                Level(
                    "same plate, a country not known",
                    "plate_l = plate_r AND (country_l IS NULL OR country_r IS NULL)",
                    0.25,
                    0.00005,
                ),
                Level("same plate in two countries", "plate_l = plate_r", 0.002, 0.02),
                Level("letters and figures confused", "shape_l = shape_r", 0.02, 0.00005),
                Level(
                    "one character differs",
                    "levenshtein(plate_l, plate_r) = 1",
                    0.03,
                    0.003,
                ),
                Level("other plate", "ELSE", 0.098, 0.97),
            ),
        ),
        Comparison(
            "vin",
            "vin",
            (
                Level("not known", "vin_l IS NULL OR vin_r IS NULL"),
                Level("same VIN", "vin_l = vin_r", 0.96, 0.000001),
                Level("VIN misread", "levenshtein(vin_l, vin_r) <= 2", 0.035, 0.0001),
                Level("other VIN", "ELSE", 0.005, 0.9999),
            ),
        ),
        _likely("make", 0.97, 0.15),
        _likely("model", 0.93, 0.06),
        _likely("colour", 0.88, 0.2),
    ),
    blocks=((("shape",), ()), (("vin",), ()), (("figures",), ())),
    sure=("l.plate = r.plate AND coalesce(l.country = r.country, true)", "l.vin = r.vin"),
    learn_by=(),
)


def build_records(case: Case, scratch: duckdb.DuckDBPyConnection) -> None:
    """Fill table ``vehicle_record`` from the case's vehicle mentions."""
    scratch.register("vehicle_arrow", case.db.execute(_MENTIONS).to_arrow_table())
    scratch.execute("CREATE OR REPLACE TABLE vehicle_mention AS FROM vehicle_arrow")
    scratch.execute(_RECORDS)
