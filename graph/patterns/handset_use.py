"""SQL: in which handset and on which SIM a phone was used, from its own records."""

from workbench import own_records

_DEVICE = {"handset": own_records.HANDSET, "sim": own_records.SIM}


def used(device: str, within: str = "") -> str:
    """The query of records with a known ``device`` ('handset' or 'sim'), one row each.

    Columns: phone (entity id), that device, start_utc, source_id, sheet, row_number. ``within`` is
    a further condition, appended with AND.
    """
    return f"""
        SELECT entity_id AS phone, {_DEVICE[device]} AS {device}, start_utc, source_id, sheet,
            row_number
        FROM device_use {own_records.OF_DEVICE} JOIN entity USING (entity_id)
        WHERE entity.kind = 'phone' AND {device} IS NOT NULL {within}
    """
