"""What rows say of the handset, SIM and cells of the side that is not the target's.

Only files with columns for both sides have any (``sides``); for all others nothing here is asked.
"""

from functools import partial

import pyarrow as pa

from ingest.call_records import networks, placing
from ingest.call_records.stage import Session, shown, taken
from ingest.call_records.storing import Storing

_NAMES = ("imei_written", "imsi_written", "first_cell", "last_cell")
_ANY = f"coalesce({', '.join(f'other_{name}' for name in _NAMES)}) IS NOT NULL"
_CELL = "coalesce(other_first_cell, other_last_cell)"

# Grain: one record whose other side has a device or cell of its own.
_OF_CHUNK = f"""
    SELECT p.row_number, party, if(party = 'a', a_mention, b_mention) AS mention_id, start_utc,
        coalesce(h.number, other_imei_written) AS imei,
        coalesce(m.number, other_imsi_written) AS imsi, other_first_cell AS first_cell,
        other_last_cell AS last_cell, m.country AS home_country, n.country AS serving_country
    FROM placed p JOIN (
        SELECT row_number, a_mention, b_mention, start_utc,
            CASE device_party WHEN 'a' THEN 'b' WHEN 'b' THEN 'a' END AS party
        FROM {placing.READ}) USING (row_number)
    LEFT JOIN handset h ON h.written = other_imei_written
    LEFT JOIN sim m ON m.written = other_imsi_written
    LEFT JOIN network n ON n.cell = {_CELL}
    WHERE {_ANY} AND party IS NOT NULL ORDER BY p.row_number
"""
USED = """
    SELECT mention_id AS phone, imei, imsi, min(start_utc) AS first_utc,
        max(start_utc) AS last_utc, min(row_number) AS row_number
    FROM {devices} WHERE imei IS NOT NULL GROUP BY phone, imei, imsi
"""
"""SQL: which number (mention) was used with which of these devices, as ``devices`` counts them."""


def store(stored: Storing, stage: Session, source_id: int, sheet: str) -> None:
    """Have stored what a chunk has of the other side; note its devices in ``device_used``."""
    networks.add_new(stage, _CELL)
    others_read = taken(stage, _OF_CHUNK)
    stored.write(partial(_insert, others_read, source_id, sheet))
    with shown(others_read, "others_read", stage):
        stage.execute(f"INSERT INTO device_used {USED.format(devices='others_read')}")


def _insert(others_read: pa.Table, source_id: int, sheet: str, db: Session) -> None:
    with shown(others_read, "others_read", db):
        db.execute(
            "INSERT INTO other_device BY NAME SELECT *, ? AS source_id, ? AS sheet "
            "FROM others_read",
            [source_id, sheet],
        )
