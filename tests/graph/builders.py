"""A case written down as an investigator would tell it, without files or resolution."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from graph.build import refresh
from ingest.call_records import coverage
from workbench.case import Case
from workbench.vocabulary import ClaimKind, Nature

DAY_ONE = datetime(2024, 3, 1, 8, 0)


def at(day: float = 0, *, seconds: float = 0) -> datetime:
    """A moment some days (and seconds) after the first morning, in UTC."""
    return DAY_ONE + timedelta(days=day, seconds=seconds)


@dataclass
class CaseBuilder:
    """Entities are made on first use; each use in another source is another mention of it."""

    case: Case
    sheet: str = ""
    """Where calls stand in their file."""
    _mentions: dict[tuple[str, int], int] = field(default_factory=dict)
    _rows: int = 0
    _claims: int = 0

    def source(self, kind: str = "call_records", target: str | None = None) -> int:
        """A received file."""
        number = self.case.next_id("source", "source_id")
        self.case.db.execute(
            "INSERT INTO source (source_id, sha256, file_name, kind, media_type, bytes, "
            "handling_code, source_reliability, information_credibility, grading_scheme, "
            "parser_version, target_written, added_by, added_at_utc) "
            "VALUES (?, ?, ?, ?, 'text/csv', 1, 'H0', 'A', '1', '4x4', '1', ?, 'test', ?)",
            [number, f"{number:064x}", f"file-{number}.csv", kind, target, DAY_ONE],
        )
        return number

    def entity(self, entity_id: str, label: str | None = None) -> str:
        """An entity; its kind is the first part of its id."""
        kind = entity_id.rsplit("-", 1)[0]
        self.case.db.execute(
            "INSERT OR IGNORE INTO entity VALUES (?, ?, ?, 1, 1.0)",
            [entity_id, kind, label or entity_id],
        )
        return entity_id

    def mention(
        self, entity_id: str, source: int, normalised: str | None = None, **where: object
    ) -> int:
        """The mention of an entity in a source, made once."""
        known = self._mentions.get((entity_id, source))
        if known is not None:
            return known
        self.entity(entity_id)
        number = self.case.next_id("mention", "mention_id")
        if normalised is None and entity_id.startswith("phone-"):
            normalised = f"+38269{int(entity_id.rsplit('-', 1)[1]):06d}"
        self.case.db.execute(
            "INSERT INTO mention (mention_id, mention_key, source_id, kind, text, normalised, "
            "sheet, row_number, field, passage_no, start_char, end_char) "
            "VALUES (?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?)",
            [number, f"file-{source}.csv#{number}", source, entity_id.rsplit("-", 1)[0]]
            + [normalised or entity_id, normalised]
            + [where.get(name) for name in ("row", "field", "passage", "start", "end")],
        )
        self.case.db.execute("INSERT INTO entity_member VALUES (?, ?)", [entity_id, number])
        self._mentions[entity_id, source] = number
        return number

    def call(
        self,
        source: int,
        caller: str | None,
        called: str | None,
        when: datetime,
        duration_s: int | None = 60,
        *,
        direction: str = "outgoing",
        kind: str = "call",
        imei: str | None = None,
        place: str | None = None,
    ) -> int:
        """A record of a call; the target is the caller unless the direction is incoming."""
        self._rows += 1
        a, b = (self.mention(p, source) if p else None for p in (caller, called))
        device = {"outgoing": "a", "incoming": "b"}.get(direction)
        self.case.db.execute(
            "INSERT INTO communication (source_id, sheet, row_number, kind, direction, a_kind, "
            "b_kind, a_mention, b_mention, device_party, imei, start_utc, time_zone, "
            "duration_s, cell_place) "
            "VALUES (?, ?, ?, ?, ?, 'e164', 'e164', ?, ?, ?, ?, ?, 'UTC', ?, ?)",
            [source, self.sheet, self._rows, kind, direction, a, b, device, imei, when]
            + [duration_s, place],
        )
        return self._rows

    def claim(
        self,
        left: str,
        kind: ClaimKind,
        right: str,
        source: int,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        nature: Nature = Nature.FACT,
        negated: bool = False,
        state: str = "suggested",
    ) -> int:
        """What a source states of two entities."""
        self._claims += 1
        self.case.db.execute(
            "INSERT INTO claim (claim_id, source_id, kind, left_mention, right_mention, "
            "start_utc, end_utc, nature, negated, state, passage_no, start_char, end_char) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0, 10)",
            [self._claims, source, kind, self.mention(left, source), self.mention(right, source)]
            + [start, end, nature, negated, state],
        )
        return self._claims

    def protect(self, entity_id: str, pseudonym: str = "Protected person 1") -> None:
        """Put an entity under protection."""
        self.case.db.execute(
            "INSERT INTO protected_entity VALUES (?, ?, ?, 'victim')",
            [entity_id, entity_id.rsplit("-", 1)[0], pseudonym],
        )

    def calls(self, source: int, pairs: Iterable[tuple[str, str]]) -> None:
        """One call for each pair, an hour apart."""
        for number, (caller, called) in enumerate(pairs):
            self.call(source, caller, called, at(number / 24))

    def refreshed(self) -> Case:
        """The case with its relationships, and what its files cover, computed."""
        with self.case.transaction():
            for (source,) in self.case.db.execute("SELECT source_id FROM source").fetchall():
                coverage.store(self.case, source, "")
            refresh(self.case)
        return self.case


def new_case(folder: Path) -> CaseBuilder:
    """An empty case to build in."""
    return CaseBuilder(Case.create(folder / "case", title="Test", user="tester"))
