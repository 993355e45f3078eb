"""An entity as a whole: who is in it, why, and where it would break."""

import json

from dash import dcc, html

from dashboards.components import Children, Component, wild
from dashboards.components.evidence import place_text, reading_of
from dashboards.components.identities.reasons import percent, sentence
from dashboards.components.signs import entity_sign
from dashboards.components.telling import teller
from dashboards.pages import resolve_ids as ids
from dashboards.resolving.cluster import Cluster, Member
from dashboards.texts import Texts, grouped
from workbench.vocabulary import Decision


def whole_view(texts: Texts, found: Cluster) -> Children:
    """The weakest link with a way to part it, then all members."""
    entity = found.entity
    rest = found.total - len(found.members)
    return [
        html.Div(
            [
                entity_sign(entity.kind, protected=entity.protected),
                html.H2(entity.label),
                html.Code(entity.entity_id),
                dcc.Link(texts.say("resolve", "on_network"), href=f"/?show={entity.entity_id}"),
            ],
            className="title",
        ),
        *_weakest(texts, found),
        html.H3(
            [
                texts.say("resolve", "members"),
                html.Span(grouped(found.total), className="number"),
            ]
        ),
        html.P(texts.say("resolve", "members_hint"), className="hint"),
        html.Div(_table(texts, found), className="table-frame", tabIndex=0),
        html.P(texts.say("resolve", "more_members", n=grouped(rest)), className="hint")
        if rest > 0
        else None,
    ]


def _weakest(texts: Texts, found: Cluster) -> Children:
    member = found.weakest
    if member is None or member.link is None:
        return [html.P(texts.say("resolve", "one_mention"), className="plain")]
    link = member.link
    return [
        html.Section(
            [
                html.H3(texts.say("resolve", "weakest")),
                html.P(
                    [
                        html.Strong(f"{member.written} ↔ {member.through}"),
                        f" · {percent(link.probability)}",
                    ]
                ),
                html.P(sentence(texts, link), className="plain"),
                html.P(
                    texts.say("resolve", "would_part", n=texts.count("mention", member.holds)),
                    className="hint",
                ),
                teller(
                    texts.say("resolve", "part"), ids.TOLD, "judge", key="k", colour="red.9",
                    variant="filled", size="xs", alters=True, decision=Decision.DIFFERENT.value,
                    left=str(link.left_mention), right=str(link.right_mention),
                    entity=found.entity.entity_id,
                ),
            ],
            className="weakest",
        )
    ]  # fmt: skip


def _table(texts: Texts, found: Cluster) -> Component:
    heads = ("written", "place", "probability", "linked_with", "because")
    return html.Table(
        [
            html.Thead(html.Tr([html.Th(texts.say("resolve", key), scope="col") for key in heads])),
            html.Tbody([_member(texts, found, m) for m in found.members]),
        ],
        className="ruled members",
    )


def _member(texts: Texts, found: Cluster, member: Member) -> Component:
    link = member.link
    where = html.Button(
        [html.Span(member.file, className="file"), " ", place_text(texts, member.place)],
        className="row",
        type="button",
        **wild(data_reading=json.dumps(reading_of(member.place))),
    )
    return html.Tr(
        [
            html.Th(member.written, scope="row"),
            html.Td(where),
            html.Td(percent(link.probability) if link else "", className="number"),
            html.Td(member.through),
            html.Td(sentence(texts, link) if link else ""),
        ],
        className="loose" if member is found.weakest else None,
    )
