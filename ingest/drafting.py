"""A template for a file, drafted from what its columns or labels look like, for a person to put
right: each with what it is taken for, how surely, why, and some of its values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest import call_records, seizure_reports
from ingest.call_records import proposing
from ingest.call_records.fields import Field
from ingest.call_records.layout import UnknownLayoutError
from ingest.hints import Hints
from ingest.seizure_reports.fields import FormField
from ingest.tables import Sheet, TableUnreadableError, filled, open_sheets
from ingest.tables.headers import fold
from ingest.templates import Template
from ingest.templates.writing import text
from workbench.vocabulary import SourceKind

DRAFTED = (SourceKind.CALL_RECORDS, SourceKind.SEIZURE_REPORT)
"""Kinds whose layouts may be put right by a template."""
_SAMPLES = 3
_LOOK_AT = 60


@dataclass(frozen=True)
class Column:
    """A column (``place`` from 0) or label (None) with the field it is taken for."""

    name: str
    place: int | None
    field: str | None
    confidence: float
    reason: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A template to put right, its columns, and what a person must decide."""

    template: Template
    columns: tuple[Column, ...]
    questions: tuple[str, ...]
    unread_values: tuple[str, ...] = ()


def fields_of(kind: SourceKind) -> list[str]:
    """What a column of this kind of file can mean."""
    return [str(f) for f in (FormField if kind is SourceKind.SEIZURE_REPORT else Field)]


def draft(file: Path, kind: SourceKind, hints: Hints) -> Draft:
    """Draft a template for call records or a seizure form. Raises UnknownLayoutError."""
    if kind is SourceKind.SEIZURE_REPORT:
        form = seizure_reports.proposed(file, hints)
        labels = tuple(
            Column(g.label, None, g.field and str(g.field), g.confidence, g.reason)
            for g in form.guesses
        )
        return Draft(form.template, labels, form.questions)
    sheet = sheet_of(file)
    made = proposing.propose(sheet, file.name, hints)
    columns = tuple(
        Column(
            g.header, g.place, g.field and str(g.field), g.confidence, g.reason,
            _samples(sheet, g.place, g.header),
        )
        for g in made.guesses
    )  # fmt: skip
    return Draft(made.template, columns, made.questions, made.unread_values)


def sheet_of(file: Path) -> Sheet:
    """The sheet of a file that has most columns of call records. Raises UnknownLayoutError."""
    try:
        sheets = open_sheets(file, file.name)
    except TableUnreadableError as error:
        raise UnknownLayoutError(f"{file.name}: {error}") from error
    return filled(max(sheets, key=call_records.strength))


def _samples(sheet: Sheet, place: int, header: str) -> tuple[str, ...]:
    """Some values of a column, those below its header."""
    cells = [r.cells[place].strip() for r in sheet.sample().head[:_LOOK_AT] if place < len(r.cells)]
    below = cells[cells.index(header.strip()) + 1 :] if header.strip() in cells else cells
    return tuple(dict.fromkeys(c for c in below if c))[:_SAMPLES]


def settled(
    made: Draft, meanings: Sequence[str | None], facts: Mapping[str, str | None], version: int
) -> Template:
    """The template as a person puts it right.

    ``meanings`` are the fields of the columns in their order (None: not used); ``facts`` may set
    country, time_zone, date_order and convention.
    """
    names = [fold(column.name) for column in made.columns]
    by_name: dict[str, str] = {}
    by_number: dict[str, int] = {}
    for column, meaning in zip(made.columns, meanings, strict=True):
        if not meaning:
            continue
        named = column.name.strip() and names.count(fold(column.name)) == 1
        if column.place is None or (named and made.template.has_header):
            by_name[meaning] = column.name
        else:
            by_number[meaning] = column.place + 1
    unused = [c.name for c, m in zip(made.columns, meanings, strict=True) if not m]
    forms = made.template.kind is SourceKind.SEIZURE_REPORT
    template = replace(
        made.template,
        version=version,
        columns=by_name,
        numbers=by_number,
        ignore=tuple(n for n in unused if n.strip() and n not in by_name.values()),
        headers=tuple(by_name.values()) if forms else made.template.headers,
        country=facts.get("country") or None,
        time_zone=facts.get("time_zone") or None,
        date_order=facts.get("date_order") or None,
        convention=facts.get("convention") or None,
    )
    return replace(template, source_text=text(template))
