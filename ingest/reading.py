"""What reading a file has brought to light about it, whatever its kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ingest.templates import Template
from workbench.sources import Reconciliation


@dataclass(frozen=True)
class Reading:
    """Reconciliation per sheet, reasons of rejection with counts, remarks, and facts of the source.

    Facts are None where the file does not say. The period is in UTC.
    """

    reconciliation: tuple[Reconciliation, ...]
    parser_version: str
    reasons: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    template: str | None = None
    template_version: int | None = None
    encoding: str | None = None
    language: str | None = None
    country: str | None = None
    time_zone: str | None = None
    authority: str | None = None
    target_written: str | None = None
    period_from_utc: datetime | None = None
    period_to_utc: datetime | None = None


@dataclass(frozen=True)
class Reloaded:
    """Outcome of a sheet's rows tried again: how many there were, and what became of them.

    ``passed_over``: the whole sheet was passed over before, so none of its rows had been rejected.
    """

    sheet: str
    tried: int
    accepted: int
    duplicate: int
    not_data: int
    reasons: tuple[tuple[str, int], ...]
    passed_over: bool = False


@dataclass(frozen=True)
class Reread:
    """Sheets whose rows were tried again, and the template that they were tried by."""

    sheets: tuple[Reloaded, ...]
    template: Template
