"""Small documents made by hand, as other programs write them."""

import struct
import zipfile
import zlib
from pathlib import Path

import pypdfium2
import typst

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"


def docx(file: Path, body: str, **parts: str) -> Path:
    """A DOCX of this body; ``parts`` are the contents of footnotes, comments, header1 ..."""
    kinds = {name: name.rstrip("0123456789") for name in parts}
    links = "".join(
        f'<Relationship Id="{name}" Type="{_R}/{kind}" Target="{name}.xml"/>'
        for name, kind in kinds.items()
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="a" Type="{_R}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{package}">{links}</Relationships>',
        )
        archive.writestr("word/document.xml", _word("document", f"<w:body>{body}</w:body>"))
        for name, content in parts.items():
            root = {"header": "hdr", "footer": "ftr"}.get(kinds[name], name)
            archive.writestr(f"word/{name}.xml", _word(root, content))
    return file


def _word(root: str, content: str) -> str:
    more = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    return f'<w:{root} xmlns:w="{_W}" xmlns:r="{_R}" {more}>{content}</w:{root}>'


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of a DOCX; runs in angle brackets stand as they are."""
    said = "".join(run if run.startswith("<") else f"<w:r><w:t>{run}</w:t></w:r>" for run in runs)
    return f"<w:p>{properties}{said}</w:p>"


def odt(file: Path, text: str, styles: str = "", automatic: str = "") -> Path:
    """An ODT with this text, page styles and automatic styles."""
    names = ("office", "text", "table", "style")
    spaces = " ".join(f'xmlns:{name}="{_OFFICE}{name}:1.0"' for name in names)
    spaces += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:automatic-styles>{automatic}"
            f"</office:automatic-styles><office:body><office:text>{text}</office:text></office:body>"
            "</office:document-content>",
        )
        archive.writestr(
            "styles.xml", f"<office:document-styles {spaces}>{styles}</office:document-styles>"
        )
    return file


def pdf(file: Path, source: str) -> Path:
    """A PDF typeset from typst markup; pictures may lie beside it."""
    markup = file.with_suffix(".typ")
    markup.write_text(f'#set text(font: "DejaVu Sans Mono")\n{source}', encoding="utf-8")
    file.write_bytes(typst.compile(str(markup)))
    return file


def png(file: Path, source: str) -> Path:
    """A picture of the first page of a PDF."""
    with pypdfium2.PdfDocument(pdf(file.with_suffix(".pdf"), source)) as document:
        dots = document[0].render(scale=200 / 72, grayscale=True).to_numpy()
    height, width = dots.shape[:2]
    rows = b"".join(b"\0" + dots[row].tobytes() for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    file.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
            for name, data in chunks
        )
    )
    return file
