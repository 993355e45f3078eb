"""Rows and sentences as they stand in their files, with what they are worth."""

import json
from collections.abc import Sequence

import dash_mantine_components as dmc
from dash import html

from dashboards import ids
from dashboards.components import Children, Component, wild
from dashboards.components.signs import badge
from dashboards.reading import Extract, Line
from dashboards.texts import Texts, grouped
from workbench.evidence.places import PassagePlace, Place
from workbench.evidence.quotes import Quote
from workbench.evidence.trace import Evidence, Trace

PER_PAGE = 8


def evidence_section(
    texts: Texts, object_id: str, found: Trace, heading: str, remark: str | None = None
) -> Component:
    """The first page of the evidence, and how to come to the others."""
    pages = -(-found.total // PER_PAGE)
    return html.Section(
        [
            html.H3([heading, html.Span(grouped(found.total), className="number")]),
            html.P(remark, className="hint") if remark else None,
            html.Div(evidence_cards(texts, found, 1), id=ids.EVIDENCE),
            dmc.Pagination(
                id=ids.EVIDENCE_PAGE,
                total=pages,
                value=1,
                size="xs",
                siblings=1,
                boundaries=1,
                withControls=False,
                display=None if pages > 1 else "none",
                **wild(data_object=object_id),
            ),
        ]
    )


def evidence_cards(texts: Texts, found: Trace, page: int) -> Children:
    """One card per row or sentence."""
    if not found.total:
        return [html.P(texts.say("evidence", "none"), className="hint")]
    first = (page - 1) * PER_PAGE
    shown = texts.say(
        "evidence", "of", first=first + 1, last=first + found.pieces, total=found.total
    )
    return [
        html.P(shown, className="hint"),
        *(evidence_card(texts, item) for item in found.evidence),
    ]


def evidence_card(texts: Texts, item: Evidence) -> Component:
    """A row or sentence with what it is worth, and the way to what stands around it."""
    return html.Article(
        className="evidence",
        children=[
            html.Div(
                className="evidence-head",
                children=[
                    html.Span(item.file, className="file", title=item.file),
                    html.Span(place_text(texts, item.place), className="place-text"),
                    dmc.Button(
                        texts.say("evidence", "context"),
                        size="compact-xs",
                        variant="subtle",
                        **wild(data_reading=json.dumps(reading_of(item.place))),
                    ),
                ],
            ),
            _row(texts, item.quote) if item.quote.cells else _sentence(item.quote),
            html.Div(_remarks(texts, item), className="remarks"),
        ],
    )


def place_text(texts: Texts, place: Place) -> str:
    """Where it stands, in words."""
    if isinstance(place, PassagePlace):
        return texts.say("evidence", "page", page=place.page, sentence=place.passage_no)
    row = texts.say("evidence", "row", row=place.row_number)
    return f"{texts.say('evidence', 'sheet', sheet=place.sheet)}, {row}" if place.sheet else row


def reading_of(place: Place) -> dict[str, object]:
    """What ``data-reading`` says to have the dialog show a place."""
    if isinstance(place, PassagePlace):
        told: dict[str, object] = {"start": place.start, "end": place.end, "page": place.page}
    else:
        told = {"sheet": place.sheet, "row": place.row_number}
    return {"source": place.source_id, **told}


def _remarks(texts: Texts, item: Evidence) -> Children:
    short = texts.say("evidence", "hash", hash=f"{item.sha256[:12]}…")
    remarks: Children = [
        badge(texts.say("evidence", "grade", grade=item.grade)),
        badge(texts.say("evidence", "handling", code=item.handling_code)),
        html.Code(short, title=item.sha256),
    ]
    if item.nature == "assessment":
        remarks.insert(0, badge(texts.say("inspector", "assessment"), "orange"))
    if item.first_hand is False:
        remarks.insert(0, badge(texts.say("evidence", "hearsay"), "orange"))
    if item.redacted:
        remarks.append(badge(texts.say("evidence", "redacted"), "grape"))
    return remarks


def _row(texts: Texts, quote: Quote) -> Component:
    return table(texts, quote.header, [Line(None, quote.cells, True, quote.marked_cells)])


def table(texts: Texts, header: Sequence[str], lines: Sequence[Line]) -> Component:
    """Rows under their header, as in the file; asked-for rows and cells are marked."""
    width = max([len(header), *(len(line.cells) for line in lines)])
    names = [*header, *("" for _ in range(width - len(header)))]
    titles = [
        html.Th(name or texts.say("evidence", "no_header", n=n), scope="col")
        for n, name in enumerate(names, 1)
    ]
    numbered = any(line.number is not None for line in lines)
    return html.Div(
        className="table-frame",
        tabIndex=0,
        children=html.Table(
            [
                html.Thead(html.Tr(([html.Th("#")] if numbered else []) + titles)),
                html.Tbody([_line(line, width, numbered=numbered) for line in lines]),
            ],
            className="original",
        ),
    )


def _line(line: Line, width: int, *, numbered: bool) -> Component:
    cells = [*line.cells, *("" for _ in range(width - len(line.cells)))]
    number = [html.Th(f"{line.number}", scope="row")] if numbered else []
    return html.Tr(
        number
        + [html.Td(html.Mark(cell) if n in line.marked else cell) for n, cell in enumerate(cells)],
        className="asked" if line.asked and numbered else None,
    )


def _sentence(quote: Quote) -> Component:
    return html.Blockquote(marked(quote.text, quote.marked_spans))


def marked(text: str, spans: Sequence[tuple[int, int]]) -> Children:
    """A text with some of its characters marked; spans that overlap are marked once."""
    parts: Children = []
    place = 0
    for start, end in sorted(spans):
        if end <= place:
            continue
        start = max(start, place)
        parts += [text[place:start], html.Mark(text[start:end])]
        place = end
    return [*parts, text[place:]]


def extract(texts: Texts, found: Extract) -> Children:
    """A stretch of a file around what was asked for."""
    if found.lines:
        return [table(texts, found.header, found.lines)]
    return [
        html.Div(
            [found.before, html.Mark(found.asked, id="asked"), found.after], className="document"
        )
    ]
