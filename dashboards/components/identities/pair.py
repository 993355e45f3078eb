"""Two entities beside each other, with the differences marked, and the keys to decide."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from dash import dcc, html

from dashboards.components import Children, Component
from dashboards.components.evidence import evidence_card, marked
from dashboards.components.identities.reasons import reasons
from dashboards.components.signs import entity_sign, line_sign
from dashboards.components.telling import teller
from dashboards.pages import resolve_ids as ids
from dashboards.resolving.beside import WRITTEN, Beside, Fact, Neighbour, Side
from dashboards.texts import Texts, grouped
from dashboards.workspace import Entity
from workbench.access.masking import HIDDEN
from workbench.vocabulary import Decision

_KEYS = {Decision.SAME: "j", Decision.DIFFERENT: "k", Decision.UNSURE: "l"}
_COLOURS = {Decision.SAME: "teal.9", Decision.DIFFERENT: "red.9", Decision.UNSURE: "gray"}


def pair_view(texts: Texts, found: Beside) -> Children:
    """All about two entities, the decision at the top."""
    lines: Children = [
        html.Div(
            [
                _title(texts, found.left),
                html.Span("↔", className="hint"),
                _title(texts, found.right),
            ],
            className="two titles",
        ),
        _decisions(texts, found),
        *_said(texts, found),
    ]
    if found.pair:
        lines += reasons(texts, found.pair, found.steps, found.others)
    else:
        lines.append(html.P(texts.say("resolve", "never_compared"), className="plain"))
    return [
        *lines,
        html.H3(texts.say("resolve", "known")),
        _facts(texts, found),
        html.H3(texts.say("resolve", "neighbourhood")),
        _neighbourhood(texts, found),
        html.H3(texts.say("resolve", "compared")),
        html.Div([_evidence(texts, side) for side in (found.left, found.right)], className="two"),
    ]


def nothing_waits(texts: Texts) -> Children:
    """The queue is empty."""
    return [html.P(texts.say("resolve", "nothing"), className="plain")]


def _title(texts: Texts, side: Side) -> Component:
    entity = side.entity
    about = [texts.count("mention", entity.mentions), texts.count("tie", side.ties)]
    return html.Div(
        [
            html.Div(
                [
                    entity_sign(entity.kind, protected=entity.protected),
                    html.H2(entity.label),
                    html.Code(entity.entity_id),
                ],
                className="title",
            ),
            html.Div(
                [
                    html.Span(" · ".join(about), className="hint"),
                    teller(
                        texts.say("resolve", "whole"), ids.TOLD, "cluster", variant="subtle",
                        entity=entity.entity_id,
                    ),
                    dcc.Link(texts.say("resolve", "on_network"), href=f"/?show={entity.entity_id}"),
                ],
                className="actions",
            ),
        ]
    )  # fmt: skip


def _decisions(texts: Texts, found: Beside) -> Component:
    two = {"left": found.left.entity.entity_id, "right": found.right.entity.entity_id}
    buttons = [
        teller(
            texts.say("resolve", decision.value), ids.TOLD, "judge", key=_KEYS[decision],
            variant="filled" if decision is not Decision.UNSURE else "default",
            colour=_COLOURS[decision], size="sm", alters=True, decision=decision.value, **two,
        )
        for decision in Decision
    ]  # fmt: skip
    skip = teller(
        texts.say("resolve", "skip"), ids.TOLD, "next", key="n", variant="subtle", size="sm", **two
    )
    return html.Div([*buttons, skip], className="decisions")


def _said(texts: Texts, found: Beside) -> Children:
    return [
        html.P(
            texts.say(
                "resolve", "said_before", author=j.author, reason=j.reason,
                decision=texts.term("resolve", j.decision),
            ),
            className="hint",
        )
        for j in found.judgements
    ]  # fmt: skip


# ------------------------------------------------------------- what is known


def _facts(texts: Texts, found: Beside) -> Component:
    heads = [html.Td(), *(_head(side.entity) for side in (found.left, found.right)), html.Td()]
    return html.Table(
        [
            html.Thead(html.Tr(heads)),
            html.Tbody([_fact(texts, fact) for fact in found.facts]),
        ],
        className="ruled known-facts",
    )


def _head(entity: Entity) -> Component:
    return html.Th(entity.label, scope="col")


def _fact(texts: Texts, fact: Fact) -> Component:
    name = texts.say("resolve", WRITTEN) if fact.name == WRITTEN else None
    return html.Tr(
        [
            html.Th(name or texts.term("attribute", fact.name), scope="row"),
            html.Td(_values(texts, fact, fact.left, fact.right)),
            html.Td(_values(texts, fact, fact.right, fact.left)),
            html.Td(texts.say("resolve", f"agree_{fact.agreement}"), className="hint"),
        ],
        className=f"agree-{fact.agreement}",
    )


def _values(texts: Texts, fact: Fact, own: Sequence[str], others: Sequence[str]) -> Children:
    if not own:
        return [html.Span("–", className="hint")]
    said = [texts.term("role", v) if fact.name == "role" else v for v in own]
    against = [texts.term("role", v) if fact.name == "role" else v for v in others]
    return [html.Div(marked(value, differing(value, against))) for value in said]


def differing(value: str, others: Sequence[str]) -> list[tuple[int, int]]:
    """Spans of a value that the most similar of others does not have; none where one is equal."""
    if not others or value == HIDDEN:
        return []
    folded = value.casefold()
    matchers = [SequenceMatcher(None, folded, other.casefold(), False) for other in others]
    nearest = max(matchers, key=lambda matcher: matcher.ratio())
    if nearest.ratio() < 0.5 or len(folded) != len(value):
        return [] if nearest.ratio() == 1 else [(0, len(value))]
    return [(a, b) for tag, a, b, _, _ in nearest.get_opcodes() if tag != "equal" and b > a]


# ------------------------------------------------------------- whom they are tied to


def _neighbourhood(texts: Texts, found: Beside) -> Component:
    columns = (
        (found.left.entity.label, found.only_left, found.left.ties),
        (texts.say("resolve", "both"), found.shared, None),
        (found.right.entity.label, found.only_right, found.right.ties),
    )
    return html.Div(
        [
            html.Section(
                [
                    html.H4(name if total is None else texts.say("resolve", "only", name=name)),
                    *(_neighbour(texts, one) for one in members),
                    None if members else html.P(texts.say("resolve", "nobody"), className="hint"),
                ]
            )
            for name, members, total in columns
        ],
        className="three",
    )


def _neighbour(texts: Texts, one: Neighbour) -> Component:
    kinds = list(dict.fromkeys([*one.left, *one.right]))
    named = ", ".join(texts.term("relation", kind) for kind in kinds)
    return html.Div(
        [
            entity_sign(one.entity.kind, protected=one.entity.protected, small=True),
            html.Span(one.entity.label, className="name", title=one.entity.label),
            line_sign(kinds[0]),
            html.Span(named, className="hint kinds", title=named),
            html.Span(grouped(one.count), className="number"),
        ],
        className="neighbour",
    )


def _evidence(texts: Texts, side: Side) -> Component:
    if side.evidence is None:
        return html.P(texts.say("evidence", "none"), className="hint")
    return evidence_card(texts, side.evidence)
