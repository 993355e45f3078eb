"""A seizure form as JSON into the case: every element of its lists accounted for."""

from dataclasses import replace
from pathlib import Path

from ingest.call_records.layout import UnknownLayoutError
from ingest.hints import Hints
from ingest.language import detect, facts
from ingest.observations import Observations
from ingest.reading import Reading
from ingest.seizure_reports import form, layout, trees, words
from ingest.seizure_reports.fields import NAMING_EXHIBIT
from ingest.seizure_reports.labels import Labels
from ingest.seizure_reports.layout import FormKnowledge
from ingest.seizure_reports.recording import Recorder
from ingest.seizure_reports.tables import TableKind
from ingest.seizure_reports.tally import Tally
from ingest.seizure_reports.tree_objects import spoken
from ingest.seizure_reports.trees import Tree
from ingest.tables.headers import fold
from ingest.tables.pieces import Piece, read_pieces
from ingest.tables.sheet import TableUnreadableError
from ingest.templates import Template, generic, shipped
from ingest.templates.template import fitting
from workbench.case import Case
from workbench.sources import Reconciliation, Source
from workbench.vocabulary import SourceKind

PARSER_VERSION = "seizure forms, JSON 1"


def read(case: Case, source: Source, path: Path, hints: Hints) -> Reading:
    """Read a form into the case, in the caller's transaction. Raises UnknownLayoutError."""
    try:
        text, root = read_pieces(path)
    except TableUnreadableError as error:
        raise UnknownLayoutError(f"{source.file_name}: {error}") from error
    template = layout.named_template(hints) or _fitting(hints, root, text)
    tree = trees.read(root, text, Labels.of(template))
    knowledge = _knowledge(template, root, tree, hints)
    named = template.columns and any(e.kind is TableKind.EXHIBIT for e in tree.entries)
    if not named and not _speaks_of_exhibits(tree, knowledge.above):
        raise UnknownLayoutError(
            f"{source.file_name}: is JSON in which no object names a seized exhibit "
            "(description, number, from whom). Write a template that says which key is what "
            "(docs/templates.md) and name it with --template."
        )
    observations = Observations()
    recorder = Recorder(knowledge, detect.family(knowledge.above), observations)
    recorder.add(tree.entries)
    recorder.finish()
    observations.store(case, source.source_id, source.file_name)
    tally = _tally(case, source.source_id, text, tree)
    read_form = form.reading(knowledge, recorder.unread, [tally], "utf-8")
    return _with_counts(read_form, tally, tree)


def _speaks_of_exhibits(tree: Tree, said: str) -> bool:
    exhibits = [e for e in tree.entries if e.kind is TableKind.EXHIBIT]
    meanings = {c.meaning for e in exhibits for c in e.row.cells}
    known = len(meanings) > 2 and bool(meanings & {*NAMING_EXHIBIT})
    return known and (words.says("seizure", said) or len(meanings) > 4)


def _fitting(hints: Hints, root: Piece, text: str) -> Template:
    known = [t for t in (*hints.kept, *shipped()) if t.kind is SourceKind.SEIZURE_REPORT]
    keys = {key for piece in root.every() for key, _ in piece.members if key}
    return fitting(known, keys, text, ()) or generic(SourceKind.SEIZURE_REPORT)


def _knowledge(template: Template, root: Piece, tree: Tree, hints: Hints) -> FormKnowledge:
    written = "\n".join(
        f"{spoken(key)} {member.text or ''}".strip()
        for piece in root.every()
        for key, member in piece.members
    )
    keys = [spoken(key) for piece in root.every() for key, _ in piece.members]
    values = [(c.meaning, c.text) for e in tree.entries for c in e.row.cells]
    return layout.knowledge(template, written, keys, values, hints, _stated_country(root))


def _stated_country(root: Piece) -> str | None:
    """The country that the outermost objects name."""
    for _, member in (("", root), *root.members):
        for key, value in member.members:
            if words.is_key("country", fold(spoken(key))) and value.text:
                code = value.text.upper()
                return code if len(code) == 2 else facts.country_named(value.text.lower())
    return None


def _tally(case: Case, source_id: int, text: str, tree: Tree) -> Tally:
    """Keep what was rejected, verbatim, and copies; the counts are by element of a list."""
    tally = Tally("")
    rejected = [
        (source_id, piece.path, 1, text[piece.start : piece.end], reason)
        for piece, reason in tree.rejected
    ]
    if rejected:
        case.db.executemany("INSERT INTO rejected_row VALUES (?, ?, ?, ?, ?)", rejected)
    copies = [(source_id, piece.path, 1, 1) for piece, _ in tree.copies]
    if copies:
        case.db.executemany("INSERT INTO duplicate_row VALUES (?, ?, ?, ?)", copies)
    tally.rejected = {number: reason for number, (_, reason) in enumerate(tree.rejected)}
    return tally


def _with_counts(read_form: Reading, tally: Tally, tree: Tree) -> Reading:
    accepted = len({e.row.place for e in tree.entries if e.kind is not TableKind.ALL})
    rejected, duplicate = len(tally.rejected), len(tree.copies)
    counts = Reconciliation("", accepted + rejected + duplicate, accepted, rejected, duplicate)
    return replace(read_form, reconciliation=(counts,), parser_version=PARSER_VERSION)
