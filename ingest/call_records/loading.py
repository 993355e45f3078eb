"""One sheet of call records into the case, chunk by chunk, in the caller's transaction.

Each chunk becomes typed rows; its new numbers and devices are normalised once and get a mention at
their first row; then one INSERT stores its communications. Nothing here runs per row in Python, and
no step costs more because of what the case already holds.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from ingest.call_records import (
    coverage,
    devices,
    duplicates,
    networks,
    parties,
    subscribers,
    volumes,
)
from ingest.call_records.fields import Convention, Field
from ingest.call_records.layout import Layout, UnknownLayoutError
from ingest.call_records.picked import PickedChunk
from ingest.call_records.services import OTHER, OUTGOING, UNKNOWN, Service
from ingest.call_records.typed import NOT_DATA, duration_sql, expressions, untrimmed
from ingest.call_records.zones import ambiguous_sql, changes, skipped_sql, utc_sql, zone_info
from ingest.selectors import phones
from ingest.tables import Chunk, Sheet
from workbench.case import Case
from workbench.sources import Reconciliation
from workbench.vocabulary import PartyKind

_FEW = 10
_TO_TARGET = "('incoming', 'forwarded')"  # a call passed on was meant for the target
_MEMORY = "2GB"
Progress = Callable[[int, int], None]
"""Told now and then how many bytes and how many rows are done."""


@dataclass(frozen=True)
class Destination:
    """Where the rows go: the source's id and file name, and the sheet's name ('' if only one)."""

    source_id: int
    file_name: str
    sheet: str

    @property
    def key_head(self) -> str:
        """What a mention's key begins with."""
        return f"{self.file_name}#{self.sheet}!" if self.sheet else f"{self.file_name}#"


@dataclass
class Tally:
    """Counts gathered over the chunks of one sheet."""

    records: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    unread_services: dict[str, int] = field(default_factory=dict)
    ambiguous_times: int = 0
    unread_durations: int = 0
    first_utc: datetime | None = None
    last_utc: datetime | None = None


@dataclass(frozen=True)
class Loaded:
    """Outcome of a sheet: its reconciliation, rejections by reason, and remarks for the user."""

    reconciliation: Reconciliation
    reasons: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]


def load(
    case: Case,
    to: Destination,
    sheet: Sheet,
    layout: Layout,
    scratch: Path,
    progress: Progress | None = None,
) -> Loaded:
    """Store every row of a sheet as communication, duplicate or rejected row.

    Raises UnknownLayoutError when most rows do not fit the layout: it is then the wrong one.
    """
    with _in_little_memory(case.db):
        return _load(case, to, sheet, layout, scratch, progress)


@contextmanager
def _in_little_memory(db: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Leave room on a laptop: what does not fit goes to working files beside the store."""
    db.execute(f"SET memory_limit = '{_MEMORY}'")
    try:
        yield
    finally:
        db.execute("RESET memory_limit")


def _load(
    case: Case,
    to: Destination,
    sheet: Sheet,
    layout: Layout,
    scratch: Path,
    progress: Progress | None,
) -> Loaded:
    db, tally = case.db, Tally()
    prepare(db)
    for chunk in sheet.chunks(layout.width, scratch):
        load_chunk(case, to, chunk, layout, tally)
        if progress:
            progress(chunk.bytes_done, tally.records)
    rejected = sum(n for fault, n in tally.faults.items() if fault not in NOT_DATA)
    not_data = sum(tally.faults.get(fault, 0) for fault in NOT_DATA)
    rows_in = tally.records - not_data
    _refuse_misfit(to, rows_in, rejected, tally)
    _store_rejected(db, to, sheet)
    duplicate = duplicates.remove(db, to.source_id, to.sheet)
    devices.claim(case, to.source_id, to.sheet)
    subscribers.store(case, to.source_id, to.key_head, to.sheet, layout)
    coverage.store(case, to.source_id, to.sheet)
    counts = Reconciliation(
        to.sheet, rows_in, rows_in - rejected - duplicate, rejected, duplicate, not_data
    )
    reasons = [(f, n) for f, n in sorted(tally.faults.items()) if f not in NOT_DATA]
    notes = (
        *layout.notes,
        *volumes.notes(layout),
        *_notes(db, tally),
        *_contradictions(db, to, layout),
    )
    return Loaded(counts, tuple(reasons), notes)


def _contradictions(
    db: duckdb.DuckDBPyConnection, to: Destination, layout: Layout
) -> Sequence[str]:
    """Rows whose direction contradicts the target's side, and those that do not say theirs."""
    contrary, unsaid, passed_on = only(
        db,
        """SELECT count(*) FILTER ((device_party = 'a' AND direction = 'incoming')
              OR (device_party = 'b' AND direction = 'outgoing')),
            count(*) FILTER (direction = 'unknown' AND kind <> 'data'),
            count(*) FILTER (direction = 'forwarded')
        FROM communication WHERE source_id = ? AND sheet = ?""",
        [to.source_id, to.sheet],
    )
    said = "rows whose direction contradicts the side of the target (both kept as written)"
    found = [f"{contrary} {said}"] if contrary else []
    if layout.convention is not Convention.TARGET_FIRST:
        return found
    if unsaid:
        found.append(f"{unsaid} rows do not say who called: the number asked about stands first")
    if passed_on and not layout.cell(Field.FORWARDED_TO):
        found.append(f"{passed_on} forwarded calls: the other party is taken for the caller")
    return found


def prepare(db: duckdb.DuckDBPyConnection) -> None:
    """Forget the sheet before."""
    parties.prepare(db)
    devices.prepare(db)
    duplicates.prepare(db)
    subscribers.prepare(db)
    networks.prepare(db)
    db.execute("CREATE OR REPLACE TEMP TABLE rejected (row_number BIGINT, reason VARCHAR)")
    db.execute(
        "CREATE OR REPLACE TEMP TABLE service (type_written VARCHAR, direction_written VARCHAR, "
        "kind VARCHAR, direction VARCHAR, missed BOOLEAN)"
    )


def load_chunk(case: Case, to: Destination, chunk: Chunk, layout: Layout, tally: Tally) -> None:
    """Store the good rows of a chunk and remember the others."""
    db = case.db
    listed = [*expressions(layout), *volumes.expressions(layout)]
    chunk.store(db, "typed", untrimmed(listed) if chunk.tidy else listed)
    tally.records += chunk.records
    utc, ambiguous = _number_rows(db, chunk, layout)
    _services(db, layout)
    _place(db, layout)
    parties.add_new(case, to.source_id, to.key_head, to.sheet, layout.country, coded=layout.codes)
    devices.add_new(case, to.source_id, to.key_head, to.sheet)
    if networks.has_cells(layout):
        networks.add_new(db)
    with _in_any_order(db):
        _store(db, to, layout, utc, ambiguous)
    duplicates.remember(db)
    subscribers.remember(db)
    _count(db, tally, ambiguous)


def _number_rows(db: duckdb.DuckDBPyConnection, chunk: Chunk, layout: Layout) -> tuple[str, str]:
    """Make view ``numbered``: typed rows with their number and final fault.

    Returns the SQL of their moment in UTC and of whether that is one of two.
    """
    base, first, last = only(db, "SELECT min(rowid), min(local), max(local) FROM typed")
    zone = zone_info(layout.zone)
    assert zone is not None  # recognition has checked it
    found = changes(zone, first, last) if first and layout.zone != "UTC" else []
    number, picked = f"(typed.rowid - {base} + {chunk.first_row})", ""
    if isinstance(chunk, PickedChunk):
        number, picked = "picked_number", f"JOIN picked ON place = typed.rowid - {base}"
    db.execute(
        f"""CREATE OR REPLACE TEMP VIEW numbered AS
        SELECT typed.* EXCLUDE (fault), {number} AS row_number,
            CASE WHEN {number} <= {layout.header.record.row_number}
                    THEN CASE WHEN fault = 'blank' THEN fault ELSE 'header' END
                 WHEN fault IS NULL AND ({skipped_sql("local", found)})
                    THEN 'time that the clocks skipped'
                 ELSE fault END AS fault
        FROM typed {picked}"""
    )
    utc = utc_sql("{moment}", zone, found, first) if first else "{moment}"
    return utc, ambiguous_sql("local", found)


def _services(db: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """Read the types and directions not met before."""
    new = db.execute(
        """SELECT DISTINCT type_written, direction_written FROM numbered t WHERE fault IS NULL
        AND NOT EXISTS (FROM service s
            WHERE s.type_written IS NOT DISTINCT FROM t.type_written
              AND s.direction_written IS NOT DISTINCT FROM t.direction_written)
        ORDER BY ALL"""
    ).fetchall()
    for kind, way in new:
        read = layout.vocabulary.read(kind, way)
        db.execute(
            "INSERT INTO service VALUES (?, ?, ?, ?, ?)",
            [kind, way, _kind(layout, kind, way, read), _way(layout, read), read.missed],
        )


def _kind(layout: Layout, written: str | None, way: str | None, read: Service) -> str:
    """The kind; where no word gives it, what only calls have: a duration, or being missed."""
    if read.kind or read.missed:
        return read.kind or "call"
    if layout.sessions:
        return "data"
    words = layout.vocabulary
    only_way = written is None or words.read(written).direction is not None
    only_way = only_way and not any(words.is_code(cell) for cell in (written, way) if cell)
    timed = layout.cell(Field.DURATION) is not None
    said = read.direction is not None or layout.cell(Field.TYPE) is None
    return "call" if timed and only_way and said else OTHER


def _way(layout: Layout, read: Service) -> str | None:
    """The direction; a session is always of its subscriber's making."""
    return read.direction or (OUTGOING if layout.sessions else None)


def _place(db: duckdb.DuckDBPyConnection, layout: Layout) -> None:
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


@contextmanager
def _in_any_order(db: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Store without keeping track of the order: rows say themselves where they stand."""
    db.execute("SET preserve_insertion_order = false")
    try:
        yield
    finally:
        db.execute("RESET preserve_insertion_order")


def _store(
    db: duckdb.DuckDBPyConnection, to: Destination, layout: Layout, utc: str, ambiguous: str
) -> None:
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
    db.execute(
        f"""INSERT INTO communication (source_id, sheet, row_number, kind, direction, a_written,
            b_written, a_number, b_number, a_kind, b_kind, a_mention, b_mention, device_party,
            imei, imsi, start_written, start_utc, time_zone, time_ambiguous, duration_s, missed,
            first_cell, last_cell, cell_place, end_written, end_utc, forwarded_written,
            forwarded_number, forwarded_mention, home_country, serving_country, volume_up_bytes,
            volume_down_bytes, volume_bytes)
        SELECT {to.source_id}, $sheet, row_number, p.kind, coalesce({way}, '{UNKNOWN}'),
            p.a_written, p.b_written, a.number, b.number,
            coalesce(a.kind, '{PartyKind.UNKNOWN}'), coalesce(b.kind, '{PartyKind.UNKNOWN}'),
            a.mention_id, b.mention_id, {side},
            coalesce(h.number, p.imei_written), coalesce(m.number, p.imsi_written),
            p.start_written, {utc.format(moment="local")}, $zone, {ambiguous},
            CASE WHEN {duration} < 0 THEN 0 ELSE {duration} END,
            p.missed OR coalesce({duration} < 0, false),
            p.first_cell, p.last_cell, p.cell_place,
            p.end_written, {utc.format(moment="end_local")}, p.forwarded_written,
            {"f.number, f.mention_id" if forwarded else "NULL, NULL"}, m.country,
            {"n.country" if cells else "NULL"}, p.volume_up_bytes, p.volume_down_bytes,
            coalesce(p.volume_total, p.volume_up_bytes + p.volume_down_bytes)
        FROM placed p
        LEFT JOIN party a ON a.written = p.a_written
        LEFT JOIN party b ON b.written = p.b_written
        {target_join}
        LEFT JOIN handset h ON h.written = p.imei_written
        LEFT JOIN sim m ON m.written = p.imsi_written
        {forwarded_join}
        {network_join}""",
        {"sheet": to.sheet, "zone": layout.zone},
    )
    db.execute(
        "INSERT INTO rejected SELECT row_number, fault FROM numbered "
        f"WHERE fault NOT IN ({', '.join(repr(f) for f in NOT_DATA)})"
    )


def _count(db: duckdb.DuckDBPyConnection, tally: Tally, ambiguous: str) -> None:
    for fault, count in db.execute(
        "SELECT fault, count(*) FROM numbered WHERE fault IS NOT NULL GROUP BY fault ORDER BY fault"
    ).fetchall():
        tally.faults[fault] = tally.faults.get(fault, 0) + count
    duration = duration_sql("duration_written")
    twice, unread = only(
        db,
        f"""SELECT count(*) FILTER ({ambiguous}),
            count(*) FILTER (duration_written IS NOT NULL AND ({duration}) IS NULL)
        FROM numbered WHERE fault IS NULL""",
    )
    tally.ambiguous_times += twice
    tally.unread_durations += unread
    for kind, way, count in db.execute(
        f"""SELECT coalesce(n.type_written, ''), coalesce(n.direction_written, ''), count(*)
        FROM numbered n JOIN service s
            ON s.type_written IS NOT DISTINCT FROM n.type_written
           AND s.direction_written IS NOT DISTINCT FROM n.direction_written
        WHERE n.fault IS NULL AND s.kind = '{OTHER}' GROUP BY ALL ORDER BY ALL"""
    ).fetchall():
        label = f"{kind} {way}".strip()
        tally.unread_services[label] = tally.unread_services.get(label, 0) + count


def _refuse_misfit(to: Destination, rows_in: int, rejected: int, tally: Tally) -> None:
    if rows_in and rejected * 2 > rows_in and rejected > 1:
        reasons = ", ".join(
            f"{n} {f}" for f, n in sorted(tally.faults.items()) if f not in NOT_DATA
        )
        raise UnknownLayoutError(
            f"{to.file_name}: {rejected} of {rows_in} rows do not fit the layout that was found "
            f"({reasons}). Name a template with --template (docs/templates.md)."
        )


def _store_rejected(db: duckdb.DuckDBPyConnection, to: Destination, sheet: Sheet) -> None:
    """Rejected rows with their text, verbatim from the file."""
    found = db.execute("SELECT row_number, reason FROM rejected ORDER BY row_number").fetchall()
    if not found:
        return
    texts = sheet.rows([number for number, _ in found])
    table = pa.table(
        {
            "row_number": pa.array([n for n, _ in found], pa.int64()),
            "text": pa.array([texts[n][0] for n, _ in found], pa.string()),
            "reason": pa.array([r for _, r in found], pa.string()),
        }
    )
    db.register("rejected_text", table)
    db.execute(
        "INSERT INTO rejected_row SELECT ?, ?, row_number, text, reason FROM rejected_text",
        [to.source_id, to.sheet],
    )
    db.unregister("rejected_text")


def _notes(db: duckdb.DuckDBPyConnection, tally: Tally) -> Sequence[str]:
    rounded, unreadable = only(
        db,
        f"""SELECT count(*) FILTER (number IS NULL), count(*) FILTER (number IS NOT NULL)
        FROM party WHERE kind = '{PartyKind.UNKNOWN}' AND regexp_matches(written, '\\d')""",
    )
    services = sorted(tally.unread_services.items(), key=lambda kv: (-kv[1], kv[0]))[:_FEW]
    remarks = [
        (tally.ambiguous_times, "rows in the hour that the clock change repeats (flagged)"),
        (tally.unread_durations, "durations unreadable (left empty)"),
        (rounded, "numbers that a spreadsheet has rounded (kept as written, not used)"),
        (unreadable, "numbers of no known numbering plan (kept as written)"),
    ]
    notes = [f"{count} {text}" for count, text in remarks if count]
    notes += [f"{n} rows of a kind not known here: {s or '(empty)'}" for s, n in services]
    return notes


def only(
    db: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[object] = ()
) -> tuple[Any, ...]:
    """The one row of an aggregate."""
    row = db.execute(query, list(parameters)).fetchone()
    assert row is not None  # an aggregate has one row
    return row
