"""The dialog that writes an evidence summary and offers it for download."""

import dash_mantine_components as dmc
from dash import html

from dashboards import ids
from dashboards.components import Children, Component, wild
from dashboards.exporting import Pack, Scope
from dashboards.texts import Texts, grouped

DOWNLOADS = "/exports/"


def export_dialog(texts: Texts) -> Component:
    """For whom, answering what, about what."""
    made: Component = dmc.Modal(
        id=ids.EXPORT,
        opened=False,
        size="lg",
        transitionProps={"duration": 0},
        title=texts.say("export", "title"),
        closeButtonProps=wild(aria_label=texts.say("inspector", "close")),
        children=dmc.Stack(
            gap="sm",
            children=[
                html.P(texts.say("export", "what"), className="hint"),
                dmc.TextInput(
                    id=ids.EXPORT_RECIPIENT,
                    label=texts.say("export", "recipient"),
                    description=texts.say("export", "logged"),
                    placeholder=texts.say("export", "recipient_example"),
                    required=True,
                    value="",
                ),
                dmc.Textarea(
                    id=ids.EXPORT_QUESTION,
                    label=texts.say("export", "question"),
                    placeholder=texts.say("export", "question_example"),
                    autosize=True,
                    minRows=2,
                    value="",
                ),
                dmc.RadioGroup(
                    id=ids.EXPORT_SCOPE,
                    label=texts.say("export", "about"),
                    value=str(Scope.CASE),
                    children=dmc.Stack(
                        [
                            dmc.Radio(texts.say("export", scope), value=str(scope), size="xs")
                            for scope in Scope
                        ],
                        gap=4,
                        mt=4,
                    ),
                ),
                html.P(texts.say("export", "filters"), className="hint"),
                dmc.Group(
                    [dmc.Button(texts.say("export", "write"), id=ids.EXPORT_WRITE, size="sm")]
                ),
                html.P(texts.say("export", "writing"), id=ids.EXPORT_WAIT, hidden=True),
                html.Div(id=ids.EXPORT_RESULT, role="status", className="export-result"),
            ],
        ),
    )
    return made


def written(texts: Texts, pack: Pack) -> Children:
    """Where to get the pack, and that it was checked."""
    size = texts.say("export", "size", kb=grouped(-(-pack.bytes // 1024)))
    return [
        html.A(
            [texts.say("export", "download"), " ", html.Span(pack.name), f" ({size})"],
            href=DOWNLOADS + pack.name,
            download=pack.name,
            className="download",
        ),
        html.P(
            texts.say(
                "export",
                "verified",
                files=texts.count("file", pack.files),
                citations=texts.count("citation", pack.citations),
            ),
            className="hint",
        ),
        html.P([texts.say("export", "check"), " ", html.Code(f"workbench verify {pack.name}")]),
    ]


def refused(text: str) -> Children:
    """Why nothing was written."""
    return [html.P(text, className="refused")]
