"""The summary as a Word document, for those who must copy from it; the PDF is what is signed.

It has everything the PDF has but the chart, in the same order and words.
"""

import copy
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Pt

from workbench.evidence import pack
from workbench.evidence.citing import Citation
from workbench.evidence.interchange.columns import text as allowed
from workbench.evidence.report import Group, Paragraphs, Report, Statement, Table

_SMALL = Pt(8)
_THUMBNAIL = re.compile(rb"<Relationship [^>]*thumbnail[^>]*/>")
_LANGUAGES = {"bs": "bs-Latn-BA", "sr-Cyrl": "sr-Cyrl-ME", "sq": "sq-AL", "en": "en-GB"}


def word_document(report: Report, made_at_utc: datetime) -> bytes:
    """The DOCX file, the same whenever it is made of the same report."""
    writer = _Writer(report)
    writer.opening()
    writer.findings()
    writer.tables()
    writer.method()
    writer.annexes()
    return _settled(writer.document, report, made_at_utc)


class _Writer:
    def __init__(self, report: Report) -> None:
        self.report = report
        self.document: Any = docx.Document()
        language = self.document.styles.element.find(f".//{qn('w:lang')}")
        if language is not None:
            language.set(qn("w:val"), _LANGUAGES.get(report.language, report.language))

    # ------------------------------------------------------------- parts

    def opening(self) -> None:
        """The case, notes for the reader, the question and its answer in brief."""
        self.document.add_heading(allowed(self.report.header.case), 0)
        self._line(self.report.header.title)
        for word, value in self.report.header.facts:
            self._line(f"{word}: {value}")
        for note in self.report.notes:
            self._line(note)
        self._section("question")
        self._line(self.report.question)
        for sentence in self.report.brief:
            self._line(sentence, "List Bullet")

    def findings(self) -> None:
        """The numbered statements."""
        self._section("facts")
        self._line(self._word("intro", "facts"))
        self._groups(self.report.facts)
        self._section("assessments")
        self._line(self._word("intro", "assessments"))
        for statement in self.report.assessments:
            self._statement(statement)
        self._groups(self.report.collected)

    def tables(self) -> None:
        """Actors, relationships and things."""
        for section, table, none in (
            ("entities", self.report.entities, ""),
            ("ties", self.report.ties, self._word("tie_table", "none")),
            ("things", self.report.things, self._word("thing_table", "none")),
        ):
            self._section(section)
            self._table(table, none)

    def method(self) -> None:
        """Method and limits, and the sources."""
        self._section("method")
        for part in self.report.method:
            self._paragraphs(part)
        self._section("sources")
        self._table(self.report.sources)
        for note in self.report.source_notes:
            self._line(note)

    def annexes(self) -> None:
        """Everything cited, word for word, and what is withheld."""
        rows = [one for one in self.report.citations if one.quote.cells]
        sentences = [one for one in self.report.citations if not one.quote.cells]
        for section, cited, none in (
            ("rows", rows, "no_rows"),
            ("sentences", sentences, "no_sentences"),
        ):
            self._section(section)
            self._cited(cited, self._word("annex", none))
        self._section("withheld")
        none = self._word("annex", "withheld_none")
        self._line(self._word("annex", "withheld") if self.report.withheld else none)
        self._table(self.report.withheld)

    # ------------------------------------------------------------- pieces

    def _word(self, section: str, key: str) -> str:
        return str(self.report.words[section][key])

    def _section(self, key: str) -> None:
        self.document.add_heading(allowed(self._word("section", key)), 1)

    def _line(self, text: str, style: str | None = None) -> None:
        if text:
            self.document.add_paragraph(allowed(text), style)

    def _groups(self, groups: Iterable[Group]) -> None:
        for group in groups:
            if group.title:
                self.document.add_heading(allowed(group.title), 2)
            for statement in group.statements:
                self._statement(statement)

    def _statement(self, statement: Statement) -> None:
        paragraph = self.document.add_paragraph(f"{statement.number}. {allowed(statement.text)}")
        if statement.cites:
            grades = f" {', '.join(statement.grades)}" if statement.grades else ""
            run = paragraph.add_run(allowed(f" [{'; '.join(statement.cites)}]{grades}"))
            run.font.size = _SMALL
        if statement.quote:
            self._line(statement.quote, "Intense Quote")

    def _paragraphs(self, part: Paragraphs) -> None:
        self.document.add_heading(allowed(part.title), 2)
        for text in part.text:
            self._line(text)
        for point in part.points:
            self._line(point, "List Bullet")
        self._table(part.table)

    def _table(self, table: Table | None, none: str = "") -> None:
        if table is None:
            self._line(none)
            return
        if not table.cites:
            self._grid(table.titles, table.rows)
            return
        rows = [(*row, "; ".join(c)) for row, c in zip(table.rows, table.cites, strict=True)]
        self._grid((*table.titles, self._word("tie_table", "sources")), rows)

    def _cited(self, cited: Sequence[Citation], none: str) -> None:
        if not cited:
            self._line(none)
            return
        redacted = self._word("annex", "redacted")
        rows = [
            (
                one.label,
                " | ".join(one.quote.cells) or one.quote.text,
                redacted if one.quote.redacted else "",
            )
            for one in cited
        ]
        self._grid((self._word("annex", "row"), self._word("annex", "words"), ""), rows)

    def _grid(self, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table written as XML of its own: python-docx needs a minute for a thousand cells."""
        grid = self.document.add_table(rows=1, cols=len(titles), style="Table Grid")
        for cell, title in zip(grid.rows[0].cells, titles, strict=True):
            cell.paragraphs[0].add_run(allowed(title)).bold = True
        head = grid.rows[0]._tr
        for row in rows:
            made = copy.deepcopy(head)
            for cell, words in zip(made.tc_lst, row, strict=True):
                _fill(cell, words)
            grid._tbl.append(made)


def _fill(cell: Any, words: str) -> None:
    """Put small plain words in the place of a copied cell's."""
    for run in cell.findall(f".//{qn('w:r')}"):
        properties = run.get_or_add_rPr()
        for bold in properties.findall(qn("w:b")):
            properties.remove(bold)
        size = properties.makeelement(qn("w:sz"), {qn("w:val"): "16"})
        properties.append(size)
        run.text = allowed(words)


def _settled(document: Any, report: Report, moment: datetime) -> bytes:
    """The file with the export's moment for every clock in it."""
    properties = document.core_properties
    properties.title = allowed(f"{report.header.title} – {report.header.case}")
    properties.author, properties.last_modified_by, properties.comments = "", "", ""
    properties.created = properties.modified = moment
    properties.revision = 1
    made = io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as archive:
        read = {name: archive.read(name) for name in archive.namelist() if "thumbnail" not in name}
    # The picture of a page that python-docx puts in is of another document.
    read["_rels/.rels"] = _THUMBNAIL.sub(b"", read["_rels/.rels"])
    with TemporaryDirectory() as scratch:
        out = Path(scratch) / "summary.docx"
        pack.write(out, dict[str, pack.Content](read), moment)
        return out.read_bytes()
