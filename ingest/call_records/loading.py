"""One sheet of call records into the case, chunk by chunk, in the caller's transaction.

Each chunk becomes typed rows; its new numbers and devices are normalised once and get a mention at
their first row; then one INSERT stores its communications. Nothing here runs per row in Python, and
no step costs more because of what the case already holds.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from ingest.call_records import (
    coverage,
    devices,
    duplicates,
    networks,
    other_side,
    parties,
    placing,
    sides,
    subscribers,
    volumes,
)
from ingest.call_records import stage as stages
from ingest.call_records.fields import Convention, Field
from ingest.call_records.layout import Layout, UnknownLayoutError
from ingest.call_records.picked import PickedChunk
from ingest.call_records.services import OTHER, OUTGOING, Service
from ingest.call_records.stage import Session, shown, taken
from ingest.call_records.storing import Storing, storing
from ingest.call_records.typed import NOT_DATA, duration_sql, expressions, untrimmed
from ingest.call_records.zones import ambiguous_sql, changes, skipped_sql, utc_sql, zone_info
from ingest.tables import Chunk, Sheet
from workbench.case import Case
from workbench.sources import Reconciliation
from workbench.vocabulary import PartyKind

_FEW = 10
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
    roaming: int = 0
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
    with _in_little_memory(case.db), stages.opened(case.db) as stage:
        return _load(case, stage, to, sheet, layout, scratch, progress)


@contextmanager
def _in_little_memory(db: Session) -> Iterator[None]:
    """Leave room on a laptop: what does not fit goes to working files beside the store."""
    db.execute(f"SET memory_limit = '{_MEMORY}'")
    try:
        yield
    finally:
        db.execute("RESET memory_limit")


def _load(
    case: Case,
    stage: Session,
    to: Destination,
    sheet: Sheet,
    layout: Layout,
    scratch: Path,
    progress: Progress | None,
) -> Loaded:
    db, tally = case.db, Tally()
    prepare(stage)
    with storing(case) as stored:
        for chunk in sheet.chunks(layout.width, scratch):
            load_chunk(stored, stage, to, chunk, layout, tally)
            if progress:
                progress(chunk.bytes_done, tally.records)
    rejected = sum(n for fault, n in tally.faults.items() if fault not in NOT_DATA)
    not_data = sum(tally.faults.get(fault, 0) for fault in NOT_DATA)
    rows_in = tally.records - not_data
    _refuse_misfit(to, rows_in, rejected, tally)
    _store_rejected(db, stage, to, sheet)
    duplicate = duplicates.remove(db, stage, to.source_id, to.sheet)
    seen = stage if not duplicate else None
    devices.claim(case, stage, to.source_id, to.sheet, seen)
    subscribers.store(case, stage, to.source_id, to.key_head, to.sheet, layout)
    coverage.store(case, to.source_id, to.sheet, seen)
    counts = Reconciliation(
        to.sheet, rows_in, rows_in - rejected - duplicate, rejected, duplicate, not_data
    )
    reasons = [(f, n) for f, n in sorted(tally.faults.items()) if f not in NOT_DATA]
    notes = (
        *layout.notes,
        *volumes.notes(layout),
        *_notes(stage, tally),
        *_contradictions(db, to, layout),
    )
    return Loaded(counts, tuple(reasons), notes)


def _contradictions(db: Session, to: Destination, layout: Layout) -> Sequence[str]:
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
    (nobodys,) = only(db, _NOBODYS, [to.source_id, to.sheet])
    if nobodys:
        found.append(
            f"{nobodys} rows with a handset, SIM or cell do not say which party it belongs to: "
            "nothing says whose records these are (say --target)"
        )
    if layout.convention is not Convention.TARGET_FIRST:
        return found
    if unsaid:
        found.append(f"{unsaid} rows do not say who called: the number asked about stands first")
    if passed_on and not layout.cell(Field.FORWARDED_TO):
        found.append(f"{passed_on} forwarded calls: the other party is taken for the caller")
    return found


_NOBODYS = """SELECT count(*) FROM communication
    WHERE device_party IS NULL AND coalesce(imei, imsi, first_cell, last_cell) IS NOT NULL
        AND source_id = ? AND sheet = ?"""


def prepare(db: Session) -> None:
    """Forget the sheet before."""
    parties.prepare(db)
    devices.prepare(db)
    duplicates.prepare(db)
    subscribers.prepare(db)
    networks.prepare(db)
    coverage.prepare(db)
    db.execute("CREATE OR REPLACE TEMP TABLE rejected (row_number BIGINT, reason VARCHAR)")
    db.execute(
        "CREATE OR REPLACE TEMP TABLE service (type_written VARCHAR, direction_written VARCHAR, "
        "kind VARCHAR, direction VARCHAR, missed BOOLEAN)"
    )


def load_chunk(
    stored: Storing, stage: Session, to: Destination, chunk: Chunk, layout: Layout, tally: Tally
) -> None:
    """Store the good rows of a chunk and remember the others."""
    listed = [*expressions(layout), *volumes.expressions(layout)]
    chunk.store(stage, "typed", untrimmed(listed) if chunk.tidy else listed)
    tally.records += chunk.records
    utc, ambiguous = _number_rows(stage, chunk, layout)
    _services(stage, layout)
    placing.place(stage, layout)
    parties.add_new(
        stored, stage, to.source_id, to.key_head, to.sheet, layout.country, coded=layout.codes
    )
    both = sides.has_both(layout)
    devices.add_new(stored, stage, to.source_id, to.key_head, to.sheet, both=both)
    if networks.has_cells(layout):
        networks.add_new(stage)
    tally.roaming += _store(stored, stage, to, layout, utc, ambiguous)
    duplicates.remember(stage)
    subscribers.remember(stage)
    _count(stage, tally, ambiguous)


def _number_rows(db: Session, chunk: Chunk, layout: Layout) -> tuple[str, str]:
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


def _services(db: Session, layout: Layout) -> None:
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


def _store(
    stored: Storing, stage: Session, to: Destination, layout: Layout, utc: str, ambiguous: str
) -> int:
    """Have a chunk stored once the one before is; how many of its rows were served abroad."""
    communications = taken(stage, placing.communications(layout, utc, ambiguous))
    stored.settle()
    stored.write(partial(_insert, communications, to, layout.zone))
    with shown(communications, placing.READ, stage):
        coverage.remember(stage, stored.time_zone)
        devices.remember(stage)
        if sides.has_both(layout):
            other_side.store(stored, stage, to.source_id, to.sheet)
        (roaming,) = only(
            stage, f"SELECT count(*) FROM {placing.READ} WHERE serving_country <> home_country"
        )
    stage.execute(
        "INSERT INTO rejected SELECT row_number, fault FROM numbered "
        f"WHERE fault NOT IN ({', '.join(repr(f) for f in NOT_DATA)})"
    )
    return int(roaming)


def _insert(communications_read: pa.Table, to: Destination, zone: str, db: Session) -> None:  # noqa: ARG001
    # The query finds it by its name: what is registered stays in memory until the commit.
    db.execute(
        f"""INSERT INTO communication (source_id, sheet, time_zone, {placing.COLUMNS})
        SELECT {to.source_id}, $sheet, $zone, {placing.COLUMNS} FROM communications_read""",
        {"sheet": to.sheet, "zone": zone},
    )


def _count(db: Session, tally: Tally, ambiguous: str) -> None:
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


def _store_rejected(db: Session, stage: Session, to: Destination, sheet: Sheet) -> None:
    """Rejected rows with their text, verbatim from the file."""
    found = stage.execute("SELECT row_number, reason FROM rejected ORDER BY row_number").fetchall()
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


def _notes(db: Session, tally: Tally) -> Sequence[str]:
    rounded, unreadable = only(
        db,
        f"""SELECT count(*) FILTER (number IS NULL), count(*) FILTER (number IS NOT NULL)
        FROM party WHERE kind = '{PartyKind.UNKNOWN}' AND regexp_matches(written, '\\d')""",
    )
    services = sorted(tally.unread_services.items(), key=lambda kv: (-kv[1], kv[0]))[:_FEW]
    remarks = [
        (tally.ambiguous_times, "rows in the hour that the clock change repeats (flagged)"),
        (tally.unread_durations, "durations unreadable (left empty)"),
        (tally.roaming, "rows served by a network of another country (roaming)"),
        (rounded, "numbers that a spreadsheet has rounded (kept as written, not used)"),
        (unreadable, "numbers of no known numbering plan (kept as written)"),
    ]
    notes = [f"{count} {text}" for count, text in remarks if count]
    notes += [f"{n} rows of a kind not known here: {s or '(empty)'}" for s, n in services]
    return notes


def only(db: Session, query: str, parameters: Sequence[object] = ()) -> tuple[Any, ...]:
    """The one row of an aggregate."""
    row = db.execute(query, list(parameters)).fetchone()
    assert row is not None  # an aggregate has one row
    return row
