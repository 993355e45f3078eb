"""Reading a source again in one transaction."""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from ingest import kinds, templates
from ingest.hints import Hints
from ingest.rereading import holding, numbering
from workbench import encrypting, originals, sources
from workbench.case import Case
from workbench.errors import RefusedError
from workbench.progress import Progress, silent
from workbench.sources import Source
from workbench.vocabulary import REVIEWED_SOURCES, Action, SourceKind


@dataclass(frozen=True)
class Reread:
    """Outcome: what the source has now, how many words were given again, and how many of them
    found their place no more, because the file's text is read otherwise."""

    source: Source
    mentions: int
    claims: int
    words: int
    lost: int


def reread(
    case: Case,
    source_id: int,
    template: str | None = None,
    kind: SourceKind | None = None,
    progress: Progress = silent,
) -> Reread:
    """Read a document or seizure form again from its kept original, in one transaction.

    ``template`` is one to read a form by, else that by which it was read before; ``kind`` is what
    the document really is, where it was taken for another. Raises RefusedError for other sources,
    UnknownObjectError for an unknown one, and what reading raises where the file can be read no
    more; the case stays as it was then.
    """
    source = sources.get(case.db, source_id)
    if source.kind not in REVIEWED_SOURCES:
        raise RefusedError(f"source {source_id}: is no document or form to read again.")
    original = originals.check(case.folder, source.sha256)
    with case.transaction():
        before = _text(case, source_id)
        numbering.set_aside(case, source_id)
        if kind:
            source = replace(source, kind=kind)
        _read(case, source, original, template, progress)
        text = _text(case, source_id)
        numbering.give_ids_back(case, source_id, same_text=text == before)
        lost = 0 if text == before else holding.move(case, source_id, text)
        holding.bring_back(case, source_id)
        found = _counted(case, source, lost)
        case.record(
            Action.ALTERATION,
            f"source {source_id}",
            {
                "command": "retry",
                "kind": source.kind,
                "mentions": found.mentions,
                "claims": found.claims,
                "words": found.words,
                "lost": lost,
            },
        )
    return found


def _read(
    case: Case, source: Source, original: Path, template: str | None, progress: Progress
) -> None:
    kept = templates.kept(case)
    known = source.template in {one.name for one in (*kept, *templates.shipped())}
    chosen = template or (source.template if known else None)
    hints = Hints(chosen, source.country, source.time_zone)
    folder = None if encrypting.keys_of(case.folder) else case.folder
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        _, reading = kinds.read(
            case, source, original, SourceKind(source.kind), replace(hints, kept=kept),
            Path(scratch), progress,
        )  # fmt: skip
    if template:
        templates.keep(case, templates.named(template, kept))
    for part in reading.reconciliation:
        sources.update(case.db, source.source_id, part)
    case.db.execute(
        "UPDATE source SET kind = ?, parser_version = ?, template = ?, template_version = ? "
        "WHERE source_id = ?",
        [
            source.kind,
            reading.parser_version,
            reading.template,
            reading.template_version,
            source.source_id,
        ],
    )


def _text(case: Case, source_id: int) -> str:
    row = case.db.execute("SELECT text FROM document WHERE source_id = ?", [source_id]).fetchone()
    return str(row[0]) if row else ""


def _counted(case: Case, source: Source, lost: int) -> Reread:
    mentions, claims, words = case.db.execute(
        "SELECT (SELECT count(*) FROM mention WHERE source_id = $source), "
        "(SELECT count(*) FROM claim WHERE source_id = $source AND state <> 'refused'), "
        "(SELECT count(*) FROM correction WHERE source_id = $source AND withdrawn_at_utc IS NULL)",
        {"source": source.source_id},
    ).fetchall()[0]
    return Reread(source, mentions, claims, words, lost)
