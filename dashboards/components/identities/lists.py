"""The lists at the side: what waits, which merges are weak, what was said; and what a word did."""

from collections.abc import Sequence

import dash_mantine_components as dmc
from dash import html

from dashboards.components import Children, Component
from dashboards.components.identities.reasons import percent
from dashboards.components.signs import entity_sign
from dashboards.components.telling import said_word, teller, telling_line, tells
from dashboards.pages import resolve_ids as ids
from dashboards.resolving.effect import Change, Effect
from dashboards.resolving.lists import MOST_LISTED, Open, Progress, Word
from dashboards.texts import Texts, grouped
from dashboards.workspace import Entity
from workbench.vocabulary import Decision


def progress_line(texts: Texts, found: Progress) -> Children:
    """How many were decided, how many are left."""
    done, left = found.decided + found.unsure, found.waiting
    more = "+" if found.more else ""
    return [
        dmc.Progress(
            value=100 * done / max(done + left, 1),
            size="sm",
            color="teal",
            **{"aria-label": texts.say("resolve", "progress")},
        ),
        html.P(
            texts.say(
                "resolve", "so_far", decided=grouped(found.decided), unsure=grouped(found.unsure),
                waiting=f"{grouped(left)}{more}",
            ),
            className="hint",
        ),
    ]  # fmt: skip


def waiting_lines(texts: Texts, queue: Sequence[Open]) -> Children:
    """The pairs that wait."""
    lines: Children = [_waiting(texts, pair) for pair in queue[:MOST_LISTED]]
    rest = len(queue) - MOST_LISTED
    if rest > 0:
        lines.append(html.P(texts.say("resolve", "more_waiting", n=grouped(rest))))
    return lines or [html.P(texts.say("resolve", "nothing"), className="hint")]


def _waiting(texts: Texts, pair: Open) -> Component:
    left, right = pair.key
    about = [texts.say("resolve", "connects", n=grouped(pair.newly_connected))]
    if pair.unsure:
        about.append(texts.say("resolve", "unsure_by", author=pair.unsure))
    return telling_line(
        [
            html.Span([_line(pair.left), _line(pair.right)], className="name pair"),
            html.Span(
                [html.Span(percent(pair.probability), className="number"), *map(_hint, about)],
                className="about",
            ),
        ],
        ids.TOLD,
        "pair",
        left=left,
        right=right,
    )


def _line(entity: Entity) -> Component:
    sign = entity_sign(entity.kind, protected=entity.protected, small=True)
    return html.Span([sign, html.Span(entity.label, className="name")], className="one")


def _hint(text: str) -> Component:
    return html.Span(text, className="hint")


def weak_lines(texts: Texts, found: Sequence[Entity]) -> Children:
    """Entities that a weak link holds together."""
    return [
        telling_line(
            [
                _line(entity),
                html.Span(percent(entity.cohesion), className="number"),
            ],
            ids.TOLD,
            "cluster",
            entity=entity.entity_id,
        )
        for entity in found
    ] or [html.P(texts.say("resolve", "no_merges"), className="hint")]


def word_lines(texts: Texts, found: Sequence[Word]) -> Children:
    """What was said, each with its undo."""
    return [_word(texts, word) for word in found] or [
        html.P(texts.say("resolve", "no_words"), className="hint")
    ]


def _word(texts: Texts, word: Word) -> Component:
    made = word.judgement
    return said_word(
        texts,
        texts.term("resolve", made.decision),
        f"{word.left} ↔ {word.right}",
        f"{made.author}, {texts.moment(made.made_at_utc)}: {word.reason}",
        made.withdrawn_by if made.withdrawn_at_utc else None,
        tells(ids.TOLD, "undo", alters=True, judgement=made.judgement_id),
        texts.say("resolve", "disputed") if word.disputed else None,
    )


# ------------------------------------------------------------- what a word did


def effect_lines(texts: Texts, effect: Effect) -> Children:
    """What changed, and the way back."""
    made = effect.judgement
    said = texts.say(
        "resolve", "undone" if effect.withdrawn else "said", number=made.judgement_id,
        decision=texts.term("resolve", made.decision),
    )  # fmt: skip
    lines: Children = [
        html.Div(
            [
                html.Strong(said),
                None
                if effect.withdrawn
                else teller(
                    texts.say("resolve", "undo"), ids.TOLD, "undo", key="u", size="xs",
                    alters=True, judgement=made.judgement_id,
                ),
            ],
            className="actions",
        )
    ]  # fmt: skip
    lines += [_change(texts, change) for change in effect.changes]
    if not effect.changes:
        lines.append(html.P(texts.say("resolve", "unchanged"), className="hint"))
    return lines


def put_off_line(texts: Texts, decision: Decision, waiting: int) -> Children:
    """That a word is kept until a file is taken in."""
    said = texts.term("resolve", decision)
    return [html.P(texts.say("resolve", "put_off", decision=said, n=grouped(waiting)))]


def put_off_failed(texts: Texts, problem: str) -> Component:
    """That a word which was kept could not be said after all, and why."""
    why = texts.say("resolve", "put_off_failed", why=texts.said(problem))
    return html.P(why, className="refused")


def _change(texts: Texts, change: Change) -> Component:
    before, after = (
        [f"{part.label} ({texts.count('mention', part.mentions)})" for part in side]
        for side in (change.before, change.after)
    )
    return html.P(
        [" + ".join(before), html.Span(" → ", className="hint"), " + ".join(after)],
        className="change",
    )
