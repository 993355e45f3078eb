"""A template proposed for a seizure form of unknown layout: each label with reason and confidence.

Labels speak first, in six languages; the values beside or below an unknown one may tell what it is.
What neither tells is left open, never guessed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.call_records.layout import UnknownLayoutError
from ingest.hints import Hints
from ingest.seizure_reports import layout
from ingest.seizure_reports.fields import FormField
from ingest.seizure_reports.labels import Labels, ends_as_label
from ingest.seizure_reports.looks import look_of
from ingest.seizure_reports.tree_objects import spoken
from ingest.tables import Sheet, TableUnreadableError, is_tree, open_sheets
from ingest.tables.headers import fold
from ingest.tables.pieces import Piece, read_pieces
from ingest.tables.sheet import Record
from ingest.templates import Template
from workbench.vocabulary import SourceKind

_EXACT, _SIMILAR = 0.95, 0.7
_MOST_VALUES = 200


@dataclass(frozen=True)
class Guess:
    """What a label is taken for (None: not known), how surely (0 to 1), and why."""

    label: str
    field: FormField | None
    confidence: float
    reason: str


@dataclass(frozen=True)
class Proposal:
    """A template to correct, what each label was taken for, and what a person must decide."""

    template: Template
    guesses: tuple[Guess, ...]
    questions: tuple[str, ...]


@dataclass
class _Labelled:
    """The labels of a form and the values that stand with each."""

    values: dict[str, list[str]] = field(default_factory=dict)

    def add(self, label: str, value: str) -> None:
        bare = label.strip().rstrip(":").strip()
        if bare:
            self.values.setdefault(bare, []).append(value.strip())


def is_form(file: Path) -> bool:
    """Whether a file has the labels of a seizure form, more of them than of anything else."""
    try:
        if is_tree(file, file.name):
            return True
        sheets = open_sheets(file, file.name)
    except TableUnreadableError:
        return False
    return any(layout.looks_like(sheet) for sheet in sheets)


def proposed(file: Path, hints: Hints) -> Proposal:
    """A template for a file. Raises UnknownLayoutError."""
    try:
        if is_tree(file, file.name):
            return propose_tree(read_pieces(file)[1], file.name, hints)
        return propose(open_sheets(file, file.name), file.name, hints)
    except TableUnreadableError as error:
        raise UnknownLayoutError(f"{file.name}: {error}") from error


def propose(sheets: Sequence[Sheet], file_name: str, hints: Hints) -> Proposal:
    """A template for a form in sheets. Raises UnknownLayoutError where it has no labels."""
    labelled = _Labelled()
    for sheet in sheets:
        _add_sheet(labelled, sheet)
    return _proposal(labelled, file_name, hints, sheets[0].form)


def propose_tree(root: Piece, file_name: str, hints: Hints) -> Proposal:
    """A template for a form as JSON. Raises UnknownLayoutError where it has no keys."""
    labelled = _Labelled()
    for piece in root.every():
        for key, member in piece.members:
            listed = [e.text or "" for _, e in member.members if member.is_array]
            for value in [member.text] if member.text is not None else filter(None, listed):
                if key:
                    labelled.add(key, value or "")
    return _proposal(labelled, file_name, hints, "JSON")


def _proposal(labelled: _Labelled, file_name: str, hints: Hints, form: str) -> Proposal:
    if not labelled.values:
        raise UnknownLayoutError(f"{file_name}: no label with a value was found ({form}).")
    guesses = tuple(_once(_guesses(labelled.values, hints.country)))
    found = {str(g.field): g.label for g in guesses if g.field}
    template = Template(
        name="_".join(w for w in fold(Path(file_name).stem).split() if w.isalpha()) or "form",
        version=1,
        kind=SourceKind.SEIZURE_REPORT,
        title=f"{Path(file_name).stem} ({form})",
        headers=tuple(g.label for g in guesses if g.field),
        country=hints.country,
        time_zone=hints.time_zone,
        columns=found,
    )
    return Proposal(template, guesses, tuple(_questions(found, hints)))


def _questions(found: Mapping[str, str], hints: Hints) -> Iterator[str]:
    if FormField.DESCRIPTION not in found and FormField.ITEM_KIND not in found:
        yield "Which label says what was seized? Give it as 'description'."
    if FormField.SEIZED_FROM not in found and FormField.SURNAME not in found:
        yield "Which label says from whom it was seized? Give it as 'seized_from', if any does."
    if hints.country is None:
        yield "Whose national numbers are these? Set country where no number has a prefix."


# ------------------------------------------------------------------ labels and their values


def _add_sheet(labelled: _Labelled, sheet: Sheet) -> None:
    one = layout.look(sheet)
    records = {r.row_number: r for r in sheet.sample().head[:_MOST_VALUES]}
    for table in one.parts.tables:
        for column, label in enumerate(table.header.record.cells):
            for row in range(table.first_row, table.last_row + 1):
                record = records.get(row)
                value = record.cells[column] if record and column < len(record.cells) else ""
                if value.strip():
                    labelled.add(label, value)
    for pair in one.parts.pairs:
        labelled.add(pair.label, pair.text)
    if not one.parts.tables:
        _add_by_looks(labelled, list(records.values()))


def _add_by_looks(labelled: _Labelled, records: Sequence[Record]) -> None:
    """Labels that none knows: of a table by its first row of words, of a list by its left side."""
    filled = [[(i, c.strip()) for i, c in enumerate(r.cells) if c.strip()] for r in records]
    rows = [row for row in filled if row]
    wide = Counter(len(row) for row in rows).most_common(1)
    if wide and wide[0][0] > 2:
        header = next((row for row in rows if len(row) >= wide[0][0] and _is_words(row)), None)
        if header is not None:
            names = dict(header)
            for row in rows[rows.index(header) + 1 :]:
                for column, value in row:
                    if column in names:
                        labelled.add(names[column], value)
            return
    for row in rows:
        if len(row) == 2 and _is_words(row[:1]):
            labelled.add(row[0][1], row[1][1])
        elif len(row) == 1 and ":" in row[0][1] and not ends_as_label(row[0][1]):
            label, _, value = row[0][1].partition(":")
            labelled.add(label, value)


def _is_words(row: Sequence[tuple[int, str]]) -> bool:
    """Whether cells hold words, as labels do."""
    return all(any(map(str.isalpha, c)) and sum(map(str.isdigit, c)) < 3 for _, c in row)


# ------------------------------------------------------------------ what each is


def _guesses(values: Mapping[str, Sequence[str]], country: str | None) -> Iterator[Guess]:
    labels = Labels.of(None)
    for label, given in values.items():
        words_of_label = spoken(label)
        known = labels.field(words_of_label)
        if known:
            exact = labels.is_exact(words_of_label)
            reason = "its label" if exact else "its label, nearly"
            yield Guess(label, known, _EXACT if exact else _SIMILAR, reason)
            continue
        if len(given) > 1 and list(given) == [str(n) for n in range(1, len(given) + 1)]:
            yield Guess(label, FormField.ORDINAL, 0.7, "it counts the rows")
            continue
        meaning, share = look_of(given, country)
        reason = f"{share:.0%} of its values are such" if meaning else "nothing known here"
        yield Guess(label, meaning, round(share * 0.8, 2), reason)


def _once(guesses: Iterator[Guess]) -> list[Guess]:
    """Of several labels for one field, the surest is its; the others are known without."""
    every = list(guesses)
    best: dict[FormField, Guess] = {}
    for one in every:
        if one.field and one.confidence > (best[one.field].confidence if one.field in best else 0):
            best[one.field] = one
    return [
        one
        if one.field is None or best[one.field] is one
        else Guess(one.label, None, 0.0, f"a second label for {one.field}")
        for one in every
    ]
