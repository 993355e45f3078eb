"""Taking a received file into the case: copied, hashed, recognised, read, reconciled; or refused.

One file is one transaction and one audit row. A file that cannot be read without guessing leaves
the case as it was. The same bytes are recognised and change nothing.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest import kinds, templates
from ingest.call_records.layout import UnknownLayoutError
from ingest.hints import Hints
from ingest.reading import Reading
from ingest.reading_documents import DocumentRead, Task
from workbench import originals, sources
from workbench.audit import Detail
from workbench.case import Case
from workbench.clock import now_utc
from workbench.originals import Incoming
from workbench.progress import Progress, silent
from workbench.sources import Reconciliation, Source
from workbench.vocabulary import Action, SourceKind

__all__ = ["AddOptions", "Added", "UnknownLayoutError", "add"]


@dataclass(frozen=True)
class AddOptions:
    """What the user knows about a file; what is None is recognised or stays unknown."""

    kind: SourceKind | None = None
    template: str | None = None
    country: str | None = None
    time_zone: str | None = None
    date_order: str | None = None
    convention: str | None = None
    target: str | None = None
    exhibit: str | None = None
    authority: str | None = None
    received_from: str | None = None
    received_at: str | None = None
    legal_basis: str | None = None
    handling_code: str = "H0"
    source_reliability: str = "X"
    information_credibility: str = "4"
    grading_scheme: str = "4x4"
    language: str | None = None

    @property
    def hints(self) -> Hints:
        """What helps to recognise a table's layout."""
        country = self.country.upper() if self.country else None
        return Hints(
            self.template,
            country,
            self.time_zone,
            self.date_order,
            self.convention,
            self.target,
            self.exhibit,
        )


@dataclass(frozen=True)
class Added:
    """Outcome: the source, how its rows reconcile, why rows were rejected, and remarks.

    ``already_known`` is true where the case had the same bytes and nothing was changed.
    """

    source: Source
    reconciliation: tuple[Reconciliation, ...]
    already_known: bool = False
    reasons: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def add(
    case: Case, file: Path, options: AddOptions | None = None, progress: Progress = silent
) -> Added:
    """Take one file into the case.

    Raises UnknownLayoutError where the file cannot be read without guessing (the message says what
    was seen and what to decide), other WorkbenchErrors where it cannot be read at all.
    """
    progress(f"copying {file.name}", 0.0)
    incoming = originals.receive(case.folder, file)
    try:
        return take_in(case, incoming, options or AddOptions(), progress)
    finally:
        incoming.path.unlink(missing_ok=True)


def known(case: Case, incoming: Incoming) -> Added | None:
    """What the case has of the same bytes already."""
    source = sources.with_sha256(case.db, incoming.sha256)
    if source is None:
        return None
    parts = sources.reconciliation_of(case.db, source.source_id)
    return Added(source, tuple(parts), already_known=True)


def task(case: Case, incoming: Incoming, options: AddOptions) -> Task:
    """What another process must know to read a document ahead."""
    hints = options.hints
    return Task(
        incoming.path,
        incoming.file_name,
        options.kind,
        hints.template,
        hints.country,
        options.time_zone,
        options.language,
        case.property("country") or None,
    )


def take_in(
    case: Case,
    incoming: Incoming,
    options: AddOptions,
    progress: Progress = silent,
    *,
    ahead: DocumentRead | None = None,
    part_of: Added | None = None,
) -> Added:
    """Take a received file in, in one transaction.

    ``ahead`` is what it was found to say already, ``part_of`` the message it was attached to.
    """
    if already := known(case, incoming):
        return already
    with case.transaction():
        added = _take_in(case, incoming, options, progress, ahead)
        if part_of:
            case.db.execute(
                "INSERT INTO source_part VALUES (?, ?)",
                [added.source.source_id, part_of.source.source_id],
            )
        originals.keep(case.folder, incoming)
    return added


def _take_in(
    case: Case,
    incoming: Incoming,
    options: AddOptions,
    progress: Progress,
    ahead: DocumentRead | None,
) -> Added:
    bare = _bare_source(case, incoming, options)
    hints = replace(options.hints, kept=templates.kept(case))
    with tempfile.TemporaryDirectory(dir=incoming.path.parent) as scratch:
        kind, reading = kinds.read(
            case, bare, incoming.path, options.kind, hints, Path(scratch), progress, ahead
        )
    if reading.template and reading.template != templates.BY_HEADERS:
        templates.keep(case, templates.named(options.template or reading.template, hints.kept))
    source = _complete(bare, kind, reading)
    sources.insert(case.db, source, reading.reconciliation)
    case.record(Action.COLLECTION, f"source {source.source_id}", _detail(case, source, reading))
    return Added(source, reading.reconciliation, False, reading.reasons, reading.notes)


def _bare_source(case: Case, incoming: Incoming, options: AddOptions) -> Source:
    """The source as far as it is known before reading."""
    file_name = _unused_name(case, incoming.file_name)
    return Source(
        source_id=case.next_id("source", "source_id"),
        sha256=incoming.sha256,
        file_name=file_name,
        kind="",
        media_type=kinds.media_type(file_name),
        bytes=incoming.bytes,
        encoding=None,
        language=options.language,
        country=options.hints.country,
        time_zone=options.time_zone,
        authority=options.authority,
        received_from=options.received_from,
        received_at=options.received_at,
        legal_basis=options.legal_basis,
        handling_code=options.handling_code,
        source_reliability=options.source_reliability,
        information_credibility=options.information_credibility,
        grading_scheme=options.grading_scheme,
        template=None,
        template_version=None,
        parser_version="",
        target_written=None,
        period_from_utc=None,
        period_to_utc=None,
        added_by=case.user,
        added_at_utc=now_utc(),
    )


def _unused_name(case: Case, name: str) -> str:
    """The file's name, numbered if the case has another file of that name (keys are made of it)."""
    used = {n for (n,) in case.db.execute("SELECT file_name FROM source").fetchall()}
    stem, suffix = Path(name).stem, Path(name).suffix
    candidate, number = name, 1
    while candidate in used:
        number += 1
        candidate = f"{stem} ({number}){suffix}"
    return candidate


def _complete(bare: Source, kind: SourceKind, reading: Reading) -> Source:
    """The source with what reading has brought to light; the user's word comes first."""
    return replace(
        bare,
        kind=kind,
        encoding=reading.encoding,
        language=bare.language or reading.language,
        country=bare.country or reading.country,
        time_zone=reading.time_zone or bare.time_zone,
        authority=bare.authority or reading.authority,
        template=reading.template,
        template_version=reading.template_version,
        parser_version=reading.parser_version,
        target_written=reading.target_written,
        period_from_utc=reading.period_from_utc,
        period_to_utc=reading.period_to_utc,
    )


def _detail(case: Case, source: Source, reading: Reading) -> Detail:
    """For the audit: what was taken in, by hash and counts; no names, so not the file's either.

    Sheets are counted, for they are often named after a number.
    """
    parts = reading.reconciliation
    reasons = sources.reasons_of(case.db, source.source_id)
    return {
        "command": "add",
        "sha256": source.sha256,
        "bytes": source.bytes,
        "kind": source.kind,
        "template": source.template,
        "template_version": source.template_version,
        "parser_version": source.parser_version,
        "rows_in": sum(p.rows_in for p in parts),
        "accepted": sum(p.accepted for p in parts),
        "rejected": sum(p.rejected for p in parts),
        "duplicate": sum(p.duplicate for p in parts),
        "not_data": sum(p.not_data for p in parts),
        "sheets": [
            {
                "sheet": place,
                "rows_in": p.rows_in,
                "accepted": p.accepted,
                "rejected": p.rejected,
                "duplicate": p.duplicate,
                "not_data": p.not_data,
                "reasons": reasons.get(p.sheet, {}),
            }
            for place, p in enumerate(parts, 1)
        ],
    }
