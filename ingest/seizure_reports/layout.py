"""A sheet of a seizure form: its parts, what is known of it, or the refusal where that is open."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from phonenumbers import region_code_for_country_code

from ingest.call_records.layout import UnknownLayoutError
from ingest.call_records.moments import masked
from ingest.call_records.zones import zone_of_country
from ingest.hints import Hints
from ingest.language import origin
from ingest.seizure_reports import cells, words
from ingest.seizure_reports.fields import ITEMS, NAMING_HOLDER, PEOPLE, FormField
from ingest.seizure_reports.labels import Labels, language_of
from ingest.seizure_reports.parts import Parts, take_apart
from ingest.seizure_reports.tables import TableLayout, layout_of
from ingest.selectors import places
from ingest.selectors.found import SelectorKind
from ingest.tables.headers import HeaderRow, fold
from ingest.tables.sheet import Record, Sample, Sheet, TableUnreadableError
from ingest.tables.word import WordSheet
from ingest.templates import Template, TemplateError, generic, named, shipped
from ingest.templates.template import fitting
from workbench.vocabulary import SourceKind

_LOOK_AT = 80


@dataclass(frozen=True)
class FormKnowledge:
    """What holds for a whole form: its template, whose numbers and times it writes."""

    template: Template
    country: str | None
    zone: str | None
    above: str
    language: str | None = None  # where the labels tell it


@dataclass(frozen=True)
class FormSheet:
    """One sheet of a form: its records, its parts, and the layouts of its tables."""

    name: str
    records: Sequence[Record]
    merged: Sequence[tuple[int, int, int, int]]
    parts: Parts
    tables: Sequence[TableLayout]
    knowledge: FormKnowledge


@dataclass
class _Look:
    """A first look at a sheet."""

    parts: Parts
    fields: set[FormField] = field(default_factory=set)

    @classmethod
    def at(cls, records: Sequence[Record], labels: Labels) -> "_Look":
        parts = take_apart(records, labels)
        found = {FormField(f) for t in parts.tables for f in t.header.fields if f}
        return cls(parts, found | {p.meaning for p in parts.pairs})

    @property
    def is_form(self) -> bool:
        """Whether it names exhibits, and that they were taken or passed on."""
        found = self.fields
        things = found & {FormField.DESCRIPTION, FormField.EXHIBIT_NUMBER, FormField.ITEM_KIND}
        items = found & {*ITEMS, FormField.DOCUMENT_NUMBER}
        said = words.says("seizure", self.parts.text)
        taken = found & {FormField.SEIZED_BY} or said
        from_whom = found & {*PEOPLE, *NAMING_HOLDER}
        handed = {FormField.HANDED_BY, FormField.RECEIVED_BY} <= found
        return (
            bool(things and taken and (items or from_whom))
            or bool(FormField.DESCRIPTION in found and from_whom and items)
            or bool(things and handed)
            or bool(FormField.DESCRIPTION in found and said)
        )


def look(sheet: Sheet, labels: Labels | None = None) -> _Look:
    """The parts of the first rows of a sheet."""
    return _Look.at(sheet.sample().head[:_LOOK_AT], labels or Labels.of(None))


def looks_like(sheet: Sheet) -> bool:
    """Whether a sheet is of a seizure form: exhibits, and that they were taken."""
    return look(sheet).is_form


def is_form_document(path: Path) -> bool:
    """Whether a DOCX is a form: its text stands in tables, and they are those of one."""
    try:
        sheet = WordSheet(path)
    except TableUnreadableError:
        return False
    return sheet.is_tabular and looks_like(sheet)


def strength(sheet: Sheet) -> int:
    """How many different labels of a seizure form a sheet has."""
    return len(look(sheet).fields)


def headers_of(sheet: Sheet) -> list[HeaderRow]:
    """The header rows of the tables of a sheet, from top to bottom."""
    return [t.header for t in take_apart(sheet.sample().head, Labels.of(None)).tables]


def header_of(sample: Sample) -> HeaderRow | None:
    """The header row of the first table of what may be a form."""
    tables = take_apart(sample.head[:_LOOK_AT], Labels.of(None)).tables
    return tables[0].header if tables else None


def recognise(sheets: Sequence[Sheet], file_name: str, hints: Hints) -> list[FormSheet | None]:
    """The sheets of a form; None for one that holds nothing of it.

    Raises UnknownLayoutError with what was seen and what to do where none is of a form.
    """
    known_by = named_template(hints) or _fitting(hints, sheets)
    if known_by:
        _check(known_by, sheets, file_name)
    looks = [look(s, Labels.of(known_by)) for s in sheets]
    if not any(_speaks(one, known_by) for one in looks):
        place = f"{file_name}, sheet {sheets[0].name}" if sheets[0].name else file_name
        raise UnknownLayoutError(f"{place}: {_unknown(sheets[0], looks[0])}")
    template = known_by or generic(SourceKind.SEIZURE_REPORT)
    found = [_sheet(s, one, template) for s, one in zip(sheets, looks, strict=True)]
    known = _knowledge(template, [f for f in found if f], hints)
    return [_known(one, known) if one else None for one in found]


def _speaks(one: _Look, known_by: Template | None) -> bool:
    return one.is_form or (known_by is not None and bool(one.fields))


def named_template(hints: Hints) -> Template | None:
    """The template that the user names. Raises TemplateError."""
    if not hints.template:
        return None
    template = named(hints.template, hints.kept)
    if template.kind is not SourceKind.SEIZURE_REPORT:
        raise TemplateError(f"{template.name}: is a template of {template.kind}, not of forms.")
    return template


def _fitting(hints: Hints, sheets: Iterable[Sheet]) -> Template | None:
    """The known template whose labels all stand in the first rows of the file."""
    known = [t for t in (*hints.kept, *shipped()) if t.kind is SourceKind.SEIZURE_REPORT]
    rows = [r.cells for s in sheets for r in s.sample().head[:_LOOK_AT]] if known else []
    written = [label for row in rows for cell in row for label in (cell, cell.split(":")[0])]
    return fitting(known, written, "\n".join("\t".join(row) for row in rows), ())


def _check(template: Template, sheets: Sequence[Sheet], file_name: str) -> None:
    """Whether the labels of a template are there. Raises UnknownLayoutError, TemplateError."""
    Labels.of(template)
    wanted = {fold(written): written for written in template.columns.values()}
    for sheet in sheets if wanted else ():
        for record in sheet.sample().head:
            for cell in record.cells:
                wanted.pop(fold(cell), None)
                wanted.pop(fold(cell.split(":")[0]), None)
    if wanted:
        raise UnknownLayoutError(
            f"{file_name}: template {template.name} expects a column "
            f"{next(iter(wanted.values()))!r} that is not there."
        )


def _sheet(
    sheet: Sheet, one: _Look, template: Template
) -> tuple[Sheet, Sequence[Record], Parts] | None:
    if not one.fields:
        return None
    records = records_of(sheet)
    return sheet, records, take_apart(records, Labels.of(template))


def _known(
    found: tuple[Sheet, Sequence[Record], Parts], knowledge: FormKnowledge
) -> FormSheet | None:
    sheet, records, parts = found
    layouts = [layout_of(t, records, knowledge.template) for t in parts.tables]
    if not layouts and not parts.pairs:
        return None
    return FormSheet(sheet.name, records, sheet.merged, parts, layouts, knowledge)


def records_of(sheet: Sheet) -> list[Record]:
    """All rows of a sheet, in order."""
    sample = sheet.sample()
    if sample.whole:
        return list(sample.head)
    known = len(sample.head)
    rows: dict[int, Record] = {r.row_number: r for r in sample.head}
    while found := sheet.rows(range(known + 1, known + _BATCH + 1)):
        rows |= {number: record for number, (_, record) in found.items()}
        known += _BATCH
    return [rows[number] for number in sorted(rows)]


_BATCH = 20_000


# ------------------------------------------------------------------ country and zone


def _knowledge(
    template: Template,
    found: Sequence[tuple[Sheet, Sequence[Record], Parts]],
    hints: Hints,
) -> FormKnowledge:
    text = "\n".join(parts.text for _, _, parts in found)
    values = [v for _, records, parts in found for v in _values(parts, records, template)]
    return knowledge(template, text, re.split(r"[\n\t]", text), values, hints)


def knowledge(
    template: Template,
    text: str,
    labels: Iterable[str],
    values: Sequence[tuple[FormField, str]],
    hints: Hints,
    stated: str | None = None,
) -> FormKnowledge:
    """Country, zone and language by what the user, the template and the form say, in this order:
    its head (``text``), its labels, the places and the numbers among its ``values``."""
    language = language_of(labels)
    country = hints.country or template.country or stated or _by_head(text, language)
    country = country or _by_places(values)
    country = country or majority(Counter(c for v in values for c in countries_in(*v)))
    zone = hints.time_zone or template.time_zone or (zone_of_country(country) if country else None)
    return FormKnowledge(template, country, zone, text, language)


_OF_LANGUAGE = {"it": "IT", "el": "GR"}


def _by_head(text: str, language: str | None) -> str | None:
    """The country whose authority the head names, or whose language the labels are in."""
    found = origin.named(text)
    if found or language:
        return found or _OF_LANGUAGE.get(language or "")
    return origin.country(text)


def _by_places(values: Iterable[tuple[FormField, str]]) -> str | None:
    """The one country in which all known places of seizure lie."""
    countries = {
        found.country
        for meaning, text in values
        if meaning is FormField.PLACE
        for found in places.find(text, None)[:1]
        if found.country
    }
    return countries.pop() if len(countries) == 1 else None


def majority(votes: Counter[str]) -> str | None:
    """The country that more than half of the numbers show."""
    best, count = max(votes.items(), key=lambda item: item[1], default=(None, 0))
    return best if count * 2 > votes.total() else None


def _values(
    parts: Parts, records: Sequence[Record], template: Template
) -> Iterator[tuple[FormField, str]]:
    """What stands in the cells of a sheet whose labels are known."""
    yield from ((p.meaning, p.text) for p in parts.pairs)
    for layout in (layout_of(t, records, template) for t in parts.tables):
        for record in records[layout.table.first_row - 1 : layout.table.last_row]:
            for column, meaning in layout.fields.items():
                if column < len(record.cells):
                    yield meaning, record.cells[column]


def countries_in(meaning: FormField, text: str) -> Iterable[str]:
    """The countries that the numbers of a cell show."""
    for value in cells.values(meaning, text, None) if meaning in _TELLING else ():
        if country := value.country or _country_of_card(value):
            yield country


_TELLING = (FormField.PLATE, FormField.ACCOUNT, FormField.ICCID, FormField.SIM, FormField.IMSI)


def _country_of_card(value: cells.Value) -> str | None:
    """The country in the number of a SIM card: 89, then the country's dialling code."""
    if value.kind is not SelectorKind.ICCID or not value.normalised:
        return None
    codes = (value.normalised[2 : 2 + length] for length in (3, 2, 1))
    regions = (region_code_for_country_code(int(code)) for code in codes if code)
    return next((region for region in regions if region not in ("ZZ", "001")), None)


# ------------------------------------------------------------------ refused


def _unknown(sheet: Sheet, one: _Look) -> str:
    if not one.fields:
        rows = [r for r in sheet.sample().head if not r.is_blank][:4]
        shown = "; ".join(" | ".join(masked(c) for c in r.cells if c)[:120] for r in rows)
        seen = f"no row names the columns of a seizure form. First rows by shape: {shown}."
    else:
        seen = (
            f"it names {', '.join(sorted(one.fields))}, but not what was seized (exhibit, "
            "description) together with from whom or with numbers of it."
        )
    return (
        f"{seen} Seen: {sheet.form}. Write a template that says which column or label is what "
        "(workbench templates learn, docs/templates.md) and name it with --template, or give "
        "another --kind."
    )
