"""A contact list or the report of an extraction tool into the case, every row accounted for."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest import accounts, templates
from ingest.accounts import SheetAccount
from ingest.call_records import coverage
from ingest.call_records.layout import UnknownLayoutError
from ingest.contacts import remarks
from ingest.contacts.device import Device
from ingest.contacts.gathering import Gathered
from ingest.contacts.parties import Party
from ingest.contacts.sheets import SheetLayout, layout_of
from ingest.contacts.sifting import is_cards, sift
from ingest.hints import Hints
from ingest.reading import Reading, Reread
from ingest.tables import Record, Sheet
from ingest.tables.headers import HeaderRow
from ingest.templates import Template
from workbench import sources
from workbench.case import Case
from workbench.sources import Source
from workbench.vocabulary import SourceKind

PARSER_VERSION = "contacts 1"
_LOOK_AT = 80


def read(
    case: Case, source: Source, sheets: Sequence[Sheet], hints: Hints, kind: SourceKind
) -> Reading:
    """Read the sheets into the case, in the caller's transaction.

    Sheets that hold something else are passed over: their rows are counted as no data. Raises
    UnknownLayoutError before anything is stored where nothing is read, or the order or zone of
    times stays open.
    """
    template = _template(sheets, hints)
    layouts = [None if is_cards(s) else layout_of(s, template) for s in sheets]
    if not any(layouts) and not any(map(is_cards, sheets)):
        raise UnknownLayoutError(
            f"{source.file_name}: no sheet holds contacts, calls or messages whose columns are "
            "known here. Let 'workbench templates learn' propose a template and name it with "
            "--template (docs/templates.md), or say the kind with --kind."
        )
    gathered = Gathered(source.file_name)
    found = sift(case, source, sheets, layouts, template, hints, gathered, accounts.data_rows)
    done = [
        found.accounts.get(id(s)) or _account(s, layout)
        for s, layout in zip(sheets, layouts, strict=True)
    ]
    first = _store(case, source, gathered, found.device)
    for sheet, account in zip(sheets, done, strict=True):
        account.store(case, source.source_id, sheet)
    _store_device(case, source, hints, found.device, found.own, gathered, first)
    stated = hints.country or (template.country if template else None)
    exhibit = hints.exhibit or found.device.exhibit
    return Reading(
        reconciliation=tuple(account.reconciliation for account in done),
        parser_version=PARSER_VERSION,
        reasons=accounts.reasons(done),
        notes=(
            *remarks.notes(case, source, gathered, found.own, kind, exhibit),
            *remarks.guessed(gathered, None if stated else found.country),
            *remarks.passed_over(
                [a for a, layout in zip(done, layouts, strict=True) if not (layout or a.accepted)]
            ),
        ),
        template=template.name if template else templates.BY_HEADERS,
        template_version=template.version if template else 1,
        encoding=sheets[0].encoding,
        country=found.country,
        time_zone=found.zone,
        target_written=found.own.written if found.own else None,
    )


def read_rejected(case: Case, source: Source, sheets: Sequence[Sheet], hints: Hints) -> Reread:
    """Try the rejected rows again, and the sheets that were passed over; what was accepted stays.

    Raises UnknownLayoutError where no such sheet is understood, or order or zone of times are open.
    """
    hints = replace(hints, target=hints.target or source.target_written)
    template = _template(sheets, hints)
    over = {
        p.sheet
        for p in sources.reconciliation_of(case.db, source.source_id)
        if accounts.is_passed_over(p)
    }
    waiting = {
        id(s): rejected
        for s in sheets
        if s.name not in over and (rejected := accounts.rejected_rows(case, source.source_id, s))
    }
    layouts = [None if is_cards(s) else layout_of(s, template) for s in sheets]
    if not any(
        layout or is_cards(s)
        for s, layout in zip(sheets, layouts, strict=True)
        if id(s) in waiting or s.name in over
    ):
        raise UnknownLayoutError(
            f"{source.file_name}: no sheet with rows to try again holds contacts, calls or "
            "messages whose columns are known. Name them in a template (docs/templates.md)."
        )

    def rows(sheet: Sheet, header: HeaderRow, account: SheetAccount) -> Iterable[Record]:
        if sheet.name in over:
            return accounts.data_rows(sheet, header, account)
        return accounts.tried_rows(waiting.get(id(sheet), []), header, account)

    gathered = Gathered(source.file_name)
    found = sift(case, source, sheets, layouts, template, hints, gathered, rows, anew=True)
    _store(case, source, gathered, found.device)
    done = []
    for sheet in sheets:
        account = found.accounts.get(id(sheet))
        if account is not None and sheet.name in over:
            account.store(case, source.source_id, sheet)
            done.append(account.of_whole_sheet())
        elif account is not None and id(sheet) in waiting:
            done.append(account.store_again(case, source.source_id, len(waiting[id(sheet)])))
    return Reread(tuple(done), template or templates.generic(SourceKind(source.kind)))


def _template(sheets: Sequence[Sheet], hints: Hints) -> Template | None:
    """The template named, or else the kept one of these kinds that a sheet has the headers of."""
    if hints.template:
        return templates.named(hints.template, hints.kept)
    kinds = (SourceKind.CONTACTS, SourceKind.PHONE_EXTRACTION)
    known = [t for t in (*hints.kept, *templates.shipped()) if t.kind in kinds and t.headers]
    rows = [r.cells for s in sheets for r in s.sample().head[:_LOOK_AT]]
    return next((t for t in known if any(t.fits(cells, "", ()) for cells in rows)), None)


# ------------------------------------------------------------------ the outcome


def _account(sheet: Sheet, layout: SheetLayout | None) -> SheetAccount:
    """Rows about the device are all read as such; other sheets are passed over."""
    if layout is None:
        return accounts.passed_over(sheet)
    account = SheetAccount(sheet.name)
    for record in accounts.records(sheet):
        if record.is_blank or len([c for c in record.cells if c.strip()]) < 2:
            account.not_data += 1
        elif not account.is_copy(record):
            account.accepted += 1
    return account


def _store(case: Case, source: Source, gathered: Gathered, of: Device) -> int:
    """Store what was gathered and the days it covers; returns the id of the first mention."""
    first = gathered.store(case, source.source_id, of.imei, of.imsi)
    for name in dict.fromkeys(one.locator.sheet for one in gathered.communications):
        coverage.store(case, source.source_id, name)
    return first


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
