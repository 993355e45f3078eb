"""Who called whom and whose device it was: the communications of a chunk, as one query."""

from ingest.call_records import networks
from ingest.call_records.fields import Convention, Field
from ingest.call_records.layout import Layout
from ingest.call_records.services import UNKNOWN
from ingest.call_records.stage import Session
from ingest.call_records.typed import duration_sql
from ingest.selectors import phones
from workbench.vocabulary import PartyKind

_TO_TARGET = "('incoming', 'forwarded')"  # a call passed on was meant for the target

READ = "communications_read"
"""Under which name they are carried over."""
COLUMNS = """row_number, kind, direction, a_written, b_written, a_number, b_number, a_kind,
    b_kind, a_mention, b_mention, device_party, imei, imsi, start_written, start_utc,
    time_ambiguous, duration_s, missed, first_cell, last_cell, cell_place, end_written, end_utc,
    forwarded_written, forwarded_number, forwarded_mention, home_country, serving_country,
    volume_up_bytes, volume_down_bytes, volume_bytes"""


def place(db: Session, layout: Layout) -> None:
    """Make view ``placed``: good rows with calling and called party where they belong."""
    target = phones.normalise_party(layout.target or "", layout.country).number
    literal = "NULL" if target is None else f"'{target}'"
    swap = layout.convention is Convention.TARGET_FIRST
    called = f"s.direction IN {_TO_TARGET}"
    a = f"CASE WHEN {called} THEN second_written ELSE first_written END"
    b = f"CASE WHEN {called} THEN first_written ELSE second_written END"
    db.execute(
        f"""CREATE OR REPLACE TEMP VIEW placed AS
        SELECT n.* EXCLUDE (type_written, direction_written), s.kind, s.missed,
            {a if swap else "first_written"} AS a_written,
            {b if swap else "second_written"} AS b_written,
            s.direction AS direction_read, {literal}::VARCHAR AS target_number
        FROM numbered n JOIN service s
            ON s.type_written IS NOT DISTINCT FROM n.type_written
           AND s.direction_written IS NOT DISTINCT FROM n.direction_written
        WHERE n.fault IS NULL"""
    )


def _device_party(layout: Layout) -> str:
    """SQL: the side of the target, whose handset, SIM and cell the row gives."""
    if layout.convention is Convention.TARGET_FIRST:
        return f"CASE WHEN p.direction_read IN {_TO_TARGET} THEN 'b' ELSE 'a' END"
    target = (
        "coalesce(t.number, p.target_number)" if layout.cell(Field.TARGET) else "p.target_number"
    )
    return f"""CASE
        WHEN p.device_side IS NOT NULL THEN p.device_side
        WHEN a.number = {target} AND b.number IS DISTINCT FROM {target} THEN 'a'
        WHEN b.number = {target} AND a.number IS DISTINCT FROM {target} THEN 'b'
        WHEN p.direction_read = 'outgoing' THEN 'a'
        WHEN p.direction_read IN {_TO_TARGET} THEN 'b' END"""


def communications(layout: Layout, utc: str, ambiguous: str) -> str:
    """SQL of the communications of a chunk (``COLUMNS``), in the order of their rows.

    ``utc`` is the SQL that turns ``{moment}`` into UTC, ``ambiguous`` whether it is one of two.
    """
    side = _device_party(layout)
    way = "p.direction_read"
    if layout.convention is Convention.CALLER_FIRST:
        way = f"coalesce({way}, CASE {side} WHEN 'a' THEN 'outgoing' WHEN 'b' THEN 'incoming' END)"
    forwarded = layout.cell(Field.FORWARDED_TO) is not None
    forwarded_join = "LEFT JOIN party f ON f.written = p.forwarded_written" if forwarded else ""
    cells = networks.has_cells(layout)
    network_join = f"LEFT JOIN network n ON n.cell = {networks.CELL}" if cells else ""
    explicit_target = layout.cell(Field.TARGET) and layout.convention is Convention.CALLER_FIRST
    target_join = "LEFT JOIN party t ON t.written = p.target_written" if explicit_target else ""
    duration = duration_sql("p.duration_written")
    return f"""SELECT row_number, p.kind, coalesce({way}, '{UNKNOWN}') AS direction,
        p.a_written, p.b_written, a.number AS a_number, b.number AS b_number,
        coalesce(a.kind, '{PartyKind.UNKNOWN}') AS a_kind,
        coalesce(b.kind, '{PartyKind.UNKNOWN}') AS b_kind,
        a.mention_id AS a_mention, b.mention_id AS b_mention, {side} AS device_party,
        coalesce(h.number, p.imei_written) AS imei, coalesce(m.number, p.imsi_written) AS imsi,
        p.start_written, {utc.format(moment="local")} AS start_utc, {ambiguous} AS time_ambiguous,
        CASE WHEN {duration} < 0 THEN 0 ELSE {duration} END AS duration_s,
        p.missed OR coalesce({duration} < 0, false) AS missed,
        p.first_cell, p.last_cell, p.cell_place,
        p.end_written, {utc.format(moment="end_local")} AS end_utc, p.forwarded_written,
        {"f.number" if forwarded else "NULL::VARCHAR"} AS forwarded_number,
        {"f.mention_id" if forwarded else "NULL::BIGINT"} AS forwarded_mention,
        m.country AS home_country, {"n.country" if cells else "NULL::VARCHAR"} AS serving_country,
        p.volume_up_bytes, p.volume_down_bytes,
        coalesce(p.volume_total, p.volume_up_bytes + p.volume_down_bytes) AS volume_bytes
    FROM placed p
    LEFT JOIN party a ON a.written = p.a_written
    LEFT JOIN party b ON b.written = p.b_written
    {target_join}
    LEFT JOIN handset h ON h.written = p.imei_written
    LEFT JOIN sim m ON m.written = p.imsi_written
    {forwarded_join}
    {network_join}"""
