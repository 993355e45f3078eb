"""The top line: which case, how much is in it, light or dark, in which language."""

from collections.abc import Sequence

import dash_mantine_components as dmc
from dash import dcc, html

from dashboards import ids
from dashboards.components import Component, wild
from dashboards.components.buttons import opened
from dashboards.texts import Texts, language_names
from dashboards.workspace import Workspace


def header(workspace: Workspace, pages: Sequence[tuple[str, str]]) -> Component:
    """Title, pages (their addresses and names), reference, counts, switches."""
    texts = workspace.texts
    counts = [texts.count(what, number) for what, number in workspace.summary.items() if number]
    return html.Header(
        className="header",
        children=[
            html.Span(texts.say("page", "title"), className="brand"),
            html.H1(workspace.title, title=workspace.title),
            _pages(texts, pages),
            html.Span(workspace.reference, className="reference"),
            html.Span(" · ".join(counts), className="counts"),
            html.Span(texts.say("page", "times", zone=texts.zone.key), className="zone"),
            dmc.Button(
                texts.say("export", "button"),
                id=ids.EXPORT_OPEN,
                variant="light",
                size="compact-sm",
            ),
            _account(workspace),
            _languages(texts),
            dmc.ActionIcon(
                "?",
                id=ids.KEYS_BUTTON,
                variant="default",
                size="md",
                **wild(aria_label=texts.say("page", "keys"), data_reading='{"what": "keys"}'),
            ),
            dmc.ColorSchemeToggle(
                id=ids.THEME,
                lightIcon=html.Span("☀", **wild(aria_hidden="true")),
                darkIcon=html.Span("☾", **wild(aria_hidden="true")),
                variant="default",
                size="md",
                **wild(aria_label=texts.say("page", "theme")),
            ),
        ],
    )


def _account(workspace: Workspace) -> Component | None:
    """Who is logged in, leading to the password and the way out; nobody logs in without users."""
    if not workspace.has_accounts:
        return None
    title = workspace.texts.say("login", "account")
    return html.A(workspace.user, href="/account", title=title, className="account")


def _pages(texts: Texts, pages: Sequence[tuple[str, str]]) -> Component | None:
    if not pages:
        return None
    links = [("/", "network"), *pages]
    return html.Nav(
        className="pages",
        children=[dcc.Link(texts.say("pages", name), href=path) for path, name in links],
        **wild(aria_label=texts.say("pages", "all")),
    )


def _languages(texts: Texts) -> Component:
    """The languages by their own names; the page's script remembers the one chosen."""
    here = texts.language
    return opened(
        texts.say("language", "short"),
        texts.say("language", "choose"),
        [
            html.Button(
                [html.Span("●" if code == here else "○", **wild(aria_hidden="true")), name],
                type="button",
                className="row",
                lang=code,
                **wild(data_language=code, aria_current=str(code == here).lower()),
            )
            for code, name in language_names().items()
        ],
    )
