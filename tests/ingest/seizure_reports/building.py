"""Seizure forms and reports for tests, and what the case made of them."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from docx import Document
from openpyxl import Workbook

from ingest import intake
from workbench.case import Case
from workbench.vocabulary import SourceKind

Rows = Iterable[Iterable[object]]


def workbook(path: Path, rows: Rows, *, merged: Sequence[str] = (), title: str = "List1") -> Path:
    """A workbook of one sheet; ``merged`` are ranges such as ``G2:G3``."""
    return workbook_of(path, {title: rows}, merged={title: merged})


def workbook_of(
    path: Path, sheets: Mapping[str, Rows], *, merged: Mapping[str, Sequence[str]] | None = None
) -> Path:
    """A workbook of several sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for cells in (merged or {}).get(title, ()):
            sheet.merge_cells(cells)
    book.save(path)
    return path


def text_table(path: Path, rows: Rows, separator: str = ";") -> Path:
    """A text table as spreadsheets write it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    return path


def report(path: Path, paragraphs: Sequence[str], table: Sequence[Sequence[str]] = ()) -> Path:
    """A DOCX of paragraphs; ``table`` stands where a paragraph is ``<table>``."""
    document = Document()
    for text in paragraphs:
        if text != "<table>":
            document.add_paragraph(text)
            continue
        grid = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, written in zip(grid.add_row().cells, row, strict=True):
                cell.text = written
    document.save(str(path))
    return path


class Told:
    """What a case has of the files added to it; mentions are named by their locator."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.added: list[intake.Added] = []

    def add(
        self,
        file: Path,
        kind: str | None = None,
        *,
        country: str | None = None,
        template: str | None = None,
        time_zone: str | None = None,
    ) -> intake.Added:
        """Add a file."""
        options = intake.AddOptions(
            kind=SourceKind(kind) if kind else None,
            country=country,
            template=template,
            time_zone=time_zone,
        )
        self.added.append(intake.add(self.case, file, options))
        return self.added[-1]

    def mentions(self, kind: str) -> dict[str, tuple[str, str | None]]:
        """Locator to text as written and normal form; officers are left out."""
        return self._mentions(kind, "coalesce(field, '') NOT LIKE 'officer%'")

    def officers(self) -> dict[str, tuple[str, str | None]]:
        """The officers whom forms name: locator to text as written and normal form."""
        return self._mentions("person", "field LIKE 'officer%'")

    def _mentions(self, kind: str, which: str) -> dict[str, tuple[str, str | None]]:
        found = self.case.db.execute(
            f"SELECT mention_key, text, normalised FROM mention WHERE kind = ? AND {which} "
            "ORDER BY mention_id",
            [kind],
        ).fetchall()
        return {key.rsplit("#", 1)[1]: (text, normal) for key, text, normal in found}

    def texts(self, kind: str) -> list[str]:
        """Mentions of a kind as written, in order."""
        return [text for text, _ in self.mentions(kind).values()]

    def attributes(self, text: str) -> dict[str, str]:
        """What is said of the mentions that are written so."""
        found = self.case.db.execute(
            "SELECT name, value FROM attribute JOIN mention USING (mention_id) WHERE text = ?",
            [text],
        ).fetchall()
        return dict(found)

    def claims(self, kind: str) -> set[tuple[str, str]]:
        """Claims of a kind that are not denied, as the texts of both ends."""
        found = self.case.db.execute(
            """SELECT one.text, other.text FROM claim
            JOIN mention AS one ON one.mention_id = left_mention
            JOIN mention AS other ON other.mention_id = right_mention
            WHERE claim.kind = ? AND NOT negated""",
            [kind],
        ).fetchall()
        return set(found)

    def statuses(self) -> set[tuple[str, str, bool]]:
        """Text of the person, category, and whether a minor; officers of forms are left out."""
        found = self.case.db.execute(
            "SELECT text, category, minor FROM person_status JOIN mention USING (mention_id) "
            "WHERE coalesce(field, '') NOT LIKE 'officer%'"
        ).fetchall()
        return set(found)

    def exhibits(self) -> list[tuple[str, str, str | None, tuple[str, ...]]]:
        """Number, description, from whom, and texts of its items, in order."""
        found = self.case.db.execute(
            """SELECT exhibit_number, description, holder.text,
                coalesce(list(item.text ORDER BY item.mention_id)
                         FILTER (item.text IS NOT NULL), [])
            FROM exhibit
            LEFT JOIN mention AS holder ON holder.mention_id = seized_from
            LEFT JOIN exhibit_item USING (exhibit_id)
            LEFT JOIN mention AS item ON item.mention_id = exhibit_item.mention_id
            GROUP BY exhibit_id, exhibit_number, description, holder.text ORDER BY exhibit_id"""
        ).fetchall()
        return [(number, text, holder, tuple(items)) for number, text, holder, items in found]

    def hand_overs(self) -> list[tuple[str, int, str | None, str | None, str | None]]:
        """Exhibit, step, giver, taker and seal, in order."""
        return self.case.db.execute(
            "SELECT exhibit_number, step, from_written, to_written, seal_number FROM custody "
            "ORDER BY custody_id"
        ).fetchall()

    def measured(self) -> list[str]:
        """How many or how much of each exhibit there is, and its sum, where stated."""
        found = self.case.db.execute(
            "SELECT exhibit_number, quantity, unit, amount, currency FROM exhibit "
            "WHERE coalesce(quantity, amount) IS NOT NULL ORDER BY exhibit_id"
        ).fetchall()
        return [
            f"{number}: "
            + " ".join(
                f"{x.normalize():f}" if isinstance(x, Decimal) else x for x in said if x is not None
            )
            for number, *said in found
        ]

    def value(self, statement: str) -> object:
        """The one value that a query gives."""
        row = self.case.db.execute(statement).fetchone()
        assert row is not None
        return row[0]


@contextmanager
def open_case(folder: Path) -> Iterator[Told]:
    """A new case."""
    made = Case.create(
        folder, title="T", reference="T-1", country="BA", time_zone="Europe/Sarajevo", user="ana"
    )
    with made as case:
        yield Told(case)
