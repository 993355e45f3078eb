"""Communications between two known phones, with their direction and where they stand."""

import duckdb

from graph.build import calls
from graph.build.calls import Window

# Grain: one record of a communication from one phone to another. Codes instead of ids.
_SPEAKING = """
    CREATE OR REPLACE TEMP TABLE speaking AS
    WITH member AS (
        SELECT mention_id, entity_id FROM entity_member JOIN entity USING (entity_id)
        WHERE kind = 'phone'
    ), sided AS (
        SELECT a.entity_id AS caller, b.entity_id AS called, start_utc, source_id, sheet,
            row_number, a_kind = 'e164' AND b_kind = 'e164' AS subscribers, direction,
            duration_s, missed
        FROM communication
        JOIN member AS a ON a.mention_id = a_mention
        JOIN member AS b ON b.mention_id = b_mention
        WHERE true {within}
    )
    FROM sided WHERE caller <> called
"""


def prepare(db: duckdb.DuckDBPyConnection, window: Window) -> None:
    """Make the temporary table ``speaking`` (caller, called, start_utc, source_id, sheet,
    row_number, subscribers: neither is a service's number, direction, duration_s, missed)."""
    db.execute(_SPEAKING.format(within=calls.within(window)), calls.bound(window))
