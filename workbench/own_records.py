"""SQL: whose records communications are, on the side that their operator was asked about.

A record of an operator, or of a seized phone, is about one of its two parties: that one's number
was asked for, and handset, SIM and cell are its own. Where a file gives those of the other side,
too, ``device_use`` has both.
"""

ASKED_MENTION = """CASE coalesce(nullif(nullif(direction, 'unknown'), 'forwarded'), device_party)
    WHEN 'outgoing' THEN a_mention WHEN 'a' THEN a_mention
    WHEN 'incoming' THEN b_mention WHEN 'b' THEN b_mention END"""
"""The mention of the number whose use a communication's source was asked to show."""

OF_DEVICE = "JOIN entity_member USING (mention_id)"
"""Joins ``device_use`` to the entity (``entity_id``) that used the handset, SIM and cell."""

HANDSET = """CASE WHEN length(imei) >= 14 AND NOT regexp_full_match(left(imei, 14), '0+|1+|9+')
    THEN left(imei, 14) END"""
"""The first 14 digits of an IMEI; NULL for placeholders of one repeated digit."""

SIM = """CASE WHEN length(imsi) >= 14 AND NOT regexp_full_match(imsi, '0+|1+|9+') THEN imsi END"""
"""The IMSI; NULL for placeholders of one repeated digit."""


def stretches(records: str, of: str, item: str) -> str:
    """SQL: ``records`` (a table or query in brackets) with ``stretch``, a number that counts up.

    Records of one ``of`` that follow each other in time with the same ``item`` have one number.
    Records have start_utc, source_id, sheet and row_number.
    """
    turn = "start_utc, source_id, sheet, row_number"
    return f"""
        SELECT *, count(*) FILTER (begins) OVER (PARTITION BY {of} ORDER BY {turn}) AS stretch
        FROM (SELECT *, {item} IS DISTINCT FROM lag({item}) OVER (PARTITION BY {of} ORDER BY {turn})
                  AS begins
              FROM {records})
    """
