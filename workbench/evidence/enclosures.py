"""What lies in a pack beside the summary: originals or extracts, and citations for machines."""

from collections.abc import Mapping, Sequence

from workbench.case import Case
from workbench.evidence.composing import Composed
from workbench.evidence.disclosure import Disclosure
from workbench.evidence.pack import Content, as_json
from workbench.evidence.quotes import Quote
from workbench.evidence.redacting import redacted
from workbench.evidence.report import Report, Statement, Table

CITATIONS_FORMAT = "adria-workbench-citations/1"


def enclosures(case: Case, composed: Composed) -> dict[str, Content]:
    """Contents by path: each cited source whole, or an extract of what is cited of it.

    Where everything goes, an extract is all of the source, redacted.
    """
    found: dict[str, Content] = {}
    for source in composed.cited:
        disclosure = composed.disclosures[source.source_id]
        wanted = composed.everything and not disclosure.whole
        whole = redacted(case, composed.shown, source) if wanted else None
        found[disclosure.path] = (
            case.original(source.sha256)
            if disclosure.whole
            else as_json(_extract(composed.report, disclosure, source.sha256, whole))
        )
    return found


def _extract(
    report: Report, disclosure: Disclosure, sha256: str, whole: Sequence[Quote] | None
) -> dict[str, object]:
    own = [c.quote for c in report.citations if c.source_id == disclosure.source_id]
    given = own if whole is None else [*whole, *(q for q in own if q not in whole)]
    return {
        "source": disclosure.source_id,
        "file": report.files[disclosure.source_id],
        "original_sha256": sha256,
        "extract_because": str(disclosure.reason),
        "complete": whole is not None,
        "redacted": sum(quote.redacted for quote in given),
        "passages": [_words(quote) for quote in given],
    }


def _words(quote: Quote) -> dict[str, object]:
    found: dict[str, object] = {"locator": quote.place.as_json()}
    if quote.cells:
        found |= {"header": list(quote.header), "cells": list(quote.cells)}
    return found | {"text": quote.text, "redacted": quote.redacted}


def citations(report: Report, disclosures: Mapping[int, Disclosure]) -> dict[str, object]:
    """Every statement and table row with its citations, every citation with its words."""
    tables = {"entities": report.entities, "things": report.things, "relationships": report.ties}
    return {
        "format": CITATIONS_FORMAT,
        "statements": [
            _statement(statement)
            for statement in (
                *(one for group in report.facts for one in group.statements),
                *report.assessments,
                *(one for group in report.collected for one in group.statements),
            )
        ],
        **{name: _rows(table) for name, table in tables.items()},
        "citations": [
            {
                "label": citation.label,
                "source": citation.source_id,
                "file": disclosures[citation.source_id].path,
                **_words(citation.quote),
            }
            for citation in report.citations
        ],
    }


def _statement(statement: Statement) -> dict[str, object]:
    return {
        "number": statement.number,
        "text": statement.text,
        "cites": list(statement.cites),
        "grades": list(statement.grades),
    }


def _rows(table: Table | None) -> Sequence[dict[str, object]]:
    if table is None:
        return []
    return [
        {**dict(zip(table.titles, row, strict=False)), "cites": list(cites)}
        for row, cites in zip(table.rows, table.cites, strict=True)
    ]
