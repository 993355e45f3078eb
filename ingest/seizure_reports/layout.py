"""A sheet of a seizure form to the meaning of its columns, or the refusal where that stays open."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from phonenumbers import region_code_for_country_code

from ingest.call_records.layout import UnknownLayoutError
from ingest.call_records.moments import masked
from ingest.call_records.zones import zone_of_country
from ingest.hints import Hints
from ingest.language import origin
from ingest.seizure_reports import cells, persons, words
from ingest.seizure_reports.fields import ABOUT_PERSON, ITEMS, PEOPLE, FormField
from ingest.selectors.found import SelectorKind
from ingest.tables.headers import HeaderRow, Lexicon, fold
from ingest.tables.sheet import Record, Sample, Sheet
from ingest.templates import Template, TemplateError, generic, named, shipped
from ingest.templates.template import fitting
from workbench.vocabulary import SourceKind

_LEAST_FIELDS = 3
_LOOK_AT = 80
_NAMES_READ = 2000
_NUMBERED = re.compile(r"[\s._-]*\(?(?:br\.?|no\.?|nr\.?)?\s*[1-9]\)?\s*$")


@dataclass(frozen=True)
class FormLayout:
    """Columns (from 0) of one form; ``header`` names them, ``first_row`` is the first below them.

    ``surname_first`` has the columns of persons whose header says that the surname comes first
    (True) or last (False).
    """

    template: Template
    header: HeaderRow
    fields: Mapping[int, FormField]
    surname_first: Mapping[int, bool]
    above: str
    country: str | None
    zone: str | None

    @property
    def first_row(self) -> int:
        """Number of the first row that may hold an exhibit."""
        return self.header.record.row_number + 1

    def columns(self, *wanted: FormField) -> list[int]:
        """Columns of these fields, from left to right."""
        return [c for c, field in sorted(self.fields.items()) if field in wanted]


@cache
def lexicon() -> Lexicon:
    """Headers of seizure forms."""
    return Lexicon.load("ingest.seizure_reports", "headers.toml")


def header_of(sample: Sample, template: Template | None = None) -> HeaderRow | None:
    """The row that names the columns of what may be a seizure form.

    A template's own headers count besides the known ones.
    """
    if template is not None and (own := _header_by_template(sample, template)):
        return own
    best: HeaderRow | None = None
    for record in sample.head[:_LOOK_AT]:
        row = HeaderRow(record, tuple(_field(cell) for cell in record.cells))
        if _distinct(row) >= max(_LEAST_FIELDS, _distinct(best) + 1):
            best = row
    return _of_two_rows(sample.head, best) if best else None


def _header_by_template(sample: Sample, template: Template) -> HeaderRow | None:
    """The row that has all headers of a template."""
    wanted = {fold(written): name for name, written in template.columns.items()}
    for record in sample.head[:_LOOK_AT] if wanted else ():
        if wanted.keys() <= {fold(cell) for cell in record.cells}:
            fields = tuple(wanted.get(fold(c)) or _field(c) for c in record.cells)
            return HeaderRow(record, fields)
    return None


def _field(cell: str) -> str | None:
    if not cell.strip() or len(cell) > 80:
        return None
    return lexicon().field(cell) or lexicon().field(_NUMBERED.sub("", cell))


def _distinct(row: HeaderRow | None) -> int:
    return len({f for f in row.fields if f}) if row else 0


def _of_two_rows(records: Sequence[Record], header: HeaderRow) -> HeaderRow:
    """Headers of two rows: the lower one counts, columns it leaves open are named by the upper."""
    at = header.record.row_number
    beside = {r.row_number: r for r in records if abs(r.row_number - at) == 1}
    below, above = beside.get(at + 1), beside.get(at - 1)
    if below is not None and _names_columns_only(below):
        return _joined(header.record, below)
    if above is not None and _names_columns_only(above):
        return _joined(above, header.record)
    return header


def _names_columns_only(record: Record) -> bool:
    """Whether a row holds two headers or more, and nothing else."""
    filled = [c for c in record.cells if c.strip()]
    return len(filled) > 1 and all(_field(c) for c in filled)


def _joined(upper: Record, lower: Record) -> HeaderRow:
    width = max(len(upper.cells), len(lower.cells))
    cells = tuple(_cell(lower, i) or _cell(upper, i) for i in range(width))
    return HeaderRow(Record(lower.row_number, cells), tuple(_field(c) for c in cells))


def _cell(record: Record, column: int) -> str:
    return record.cells[column].strip() if column < len(record.cells) else ""


def looks_like(sheet: Sheet) -> bool:
    """Whether a sheet has the columns of a seizure form: exhibits, and that they were taken."""
    sample = sheet.sample()
    header = header_of(sample)
    if header is None:
        return False
    found = {FormField(f) for f in header.fields if f}
    things = found & {FormField.DESCRIPTION, FormField.EXHIBIT_NUMBER, FormField.ITEM_KIND}
    items = found & {*ITEMS, FormField.DOCUMENT_NUMBER}
    taken = found & {FormField.SEIZED_BY} or words.says("seizure", _text(sample, header))
    from_whom = found & {*PEOPLE, FormField.SURNAME}
    return bool(things and taken and (items or from_whom)) or bool(
        FormField.DESCRIPTION in found and from_whom and items
    )


def strength(sheet: Sheet) -> int:
    """How many different columns of a seizure form a sheet has."""
    return _distinct(header_of(sheet.sample()))


def _text(sample: Sample, header: HeaderRow) -> str:
    """What stands above the columns and in their headers."""
    above = [r for r in sample.head if r.row_number < header.record.row_number]
    return "\n".join(" ".join(c for c in r.cells if c) for r in (*above, header.record))


def recognise(sheet: Sheet, file_name: str, hints: Hints) -> FormLayout:
    """The layout of a form. Raises UnknownLayoutError with what was seen and what to do."""
    sample = sheet.sample()
    named_by = _named_template(hints)
    header = header_of(sample, named_by)
    place = f"{file_name}, sheet {sheet.name}" if sheet.name else file_name
    if header is None or not (named_by or looks_like(sheet)):
        raise UnknownLayoutError(f"{place}: {_unknown(sheet, sample, header)}")
    text = _text(sample, header)
    template = named_by or _fitting(hints, header, text)
    fields = _fields(template, header, place)
    country = hints.country or template.country or origin.country(text)
    country = country or _country_by_numbers(sample, header, fields)
    return FormLayout(
        template=template,
        header=header,
        fields=fields,
        surname_first=_orders(header, fields, sample),
        above=text,
        country=country,
        zone=hints.time_zone
        or template.time_zone
        or (zone_of_country(country) if country else None),
    )


def _unknown(sheet: Sheet, sample: Sample, header: HeaderRow | None) -> str:
    if header is None:
        rows = [r for r in sample.head if not r.is_blank][:4]
        shown = "; ".join(" | ".join(masked(c) for c in r.cells if c)[:120] for r in rows)
        seen = f"no row names the columns of a seizure form. First rows by shape: {shown}."
    else:
        named_by = ", ".join(sorted({f for f in header.fields if f}))
        seen = (
            f"row {header.record.row_number} names {named_by}, but not what was seized "
            "(exhibit, description) together with from whom or with numbers of it."
        )
    return (
        f"{seen} Seen: {sheet.form}. Write a template that says which column is what "
        "(docs/templates.md) and name it with --template, or give another --kind."
    )


def _named_template(hints: Hints) -> Template | None:
    """The template that the user names. Raises TemplateError."""
    if not hints.template:
        return None
    template = named(hints.template, hints.kept)
    if template.kind is not SourceKind.SEIZURE_REPORT:
        raise TemplateError(f"{template.name}: is a template of {template.kind}, not of forms.")
    return template


def _fitting(hints: Hints, header: HeaderRow, text: str) -> Template:
    known = [t for t in (*hints.kept, *shipped()) if t.kind is SourceKind.SEIZURE_REPORT]
    return fitting(known, header.record.cells, text, ()) or generic(SourceKind.SEIZURE_REPORT)


def _fields(template: Template, header: HeaderRow, place: str) -> dict[int, FormField]:
    """The meaning of each column; what the template says goes before synonyms."""
    folded = [fold(c) for c in header.record.cells]
    ignored = {fold(c) for c in template.ignore}
    found = {i: FormField(f) for i, f in enumerate(header.fields) if f and folded[i] not in ignored}
    stated = {name: number - 1 for name, number in template.numbers.items()}
    for name, written in template.columns.items():
        if fold(written) not in folded:
            raise UnknownLayoutError(
                f"{place}: template {template.name} expects a column {written!r} that is not there."
            )
        stated[name] = folded.index(fold(written))
    for name, column in stated.items():
        found[column] = _known(template, name)
    return {i: _settled(found, i) for i in found}


def _known(template: Template, name: str) -> FormField:
    try:
        return FormField(name)
    except ValueError as error:
        raise TemplateError(
            f"template {template.name}: {name!r} is no column of seizure forms. "
            f"Known: {', '.join(FormField)}."
        ) from error


def _settled(found: Mapping[int, FormField], column: int) -> FormField:
    """A document's number beside a person's columns is that person's; elsewhere it was seized."""
    field = found[column]
    if field is not FormField.DOCUMENT_NUMBER:
        return field
    before = [f for i, f in sorted(found.items()) if i < column]
    own = FormField.PERSON_DOCUMENT not in found.values()
    return (
        FormField.PERSON_DOCUMENT
        if own and before and before[-1] in ABOUT_PERSON
        else FormField.SEIZED_DOCUMENT
    )


def _order_stated(header: HeaderRow, column: int) -> bool | None:
    written = fold(header.record.cells[column])
    if re.search(f"{_LAST}.*{_FIRST}", written):
        return True
    return False if re.search(f"{_FIRST}.*{_LAST}", written) else None


def _names(
    sample: Sample, header: HeaderRow, column: int, order: bool | None
) -> list[persons.Named]:
    below = (r.cells for r in sample.head if r.row_number > header.record.row_number)
    written = (c[column] for c in below if column < len(c))
    return [
        name
        for cell in islice(written, _NAMES_READ)
        for name in persons.named_in(cell, surname_first=order)
    ]


def _country_by_numbers(
    sample: Sample, header: HeaderRow, fields: Mapping[int, FormField]
) -> str | None:
    """The country of most plates, accounts and SIM cards in the form, which show their own."""
    votes = Counter(
        country
        for record in sample.head
        if record.row_number > header.record.row_number
        for column, field in fields.items()
        if field in _TELLING and column < len(record.cells)
        for value in cells.values(field, record.cells[column], None)
        if (country := value.country or _country_of_card(value))
    )
    best, count = max(votes.items(), key=lambda item: item[1], default=(None, 0))
    return best if count * 2 > votes.total() else None


_TELLING = (FormField.PLATE, FormField.ACCOUNT, FormField.ICCID, FormField.SIM, FormField.IMSI)


def _country_of_card(value: cells.Value) -> str | None:
    """The country in the number of a SIM card: 89, then the country's dialling code."""
    if value.kind is not SelectorKind.ICCID or not value.normalised:
        return None
    codes = (value.normalised[2 : 2 + length] for length in (3, 2, 1))
    regions = (region_code_for_country_code(int(code)) for code in codes if code)
    return next((region for region in regions if region not in ("ZZ", "001")), None)


_LAST, _FIRST = r"\b(?:prezime|mbiem[eë]?ri?|surname)\b", r"\b(?:ime|em[eë]?ri?|name)\b"


def _orders(header: HeaderRow, fields: Mapping[int, FormField], sample: Sample) -> dict[int, bool]:
    """The order of names in each column of persons: by its header, else by the names in it."""
    stated = {c: _order_stated(header, c) for c, f in fields.items() if f in PEOPLE}
    named = {c: _names(sample, header, c, order) for c, order in stated.items()}
    surely = [
        name
        for column, people in named.items()
        for name in people
        if stated[column] is not None or persons.in_capitals(name)
    ]
    known = persons.NameWords.of(surely)
    found = {
        column: persons.usual_order(named[column], known) if order is None else order
        for column, order in stated.items()
    }
    return {column: order for column, order in found.items() if order is not None}
