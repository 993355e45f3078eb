"""Blocks to the bytes of a DOCX, PDF or plain text file, the same bytes each time."""

import io
import re
from collections.abc import Sequence
from datetime import datetime

import docx
import typst
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from sample_data.writing.blocks import Block
from sample_data.writing.pieces import Piece, Pieces
from sample_data.writing.sheets import same_each_time

_UNUSED_PARTS = ("stylesWithEffects", "thumbnail", "customXml")


def piece_text(piece: Piece) -> str:
    """A piece as it stands in the document."""
    return piece if isinstance(piece, str) else piece.text


def cell_text(cell: Pieces) -> str:
    """A cell as it stands in the document."""
    return "".join(piece_text(piece) for piece in cell)


def docx_bytes(blocks: Sequence[Block], modified: datetime) -> bytes:
    """A Word document."""
    document = _bare_document()
    document.styles["Normal"].font.name = "Liberation Serif"
    document.styles["Normal"].font.size = Pt(11)
    for section in document.sections:
        section.left_margin = section.right_margin = Cm(2.5)
    for block in blocks:
        _docx_block(document, block)
    core = document.core_properties
    core.author, core.last_modified_by, core.revision = "", "", 1
    core.created = core.modified = modified.replace(tzinfo=None)
    stream = io.BytesIO()
    document.save(stream)
    return same_each_time(stream.getvalue(), modified)


def _bare_document() -> Document:
    """An empty document without what Word's template brings and nobody here uses."""
    document = docx.Document()
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in ("Normal Table", "Table Grid"):
            style.delete()
    for part in (document.part, document.part.package):
        for name, link in list(part.rels.items()):
            if link.reltype.rsplit("/", 1)[1] in _UNUSED_PARTS:
                del part.rels[name]
    return document


def _docx_block(document: Document, block: Block) -> None:
    if block.kind in ("fields", "table", "sign"):
        table = document.add_table(rows=0, cols=len(block.rows[0]))
        if block.kind != "sign":
            table.style = "Table Grid"
        for row in block.rows:
            for cell, target in zip(row, table.add_row().cells, strict=True):
                target.text = cell_text(cell)
        document.add_paragraph()
        return
    for line in cell_text(block.rows[0][0]).split("\n"):
        paragraph = document.add_paragraph()
        run = paragraph.add_run(line)
        run.bold = block.kind == "heading"
        if block.kind in ("centre", "heading"):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif block.kind == "say":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


_TYPST_HEAD = """\
#set page(paper: "a4", margin: (x: 2.5cm, y: 2.2cm))
#set text(font: "Libertinus Serif", size: 11pt, hyphenate: false)
#set par(justify: false, spacing: 1em)
#set smartquote(enabled: false)
"""


def pdf_bytes(blocks: Sequence[Block], modified: datetime) -> bytes:
    """A PDF in typst's own fonts, so that it looks alike on every machine."""
    source = _TYPST_HEAD + "\n".join(_typst_block(block) for block in blocks)
    made = typst.compile(
        source.encode("utf-8"), format="pdf", ignore_system_fonts=True, timestamp=modified
    )
    assert isinstance(made, bytes)
    return made


def _typst_block(block: Block) -> str:
    if block.kind in ("fields", "table", "sign"):
        columns = {"fields": "(5cm, 1fr)", "table": "(1cm, 1fr, 4cm)"}.get(block.kind, "(1fr, 1fr)")
        stroke = "none" if block.kind == "sign" else "0.5pt"
        cells = ", ".join(f"[{_typst_text(cell_text(c))}]" for row in block.rows for c in row)
        return f"#table(columns: {columns}, stroke: {stroke}, inset: 5pt, {cells})\n"
    text = _typst_text(cell_text(block.rows[0][0]))
    if block.kind == "heading":
        return f"#align(center)[#strong[{text}]]\n"
    if block.kind == "centre":
        return f"#align(center)[{text}]\n"
    return f"{text}\n"


def _typst_text(text: str) -> str:
    """Text as typst strings: nothing in them is markup; line feeds become line breaks."""
    return " #linebreak() ".join(_typst_line(line) for line in text.split("\n"))


def _typst_line(line: str) -> str:
    """Words with a hyphen stand in boxes: a plate broken at its hyphen would be read back wrong."""
    quoted = re.sub(r'(["\\])', r"\\\1", line)
    return "".join(
        f'#box[#"{part}"]' if "-" in part and part.strip() != "-" else f'#"{part}"'
        for part in re.split(r"(\s+)", quoted)
        if part
    )


def txt_bytes(blocks: Sequence[Block]) -> bytes:
    """Plain text, UTF-8 with mark, paragraphs wrapped as an old word processor would."""
    parts = [_txt_block(block) for block in blocks]
    return b"\xef\xbb\xbf" + "\r\n\r\n".join(parts).encode("utf-8") + b"\r\n"


def _txt_block(block: Block) -> str:
    if block.kind in ("fields", "table", "sign"):
        return "\r\n".join("\t".join(cell_text(cell) for cell in row) for row in block.rows)
    return cell_text(block.rows[0][0]).replace("\n", "\r\n")
