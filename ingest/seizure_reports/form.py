"""Structured seizure forms (XLSX, CSV, DOCX): tables, and labels with values beside or above them.

Every row of every sheet is accounted for.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ingest.hints import Hints
from ingest.language import detect
from ingest.observations import Observations
from ingest.reading import Reading
from ingest.seizure_reports import layout as layouts
from ingest.seizure_reports.entries import entries
from ingest.seizure_reports.fields import FormField
from ingest.seizure_reports.layout import FormKnowledge
from ingest.seizure_reports.recording import Recorder
from ingest.seizure_reports.tally import Tally
from ingest.tables import Record, Sheet
from workbench.case import Case
from workbench.sources import Source

PARSER_VERSION = "seizure forms 2"


def read(case: Case, source: Source, sheets: Sequence[Sheet], hints: Hints) -> Reading:
    """Read the sheets of a form into the case, in the caller's transaction.

    Sheets that are no form are kept row by row as rejected. Raises UnknownLayoutError before
    anything is stored if none is one.
    """
    found = layouts.recognise(sheets, source.file_name, hints)
    knowledge = next(f.knowledge for f in found if f)
    observations = Observations()
    recorder = Recorder(knowledge, detect.family(knowledge.above), observations)
    tallies = []
    for sheet, form in zip(sheets, found, strict=True):
        tally = Tally(sheet.name)
        if form is None:
            _refuse(layouts.records_of(sheet), tally)
        else:
            tally.rows = len(form.records)
            recorder.add(list(entries(form, tally)))
        tallies.append(tally)
    recorder.finish()
    observations.store(case, source.source_id, source.file_name)
    for sheet, tally in zip(sheets, tallies, strict=True):
        _store_rows(case, source.source_id, sheet, tally)
    return reading(knowledge, recorder.unread, tallies, sheets[0].encoding)


def _refuse(records: Iterable[Record], tally: Tally) -> None:
    for record in records:
        tally.rows += 1
        if not record.is_blank:
            tally.reject(record.row_number, "the sheet's columns are not those of a seizure form")


def _store_rows(case: Case, source_id: int, sheet: Sheet, tally: Tally) -> None:
    """Keep rejected rows verbatim with the reason, and copies with the row they repeat."""
    verbatim = sheet.rows(list(tally.rejected)) if tally.rejected else {}
    rejected = [
        (source_id, tally.name, row, verbatim[row][0], reason)
        for row, reason in sorted(tally.rejected.items())
    ]
    duplicates = [(source_id, tally.name, *pair) for pair in sorted(tally.duplicates.items())]
    if rejected:
        case.db.executemany("INSERT INTO rejected_row VALUES (?, ?, ?, ?, ?)", rejected)
    if duplicates:
        case.db.executemany("INSERT INTO duplicate_row VALUES (?, ?, ?, ?)", duplicates)


def reading(
    knowledge: FormKnowledge,
    unread: Mapping[FormField, int],
    tallies: Sequence[Tally],
    encoding: str | None,
) -> Reading:
    """What reading a form has brought to light."""
    reasons = Counter(reason for one in tallies for reason in one.rejected.values())
    template = knowledge.template
    return Reading(
        reconciliation=tuple(one.reconciliation for one in tallies),
        parser_version=PARSER_VERSION,
        reasons=dict(sorted(reasons.items())),
        notes=tuple(_notes(knowledge, unread)),
        template=template.name,
        template_version=template.version,
        encoding=encoding,
        language=knowledge.language or detect.language(knowledge.above, knowledge.country),
        country=knowledge.country,
        time_zone=knowledge.zone,
        authority=template.authority,
    )


def _notes(knowledge: FormKnowledge, unread: Mapping[FormField, int]) -> Iterator[str]:
    for meaning, count in sorted(unread.items()):
        yield (
            f"{count} row{'s' if count > 1 else ''} with a value in column {meaning} that cannot "
            "be read as such; kept as written"
        )
    if knowledge.country is None:
        yield "country unknown, so national numbers stay as written; add the file with --country"
    if knowledge.zone is None:
        yield "time zone unknown, so times stay local; add the file with --timezone"
