"""What the case remembers of an export: the log's entry, and what it called protected persons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from workbench.access import Masking
from workbench.case import Case
from workbench.evidence import pseudonyms
from workbench.evidence.handling import Purpose
from workbench.evidence.provenance import last_change
from workbench.vocabulary import Action


@dataclass(frozen=True)
class Left:
    """Something that left the case: in which format, to whom, what for, and its manifest's hash."""

    format: str
    recipient: str
    purpose: Purpose
    made_at_utc: datetime
    manifest_sha256: str


@dataclass(frozen=True)
class Listed:
    """A row of the table ``export``: what left, when, to whom, and its manifest's hash."""

    export_id: int
    format: str
    recipient: str
    purpose: str
    made_by: str
    made_at_utc: datetime
    manifest_sha256: str


def every(case: Case) -> list[Listed]:
    """All that left the case; names in what was typed are masked."""
    shown = Masking.load(case)
    rows = case.whole().db.cursor().execute("SELECT * FROM export ORDER BY export_id").fetchall()
    return [Listed(row[0], row[1], shown.text(row[2]), *row[3:]) for row in rows]


def about(case: Case, form: str, request: Mapping[str, object]) -> dict[str, object]:
    """All that sets an export apart from others: what was asked, and the state of the case."""
    row, digest = last_change(case)
    return {"format": form, "request": _plain(request), "audit": [row, digest]}


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value if value is None or isinstance(value, str | int | float) else str(value)


def disclosed(case: Case, left: Left, shown: Masking) -> int:
    """Log in the caller's transaction that something left; returns the export's number."""
    number = case.next_id("export", "export_id")
    case.db.execute(
        "INSERT INTO export VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            number,
            left.format,
            left.recipient,
            str(left.purpose),
            case.user,
            left.made_at_utc,
            left.manifest_sha256,
        ],
    )
    pseudonyms.keep(case, number, shown)
    detail = {
        "format": left.format,
        "purpose": str(left.purpose),
        "manifest_sha256": left.manifest_sha256,
    }
    case.record(Action.DISCLOSURE, f"export-{number}", detail)
    return number
