"""A template for a file, drafted from what its columns or labels look like, for a person to put
right: each with what it is taken for, how surely, why, and some of its values."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from ingest import call_records, cell_sites, contacts, kinds, seizure_reports
from ingest.call_records import proposing
from ingest.call_records.fields import Field
from ingest.call_records.layout import UnknownLayoutError
from ingest.cell_sites.fields import CellField
from ingest.contacts.fields import Field as ContactField
from ingest.hints import Hints
from ingest.seizure_reports.fields import FormField
from ingest.tables import Sheet, TableUnreadableError, filled, open_sheets
from ingest.tables.headers import fold
from ingest.templates import SEVERAL, Template
from ingest.templates.draft import Column, Draft
from ingest.templates.writing import text
from workbench.vocabulary import SourceKind

__all__ = ["DRAFTED", "Column", "Draft", "draft", "fields_of", "kind_of", "settled"]
_FIELDS: Mapping[SourceKind, type[StrEnum]] = {
    SourceKind.CALL_RECORDS: Field,
    SourceKind.SEIZURE_REPORT: FormField,
    SourceKind.CELL_SITES: CellField,
    SourceKind.CONTACTS: ContactField,
    SourceKind.PHONE_EXTRACTION: ContactField,
}
DRAFTED = tuple(_FIELDS)
"""Kinds whose layouts are put right column by column."""
_SAMPLES = 3
_LOOK_AT = 60


def fields_of(kind: SourceKind) -> list[str]:
    """What a column of this kind of file can mean."""
    return [str(field) for field in _FIELDS[kind]]


def draft(file: Path, kind: SourceKind, hints: Hints) -> Draft:
    """Draft a template for a file of this kind. Raises UnknownLayoutError."""
    if kind is SourceKind.SEIZURE_REPORT:
        form = seizure_reports.proposed(file, hints)
        labels = tuple(
            Column(g.label, None, g.field and str(g.field), g.confidence, g.reason)
            for g in form.guesses
        )
        return Draft(form.template, labels, form.questions)
    sheets = [filled(sheet) for sheet in _opened(file)]
    if kind is SourceKind.CELL_SITES:
        sheet = max(sheets, key=cell_sites.strength)
        made = cell_sites.propose(sheet, file.name, hints)
    elif kind in (SourceKind.CONTACTS, SourceKind.PHONE_EXTRACTION):
        sheet = contacts.sheet_to_learn(sheets)
        made = contacts.propose(sheet, file.name, hints, kind)
    elif kind is SourceKind.CALL_RECORDS:
        sheet = max(sheets, key=call_records.strength)
        made = _of_records(sheet, file.name, hints)
    else:
        raise UnknownLayoutError(f"{file.name}: a {kind} is read as it stands, without a template.")
    columns = tuple(replace(c, samples=_samples(sheet, c.place or 0, c.name)) for c in made.columns)
    return replace(made, columns=columns)


def kind_of(file: Path) -> SourceKind:
    """The kind of a file of unknown layout: by its labels or columns, else by its values."""
    if seizure_reports.is_form(file):
        return SourceKind.SEIZURE_REPORT
    return kinds.of_tables(_opened(file))


def _of_records(sheet: Sheet, file_name: str, hints: Hints) -> Draft:
    made = proposing.propose(sheet, file_name, hints)
    columns = tuple(
        Column(g.header, g.place, g.field and str(g.field), g.confidence, g.reason)
        for g in made.guesses
    )
    return Draft(made.template, columns, made.questions, made.unread_values)


def _opened(file: Path) -> Sequence[Sheet]:
    try:
        return open_sheets(file, file.name)
    except TableUnreadableError as error:
        raise UnknownLayoutError(f"{file.name}: {error}") from error


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
    more: dict[str, tuple[str | int, ...]] = {}
    for column, meaning in zip(made.columns, meanings, strict=True):
        if not meaning:
            continue
        named = column.name.strip() and names.count(fold(column.name)) == 1
        by_header = column.place is None or bool(named and made.template.has_header)
        place = column.name if by_header else (column.place or 0) + 1
        if made.template.kind in SEVERAL and meaning in by_name.keys() | by_number.keys():
            more[meaning] = (*more.get(meaning, ()), place)
        elif isinstance(place, str):
            by_name[meaning] = place
        else:
            by_number[meaning] = place
    unused = [c.name for c, m in zip(made.columns, meanings, strict=True) if not m]
    forms = made.template.kind is SourceKind.SEIZURE_REPORT
    template = replace(
        made.template,
        version=version,
        columns=by_name,
        numbers=by_number,
        more=more,
        ignore=tuple(n for n in unused if n.strip() and n not in by_name.values()),
        headers=tuple(by_name.values()) if forms else made.template.headers,
        country=facts.get("country") or None,
        time_zone=facts.get("time_zone") or None,
        date_order=facts.get("date_order") or None,
        convention=facts.get("convention") or None,
    )
    return replace(template, source_text=text(template))
