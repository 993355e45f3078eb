"""Numbers of files, laws, articles and percentages: recognised so that nothing else takes them."""

import re

from ingest.selectors.found import Found, SelectorKind

# Kt-123/24, KTN br. 45/2024, IP-12/24-3, 05/2-04-1-1234/24
_FILE = re.compile(
    r"(?<![\w+])(?:[A-ZŠĐŽČĆЀ-Я][\w.]{0,6}[ -]*(?:(?:br|бр|nr|no)\b\.?)?[ -]*)?"
    r"\d{1,6}(?:[-/.]\d{1,6}){0,5}/\d{2,4}(?:-\d{1,3})?(?![\w/])"
)
# član 405. stav 2, neni 298/2, article 12, čl. 401a
_ARTICLE = re.compile(
    r"(?i)(?<!\w)(?:čl\.?|чл\.?|[čc]lan\w{0,2}|члан\w{0,2}|neni\w{0,2}|article|art\.|section|§"
    r"|stav\w{0,2}|став\w{0,2}|tačk\w{1,2}|тачк\w{1,2}|pika\w{0,2}|pikës|paragraf\w*|alineja)"
    r"\s*\d{1,4}[a-z]?(?:\s?/\s?\d+)?(?!\w)"
)
_PERCENTAGE = re.compile(r"(?<![\w+])\d{1,4}(?:[.,]\d+)?\s?%")
_PATTERNS = (_FILE, _ARTICLE, _PERCENTAGE)
_LABELLED = re.compile(
    r"(?i)(?<!\w)(?:case (?:no|number|ref)|predmet br|broj predmeta|broj:|број:|br\. predmeta"
    r"|poslovni broj|пословни број|предмет бр|ref\.?(?: no)?|our ref|nr\. prot|nr\. i protokollit"
    r"|nr\. i çështjes|nr\.? i kallëzimit|urbroj|klasa|дел\. бр|del\. br)"
    r"\.?\s*:?\s*((?=[^\s]*\d)[\w./-]{3,24})"
)


def find(text: str, country: str | None = None) -> list[Found]:  # noqa: ARG001 - one face for all
    """References in a text; ``normalised`` is the text as it stands."""
    matches = [(m.start(), m.end(), 0.72) for p in _PATTERNS for m in p.finditer(text)]
    matches += [(m.start(1), m.end(1), 0.92) for m in _LABELLED.finditer(text)]
    return [
        Found(SelectorKind.REFERENCE, start, end, text[start:end], text[start:end], None, grade)
        for start, end, grade in matches
    ]
