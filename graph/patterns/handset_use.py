"""SQL: in which handset and on which SIM a phone was used.

From the device fields of call records, which belong to the side the operator was asked about. The
first 14 digits of an IMEI are the handset; placeholders of one repeated digit are none.
"""

KNOWN = {
    "handset": "length(imei) >= 14 AND NOT regexp_full_match(left(imei, 14), '0+|1+|9+')",
    "sim": "length(imsi) >= 14 AND NOT regexp_full_match(imsi, '0+|1+|9+')",
}
"""What is a handset or a SIM and no placeholder."""


def used(device: str, within: str = "") -> str:
    """The query of records with a known ``device`` ('handset' or 'sim'), one row each.

    Columns: phone (entity id), handset, sim, start_utc, source_id, row_number. ``within`` is a
    further condition, appended with AND.
    """
    return f"""
        SELECT entity_id AS phone, left(imei, 14) AS handset, imsi AS sim, start_utc, source_id,
            row_number
        FROM communication
        JOIN entity_member ON mention_id = CASE device_party WHEN 'a' THEN a_mention
                                                             WHEN 'b' THEN b_mention END
        JOIN entity USING (entity_id)
        WHERE entity.kind = 'phone' AND {KNOWN[device]} {within}
    """
