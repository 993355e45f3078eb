"""The log of what was collected, altered, consulted, combined, disclosed or erased.

Each row's hash covers its content and the hash before it (SHA-256), and the number of rows and the
last hash stand in the case's properties, so that a row altered, removed (the last too) or moved is
found. Details are for machines and people without clearance: never personal data.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from workbench.vocabulary import Action

GENESIS = "0" * 64
Plain = str | int | float | bool | None
Detail = Mapping[str, Plain | Sequence[Mapping[str, Plain | Mapping[str, int]]]]


@dataclass(frozen=True)
class AuditRow:
    """One logged action; times in UTC, ``detail`` as sorted JSON."""

    sequence: int
    at_utc: datetime
    user_name: str
    action: str
    object: str
    detail: str
    previous_hash: str
    hash: str

    def expected_hash(self) -> str:
        """SHA-256 over the row's content and the hash of the row before."""
        content = [
            self.sequence,
            self.at_utc.isoformat(timespec="microseconds"),
            self.user_name,
            self.action,
            self.object,
            self.detail,
            self.previous_hash,
        ]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class AuditCheck:
    """Outcome of a verification: how many rows hold, and the first fault if any."""

    rows: int
    fault: str | None


def append(
    db: duckdb.DuckDBPyConnection,
    at_utc: datetime,
    user_name: str,
    action: Action,
    obj: str,
    detail: Detail,
) -> None:
    """Add a row to the chain, in the caller's transaction."""
    length, head = anchor(db)
    text = json.dumps(dict(detail), sort_keys=True, ensure_ascii=False)
    row = AuditRow(length + 1, at_utc, user_name, str(action), obj, text, head, "")
    digest = row.expected_hash()
    db.execute(
        "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [row.sequence, at_utc, user_name, row.action, obj, text, head, digest],
    )
    db.execute(
        "INSERT OR REPLACE INTO case_property VALUES ('audit_head', ?)",
        [f"{row.sequence} {digest}"],
    )


def head(db: duckdb.DuckDBPyConnection) -> str:
    """Hash of the last row: what an export quotes to anchor the chain outside the case."""
    return anchor(db)[1]


def rows(db: duckdb.DuckDBPyConnection) -> Iterator[AuditRow]:
    """The log in order of its sequence numbers."""
    for values in db.execute("SELECT * FROM audit ORDER BY sequence").fetchall():
        yield AuditRow(*values)


def anchored(db: duckdb.DuckDBPyConnection, row: int, digest: str) -> bool:
    """Whether the log holds this row with this hash: an export says what its last row was."""
    found = db.execute("SELECT hash FROM audit WHERE sequence = ?", [row]).fetchone()
    return bool(found and found[0] == digest) or (row == 0 and digest == GENESIS)


def verify(db: duckdb.DuckDBPyConnection) -> AuditCheck:
    """Walk the chain and name the first row that is altered, missing or out of order."""
    previous, count = GENESIS, 0
    for row in rows(db):
        if row.sequence != count + 1:
            return AuditCheck(count, f"row {count + 1} is missing (the next is {row.sequence})")
        if row.previous_hash != previous:
            return AuditCheck(count, f"row {row.sequence} does not follow the row before it")
        if row.hash != row.expected_hash():
            return AuditCheck(count, f"row {row.sequence} was altered")
        previous, count = row.hash, row.sequence
    if not count and anchor(db) == (0, GENESIS):
        return AuditCheck(0, "row 1 is missing, with all others")
    if anchor(db) != (count, previous):
        return AuditCheck(count, f"rows after {count} are missing")
    return AuditCheck(count, None)


def anchor(db: duckdb.DuckDBPyConnection) -> tuple[int, str]:
    """How many rows the log has and the hash of the last, as the case's properties say."""
    row = db.execute("SELECT value FROM case_property WHERE name = 'audit_head'").fetchone()
    if not row:
        return 0, GENESIS
    length, digest = row[0].split()
    return int(length), digest
