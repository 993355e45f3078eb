"""Received files as the case knows them, and how their rows reconcile."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from datetime import datetime

import duckdb

from workbench.errors import UnknownObjectError


@dataclass(frozen=True)
class Source:
    """One row of table ``source``; see the schema for each field. Times in UTC."""

    source_id: int
    sha256: str
    file_name: str
    kind: str
    media_type: str
    bytes: int
    encoding: str | None
    language: str | None
    country: str | None
    time_zone: str | None
    authority: str | None
    received_from: str | None
    received_at: str | None
    legal_basis: str | None
    handling_code: str
    source_reliability: str
    information_credibility: str
    grading_scheme: str
    template: str | None
    template_version: int | None
    parser_version: str
    target_written: str | None
    period_from_utc: datetime | None
    period_to_utc: datetime | None
    added_by: str
    added_at_utc: datetime

    @property
    def grade(self) -> str:
        """Source and information evaluation together, such as ``B2``."""
        return f"{self.source_reliability}{self.information_credibility}"


@dataclass(frozen=True)
class Reconciliation:
    """Rows of one sheet (or sentences of one document): in = accepted + rejected + duplicate.

    ``not_data`` counts titles, headers, blank and total lines, which are no part of ``rows_in``.
    """

    sheet: str
    rows_in: int
    accepted: int
    rejected: int
    duplicate: int
    not_data: int = 0

    def __post_init__(self) -> None:
        if self.rows_in != self.accepted + self.rejected + self.duplicate:
            raise ValueError(f"rows do not reconcile: {self}")


_COLUMNS = ", ".join(field.name for field in fields(Source))


def insert(
    db: duckdb.DuckDBPyConnection, source: Source, reconciliation: Sequence[Reconciliation]
) -> None:
    """Store a source with the reconciliation of its sheets, in the caller's transaction."""
    marks = ", ".join("?" for _ in fields(Source))
    db.execute(f"INSERT INTO source ({_COLUMNS}) VALUES ({marks})", list(astuple(source)))
    db.executemany(
        "INSERT INTO reconciliation VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(source.source_id, *astuple(part)) for part in reconciliation],
    )


def update(db: duckdb.DuckDBPyConnection, source_id: int, part: Reconciliation) -> None:
    """Store the counts of one sheet anew, in the caller's transaction."""
    db.execute(
        "UPDATE reconciliation SET rows_in = ?, accepted = ?, rejected = ?, duplicate = ?, "
        "not_data = ? WHERE source_id = ? AND sheet = ?",
        [*astuple(part)[1:], source_id, part.sheet],
    )


def every(db: duckdb.DuckDBPyConnection) -> list[Source]:
    """All sources, in the order in which they were added."""
    found = db.execute(f"SELECT {_COLUMNS} FROM source ORDER BY source_id").fetchall()
    return [Source(*row) for row in found]


def get(db: duckdb.DuckDBPyConnection, source_id: int) -> Source:
    """One source. Raises UnknownObjectError."""
    row = db.execute(f"SELECT {_COLUMNS} FROM source WHERE source_id = ?", [source_id]).fetchone()
    if row is None:
        raise UnknownObjectError(
            f"source {source_id}: is not in this case. See 'workbench sources'."
        )
    return Source(*row)


def with_sha256(db: duckdb.DuckDBPyConnection, sha256: str) -> Source | None:
    """The source with these bytes, if the case has them already."""
    row = db.execute(f"SELECT {_COLUMNS} FROM source WHERE sha256 = ?", [sha256]).fetchone()
    return Source(*row) if row else None


def reconciliation_of(db: duckdb.DuckDBPyConnection, source_id: int) -> list[Reconciliation]:
    """The counts of each sheet of a source."""
    found = db.execute(
        "SELECT sheet, rows_in, accepted, rejected, duplicate, not_data FROM reconciliation "
        "WHERE source_id = ? ORDER BY sheet",
        [source_id],
    ).fetchall()
    return [Reconciliation(*row) for row in found]


def reasons_of(db: duckdb.DuckDBPyConnection, source_id: int) -> dict[str, dict[str, int]]:
    """By sheet, why rows were rejected and how many; sheets without rejected rows are left out."""
    found: dict[str, dict[str, int]] = {}
    for sheet, reason, count in db.execute(
        "SELECT sheet, reason, count(*) FROM rejected_row WHERE source_id = ? "
        "GROUP BY ALL ORDER BY ALL",
        [source_id],
    ).fetchall():
        found.setdefault(sheet, {})[reason] = count
    return found
