"""A contact list or the report of an extraction tool into the case, every row accounted for."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ingest import accounts, templates
from ingest.accounts import SheetAccount
from ingest.call_records import coverage
from ingest.call_records.layout import UnknownLayoutError
from ingest.call_records.zones import zone_info
from ingest.contacts import clock, device, entries
from ingest.contacts.clock import MomentError
from ingest.contacts.device import Device
from ingest.contacts.entries import EntryError
from ingest.contacts.fields import Role
from ingest.contacts.gathering import Gathered
from ingest.contacts.parties import Party
from ingest.contacts.sheets import SheetLayout, facts, layout_of
from ingest.contacts.traffic import Reader, RowError
from ingest.hints import Hints
from ingest.reading import Reading
from ingest.selectors import phones
from ingest.tables import Record, Sheet
from ingest.tables.headers import HeaderRow, fold
from ingest.templates import Template
from workbench.case import Case
from workbench.sources import Source
from workbench.vocabulary import MentionKind, PartyKind, SourceKind

PARSER_VERSION = "contacts 1"
_OTHER_SHEET = "the sheet holds no contacts, calls or messages that are read here"
_NOTHING = Record(0, ())
_LOOK_AT = 80
_TRAFFIC = (Role.CALLS, Role.MESSAGES)


def read(
    case: Case, source: Source, sheets: Sequence[Sheet], hints: Hints, kind: SourceKind
) -> Reading:
    """Read the sheets into the case, in the caller's transaction.

    Sheets that hold something else are kept row by row as rejected. Raises UnknownLayoutError
    before anything is stored where nothing is read, or the order or zone of times stays open.
    """
    template = _template(sheets, hints)
    layouts = [None if _is_cards(s) else layout_of(s, template) for s in sheets]
    if not any(layouts) and not any(map(_is_cards, sheets)):
        raise UnknownLayoutError(
            f"{source.file_name}: no sheet holds contacts, calls or messages whose columns are "
            "known here. Name the columns in a template (docs/templates.md), or say the kind with "
            "--kind."
        )
    gathered = Gathered(source.file_name)
    said = [
        f
        for s, layout in zip(sheets, layouts, strict=True)
        if not _is_cards(s)
        for f in facts(s, layout)
    ]
    stated = hints.country or (template.country if template else None)
    country = stated or device.country(said, hints.target) or case.property("country", "") or None
    of = device.read(said, gathered, country)
    accounts_of = _entries(sheets, layouts, gathered, country)
    own = _own(case, source, hints, of, country)
    zone = hints.time_zone or (template.time_zone if template else None) or of.zone
    hints = replace(
        hints, date_order=hints.date_order or (template.date_order if template else None)
    )
    ways = {fold(word): way for word, way in (template.directions if template else {}).items()}
    own = _traffic(source, sheets, layouts, gathered, accounts_of, own, country, zone, hints, ways)
    done = [
        accounts_of.get(id(s)) or _account(s, layout)
        for s, layout in zip(sheets, layouts, strict=True)
    ]
    first = gathered.store(case, source.source_id, of.imei, of.imsi)
    for name in dict.fromkeys(one.locator.sheet for one in gathered.communications):
        coverage.store(case, source.source_id, name)
    for sheet, account in zip(sheets, done, strict=True):
        account.store(case, source.source_id, sheet)
    _store_device(case, source, hints, of, own, gathered, first)
    return Reading(
        reconciliation=tuple(account.reconciliation for account in done),
        parser_version=PARSER_VERSION,
        reasons=accounts.reasons(done),
        notes=(
            *_notes(case, source, gathered, own, kind, hints.exhibit or of.exhibit),
            *_guessed(gathered, None if stated else country),
        ),
        template=template.name if template else templates.BY_HEADERS,
        template_version=template.version if template else 1,
        encoding=sheets[0].encoding,
        country=country,
        time_zone=zone,
        target_written=own.written if own else None,
    )


def _template(sheets: Sequence[Sheet], hints: Hints) -> Template | None:
    """The template named, or else the kept one of these kinds that a sheet has the headers of."""
    if hints.template:
        return templates.named(hints.template, hints.kept)
    kinds = (SourceKind.CONTACTS, SourceKind.PHONE_EXTRACTION)
    known = [t for t in (*hints.kept, *templates.shipped()) if t.kind in kinds and t.headers]
    rows = [r.cells for s in sheets for r in s.sample().head[:_LOOK_AT]]
    return next((t for t in known if any(t.fits(cells, "", ()) for cells in rows)), None)


def _is_cards(sheet: Sheet) -> bool:
    return sheet.form.endswith("vCard")


# ------------------------------------------------------------------ contacts


def _entries(
    sheets: Sequence[Sheet],
    layouts: Sequence[SheetLayout | None],
    gathered: Gathered,
    country: str | None,
) -> dict[int, SheetAccount]:
    """Read all contacts; what became of the rows, by sheet."""
    done = {}
    for sheet, layout in zip(sheets, layouts, strict=True):
        if not _is_cards(sheet) and (layout is None or layout.role is not Role.CONTACTS):
            continue
        account = done[id(sheet)] = SheetAccount(sheet.name)
        header = layout.header if layout else HeaderRow(_NOTHING, ())
        for record in accounts.data_rows(sheet, header, account):
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
    source: Source,
    sheets: Sequence[Sheet],
    layouts: Sequence[SheetLayout | None],
    gathered: Gathered,
    done: dict[int, SheetAccount],
    own: Party | None,
    country: str | None,
    zone: str | None,
    hints: Hints,
    ways: Mapping[str, str],
) -> Party | None:
    """Read all calls and messages; returns the device's own number, where cells mark it."""
    readers = []
    saved = _saved(gathered)
    found = []
    for sheet, layout in zip(sheets, layouts, strict=True):
        if layout is not None and layout.role in _TRAFFIC:
            account = done[id(sheet)] = SheetAccount(sheet.name)
            rows = list(accounts.data_rows(sheet, layout.header, account))
            found.append((sheet, layout, rows, account))
    order = hints.date_order or clock.common_order([(layout, rows) for _, layout, rows, _ in found])
    for sheet, layout, rows, account in found:
        where = f"{source.file_name}, sheet {sheet.name!r}" if sheet.name else source.file_name
        read_by = clock.clock_of(where, layout, rows, _known_zone(where, zone), order)
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


def _saved(gathered: Gathered) -> dict[str, Party]:
    """Names under which one number only is saved."""
    numbers: dict[str, set[str]] = {}
    for contact in gathered.contacts:
        number = contact.phone.normalised
        if number and number.startswith("+"):
            numbers.setdefault(fold(contact.name), set()).add(number)
    return {
        name: Party("", phones.normalise_party(next(iter(found)), None), "")
        for name, found in numbers.items()
        if len(found) == 1 and name
    }


# ------------------------------------------------------------------ the outcome


def _account(sheet: Sheet, layout: SheetLayout | None) -> SheetAccount:
    """Rows about the device are all read as such; those of other sheets are not read."""
    if layout is None:
        return accounts.refused(sheet, _OTHER_SHEET)
    account = SheetAccount(sheet.name)
    for record in accounts.records(sheet):
        if record.is_blank or len([c for c in record.cells if c.strip()]) < 2:
            account.not_data += 1
        elif not account.is_copy(record):
            account.accepted += 1
    return account


def _store_device(
    case: Case,
    source: Source,
    hints: Hints,
    of: Device,
    own: Party | None,
    gathered: Gathered,
    first: int,
) -> None:
    mentions = gathered.observations.mentions
    own_number = own.read.number if own else None
    phone = next((m for m in mentions if own_number and m.normalised == own_number), None)
    case.db.execute(
        "INSERT INTO device VALUES (?, ?, ?, ?)",
        [
            source.source_id,
            first + of.handset.number if of.handset else None,
            first + phone.number if phone else None,
            hints.exhibit or of.exhibit,
        ],
    )


def _notes(
    case: Case,
    source: Source,
    gathered: Gathered,
    own: Party | None,
    kind: SourceKind,
    exhibit: str | None,
) -> Iterator[str]:
    found = case.db.execute(
        "SELECT exhibit_number, known_by FROM device_exhibit JOIN exhibit USING (exhibit_id) "
        "WHERE device_exhibit.source_id = ?",
        [source.source_id],
    ).fetchone()
    if found:
        yield f"tied to exhibit {found[0]} (by its {found[1]})"
    elif exhibit:
        yield f"will be tied to exhibit {exhibit} when a report of its seizure is in the case"
    elif kind is SourceKind.PHONE_EXTRACTION:
        yield "tied to no exhibit of the case: none has its IMEI; name one with --exhibit"
    if gathered.communications and (own is None or own.read.kind is not PartyKind.E164):
        yield (
            "the device's own number is not known, so its calls and messages are tied to nobody: "
            "take the file in with --target"
        )
    unknown = sum(c.way == "unknown" for c in gathered.communications)
    if unknown:
        yield f"{unknown} communications whose direction nothing says"
    persons = sum(c.person is not None for c in gathered.contacts)
    if gathered.contacts:
        yield f"{len(gathered.contacts)} names of numbers, {persons} of them persons'"


def _guessed(gathered: Gathered, country: str | None) -> Iterator[str]:
    """How many numbers were read by a numbering plan that nobody named."""
    mentions = gathered.observations.mentions
    national = sum(
        m.kind is MentionKind.PHONE
        and (m.normalised or "").startswith("+")
        and re.sub(r"\D", "", m.text).removeprefix("00") != (m.normalised or "")[1:]
        for m in mentions
    )
    if national and country:
        yield f"{national} numbers without country read as of {country}; else say --country"
