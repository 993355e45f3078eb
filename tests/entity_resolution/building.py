"""Mentions and what is said of them, written down without files."""

from dataclasses import dataclass, field

from workbench.case import Case
from workbench.vocabulary import AttributeName, ClaimKind, MentionKind


@dataclass
class CaseBuilder:
    """Sources hold persons and things; every call returns an id."""

    case: Case
    _sources: int = 0
    _places: dict[int, int] = field(default_factory=dict)
    _claims: int = 0

    def source(self, text: str | None = None) -> int:
        """A received statement; ``text`` makes its first passage."""
        self._sources += 1
        number = self._sources
        self.case.db.execute(
            "INSERT INTO source (source_id, sha256, file_name, kind, media_type, bytes, "
            "handling_code, source_reliability, information_credibility, grading_scheme, "
            "parser_version, added_by, added_at_utc) VALUES (?, ?, ?, 'witness_statement', 'x', 1, "
            "'H0', 'B', '2', '4x4', '1', 'test', '2024-01-01')",
            [number, f"{number:064}", f"{number}.txt"],
        )
        if text:
            self.case.db.execute(
                "INSERT INTO document VALUES (?, ?, [0], NULL, NULL)", [number, text]
            )
        return number

    def passage(self, source: int, sentence: str) -> int:
        """Say that a sentence of the source's text is a passage; its number."""
        row = self.case.db.execute(
            "SELECT text, (SELECT count(*) + 1 FROM passage WHERE source_id = $s) FROM document "
            "WHERE source_id = $s",
            {"s": source},
        ).fetchone()
        assert row is not None
        start = row[0].index(sentence)
        self.case.db.execute(
            "INSERT INTO passage VALUES (?, ?, ?, ?, 1)",
            [source, row[1], start, start + len(sentence)],
        )
        return int(row[1])

    def mention(
        self,
        kind: MentionKind,
        source: int,
        text: str,
        normalised: str | None = None,
        country: str | None = None,
        **said: str | list[str],
    ) -> int:
        """A mention in a source with its attributes, placed after the ones before it."""
        mention = self.case.next_id("mention", "mention_id")
        start, passage = self._place(source, text)
        self.case.db.execute(
            "INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, ?, ?, ?)",
            [
                mention,
                f"{source}.txt#{start}-{start + len(text)}:{mention}",
                source,
                kind,
                text,
                normalised or text,
                country,
                passage,
                start,
                start + len(text),
            ],
        )
        for name, values in said.items():
            for value in [values] if isinstance(values, str) else values:
                self.case.db.execute(
                    "INSERT INTO attribute VALUES (?, ?, ?, ?)",
                    [mention, AttributeName(name), value, value],
                )
        return mention

    def person(self, source: int, name: str, **said: str | list[str]) -> int:
        """A person mention; ``said`` holds attributes by their vocabulary name."""
        return self.mention(MentionKind.PERSON, source, name, None, None, **said)

    def claim(self, kind: ClaimKind, left: int, right: int) -> None:
        """A relation stated by the left mention's source."""
        self._claims += 1
        self.case.db.execute(
            "INSERT INTO claim (claim_id, source_id, kind, left_mention, right_mention, nature) "
            "SELECT ?, source_id, ?, ?, ?, 'fact' FROM mention WHERE mention_id = ?",
            [self._claims, kind, left, right, left],
        )

    def _place(self, source: int, text: str) -> tuple[int, int | None]:
        """Where the text next stands in the source's document, or a running number."""
        after = self._places.get(source, 0)
        row = self.case.db.execute(
            "SELECT text FROM document WHERE source_id = ?", [source]
        ).fetchone()
        start = row[0].find(text, after) if row else after + 10
        assert start >= 0, f"{text} does not stand in source {source} after {after}"
        self._places[source] = start + len(text)
        found = self.case.db.execute(
            "SELECT passage_no FROM passage WHERE source_id = ? AND start_char <= ? "
            "AND end_char > ?",
            [source, start, start],
        ).fetchone()
        return start, found[0] if found else None

    def entity_of(self, mention: int) -> str:
        """The entity that a mention belongs to after a resolution."""
        row = self.case.db.execute(
            "SELECT entity_id FROM entity_member WHERE mention_id = ?", [mention]
        ).fetchone()
        assert row is not None
        return str(row[0])
