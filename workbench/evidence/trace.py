"""The evidence behind an entity, a relationship, a claim or a mention, verbatim from its originals.

Protected persons stand under their pseudonyms in it, and what was so changed is marked as redacted.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from graph.build.calls import ALWAYS, Window, same
from graph.build.filters import Projection
from graph.cells import Sector, sectors_at
from graph.evidence import EvidenceKind, Locator, Locators, locators
from workbench import sources
from workbench.access import Masking
from workbench.case import Case
from workbench.errors import UnknownObjectError
from workbench.evidence.beside import with_rows_beside
from workbench.evidence.marking import what_to_read
from workbench.evidence.places import Place, RowPlace
from workbench.evidence.quotes import Quote, quotes


@dataclass(frozen=True)
class Evidence:
    """One row or sentence. ``file`` and all texts are as anyone may see them.

    ``same_as`` are the keys of the other rows that record the same communication. ``cells`` are
    the sectors of its first and last cell, where a table of cells tells: not the phone's place.

    ``nature``, ``first_hand`` and ``state`` are a claim's; None for other evidence. ``object_id``
    is the claim's or mention's number.
    """

    kind: EvidenceKind
    object_id: int | None
    source_id: int
    file: str
    sha256: str
    source_kind: str
    grade: str
    handling_code: str
    quote: Quote
    nature: str | None = None
    first_hand: bool | None = None
    state: str | None = None
    same_as: tuple[str, ...] = ()
    cells: tuple[Sector, ...] = ()

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.quote.place

    @property
    def text(self) -> str:
        """The row or sentence."""
        return self.quote.text

    @property
    def redacted(self) -> bool:
        """Whether a protected person's particulars were replaced in it."""
        return self.quote.redacted

    def as_json(self) -> dict[str, object]:
        """The shape that ``trace --json`` promises, with the grading beside it."""
        return {
            "source": self.source_id,
            "file": self.file,
            "sha256": self.sha256,
            "locator": self.place.as_json(),
            "text": self.text,
            "redacted": self.redacted,
            "kind": str(self.kind),
            "grade": self.grade,
            "handling_code": self.handling_code,
            "same_communication": list(self.same_as),
            "cells": [cell.as_json() for cell in self.cells],
        } | ({"state": self.state} if self.state else {})


@dataclass(frozen=True)
class Trace:
    """A page of the evidence behind an object, and how much there is in all.

    ``communications`` is how many calls, messages and sessions the page's rows record: one that
    both its operators recorded has two rows. A claim of a form stands with the further rows that
    name its sides (``beside``, of the page), and counts as one.
    """

    object_id: str
    total: int
    evidence: tuple[Evidence, ...]
    communications: int = 0
    beside: int = 0

    @property
    def pieces(self) -> int:
        """How many of ``total`` the page has."""
        return len(self.evidence) - self.beside

    def as_json(self) -> dict[str, object]:
        """As ``trace --json`` prints it."""
        return {
            "object": self.object_id,
            "total": self.total,
            "communications": self.communications,
            "rows_beside": self.beside,
            "evidence": [item.as_json() for item in self.evidence],
        }


def trace(
    case: Case,
    object_id: str,
    limit: int | None = None,
    offset: int = 0,
    *,
    shown: Masking | None = None,
    window: Window = ALWAYS,
    projection: Projection = Projection.ACTORS,
) -> Trace:
    """The evidence behind an object, oldest first, ``limit`` (None: all) items from ``offset``.

    ``object_id`` is an entity id ('person-12'), a relationship id ('left~kind~right'), a claim
    ('claim-7'), a mention's key or a row's ('file.csv#17'). ``window`` and ``projection`` choose
    among a relationship's evidence as ``graph.evidence.locators`` does. Raises UnknownObjectError.
    """
    claim = re.fullmatch(r"claim-(\d+)", object_id)
    if claim:
        found = _page(_claim(case, int(claim[1])), limit, offset)
    elif "#" in object_id:
        found = _page(_keyed(case, object_id), limit, offset)
    else:
        found = locators(
            case, object_id, limit=limit, offset=offset, window=window, projection=projection
        )
    masking = shown or Masking.load(case)
    own = len(found.found)
    with case.db.cursor() as db:
        found = replace(found, found=tuple(with_rows_beside(db, found.found)))
        same = _Sightings(db, found.found)
        cells = _cells(db, masking, found.found)
    evidence = evidence_at(case, masking, found.found)
    files = {s.source_id: masking.text(s.file_name) for s in sources.every(case.db.cursor())}
    linked = tuple(
        replace(item, same_as=same.others(item, files), cells=cells.get(locator, ()))
        for item, locator in zip(evidence, found.found, strict=True)
    )
    return Trace(object_id, found.total, linked, same.count, len(linked) - own)


class _Sightings:
    """Which rows record the same communication, of those that locators point to."""

    def __init__(self, db: duckdb.DuckDBPyConnection, found: Sequence[Locator]) -> None:
        rows = [
            (item.source_id, item.sheet, item.row_number)
            for item in found
            if item.kind is EvidenceKind.COMMUNICATION and item.row_number is not None
        ]
        calls = same(db, rows) if rows else []
        self._records = {row: records for records in calls for row in records}
        self.count = len(calls) + sum(row not in self._records for row in rows)

    def others(self, item: Evidence, files: Mapping[int, str]) -> tuple[str, ...]:
        """Keys of the other rows of an item's communication."""
        if item.kind is not EvidenceKind.COMMUNICATION or not isinstance(item.place, RowPlace):
            return ()
        own = (item.place.source_id, item.place.sheet, item.place.row_number)
        return tuple(
            f"{files[source]}#{f'{sheet}!' if sheet else ''}{row}"
            for source, sheet, row in self._records.get(own, ())
            if (source, sheet, row) != own
        )


def _cells(
    db: duckdb.DuckDBPyConnection, shown: Masking, found: Sequence[Locator]
) -> dict[Locator, tuple[Sector, ...]]:
    """Where the cells of communications stand, as anyone may see it."""
    rows = {
        locator: (locator.source_id, locator.sheet, locator.row_number)
        for locator in found
        if locator.kind is EvidenceKind.COMMUNICATION and locator.row_number is not None
    }
    placed = sectors_at(db, list(rows.values())) if rows else {}
    return {
        locator: tuple(
            replace(
                sector,
                place=sector.place and shown.text(sector.place),
                site=sector.site and shown.text(sector.site),
            )
            for sector in placed.get(row, ())
        )
        for locator, row in rows.items()
    }


def evidence_at(case: Case, shown: Masking, found: Sequence[Locator]) -> list[Evidence]:
    """The texts at locators, in their order."""
    by_id = {source.source_id: source for source in sources.every(case.db.cursor())}
    names = {number: shown.text(source.file_name) for number, source in by_id.items()}
    with case.db.cursor() as db:
        wanted = what_to_read(db, found)
        claims = _claim_facts(db, found)
    texts = quotes(case, shown, wanted)
    return [
        Evidence(
            locator.kind,
            locator.object_id,
            locator.source_id,
            names[locator.source_id],
            by_id[locator.source_id].sha256,
            by_id[locator.source_id].kind,
            by_id[locator.source_id].grade,
            by_id[locator.source_id].handling_code,
            texts[item.place],
            *claims.get(_claim_id(locator), (None, None, None)),
        )
        for locator, item in zip(found, wanted, strict=True)
    ]


def _page(found: Sequence[Locator], limit: int | None, offset: int) -> Locators:
    end = None if limit is None else offset + limit
    return Locators(len(found), tuple(found[offset:end]))


_COLUMNS = "source_id, coalesce(sheet, ''), row_number, passage_no, start_char, end_char"


def _claim(case: Case, claim_id: int) -> list[Locator]:
    rows = (
        case.db.cursor()
        .execute(f"SELECT {_COLUMNS}, claim_id FROM claim WHERE claim_id = ?", [claim_id])
        .fetchall()
    )
    if not rows:
        raise _unknown()
    return [Locator(EvidenceKind.CLAIM, *row) for row in rows]


def _keyed(case: Case, key: str) -> list[Locator]:
    """A mention by its key, else a row's communication or cell, else all mentions of a row."""
    with case.db.cursor() as db:
        found = _mentions(db, "mention_key = ?", key)
        found = found or _row(db, key, EvidenceKind.COMMUNICATION, "communication")
        found = found or _row(db, key, EvidenceKind.CELL, "cell_site")
        found = found or _mentions(db, "starts_with(mention_key, ? || ':')", key)
    if not found:
        raise _unknown()
    return found


def _mentions(db: duckdb.DuckDBPyConnection, which: str, key: str) -> list[Locator]:
    rows = db.execute(
        f"SELECT {_COLUMNS}, mention_id FROM mention WHERE {which} ORDER BY mention_id", [key]
    ).fetchall()
    return [Locator(EvidenceKind.MENTION, *row) for row in rows]


def _row(db: duckdb.DuckDBPyConnection, key: str, kind: EvidenceKind, table: str) -> list[Locator]:
    """What a row of a file is in a table of the store."""
    named = re.fullmatch(r"(?P<file>.+)#(?:(?P<sheet>.+)!)?(?P<row>\d+)(?::\w+)?", key)
    if named is None:
        return []
    rows = db.execute(
        f"SELECT DISTINCT source_id, sheet, row_number FROM {table} JOIN source USING (source_id) "
        "WHERE file_name = ? AND sheet = ? AND row_number = ?",
        [named["file"], named["sheet"] or "", int(named["row"])],
    ).fetchall()
    return [
        Locator(kind, source, sheet, row, None, None, None, None) for source, sheet, row in rows
    ]


def _unknown() -> UnknownObjectError:
    # The words asked for are not repeated: they may be a protected person's name.
    return UnknownObjectError(
        "no such claim, mention or row in this case. Name an entity ('person-12'), a relationship "
        "('person-12~meets~person-3'), a claim ('claim-7') or a row ('file.csv#17')."
    )


def _claim_id(locator: Locator) -> int | None:
    return locator.object_id if locator.kind is EvidenceKind.CLAIM else None


def _claim_facts(
    db: duckdb.DuckDBPyConnection, found: Sequence[Locator]
) -> dict[int | None, tuple[str, bool, str]]:
    ids = [number for number in map(_claim_id, found) if number is not None]
    rows = db.execute(
        "SELECT claim_id, nature, first_hand, state FROM claim WHERE claim_id IN "
        "(SELECT unnest($ids::BIGINT[]))",
        {"ids": ids},
    ).fetchall()
    return {row[0]: row[1:] for row in rows}
