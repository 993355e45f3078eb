"""ODT and flat ODT: paragraphs, lists, table rows, notes, frames, heads and feet.

Deleted text of tracked changes, annotations and hidden text are kept apart.
"""

import zipfile
from pathlib import Path

from ingest.documents.extracted import DocumentUnreadableError, ExtractedText
from ingest.documents.markup import Element, name_of, parsed, said
from ingest.documents.writing import Writing
from ingest.tables.archive import check_size
from workbench.vocabulary import AsideKind

_NS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TEXT, _TABLE, _OFFICE, _STYLE = (_NS % name for name in ("text", "table", "office", "style"))
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_SKIPPED = frozenset(
    ("tracked-changes", "sequence-decls", "variable-decls", "forms", "desc", "title")
)
_MOST_REPEATS = 200


def read(path: Path) -> ExtractedText:
    """Read an ODT or FODT file. Raises DocumentUnreadableError."""
    if not zipfile.is_zipfile(path):
        return _Reader([parsed(path.read_bytes())]).read()
    with zipfile.ZipFile(path) as archive:
        check_size(archive.infolist())
        names = archive.namelist()
        manifest = "META-INF/manifest.xml"
        if manifest in names and b"encryption-data" in archive.read(manifest):
            raise DocumentUnreadableError("is protected by a password. Ask for a copy without one.")
        parts = [parsed(archive.read(n)) for n in ("content.xml", "styles.xml") if n in names]
    return _Reader(parts).read()


class _Reader:
    def __init__(self, parts: list[Element]) -> None:
        self._parts = parts
        self._writing = Writing()
        self._hidden = _hidden_styles(parts)
        self._deleted = _changes(parts[0], "deletion")
        self._inserted = _changes(parts[0], "insertion")
        self._waiting: list[tuple[Element, AsideKind]] = []
        self._insertions: dict[str, int] = {}

    def read(self) -> ExtractedText:
        body = self._parts[0].find(f"{_OFFICE}body/{_OFFICE}text")
        if body is None:
            raise DocumentUnreadableError("holds no text document. Ask for the file again.")
        self._edges("header", AsideKind.HEADER)
        self._blocks(body)
        self._edges("footer", AsideKind.FOOTER)
        return self._writing.extracted()

    def _edges(self, name: str, kind: AsideKind) -> None:
        """Heads or feet of all page styles, those that say the same once."""
        seen: set[str] = set()
        for part in self._parts:
            for place in ("", "-first", "-left"):
                for edge in part.iter(f"{_STYLE}{name}{place}"):
                    text = said(edge)
                    if text.strip() and text not in seen:
                        seen.add(text)
                        with self._writing.marked(kind):
                            self._blocks(edge)

    # -------------------------------------------------------------- blocks

    def _blocks(self, parent: Element) -> None:
        for block in parent:
            name = name_of(block)
            if name in ("p", "h"):
                self._paragraph(block)
            elif name == "table":
                self._table(block)
            elif name == "list":
                self._list(block)
            elif name == "soft-page-break":
                self._writing.start_page()
            elif name.startswith("change"):
                self._change(block, name)
            elif name not in _SKIPPED:
                self._blocks(block)

    def _list(self, items: Element) -> None:
        for item in items:
            label = item.find(f"{_TEXT}number")  # written by the program that saved the file
            if label is not None and label.text:
                self._writing.write(f"{label.text} ")
            for block in item:
                if name_of(block) in ("p", "h"):
                    self._paragraph(block)
                elif name_of(block) == "list":
                    self._list(block)

    def _paragraph(self, paragraph: Element) -> None:
        outer, self._waiting = self._waiting, []
        self._inline(paragraph)
        self._writing.end_line()
        for beside, kind in self._waiting:
            with self._writing.marked(kind):
                self._blocks(beside)
        self._waiting = outer

    def _table(self, table: Element) -> None:
        for row in table.iter(f"{_TABLE}table-row"):
            if next(row.iterancestors(f"{_TABLE}table"), None) is not table:
                continue
            cells = [c for c in row if name_of(c) in ("table-cell", "covered-table-cell")]
            inside: list[Element] = []
            for number, cell in enumerate(cells):
                self._writing.write("\t" if number else "")
                self._cell(cell, inside)
                repeats = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
                if number + 1 < len(cells):
                    self._writing.write("\t" * (min(repeats, _MOST_REPEATS) - 1))
            self._writing.end_line()
            for one in inside:
                self._table(one)

    def _cell(self, cell: Element, inside: list[Element]) -> None:
        """A cell on one line; tables inside it follow the row."""
        filled = False
        for block in cell.iter(f"{_TEXT}p", f"{_TEXT}h", f"{_TABLE}table"):
            around = next(block.iterancestors(f"{_TABLE}table-cell"), None)
            if around is not cell:
                continue
            if name_of(block) == "table":
                inside.append(block)
                continue
            start = self._writing.position
            self._writing.write(" " if filled else "")
            self._inline(block, in_cell=True)
            filled = filled or self._writing.position > start

    # -------------------------------------------------------------- inside a paragraph

    def _inline(self, parent: Element, *, in_cell: bool = False) -> None:
        self._say(parent.text)
        for child in parent:
            if isinstance(child.tag, str):
                self._leaf(child, name_of(child), in_cell=in_cell)
            self._say(child.tail)

    def _say(self, text: str | None) -> None:
        """White space counts as one space, as the format has it."""
        if text:
            lead, trail = text[0].isspace(), text[-1].isspace()
            words = " ".join(text.split())
            self._writing.write(f"{' ' * lead}{words}{' ' * (trail and bool(words))}")

    def _leaf(self, child: Element, name: str, *, in_cell: bool) -> None:
        if name == "s":
            self._writing.write(" " * min(int(child.get(f"{_TEXT}c", "1")), 1000))
        elif name in ("tab", "line-break"):
            self._writing.write(" " if in_cell else {"tab": "\t"}.get(name, "\n"))
        elif name == "soft-page-break":
            self._writing.start_page()
        elif name == "note":
            note = child.find(f"{_TEXT}note-body")
            self._waiting += [(note, AsideKind.FOOTNOTE)] if note is not None else []
        elif name == "text-box":
            self._waiting.append((child, AsideKind.TEXT_BOX))
        elif name == "annotation":
            text = "\n".join(said(p) for p in child.iter(f"{_TEXT}p"))
            self._writing.leave_out(AsideKind.COMMENT, text, child.findtext(_CREATOR))
        elif name.startswith("change"):
            self._change(child, name)
        elif name in ("hidden-text", "hidden-paragraph") or self._is_hidden(child):
            text = child.get(f"{_TEXT}string-value") or said(child)
            self._writing.leave_out(AsideKind.HIDDEN, text)
        elif name not in _SKIPPED and name != "annotation-end":
            self._inline(child, in_cell=in_cell)

    def _is_hidden(self, child: Element) -> bool:
        return child.get(f"{_TEXT}style-name") in self._hidden

    def _change(self, change: Element, name: str) -> None:
        number = str(change.get(f"{_TEXT}change-id"))
        if name == "change" and number in self._deleted:
            region, author = self._deleted[number]
            text = "\n".join(said(p) for p in region.iter(f"{_TEXT}p", f"{_TEXT}h"))
            self._writing.leave_out(AsideKind.DELETED, text, author)
        elif name == "change-start" and number in self._inserted:
            self._insertions[number] = self._writing.position
        elif name == "change-end" and number in self._insertions:
            author = self._inserted[number][1]
            self._writing.mark(AsideKind.INSERTED, self._insertions.pop(number), author)


def _hidden_styles(parts: list[Element]) -> frozenset[str]:
    return frozenset(
        str(style.get(f"{_STYLE}name"))
        for part in parts
        for style in part.iter(f"{_STYLE}style")
        for shown in style.iter(f"{_STYLE}text-properties")
        if shown.get(f"{_TEXT}display") == "none"
    )


def _changes(content: Element, kind: str) -> dict[str, tuple[Element, str | None]]:
    """Tracked changes of a kind by their id, with their author."""
    return {
        str(region.get(f"{_TEXT}id")): (change, change.findtext(f".//{_CREATOR}"))
        for region in content.iter(f"{_TEXT}changed-region")
        for change in region.iter(f"{_TEXT}{kind}")
    }
