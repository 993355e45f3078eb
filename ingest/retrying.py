"""Rejected rows of a source, tried again by a corrected template."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest import call_records, cell_sites, contacts, templates
from ingest.accounts import is_passed_over
from ingest.hints import Hints
from ingest.intake import AddOptions
from ingest.reading import Reloaded, Reread
from ingest.tables import Sheet, open_sheets
from workbench import originals, sources
from workbench.case import Case
from workbench.errors import RefusedError
from workbench.sources import Reconciliation, Source
from workbench.vocabulary import Action, SourceKind


@dataclass(frozen=True)
class Retried:
    """Outcome: how many rows were tried, how the source reconciles now, and what still rejects."""

    source: Source
    tried: int
    accepted: int
    reconciliation: tuple[Reconciliation, ...]
    reasons: Mapping[str, int]


def retry(case: Case, source_id: int, options: AddOptions) -> Retried:
    """Try the rejected rows of a table again, from its kept original.

    What was accepted stays; sheets of a phone's contents that were passed over are tried, too.
    Raises RefusedError where there is nothing to try, UnknownObjectError for an unknown source,
    UnknownLayoutError where the template does not fit the file.
    """
    source = sources.get(case.db, source_id)
    before = sources.reconciliation_of(case.db, source_id)
    if source.kind not in _READERS or not any(p.rejected or is_passed_over(p) for p in before):
        raise RefusedError(f"source {source_id}: has no rejected rows of a table to try again.")
    original = originals.check(case.folder, source.sha256)
    hints = replace(
        options.hints,
        country=options.hints.country or source.country,
        kept=templates.kept(case),
    )
    with case.transaction():
        sheets = open_sheets(original, source.file_name)
        read = _READERS[source.kind](case, source, sheets, hints)
        done, template = read.sheets, read.template
        if options.template:
            templates.keep(case, template)
        for one in done:
            part = next(p for p in before if p.sheet == one.sheet)
            sources.update(case.db, source_id, _after(part, one))
        tried, accepted = sum(o.tried for o in done), sum(o.accepted for o in done)
        case.record(
            Action.ALTERATION,
            f"source {source_id}",
            {
                "command": "retry",
                "template": template.name,
                "template_version": template.version,
                "tried": tried,
                "accepted": accepted,
            },
        )
    reasons: dict[str, int] = {}
    for reason, count in (pair for one in done for pair in one.reasons):
        reasons[reason] = reasons.get(reason, 0) + count
    parts = tuple(sources.reconciliation_of(case.db, source_id))
    return Retried(source, tried, accepted, parts, reasons)


_READERS: Mapping[str, Callable[[Case, Source, Sequence[Sheet], Hints], Reread]] = {
    SourceKind.CALL_RECORDS: call_records.read_rejected,
    SourceKind.CELL_SITES: cell_sites.read_rejected,
    SourceKind.CONTACTS: contacts.read_rejected,
    SourceKind.PHONE_EXTRACTION: contacts.read_rejected,
}
TRIED_AGAIN = tuple(_READERS)
"""Kinds of files whose rejected rows can be tried again."""


def _after(part: Reconciliation, one: Reloaded) -> Reconciliation:
    if one.passed_over:
        part = replace(part, rows_in=one.tried, rejected=one.tried, not_data=0)
    still = one.tried - one.accepted - one.duplicate - one.not_data
    return Reconciliation(
        part.sheet,
        part.rows_in - one.not_data,
        part.accepted + one.accepted,
        still,
        part.duplicate + one.duplicate,
        part.not_data + one.not_data,
    )
