"""RTF: characters by code page and number, table rows, notes.

Deleted and hidden text and comments are kept apart.
"""

import codecs
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.documents.extracted import DocumentUnreadableError, ExtractedText
from ingest.documents.writing import Writing
from workbench.vocabulary import AsideKind

_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?"  # a word with its number
    rb"|\\'([0-9a-fA-F]{2})"  # a byte of the font's code page
    rb"|\\([^a-z])"  # a sign
    rb"|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 134: "cp936", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 255: "cp437",
}  # fmt: skip
_CHARACTERS = {
    "par": "\n", "line": "\n", "sect": "\n", "tab": "\t", "emdash": "—", "endash": "–",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "emspace": " ", "enspace": " ", "qmspace": " ", "zwj": "\u200d", "zwnj": "\u200c",
    "ltrmark": "\u200e", "rtlmark": "\u200f", "softline": "\n",
}  # fmt: skip
_SILENT = frozenset(
    ("fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "themedata", "datastore")
    + ("colorschememapping", "latentstyles", "listtable", "listoverridetable", "rsidtbl", "fldinst")
    + ("generator", "xmlnstbl", "filetbl", "nonshppict", "bkmkstart", "bkmkend", "pgdsctbl")
    + ("mmathPr", "revtbl", "atnid", "atntime", "atnref", "atndate", "atnparent", "sp", "panose")
    + ("falt", "fname", "wgrffmtfilter", "pnseclvl", "objdata", "private", "txe", "tc", "xe")
)
_BESIDE = {
    "header": AsideKind.HEADER, "headerl": AsideKind.HEADER, "headerr": AsideKind.HEADER,
    "headerf": AsideKind.HEADER, "footer": AsideKind.FOOTER, "footerl": AsideKind.FOOTER,
    "footerr": AsideKind.FOOTER, "footerf": AsideKind.FOOTER, "footnote": AsideKind.FOOTNOTE,
    "shptxt": AsideKind.TEXT_BOX, "annotation": AsideKind.COMMENT,
}  # fmt: skip
_READ_THOUGH_STARRED = frozenset(("shptxt", "annotation", "shpinst", "shprslt", "atnauthor"))
_DEEPEST = 2000


def read(path: Path) -> ExtractedText:
    """Read an RTF file. Raises DocumentUnreadableError."""
    data = path.read_bytes()
    if not data.lstrip().startswith(b"{\\rtf"):
        raise DocumentUnreadableError("does not begin as RTF does. Ask for the file again.")
    return _Reader(data).read()


@dataclass
class _State:
    """What holds inside a group."""

    font: int = 0
    skipped_after_number: int = 1
    silent: bool = False
    hidden: bool = False
    deleted: bool = False
    inserted: bool = False
    beside: "_Beside | None" = None
    opens_beside: bool = False
    fonts: bool = False
    author: bool = False


@dataclass
class _Beside:
    """Text that stands beside the running text and is written when its group ends."""

    kind: AsideKind
    parts: list[str] = field(default_factory=list)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._writing = Writing()
        self._page = "cp1252"
        self._font_pages: dict[int, str] = {}
        self._states = [_State()]
        self._bytes = b""
        self._apart: tuple[AsideKind, list[str]] | None = None
        self._waiting: list[_Beside] = []
        self._heads: set[str] = set()
        self._feet: list[_Beside] = []
        self._skip = 0
        self._starred = False
        self._author = ""
        self._surrogate = 0

    def read(self) -> ExtractedText:
        position = 0
        while position < len(self._data):
            match = _TOKEN.match(self._data, position)
            if match is None:
                break
            position = match.end()
            if match.group(1) == b"bin":  # raw bytes follow
                position += max(int(match.group(2) or 0), 0)
                continue
            self._token(match)
        self._flush()
        self._end_apart()
        self._write_waiting()
        self._writing.end_filled_line()
        for foot in self._feet:
            self._write_beside(foot)
        return self._writing.extracted(encoding=self._page)

    @property
    def _state(self) -> _State:
        return self._states[-1]

    def _token(self, match: re.Match[bytes]) -> None:
        word, number, byte, sign, brace, plain = match.groups()
        if byte is not None:
            self._byte(bytes([int(byte, 16)]))
        elif plain is not None:
            self._plain(plain)
        elif brace is not None:
            self._flush()
            self._skip = 0
            self._open() if brace == b"{" else self._close()
        elif sign is not None:
            self._sign(sign)
        elif word is not None:
            self._word(word.decode("ascii"), None if number is None else int(number))

    # -------------------------------------------------------------- characters

    def _byte(self, byte: bytes) -> None:
        if self._skip:
            self._skip -= 1
        else:
            self._bytes += byte

    def _plain(self, plain: bytes) -> None:
        dropped = min(self._skip, len(plain))
        self._skip -= dropped
        self._bytes += plain[dropped:]

    def _flush(self) -> None:
        """Write the bytes gathered so far in the code page of their font."""
        if self._bytes:
            page = self._font_pages.get(self._state.font, self._page)
            data, self._bytes = self._bytes, b""
            self._say(data.decode(page, "replace"))

    def _sign(self, sign: bytes) -> None:
        said = {b"~": "\u00a0", b"_": "-", b"-": "", b"\n": "\n", b"\r": "\n"}
        if sign == b"*":
            self._starred = True
        elif sign in said:
            self._flush()
            self._say(said[sign])
        elif sign in (b"\\", b"{", b"}"):
            self._byte(sign)

    def _number(self, code: int) -> None:
        """A character by its number, larger ones as two halves."""
        code %= 0x10000
        if 0xD800 <= code < 0xDC00:
            self._surrogate = code
        elif 0xDC00 <= code < 0xE000:
            if self._surrogate:
                self._say(chr(0x10000 + ((self._surrogate - 0xD800) << 10) + code - 0xDC00))
            self._surrogate = 0
        else:
            # Word writes bytes of symbol fonts as F0xx.
            self._say("•" if 0xF000 <= code <= 0xF0FF else chr(code))
        self._skip = self._state.skipped_after_number

    # -------------------------------------------------------------- groups

    def _open(self) -> None:
        if len(self._states) > _DEEPEST:
            raise DocumentUnreadableError("is nested too deeply for a document.")
        self._states.append(replace(self._state, opens_beside=False))
        self._starred = False

    def _close(self) -> None:
        if len(self._states) == 1:
            return
        closed = self._states.pop()
        self._starred = False
        if closed.opens_beside and closed.beside:
            self._finish_beside(closed.beside)

    def _finish_beside(self, beside: _Beside) -> None:
        said = "".join(beside.parts).strip()
        if not said:
            return
        if beside.kind is AsideKind.COMMENT:
            self._end_apart()
            self._writing.leave_out(AsideKind.COMMENT, said, self._author.strip() or None)
        elif beside.kind in (AsideKind.HEADER, AsideKind.FOOTER):
            if said not in self._heads:
                self._heads.add(said)
                late = beside.kind is AsideKind.FOOTER or self._writing.position
                self._feet.append(beside) if late else self._write_beside(beside)
        else:
            self._waiting.append(beside)

    def _write_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        for beside in waiting:
            self._write_beside(beside)

    def _write_beside(self, beside: _Beside) -> None:
        self._writing.end_filled_line()
        with self._writing.marked(beside.kind):
            self._writing.write("".join(beside.parts).strip() + "\n")

    # -------------------------------------------------------------- words

    def _word(self, word: str, number: int | None) -> None:
        self._flush()
        if self._skip and word not in ("u", "uc"):
            self._skip = 0
        starred, self._starred = self._starred, False
        if word in _SILENT or (starred and word not in _READ_THOUGH_STARRED):
            self._state.silent = True
            self._state.fonts = word == "fonttbl"
        elif word in _BESIDE:
            self._state.beside = _Beside(_BESIDE[word])
            self._state.opens_beside = True
        elif word == "atnauthor":
            self._state.author, self._author = True, ""
        elif word in _CHARACTERS:
            self._say(_CHARACTERS[word])
        else:
            self._change(word, number)

    def _change(self, word: str, number: int | None) -> None:
        """Take a word that changes the state, or ends a cell, row or page."""
        on = number != 0
        if word == "u" and number is not None:
            self._number(number)
        elif word == "uc":
            self._state.skipped_after_number = max(number or 0, 0)
        elif word == "f":
            self._state.font = number or 0
        elif word in ("fcharset", "cpg") and self._state.fonts:
            self._font_page(word, number or 0)
        elif word == "ansicpg":
            self._page = _known(f"cp{number}") or self._page
        elif word in ("mac", "pc", "pca"):
            self._page = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[word]
        elif word in ("v", "deleted", "revised"):
            name = {"v": "hidden", "deleted": "deleted", "revised": "inserted"}[word]
            setattr(self._state, name, on)
        elif word == "plain":
            self._state.hidden = self._state.deleted = self._state.inserted = False
        elif word in ("cell", "nestcell", "row", "nestrow"):
            self._cell(word)
        elif word == "page":
            self._end_line()
            self._writing.start_page()

    def _font_page(self, word: str, number: int) -> None:
        name = _known(f"cp{number}") if word == "cpg" else _CHARSETS.get(number)
        if name:
            self._font_pages[self._state.font] = name

    def _cell(self, word: str) -> None:
        """A tab after each cell but the last; ``\\par`` inside a cell is a space."""
        if word.endswith("cell"):
            self._say("\t")
        else:
            self._end_line()

    def _end_line(self) -> None:
        if self._state.beside is None and not self._state.silent:
            self._end_apart()
            self._writing.end_filled_line()
            self._write_waiting()

    # -------------------------------------------------------------- writing

    def _say(self, text: str) -> None:
        state = self._state
        if state.author:
            self._author += text
        elif state.silent:
            return
        elif state.beside is not None:
            state.beside.parts.append(text)
        elif state.hidden or state.deleted:
            self._keep_apart(AsideKind.DELETED if state.deleted else AsideKind.HIDDEN, text)
        else:
            self._end_apart()
            self._write(text, inserted=state.inserted)

    def _write(self, text: str, *, inserted: bool) -> None:
        start = self._writing.position
        self._writing.write(text)
        if inserted and text.strip():
            self._writing.mark(AsideKind.INSERTED, start)
        if text == "\n":
            self._write_waiting()

    def _keep_apart(self, kind: AsideKind, text: str) -> None:
        if self._apart is None or self._apart[0] is not kind:
            self._end_apart()
            self._apart = kind, []
        self._apart[1].append(text)

    def _end_apart(self) -> None:
        if self._apart is not None:
            kind, parts = self._apart
            self._apart = None
            self._writing.leave_out(kind, "".join(parts))


def _known(name: str) -> str | None:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "utf-8" if name == "cp65001" else None
