"""The text with the found mentions marked, and what each passage states below it."""

import json

from dash import html

from dashboards.components import Children, Component, wild
from dashboards.components.telling import tells
from dashboards.pages import review_ids as ids
from dashboards.texts import Texts
from workbench.evidence.documents import DocumentView, ShownClaim, ShownMention, ShownPassage

PER_PART = 120
"""Passages that are shown at a time."""


def part_of(place: int) -> int:
    """In which part of the document (from 1) a passage stands."""
    return place // PER_PART + 1


def text_part(texts: Texts, document: DocumentView, part: int) -> Children:
    """The passages of one part of the document."""
    first = (part - 1) * PER_PART
    shown = document.passages[first : first + PER_PART]
    lines: Children = []
    page = None
    for place, passage in enumerate(shown, first):
        if passage.page is not None and passage.page != page:
            page = passage.page
            lines.append(html.Div(texts.say("review", "page", page=page), className="page-mark"))
        lines.append(
            html.Div(
                passage_parts(texts, passage),
                id={"type": ids.PASSAGE, "index": place},
                className="passage",
            )
        )
    return lines


def passage_parts(texts: Texts, passage: ShownPassage) -> Children:
    """A passage: its words with marks, then what cannot be marked, claims and signs."""
    marked, unmarked = _split(passage)
    beside: Children = [_chip(texts, mention) for mention in unmarked]
    beside += [_claim(texts, claim) for claim in passage.claims]
    beside += [
        html.Button(
            f"⚑ {sign.says}",
            className=f"marked sign {sign.state}",
            type="button",
            **tells(ids.TOLD, "choose", shows=True, object="indicator", number=sign.indicator),
        )
        for sign in passage.indicators
    ]
    number = passage.passage if passage.passage is not None else passage.row
    return [
        html.Span(f"{number}", className="passage-number"),
        html.Div(
            [
                html.Span(
                    _words(texts, passage, marked),
                    className="passage-text",
                    **wild(data_passage=json.dumps(_place(passage))),
                ),
                html.Div(beside, className="stated") if beside else None,
            ]
        ),
    ]


def _place(passage: ShownPassage) -> dict[str, object]:
    """What a marking of words in the passage is told with. Characters count only where the text is
    shown as it stands."""
    if passage.row is not None:
        return {"row": passage.row, "sheet": passage.sheet}
    told: dict[str, object] = {"passage": passage.passage}
    return told if passage.redacted else told | {"from": passage.start}


def _split(passage: ShownPassage) -> tuple[list[ShownMention], list[ShownMention]]:
    """Mentions that can be marked in the text without overlapping, and the others."""
    marked: list[ShownMention] = []
    unmarked: list[ShownMention] = []
    place = 0
    ordered = sorted(
        passage.mentions,
        key=lambda m: (m.marked is None, m.marked and (m.marked[0], -m.marked[1])),
    )
    for mention in ordered:
        if mention.marked and mention.marked[0] >= place:
            marked.append(mention)
            place = mention.marked[1]
        else:
            unmarked.append(mention)
    return marked, unmarked


def _words(texts: Texts, passage: ShownPassage, marked: list[ShownMention]) -> Children:
    words: Children = []
    place = 0
    for mention in marked:
        start, end = mention.marked or (0, 0)
        words += [passage.text[place:start], _mark(texts, mention, passage.text[start:end])]
        place = end
    return [*words, passage.text[place:]]


def _mark(texts: Texts, mention: ShownMention, written: str) -> Component:
    kind = texts.term("kind", mention.kind)
    state = texts.term("review", mention.state)
    return html.Button(
        written,
        className=f"marked {mention.kind} {mention.state}",
        type="button",
        title=f"{kind}, {state}",
        **tells(ids.TOLD, "choose", shows=True, object="mention", number=mention.mention),
    )


def _chip(texts: Texts, mention: ShownMention) -> Component:
    return _mark(texts, mention, f"{texts.term('kind', mention.kind)}: {mention.text}")


def _claim(texts: Texts, claim: ShownClaim) -> Component:
    return html.Button(
        claim_words(texts, claim),
        className=f"marked claim {claim.state}",
        type="button",
        **tells(ids.TOLD, "choose", shows=True, object="claim", number=claim.claim),
    )


def claim_words(texts: Texts, claim: ShownClaim) -> str:
    """A claim in the reader's language."""
    denied = f"{texts.say('review', 'not')} " if claim.negated else ""
    verb = texts.term("relation", claim.kind)
    said = f"{claim.left_text} · {denied}{verb} · {claim.right_text}"
    return said if claim.nature == "fact" else f"{said} ({texts.say('inspector', 'assessment')})"
