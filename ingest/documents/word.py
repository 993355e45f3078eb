"""DOCX: what Word shows, in its order: paragraphs, table rows, text boxes, notes, heads and feet.

Tracked changes are not accepted silently: inserted text is read and marked, deleted text kept
apart, as are comments and hidden text. Cells of a row are separated by a tab.
"""

import posixpath
import re
import zipfile
from pathlib import Path

from ingest.documents.extracted import DocumentUnreadableError, ExtractedText
from ingest.documents.markup import Element, name_of, parsed, said
from ingest.documents.word_numbering import Numbering
from ingest.documents.writing import Writing
from ingest.tables.archive import check_size
from workbench.vocabulary import AsideKind

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/"
_REFERENCE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_NOT_SAID = frozenset(("instrText", "delInstrText", "rPr", "pPr", "del", "moveFrom"))
_ON = (None, "1", "true", "on")
_TEXTS = (f"{_W}t", f"{_W}delText")
_OLE = b"\xd0\xcf\x11\xe0"


def read(path: Path) -> ExtractedText:
    """Read a DOCX file. Raises DocumentUnreadableError."""
    with path.open("rb") as file:
        if file.read(4) == _OLE:
            raise DocumentUnreadableError(
                "is protected by a password, or an old DOC. Save it as DOCX without a password."
            )
    with zipfile.ZipFile(path) as archive:
        check_size(archive.infolist())
        return _Reader(archive).read()


def _parsed(data: bytes) -> Element:
    return parsed(_transitional(data) if _STRICT in data[:4000] else data)


def _transitional(data: bytes) -> bytes:
    """Names of the strict format as those of the usual one."""
    plain = b"http://schemas.openxmlformats.org/"
    data = re.sub(
        rb"http://purl\.oclc\.org/ooxml/(wordprocessingml)/main", plain + rb"\1/2006/main", data
    )
    return data.replace(
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        plain + b"officeDocument/2006/relationships",
    )


class _Reader:
    """One document's parts and the text written so far."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._main = self._main_part()
        self._related = self._relations()
        self._writing = Writing()
        self._notes = {
            kind: self._numbered(f"{kind}s.xml", kind) for kind in ("footnote", "endnote")
        }
        self._comments = self._numbered("comments.xml", "comment")
        self._numbering = Numbering(self._part("numbering.xml"), self._part("styles.xml"))
        self._waiting: list[Element] = []  # notes and text boxes of the paragraph under way

    def read(self) -> ExtractedText:
        body = _parsed(self._archive.read(self._main)).find(f"{_W}body")
        if body is None:
            raise DocumentUnreadableError("has no body. Ask for the file again.")
        self._edges(body, "header", AsideKind.HEADER)
        self._blocks(body)
        self._edges(body, "footer", AsideKind.FOOTER)
        return self._writing.extracted()

    # -------------------------------------------------------------- parts of the file

    def _main_part(self) -> str:
        for link in _parsed(self._archive.read("_rels/.rels")):
            if str(link.get("Type")).endswith("/officeDocument"):
                return str(link.get("Target")).lstrip("/")
        return "word/document.xml"

    def _relations(self) -> dict[str, str]:
        folder, name = posixpath.split(self._main)
        where = f"{folder}/_rels/{name}.rels"
        if where not in self._archive.namelist():
            return {}
        return {
            str(link.get("Id")): posixpath.normpath(posixpath.join(folder, str(link.get("Target"))))
            for link in _parsed(self._archive.read(where))
            if link.get("TargetMode") != "External"
        }

    def _part(self, name: str) -> Element | None:
        where = posixpath.join(posixpath.dirname(self._main), name)
        return _parsed(self._archive.read(where)) if where in self._archive.namelist() else None

    def _numbered(self, name: str, kind: str) -> dict[str, Element]:
        part = self._part(name)
        if part is None:
            return {}
        return {
            str(one.get(f"{_W}id")): one
            for one in part.findall(f"{_W}{kind}")
            if one.get(f"{_W}type") in (None, "normal")
        }

    # -------------------------------------------------------------- heads and feet

    def _edges(self, body: Element, kind: str, marked: AsideKind) -> None:
        """Heads or feet of all sections, those that say the same once."""
        seen: set[str] = set()
        for reference in body.iter(f"{_W}{kind}Reference"):
            where = self._related.get(str(reference.get(_REFERENCE)).lstrip("/"), "")
            if where not in self._archive.namelist():
                continue
            part = _parsed(self._archive.read(where))
            text = said(part, f"{_W}t")
            if text.strip() and text not in seen:
                seen.add(text)
                with self._writing.marked(marked):
                    self._blocks(part)

    # -------------------------------------------------------------- blocks

    def _blocks(self, parent: Element) -> None:
        for block in parent:
            name = name_of(block)
            if name == "p":
                self._paragraph(block)
            elif name == "tbl":
                self._table(block)
            elif name not in ("del", "moveFrom", "sectPr"):  # content controls, custom XML
                self._blocks(block)

    def _paragraph(self, paragraph: Element) -> None:
        outer, self._waiting = self._waiting, []
        if label := self._numbering.label(paragraph):
            self._writing.write(f"{label} ")
        self._inline(paragraph)
        self._writing.end_line()
        for beside in self._waiting:
            note = name_of(beside) in ("footnote", "endnote")
            with self._writing.marked(AsideKind.FOOTNOTE if note else AsideKind.TEXT_BOX):
                self._blocks(beside)
        self._waiting = outer

    def _table(self, table: Element) -> None:
        for row in table.iter(f"{_W}tr"):
            if _enclosing(row, "tbl") is not table:
                continue
            if row.find(f"{_W}trPr/{_W}del") is not None:
                self._writing.leave_out(AsideKind.DELETED, said(row, *_TEXTS, between=" "))
                continue
            cells = [c for c in row.iter(f"{_W}tc") if _enclosing(c, "tr") is row]
            for number, cell in enumerate(cells):
                if number:
                    self._writing.write("\t")
                self._cell(cell)
            self._writing.end_line()
            for table_inside in row.iter(f"{_W}tbl"):
                if _enclosing(table_inside, "tbl") is table:
                    self._table(table_inside)

    def _cell(self, cell: Element) -> None:
        """A cell on one line; tables inside it follow the row."""
        filled = False
        for paragraph in cell.iter(f"{_W}p"):
            if _enclosing(paragraph, "tc") is not cell:
                continue
            start = self._writing.position
            if filled:
                self._writing.write(" ")
            if label := self._numbering.label(paragraph):
                self._writing.write(f"{label} ")
            self._inline(paragraph, in_cell=True)
            filled = filled or self._writing.position > start

    # -------------------------------------------------------------- inside a paragraph

    def _inline(self, parent: Element, *, in_cell: bool = False) -> None:
        for child in parent:
            name = name_of(child)
            if name in ("ins", "moveTo"):
                with self._writing.marked(AsideKind.INSERTED, child.get(f"{_W}author")):
                    self._inline(child, in_cell=in_cell)
            elif name in ("del", "moveFrom"):
                deleted = said(child, *_TEXTS)
                kind = AsideKind.DELETED
                self._writing.leave_out(kind, deleted, child.get(f"{_W}author"))
            elif name == "r" and _is_hidden(child):
                self._writing.leave_out(AsideKind.HIDDEN, said(child, f"{_W}t"))
            elif name not in _NOT_SAID and child.tag != _FALLBACK:
                self._leaf(child, name, in_cell=in_cell)

    def _leaf(self, child: Element, name: str, *, in_cell: bool) -> None:
        if name == "t":
            self._writing.write(child.text or "")
        elif name == "lastRenderedPageBreak" or child.get(f"{_W}type") == "page":
            self._writing.start_page()
        elif name in _CHARACTERS:
            self._writing.write(" " if in_cell else _CHARACTERS[name])
        elif name == "sym":
            self._writing.write(_symbol(child))
        elif name == "txbxContent":
            self._waiting.append(child)
        elif name in ("footnoteReference", "endnoteReference"):
            note = self._notes[name.removesuffix("Reference")].get(str(child.get(f"{_W}id")))
            self._waiting += [note] if note is not None else []
        elif name == "commentReference":
            self._comment(str(child.get(f"{_W}id")))
        else:
            self._inline(child, in_cell=in_cell)

    def _comment(self, number: str) -> None:
        comment = self._comments.get(number)
        if comment is not None:
            text = "\n".join(said(p, f"{_W}t") for p in comment.iter(f"{_W}p"))
            self._writing.leave_out(AsideKind.COMMENT, text, comment.get(f"{_W}author"))


def _enclosing(element: Element, name: str) -> Element | None:
    return next(element.iterancestors(f"{_W}{name}"), None)


def _is_hidden(run: Element) -> bool:
    hidden = run.find(f"{_W}rPr/{_W}vanish")
    return hidden is not None and hidden.get(f"{_W}val") in _ON


def _symbol(symbol: Element) -> str:
    """A character given by its number; those of symbol fonts have no letter of their own."""
    code = int(symbol.get(f"{_W}char", "0"), 16)
    return "•" if 0xF000 <= code <= 0xF0FF else chr(code)
