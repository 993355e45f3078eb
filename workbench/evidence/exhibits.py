"""Seized items as anyone may see them: from whom, when and where, and who had them since."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import duckdb

from workbench import sources
from workbench.access import Masking
from workbench.case import Case
from workbench.errors import UnknownObjectError
from workbench.evidence.places import RowPlace


@dataclass(frozen=True)
class Passed:
    """One hand-over: step in the chain of the item, from whom to whom, when, where and why."""

    step: int
    giver: str | None
    taker: str | None
    moment_written: str | None
    moment_utc: datetime | None
    place: str | None
    reason: str | None
    seal: str | None
    locator: str | None


@dataclass(frozen=True)
class Seized:
    """One exhibit; texts of protected persons are replaced. ``chain`` is in the order stated."""

    exhibit_id: int
    number: str
    description: str
    quantity: Decimal | None
    unit: str | None
    amount: Decimal | None
    currency: str | None
    seized_written: str | None
    seized_utc: datetime | None
    place: str | None
    seized_by: str | None
    seized_from: str | None
    items: tuple[str, ...]
    source: int
    file: str
    locator: str | None
    chain: tuple[Passed, ...]


# Grain: one exhibit with its items.
_EXHIBITS = """
    SELECT exhibit_id, exhibit.source_id, exhibit_number, description, quantity, unit, amount,
        currency, seized_written, seized_utc, place_written, seized_by, holder.text AS holder,
        exhibit.sheet AS sheet, exhibit.row_number AS row_number,
        exhibit.passage_no AS passage_no,
        list(item.text ORDER BY item.mention_id) FILTER (item.text IS NOT NULL) AS items
    FROM exhibit
    LEFT JOIN mention AS holder ON holder.mention_id = seized_from
    LEFT JOIN exhibit_item USING (exhibit_id)
    LEFT JOIN mention AS item ON item.mention_id = exhibit_item.mention_id
    WHERE $number IS NULL OR lower(exhibit_number) = lower($number)
    GROUP BY ALL ORDER BY exhibit_id
"""

# Grain: one hand-over of an exhibit.
_CUSTODY = """
    SELECT exhibit_id, step, from_written, to_written, moment_written, moment_utc, place_written,
        reason, seal_number, source_id, sheet, row_number, passage_no
    FROM custody WHERE exhibit_id IS NOT NULL ORDER BY exhibit_id, step, custody_id
"""


def exhibits(case: Case, shown: Masking, number: str | None = None) -> list[Seized]:
    """The case's exhibits, or those of one number. Raises UnknownObjectError."""
    with case.db.cursor() as db:
        rows = _rows(db, _EXHIBITS, {"number": number})
        files = {source.source_id: shown.text(source.file_name) for source in sources.every(db)}
        passed: dict[int, list[Passed]] = defaultdict(list)
        for row in _rows(db, _CUSTODY, {}):
            passed[row["exhibit_id"]].append(_passed(shown, row))
    if number is not None and not rows:
        raise UnknownObjectError("no such exhibit in this case. See 'workbench exhibits'.")
    return [_seized(shown, files, tuple(passed[r["exhibit_id"]]), r) for r in rows]


def _rows(
    db: duckdb.DuckDBPyConnection, statement: str, values: dict[str, str | None]
) -> list[dict[str, Any]]:
    found = db.execute(statement, values)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _masked(shown: Masking, text: str | None) -> str | None:
    return None if text is None else shown.text(text)


def _label(row: dict[str, Any]) -> str | None:
    if row["row_number"] is not None:
        return RowPlace(row["source_id"], row["sheet"] or "", row["row_number"]).label
    passage = row["passage_no"]
    return None if passage is None else f"S{row['source_id']} s.{passage}"


def _passed(shown: Masking, row: dict[str, Any]) -> Passed:
    return Passed(
        row["step"],
        _masked(shown, row["from_written"]),
        _masked(shown, row["to_written"]),
        row["moment_written"],
        row["moment_utc"],
        _masked(shown, row["place_written"]),
        _masked(shown, row["reason"]),
        row["seal_number"],
        _label(row),
    )


def _seized(
    shown: Masking, files: dict[int, str], chain: tuple[Passed, ...], row: dict[str, Any]
) -> Seized:
    return Seized(
        row["exhibit_id"],
        row["exhibit_number"],
        shown.text(row["description"]),
        row["quantity"],
        row["unit"],
        row["amount"],
        row["currency"],
        row["seized_written"],
        row["seized_utc"],
        _masked(shown, row["place_written"]),
        _masked(shown, row["seized_by"]),
        _masked(shown, row["holder"]),
        tuple(shown.text(text) for text in row["items"] or ()),
        row["source_id"],
        files[row["source_id"]],
        _label(row),
        chain,
    )
