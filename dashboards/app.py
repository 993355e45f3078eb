"""The Dash application over an open case.

Everything the page needs is served from here: no address outside this machine is asked.
"""

import logging
from collections.abc import Callable
from functools import partial
from html import escape
from traceback import extract_tb
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, html, set_props
from flask import has_request_context, request

from dashboards import ids, shell
from dashboards.components import Component
from dashboards.door import Door, shut
from dashboards.drawings import Drawings
from dashboards.guarding import guard
from dashboards.pages import export
from dashboards.texts import FIRST_LANGUAGE, Texts, languages
from dashboards.texts.choosing import COOKIE, chosen
from dashboards.workspace import Workspace
from workbench.case import Case
from workbench.errors import WorkbenchError
from workbench.evidence.reduced import in_sight

LAYOUT = "/_dash-layout"
_PAGE = """<!DOCTYPE html>
<html lang="LANGUAGE">
    <head>
        <link rel="preload" href="/_dash-layout" as="fetch" crossorigin="anonymous">
        <link rel="preload" href="/_dash-dependencies" as="fetch" crossorigin="anonymous">
        {%metas%}
        <title>{%title%}</title>
        {%favicon%}
        {%css%}
    </head>
    <body>
        {%app_entry%}
        <footer>{%config%} {%scripts%} {%renderer%}</footer>
    </body>
</html>
"""
_UNUSED = ("/deps/polyfill@", "/dash_table/")
"""Scripts that Dash brings along and neither these pages nor today's browsers have a use for."""
_log = logging.getLogger(__name__)


class _Page(Dash):
    """The application, whose pages say which language they are in."""

    language: Callable[[], str]

    def interpolate_index(self, *args: Any, **parts: Any) -> str:
        """The page's frame. A case is called what its makers like; a title is no markup."""
        parts["title"] = escape(parts["title"])
        parts["scripts"] = "\n".join(filter(_is_used, parts["scripts"].splitlines()))
        page: str = super().interpolate_index(*args, **parts)  # type: ignore[no-untyped-call]
        return page.replace("LANGUAGE", self.language(), 1)


def create_app(case: Case, language: str = FIRST_LANGUAGE) -> Dash:
    """The application; the case must stay open for writing as long as it runs.

    ``language`` is for users whose browser asks for none that there is.
    """
    Case.reduce = staticmethod(in_sight)
    zone = case.property("time_zone", "UTC")
    texts = {code: Texts.load(code, zone) for code in languages()}
    workspace = Workspace(case, texts[language], lambda: texts[_language(language)])
    app = _Page(
        __name__,
        title=f"{workspace.title} · {workspace.texts.say('page', 'title')}",
        update_title="",
        serve_locally=True,
        suppress_callback_exceptions=True,
        enable_mcp=False,
        compress=False,
        on_error=partial(_tell, workspace),
        add_log_handler=False,
        index_string=_PAGE,
    )
    app.language = lambda: workspace.texts.language
    drawings = Drawings(workspace)
    app.layout = lambda: _layout(workspace, drawings)
    shell.register(app, workspace, drawings)
    export.register(app, workspace)
    guard(app)
    shut(app.server, Door(case, lambda: workspace.texts, workspace.writing, workspace.soon))
    return app


def _layout(workspace: Workspace, drawings: Drawings) -> Component:
    """What a page asks for. Dash asks too, to check it, before anybody's first request."""
    if not has_request_context() or request.path != LAYOUT:
        nothing: Component = html.Div()
        return nothing
    page = shell.layout(workspace, drawings)
    made: Component = dmc.MantineProvider(
        page, defaultColorScheme="auto", theme={"primaryColor": "blue"}
    )
    return made


def _is_used(script: str) -> bool:
    return not any(name in script for name in _UNUSED)


def _language(otherwise: str) -> str:
    """The language of the user whose request is being answered."""
    if not has_request_context():
        return otherwise
    return chosen(request.cookies.get(COOKIE, ""), request.accept_languages, otherwise)


def _tell(workspace: Workspace, error: Exception) -> None:
    """Tell the user of an error in one line; where it arose goes to the log, without data."""
    if isinstance(error, WorkbenchError):
        set_props(ids.NOTICE, {"children": workspace.texts.said(str(error))})
        return
    # The words of an unforeseen error may quote a person's data: only where it arose is logged.
    places = [f"{frame.name}:{frame.lineno}" for frame in extract_tb(error.__traceback__)]
    _log.error("%s in %s", type(error).__name__, " > ".join(places))
    told = workspace.texts.say("page", "unforeseen", kind=type(error).__name__)
    set_props(ids.NOTICE, {"children": told})
