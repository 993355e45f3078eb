"""The page on communications: when, with whom and in what phones are used, side by side."""

from collections.abc import Sequence
from datetime import datetime

from dash import Dash, dcc, html
from dash.dependencies import Input, Output

from dashboards.choosing import named
from dashboards.communicating import ids
from dashboards.communicating.cards import cards
from dashboards.communicating.contacts import in_common, top_contacts
from dashboards.communicating.findings import about
from dashboards.communicating.heat import heat_map
from dashboards.communicating.lanes import timeline
from dashboards.communicating.subjects import (
    Profile,
    Subject,
    asked_for,
    listed,
    open_groups,
    profile,
)
from dashboards.components import Children, Component
from dashboards.components.signs import badge, entity_sign
from dashboards.pages.page import Asked, Page
from dashboards.texts import Texts, grouped
from dashboards.workspace import Workspace
from graph.patterns import PATTERNS

LISTED = 60


def layout(workspace: Workspace, asked: Asked) -> Component:
    """The phones there are, or what the address asks for."""
    texts, chosen = workspace.texts, asked_for(workspace, asked.get("entity", ""))
    for one in chosen:
        workspace.consulted(one.entity.entity_id)
    return html.Main(
        className="sheet communications",
        children=[
            ids.CHOOSER.bar(
                texts, texts.say("pages", "communications"), [c.entity for c in chosen]
            ),
            html.Div(_body(workspace, chosen), className="subjects"),
        ],
    )


def _body(workspace: Workspace, chosen: Sequence[Subject]) -> Children:
    if not chosen:
        return _list(workspace)
    open_ones = [one for one in chosen if not one.protected]
    profiles = [profile(workspace, one) for one in open_ones]
    columns = f"columns-{max(len(profiles), 1)}"
    return [
        *(_closed(workspace.texts, one) for one in chosen if one.protected),
        html.Div(
            [_profile(workspace.texts, one) for one in profiles], className=f"beside {columns}"
        ),
        in_common(workspace.texts, profiles),
        timeline(workspace, profiles),
        _findings(workspace.texts) if profiles else None,
    ]


def _closed(texts: Texts, one: Subject) -> Component:
    said = texts.say("communications", "protected", name=one.entity.label)
    return html.P(said, className="protected-notice")


def _profile(texts: Texts, one: Profile) -> Component:
    return html.Div([_facts(texts, one), heat_map(texts, one), top_contacts(texts, one)])


def _facts(texts: Texts, one: Profile) -> Component:
    entity, counted = one.subject.entity, one.traffic
    told = texts.count("communication", counted.total)
    details = texts.say(
        "communications",
        "totals",
        out=grouped(counted.outgoing),
        into=grouped(counted.total - counted.outgoing),
        alone=grouped(counted.alone),
    )
    return html.Header(
        [
            html.Div(
                [
                    entity_sign(entity.kind),
                    html.H3(entity.label),
                    badge(texts.term("kind", entity.kind)),
                    dcc.Link(
                        texts.say("communications", "on_network"), href=f"/?show={entity.entity_id}"
                    ),
                    dcc.Link(
                        texts.say("communications", "on_map"),
                        href=f"/map?entity={entity.entity_id}",
                    ),
                ],
                className="title",
            ),
            html.P(
                [
                    html.Strong(told),
                    f" {details} ",
                    texts.period(counted.first_utc, counted.last_utc),
                ]
            )
            if counted.total
            else html.P(texts.say("communications", "no_traffic"), className="hint"),
            *_phones(texts, one),
        ]
    )


def _phones(texts: Texts, one: Profile) -> Children:
    """Which phones a person is known to hold, or who holds the phone, and when."""
    subject, mine = one.subject, one.subject.entity.entity_id
    periods = [
        *((held.phone, held.from_utc, held.to_utc) for held in subject.held if held.phone != mine),
        *((held.person, held.from_utc, held.to_utc) for held in subject.holders),
    ]
    lines: Children = [
        html.Li(
            [
                dcc.Link(subject.others[other].label, href=ids.CHOOSER.address([other])),
                " ",
                _while(texts, begins, ends),
            ]
        )
        for other, begins, ends in periods
        if other in subject.others
    ]
    said = "held_by_whom" if subject.holders else "holds"
    return [html.P(texts.say("communications", said)), html.Ul(lines)] if lines else []


def _while(texts: Texts, begins: datetime | None, ends: datetime | None) -> str:
    """A period that may be open on either side."""
    if begins and ends:
        return texts.period(begins, ends)
    if begins:
        return texts.say("communications", "since", moment=texts.moment(begins))
    if ends:
        return texts.say("communications", "until", moment=texts.moment(ends))
    return texts.say("communications", "throughout")


def _list(workspace: Workspace) -> Children:
    texts, found = workspace.texts, listed(workspace)
    heads = ("phone", "records", "on_days", "first_last", "files")
    rows = [
        html.Tr(
            [
                html.Td(named(one.phone, ids.CHOOSER.address([one.phone.entity_id]))),
                html.Td(grouped(one.coverage.records), className="figure"),
                html.Td(grouped(one.coverage.days), className="figure"),
                html.Td(texts.period(one.coverage.first_utc, one.coverage.last_utc)),
                html.Td(", ".join(map(str, one.coverage.sources)), className="figure"),
            ]
        )
        for one in found[:LISTED]
    ]
    titles = [html.Th(texts.say("communications", head), scope="col") for head in heads]
    table = html.Table([html.Thead(html.Tr(titles)), html.Tbody(rows)], className="plain")
    told = texts.say("communications", "first_of", n=len(rows), total=grouped(len(found)))
    return [
        html.P(texts.say("communications", "list_hint")),
        html.Div(table, className="table-frame", tabIndex=0),
        html.P(told, className="hint") if len(found) > LISTED else None,
    ]


def _findings(texts: Texts) -> Component:
    """A place for each pattern's findings: they are sought after the page is there."""
    waiting = html.P(texts.say("communications", "seeking"), className="hint")
    return html.Section(
        [
            html.H3(texts.say("communications", "patterns")),
            html.P(texts.say("communications", "patterns_hint"), className="hint"),
            html.Div(waiting, id=ids.FINDINGS, role="status"),
        ],
        className="patterns",
    )


def register(app: Dash, workspace: Workspace) -> None:
    """Connect the search and the findings."""

    ids.CHOOSER.register(app, workspace)

    @app.callback(
        Output(ids.FINDINGS, "children"),
        Input(ids.CHOOSER.shown, "data"),
    )
    def seek(shown: list[str]) -> Children:
        return _sought(workspace, shown or [])


def _sought(workspace: Workspace, shown: list[str]) -> Children:
    groups = open_groups(workspace, shown)
    found = {name: about(workspace, name, groups) for name in PATTERNS}
    parts = [part for name, some in found.items() for part in cards(workspace, name, some, shown)]
    nothing = html.P(workspace.texts.say("communications", "no_findings"), className="hint")
    return parts or [nothing]


PAGE = Page("communications", layout, register)
