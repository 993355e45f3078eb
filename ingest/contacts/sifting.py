"""What rows of contacts, calls and messages say, gathered: of a whole file or of some rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from ingest import accounts, templates
from ingest.accounts import SheetAccount
from ingest.call_records.layout import UnknownLayoutError
from ingest.call_records.recognition import stated_dates
from ingest.call_records.zones import zone_info
from ingest.contacts import clock, device, entries
from ingest.contacts.clock import MomentError
from ingest.contacts.device import Device
from ingest.contacts.entries import EntryError
from ingest.contacts.fields import Role
from ingest.contacts.gathering import Gathered
from ingest.contacts.parties import Party
from ingest.contacts.sheets import SheetLayout, facts
from ingest.contacts.traffic import Reader, RowError
from ingest.hints import Hints
from ingest.selectors import phones
from ingest.tables import Record, Sheet
from ingest.tables.headers import HeaderRow, fold
from ingest.templates import Template
from workbench.case import Case
from workbench.sources import Source
from workbench.vocabulary import SourceKind

_TRAFFIC = (Role.CALLS, Role.MESSAGES)
_NOTHING = Record(0, ())
Rows = Callable[[Sheet, HeaderRow, SheetAccount], Iterable[Record]]
"""Which rows of a sheet are to be read; the others are counted in its account."""


@dataclass(frozen=True)
class Sifted:
    """The device, its own number, country and zone of what was read, and the sheets' accounts."""

    device: Device
    own: Party | None
    country: str | None
    zone: str | None
    accounts: dict[int, SheetAccount]


def sift(
    case: Case,
    source: Source,
    sheets: Sequence[Sheet],
    layouts: Sequence[SheetLayout | None],
    template: Template | None,
    hints: Hints,
    gathered: Gathered,
    rows: Rows,
    *,
    anew: bool = False,
) -> Sifted:
    """Gather what these rows say; ``anew``: of a file whose device is mentioned already."""
    said = [
        f
        for s, layout in zip(sheets, layouts, strict=True)
        if not is_cards(s)
        for f in facts(s, layout)
    ]
    stated = hints.country or (template.country if template else None)
    country = stated or device.country(said, hints.target) or case.property("country", "") or None
    of = device.read(said, Gathered(source.file_name) if anew else gathered, country)
    accounts_of = _entries(sheets, layouts, gathered, country, rows)
    own = _own(case, source, hints, of, country)
    zone = hints.time_zone or (template.time_zone if template else None) or of.zone
    zone = zone or source.time_zone
    template = template or templates.generic(SourceKind.PHONE_EXTRACTION)
    own = _traffic(
        case,
        source,
        sheets,
        layouts,
        gathered,
        accounts_of,
        own,
        country,
        zone,
        hints,
        template,
        rows,
    )
    return Sifted(of, own, country, zone, accounts_of)


def is_cards(sheet: Sheet) -> bool:
    """Whether a sheet is a vCard file: a card a row."""
    return sheet.form.endswith("vCard")


# ------------------------------------------------------------------ contacts


def _entries(
    sheets: Sequence[Sheet],
    layouts: Sequence[SheetLayout | None],
    gathered: Gathered,
    country: str | None,
    rows: Rows,
) -> dict[int, SheetAccount]:
    """Read all contacts; what became of the rows, by sheet."""
    done = {}
    for sheet, layout in zip(sheets, layouts, strict=True):
        if not is_cards(sheet) and (layout is None or layout.role is not Role.CONTACTS):
            continue
        account = done[id(sheet)] = SheetAccount(sheet.name)
        header = layout.header if layout else HeaderRow(_NOTHING, ())
        for record in rows(sheet, header, account):
            try:
                if layout:
                    entry = entries.of_row(layout, record, country)
                else:
                    entry = entries.of_card(record, country)
            except EntryError as reason:
                account.reject(record, str(reason))
                continue
            gathered.entry(entry, sheet.name, record.row_number)
            account.accepted += 1
    return done


# ------------------------------------------------------------------ calls and messages


def _own(case: Case, source: Source, hints: Hints, of: Device, country: str | None) -> Party | None:
    """The device's own number: as the user says, as the file says, or the one the case knows."""
    if hints.target:
        return Party(hints.target, phones.normalise_party(hints.target, country), "", is_own=True)
    known = of.own_numbers or tuple(_numbers_in(case, of.imei or device.imei_in(source.file_name)))
    if len(known) != 1:
        return None
    return Party(known[0], phones.normalise_party(known[0], country), "", is_own=True)


# Grain: one number that was in this handset, as the case's other sources say.
_IN_HANDSET = """
    SELECT DISTINCT phone.normalised FROM claim
    JOIN mention AS phone ON phone.mention_id = left_mention AND phone.kind = 'phone'
    JOIN mention AS handset ON handset.mention_id = right_mention AND handset.kind = 'handset'
    WHERE claim.kind = 'inserted_in' AND NOT negated AND state <> 'refused'
        AND left(handset.normalised, 14) = $core AND phone.normalised LIKE '+%'
    ORDER BY 1
"""


def _numbers_in(case: Case, imei: str | None) -> list[str]:
    if imei is None:
        return []
    return [row[0] for row in case.db.execute(_IN_HANDSET, {"core": imei[:14]}).fetchall()]


def _traffic(
    case: Case,
    source: Source,
    sheets: Sequence[Sheet],
    layouts: Sequence[SheetLayout | None],
    gathered: Gathered,
    done: dict[int, SheetAccount],
    own: Party | None,
    country: str | None,
    zone: str | None,
    hints: Hints,
    template: Template,
    rows_of: Rows,
) -> Party | None:
    """Read all calls and messages; returns the device's own number, where cells mark it."""
    readers = []
    saved = _saved(case, source, gathered)
    found = []
    for sheet, layout in zip(sheets, layouts, strict=True):
        if layout is not None and layout.role in _TRAFFIC:
            account = done[id(sheet)] = SheetAccount(sheet.name)
            rows = list(rows_of(sheet, layout.header, account))
            found.append((sheet, layout, rows, account))
    dated = [(layout, _below(sheet, layout)) for sheet, layout, _, _ in found]
    order = hints.date_order or template.date_order or clock.common_order(dated)
    formats = stated_dates(template)
    ways = {fold(word): way for word, way in template.directions.items()}
    for (sheet, layout, rows, account), (_, told) in zip(found, dated, strict=True):
        where = f"{source.file_name}, sheet {sheet.name!r}" if sheet.name else source.file_name
        read_by = clock.clock_of(where, layout, told, _known_zone(where, zone), order, formats)
        readers.append(
            (Reader(layout, read_by, sheet.name, country, own, saved, ways), rows, account)
        )
    if own is None:
        marked = device.most_marked(
            p for r, rows, _ in readers for row in rows for p in r.named(row)
        )
        own = Party(marked, phones.normalise_party(marked, country), "", True) if marked else None
    for reader, rows, account in readers:
        _read_rows(replace(reader, own=own), rows, account, gathered)
    return own


def _below(sheet: Sheet, layout: SheetLayout) -> list[Record]:
    """The rows below the columns, whichever of them are read: they tell how times are written."""
    at = layout.header.record.row_number
    return [r for r in accounts.records(sheet) if r.row_number > at and not r.is_blank]


def _known_zone(where: str, zone: str | None) -> str | None:
    if zone is not None and zone_info(zone) is None:
        raise UnknownLayoutError(f"{where}: {zone} is no time zone. Say one such as Europe/Tirane.")
    return zone


def _read_rows(
    reader: Reader, rows: Sequence[Record], account: SheetAccount, gathered: Gathered
) -> None:
    for record in rows:
        try:
            gathered.communications += reader.read(record, gathered)
        except (RowError, MomentError) as reason:
            account.reject(record, str(reason))
            continue
        account.accepted += 1


def _saved(case: Case, source: Source, gathered: Gathered) -> dict[str, Party]:
    """Names under which one number only is saved, in what is read now or was before."""
    numbers: dict[str, set[str]] = {}
    known = case.db.execute(
        "SELECT name, normalised FROM contact JOIN mention ON mention_id = contact.phone "
        "WHERE contact.source_id = ? AND normalised IS NOT NULL",
        [source.source_id],
    ).fetchall()
    for name, number in (*known, *((c.name, c.phone.normalised) for c in gathered.contacts)):
        if number and number.startswith("+"):
            numbers.setdefault(fold(name), set()).add(number)
    return {
        name: Party("", phones.normalise_party(next(iter(found)), None), "")
        for name, found in numbers.items()
        if len(found) == 1 and name
    }
