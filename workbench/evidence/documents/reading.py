"""From a source to what is shown of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest import locate
from ingest.language.indicators import catalogue
from workbench import sources
from workbench.access import Masking
from workbench.access.masking import HIDDEN
from workbench.case import Case
from workbench.errors import RefusedError
from workbench.evidence.documents import found
from workbench.evidence.documents.found import Found, Row
from workbench.evidence.documents.view import (
    DocumentView,
    ShownAside,
    ShownClaim,
    ShownIndicator,
    ShownMention,
    ShownPassage,
)
from workbench.evidence.quotes import masked_span
from workbench.sources import Source
from workbench.vocabulary import REVIEWED_SOURCES, MentionKind


def read(case: Case, source_id: int, shown: Masking | None = None) -> DocumentView:
    """A document or form with what was found in it. Raises UnknownObjectError or RefusedError."""
    source = sources.get(case.db, source_id)
    if source.kind not in REVIEWED_SOURCES:
        raise RefusedError(
            f"source {source_id}: holds {source.kind.replace('_', ' ')}, which are no text to "
            "review; see 'workbench trace'."
        )
    masking = shown or Masking.load(case)
    with case.db.cursor() as db:
        document = db.execute(
            "SELECT text, language FROM document WHERE source_id = ?", [source_id]
        ).fetchone()
        passages = db.execute(
            "SELECT passage_no, page, start_char, end_char FROM passage WHERE source_id = ? "
            "ORDER BY passage_no",
            [source_id],
        ).fetchall()
        rows = found.of(db, source_id)
        beside = db.execute(_ASIDES, [source_id]).fetchall()
    view = _View(source, masking, rows)
    return DocumentView(
        source_id,
        masking.text(source.file_name),
        source.sha256,
        source.kind,
        document[1] if document else source.language,
        source.grade,
        source.handling_code,
        rows.states(),
        tuple(view.passages(str(document[0]), passages) if document else view.rows(case)),
        tuple(
            ShownAside(
                kind, start, end, passage, text and masking.text(text),
                author and masking.text(author),
            )
            for kind, start, end, passage, text, author in beside
        ),
    )  # fmt: skip


# Grain: one aside of a document, with the passage at which it stood.
_ASIDES = """
    SELECT kind, aside.start_char, aside.end_char, max(passage_no), aside.text, author
    FROM document_aside AS aside LEFT JOIN passage ON passage.source_id = aside.source_id
        AND passage.start_char <= aside.start_char
    WHERE aside.source_id = ?
    GROUP BY ALL ORDER BY aside.start_char, kind, aside.text
"""


@dataclass
class _View:
    """One source on its way to being shown."""

    source: Source
    shown: Masking
    found: Found

    def __post_init__(self) -> None:
        self._texts = {
            row["mention_id"]: self._of_mention(row, row["text"]) for row in self.found.mentions
        }

    def passages(
        self, text: str, placed: Sequence[tuple[int, int, int, int]]
    ) -> Iterator[ShownPassage]:
        """The sentences of a document."""
        for number, page, start, end in placed:
            original = text[start:end]
            masked = self.shown.text(original, self.source.source_id, start)
            yield ShownPassage(
                number, page, None, None, start, end, masked, masked != original,
                tuple(
                    self._mention(row, self._marked(row, original, masked, start))
                    for row in self.found.mentions
                    if row["passage_no"] == number
                ),
                *self._stated("passage_no", number, None),
            )  # fmt: skip

    def rows(self, case: Case) -> Iterator[ShownPassage]:
        """The rows of a form in which something was found."""
        every = (*self.found.mentions, *self.found.claims, *self.found.indicators)
        places = {(row["sheet"] or "", row["row_number"]) for row in every if row["row_number"]}
        originals = locate.rows(case, self.source.source_id, places)
        for sheet, number in sorted(originals):
            original = originals[sheet, number].text
            masked = self.shown.row_text(original, self.source.source_id, sheet, number)
            yield ShownPassage(
                None, None, sheet, number, None, None, masked, masked != original,
                tuple(
                    self._mention(row, None)
                    for row in self.found.mentions
                    if (row["sheet"] or "", row["row_number"]) == (sheet, number)
                ),
                *self._stated("row_number", number, sheet),
            )  # fmt: skip

    def _stated(
        self, column: str, number: int, sheet: str | None
    ) -> tuple[tuple[ShownClaim, ...], tuple[ShownIndicator, ...]]:
        def here(row: Row) -> bool:
            return row[column] == number and (sheet is None or (row["sheet"] or "") == sheet)

        return (
            tuple(self._claim(row) for row in self.found.claims if here(row)),
            tuple(self._indicator(row) for row in self.found.indicators if here(row)),
        )

    # -------------------------------------------------------------- mentions

    def _marked(self, row: Row, original: str, masked: str, begins: int) -> tuple[int, int] | None:
        """Where a mention stands in the masked passage; None where cutting there would tell."""
        span = (row["start_char"] - begins, row["end_char"] - begins)
        return masked_span(self.shown, self.source.source_id, begins, original, masked, span)

    def _is_hidden(self, row: Row) -> bool:
        return bool(row["entity_id"] and self.shown.is_protected(row["entity_id"]))

    def _of_mention(self, row: Row, text: str) -> str:
        if self._is_hidden(row):
            return self.shown.label(row["entity_id"])
        if row["start_char"] is None:
            return self.shown.text(text)
        return self.shown.text(text, self.source.source_id, row["start_char"])

    def _value(self, row: Row, value: str) -> str:
        return HIDDEN if self._is_hidden(row) else self.shown.text(value)

    def _mention(self, row: Row, marked: tuple[int, int] | None) -> ShownMention:
        said = self.found.said.get(row["mention_id"], {})
        entity = row["entity_id"]
        read_as = None
        if row["state"] == "corrected":
            read_as = {
                "kind": row["read_kind"],
                "text": self._value(row, row["read_text"]),
                "normalised": row["read_normalised"] and self._value(row, row["read_normalised"]),
            }
        return ShownMention(
            row["mention_id"],
            row["kind"],
            self._texts[row["mention_id"]],
            row["normalised"] and self._value(row, row["normalised"]),
            row["state"],
            row["start_char"],
            row["end_char"],
            marked,
            entity,
            self.shown.label(entity) if entity else None,
            self._is_hidden(row),
            {
                name: tuple(self._value(row, value) for value in values)
                for name, values in said.items()
                if name != "standing"
            },
            tuple(said.get("standing", ())) if row["kind"] == MentionKind.PERSON else (),
            read_as,
        )

    # -------------------------------------------------------------- claims and indicators

    def _named(self, mention_id: int | None) -> str | None:
        return None if mention_id is None else self._texts.get(mention_id, f"mention {mention_id}")

    def _claim(self, row: Row) -> ShownClaim:
        read_as = None
        if row["state"] == "corrected":
            read_as = {
                "kind": row["read_kind"],
                "left": self._named(row["read_left"]),
                "right": self._named(row["read_right"]),
                "nature": row["read_nature"],
                "first_hand": row["read_first_hand"],
                "negated": row["read_negated"],
            }
        return ShownClaim(
            row["claim_id"],
            row["kind"],
            row["left_mention"],
            self._named(row["left_mention"]) or "",
            row["right_mention"],
            self._named(row["right_mention"]) or "",
            row["nature"],
            row["first_hand"],
            row["negated"],
            row["state"],
            row["start_utc"],
            row["end_utc"],
            row["time_written"] and self.shown.text(row["time_written"]),
            self._named(row["place_mention"]),
            self._named(row["speaker"]),
            row["counts"],
            read_as,
        )

    def _indicator(self, row: Row) -> ShownIndicator:
        listed = catalogue().get(row["code"])
        return ShownIndicator(
            row["indicator_id"],
            row["code"],
            listed.text if listed else row["code"],
            listed.sensitive if listed else (),
            row["mention_id"],
            self._named(row["mention_id"]),
            row["state"],
        )
