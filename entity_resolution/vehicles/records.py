"""One row for each distinct description of a vehicle."""

import duckdb

from entity_resolution.judgements import Judged
from workbench.case import Case

# Grain: one vehicle mention.
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

# Grain: one distinct description of a vehicle; a mention that an analyst set apart from another
# stands by itself. ``shape`` writes alike what clerks confuse: O and 0, I and 1.
_RECORDS = """
    CREATE TABLE vehicle_record AS
    SELECT min(mention_id) AS unique_id, plate, country, vin, make, model, colour,
        translate(plate, 'OIZSB', '01258') AS shape,
        nullif(regexp_replace(plate, '[^0-9]', '', 'g'), '') AS figures,
        list_sort(list(mention_id)) AS mentions
    FROM vehicle_mention
    GROUP BY plate, country, vin, make, model, colour,
        CASE WHEN list_contains($set_apart, mention_id) THEN mention_id END
    ORDER BY unique_id
"""


def build(case: Case, scratch: duckdb.DuckDBPyConnection, judged: Judged) -> None:
    """Fill table ``vehicle_record`` from the case's vehicle mentions."""
    scratch.register("vehicle_arrow", case.db.execute(_MENTIONS).to_arrow_table())
    scratch.execute("CREATE TABLE vehicle_mention AS FROM vehicle_arrow")
    set_apart = sorted({mention for pair in judged.different for mention in pair})
    scratch.execute(_RECORDS, {"set_apart": set_apart})
