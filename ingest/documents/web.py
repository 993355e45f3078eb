"""HTML as a reader sees it: no script runs, nothing is loaded, hidden text is kept apart."""

import re
from pathlib import Path

import lxml.html
from lxml import etree

from ingest.documents import plain
from ingest.documents.extracted import DocumentUnreadableError, ExtractedText
from ingest.documents.markup import Element, said
from ingest.documents.writing import Writing
from workbench.vocabulary import AsideKind

_SILENT = frozenset(("script", "style", "template", "head", "object", "svg", "iframe", "datalist"))
_BLOCKS = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
    )
    + ("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4")
    + ("h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section")
    + ("summary", "table", "tbody", "tfoot", "thead", "tr", "ul", "legend", "option")
)
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])"
)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"([a-z][a-z0-9]*)?(?:([.#])([\w-]+))?", re.I)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_DEEPEST = 400


def read(path: Path) -> ExtractedText:
    """Read a page. Raises DocumentUnreadableError."""
    text, encoding = _decoded(path)
    writing = Writing()
    write(text, writing)
    return writing.extracted(encoding=encoding)


def _decoded(path: Path) -> tuple[str, str]:
    """By the encoding that the page names, where it fits; else as other text."""
    data = path.read_bytes()
    if named := _CHARSET.search(data[:4096]):
        name = named.group(1).decode("ascii").lower()
        try:
            return data.decode(name), name
        except (LookupError, UnicodeDecodeError):
            pass
    return plain.decoded(path)


def write(page: str, writing: Writing) -> None:
    """Write the text of a page down. Raises DocumentUnreadableError."""
    parser = lxml.html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    page = re.sub(r"^\s*<\?xml[^>]*\?>", "", page.replace("\0", ""))
    try:
        root = lxml.html.document_fromstring(page, parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise DocumentUnreadableError("holds no page. Ask for the file again.") from error
    _Reader(writing, _hiding_rules(root)).block(root, 0)


def _hiding_rules(root: Element) -> list[tuple[str, str, str]]:
    """Simple selectors (tag, ``.`` or ``#``, name) that the page's own styles hide."""
    found = []
    for style in root.iter("style"):
        sheet = re.sub(r"@media\s+print[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", style.text or "")
        for selectors, rules in _RULE.findall(sheet):
            if _UNSEEN.search(rules.lower()):
                found += [
                    (m.group(1) or "", m.group(2) or "", m.group(3) or "")
                    for selector in selectors.split(",")
                    if selector.strip() and (m := _SIMPLE.fullmatch(selector.strip()))
                ]
    return found


class _Reader:
    def __init__(self, writing: Writing, hiding: list[tuple[str, str, str]]) -> None:
        self._writing = writing
        self._hiding = hiding
        self._space = False  # white space that counts once a word follows
        self._fresh = True  # nothing stands on the line yet
        self._cells = 0

    def block(self, element: Element, depth: int) -> None:
        """Write an element and what it holds."""
        if depth > _DEEPEST:
            raise DocumentUnreadableError("is nested too deeply for a page.")
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _SILENT or not tag:
            return
        if self._is_hidden(element):
            text = " ".join(said(element, between=" ").split()) or element.get("value", "")
            self._writing.leave_out(AsideKind.HIDDEN, text)
            return
        apart = tag in _BLOCKS and not self._cells
        if apart:
            self._end_line()
        self._begin(element, tag)
        self._say(element.text, keep=tag in ("pre", "textarea"))
        for child in element:
            self.block(child, depth + 1)
            self._say(child.tail, keep=tag == "pre")
        if tag in ("td", "th"):
            self._cells -= 1
        if apart or (tag == "tr" and self._cells == 0):
            self._end_line()

    def _begin(self, element: Element, tag: str) -> None:
        if tag == "br":
            self._space = self._space or self._cells > 0
            if not self._cells:
                self._end_line(filled=False)
        elif tag in ("td", "th"):
            if element.getprevious() is not None and self._cells == 0:
                self._writing.write("\t")
                self._space, self._fresh = False, True
            self._space = self._space or self._cells > 0
            self._cells += 1
        elif tag == "li":
            self._say(_label(element))
            self._space = True
        elif tag == "input" and element.get("type", "text") in ("text", "email", "tel", "date"):
            self._say(element.get("value"))
        elif tag in _BLOCKS:
            self._space = True

    def _say(self, text: str | None, *, keep: bool = False) -> None:
        if not text:
            return
        if keep:
            self._writing.write(text)
            self._fresh = text.endswith("\n")
            return
        words = text.split()
        if not words:
            self._space = True
            return
        lead = " " if (self._space or text[0].isspace()) and not self._fresh else ""
        self._writing.write(lead + " ".join(words))
        self._fresh, self._space = False, text[-1].isspace()

    def _end_line(self, *, filled: bool = True) -> None:
        if filled:
            self._writing.end_filled_line()
        else:
            self._writing.end_line()
        self._space, self._fresh = False, True

    def _is_hidden(self, element: Element) -> bool:
        if element.get("hidden") is not None or _UNSEEN.search(element.get("style", "").lower()):
            return True
        if element.tag == "input" and element.get("type") == "hidden":
            return True
        return any(_fits(element, rule) for rule in self._hiding)


def _fits(element: Element, rule: tuple[str, str, str]) -> bool:
    tag, by, name = rule
    if tag and element.tag != tag.lower():
        return False
    if by == ".":
        return name in element.get("class", "").split()
    return not by or element.get("id") == name


def _label(item: Element) -> str:
    """What a browser puts before an item of a list."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "-"
    before = sum(1 for other in item.itersiblings("li", preceding=True))
    start = parent.get("start", "1")
    return f"{(int(start) if start.isdecimal() else 1) + before}."
