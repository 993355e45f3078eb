"""The form of an export, in the dialog of the top line and on the page of the report alike."""

from collections.abc import Sequence

import dash_mantine_components as dmc
from dash import html

from dashboards import ids
from dashboards.components import Children, Component, wild
from dashboards.exporting.asked import FORMS, Asked, Scope
from dashboards.exporting.ids import Names
from dashboards.exporting.writing import Written
from dashboards.texts import Texts, grouped, language_names
from dashboards.workspace import Entity
from workbench.evidence.handling import Purpose
from workbench.evidence.pack import SUMMARY as PDF
from workbench.evidence.pack import WORD
from workbench.evidence.request import Template
from workbench.evidence.wording import languages

DOWNLOADS = "/exports/"
"""Where written exports are handed out."""
EXAMPLE = "2024-09-16 09:41"
"""How a time is typed; a day goes without its hour."""

Options = Sequence[tuple[str, str]]


def export_form(texts: Texts, names: Names, first: Asked) -> Component:
    """For whom, what about, from when to when, in which language and form; ``first`` is preset."""
    return html.Div(
        [
            _recipient(texts, names),
            _question(texts, names),
            _select(names.form, texts.say("export", "form"), _forms(texts), first.form),
            html.Div(
                _select(
                    names.template,
                    texts.say("export", "template"),
                    _options(texts, "template", Template),
                    first.template,
                ),
                id=names.turning,
            ),
            html.Div(_one(texts, names), id=names.choice, hidden=True),
            html.Div(_scope(texts, names, first), id=names.about),
            _times(texts, names),
            _select(
                names.purpose,
                texts.say("export", "purpose"),
                _options(texts, "purpose", Purpose),
                first.purpose,
            ),
            html.Div(_of_summaries(texts, names, first), id=names.kind),
            html.P(texts.say("export", "logged"), className="hint"),
            _buttons(texts, names),
            html.P(texts.say("export", "writing"), id=names.wait, hidden=True),
            html.Div(id=names.result, role="status", className="export-result"),
            _preview(texts, names),
        ],
        className="export-form",
    )


def export_dialog(texts: Texts, names: Names) -> Component:
    """The form as a dialog."""
    made: Component = dmc.Modal(
        id=ids.EXPORT,
        opened=False,
        size="lg",
        transitionProps={"duration": 0},
        title=texts.say("export", "title"),
        closeButtonProps=wild(aria_label=texts.say("inspector", "close")),
        children=[
            html.P(texts.say("export", "what"), className="hint"),
            export_form(texts, names, Asked(language=texts.language)),
        ],
    )
    return made


def _recipient(texts: Texts, names: Names) -> Component:
    made: Component = dmc.TextInput(
        id=names.recipient,
        label=texts.say("export", "recipient"),
        placeholder=texts.say("export", "recipient_example"),
        required=True,
        value="",
        size="xs",
        persistence=True,
        persistence_type="session",
    )
    return made


def _question(texts: Texts, names: Names) -> Component:
    made: Component = dmc.Textarea(
        id=names.question,
        label=texts.say("export", "question"),
        placeholder=texts.say("export", "question_example"),
        autosize=True,
        minRows=2,
        value="",
        size="xs",
        persistence=True,
        persistence_type="session",
    )
    return made


def _one(texts: Texts, names: Names) -> Children:
    """A field to look one up, and who is found or at hand, one of whom is chosen."""
    label = texts.say("export", "one")
    return [
        dmc.TextInput(
            id=names.find,
            label=label,
            placeholder=texts.say("export", "one_hint"),
            value="",
            debounce=250,
            size="xs",
        ),
        dmc.RadioGroup(id=names.one, children=[], mt=6, **wild(aria_label=label)),
    ]


def offered(texts: Texts, found: Sequence[Entity]) -> Children:
    """Those of whom one can be chosen."""
    if not found:
        return [html.P(texts.say("search", "none"), className="hint")]
    radios = [dmc.Radio(one.label, value=one.entity_id, size="xs") for one in found]
    return [dmc.Stack(radios, gap=8)]


def _scope(texts: Texts, names: Names, first: Asked) -> Component:
    made: Component = dmc.RadioGroup(
        id=names.scope,
        label=texts.say("export", "about"),
        description=texts.say("export", "filters"),
        value=str(first.scope),
        size="xs",
        children=dmc.Stack(
            [dmc.Radio(texts.say("export", scope), value=str(scope), size="xs") for scope in Scope],
            gap=8,
            mt=4,
        ),
    )
    return made


def _times(texts: Texts, names: Names) -> Component:
    parts = (("from", names.start), ("to", names.end), ("turn", names.turn))
    return html.Div(
        [
            dmc.TextInput(
                id=name,
                label=texts.say("export", key),
                placeholder=EXAMPLE,
                value="",
                size="xs",
                wrapperProps={"hidden": name == names.turn},
            )
            for key, name in parts
        ],
        className="export-times",
    )


def _of_summaries(texts: Texts, names: Names, first: Asked) -> Children:
    known = [(code, name) for code, name in language_names().items() if code in languages()]
    return [
        _select(names.language, texts.say("export", "language"), known, first.language),
        dmc.Checkbox(
            id=names.collected,
            label=texts.say("export", "with_collected"),
            checked=first.collected,
            size="xs",
            mt=8,
        ),
    ]


def _buttons(texts: Texts, names: Names) -> Component:
    made: Component = dmc.Group(
        [
            dmc.Button(
                texts.say("export", "preview"), id=names.preview, size="xs", variant="default"
            ),
            dmc.Button(texts.say("export", "write"), id=names.write, size="xs"),
        ]
    )
    return made


def _preview(texts: Texts, names: Names) -> Component:
    """The dialog in which the pages are looked at."""
    made: Component = dmc.Modal(
        id=names.sheets,
        opened=False,
        size="92%",
        title=texts.say("export", "preview"),
        transitionProps={"duration": 0},
        closeButtonProps=wild(aria_label=texts.say("inspector", "close")),
        children=html.Div(id=names.pages, className="report-pages"),
    )
    return made


def _options(texts: Texts, what: str, every: Sequence[str] | type[Purpose | Template]) -> Options:
    return [(str(one), texts.say("export", f"{what}_{one}")) for one in every]


def _forms(texts: Texts) -> Options:
    own = {"summary", "disclosure"}
    return [
        (name, texts.say("export", f"form_{name}"))
        if name in own
        else (name, texts.say("export", "form_network", name=name))
        for name in FORMS
    ]


def _select(name: str, label: str, options: Options, value: str) -> Component:
    made: Component = dmc.Select(
        id=name,
        label=label,
        data=[{"value": value, "label": text} for value, text in options],
        value=str(value),
        allowDeselect=False,
        size="xs",
    )
    return made


def page_images(texts: Texts, images: Sequence[str], total: int) -> Children:
    """The pages of a preview, and how many there are."""
    said = texts.say("export", "pages", n=grouped(total))
    if total > len(images):
        said += " " + texts.say("export", "first_pages", n=len(images), total=grouped(total))
    shown = [
        html.Img(src=image, alt=texts.say("export", "page", n=n), className="report-page-image")
        for n, image in enumerate(images, 1)
    ]
    return [html.P(said, className="hint"), *shown]


def written(texts: Texts, one: Written) -> Children:
    """Where to get the file, and that it was checked."""
    size = texts.say("export", "size", kb=grouped(-(-one.bytes // 1024)))
    whole = [texts.say("export", "download"), " ", html.Span(one.name), f" ({size})"]
    link = _download(whole, one.name)
    if one.checked is None:
        return [link]
    said = texts.say(
        "export",
        "verified",
        files=texts.count("file", one.checked.files),
        citations=texts.count("citation", one.checked.citations),
    )
    alone: Children = [
        _download(texts.say("export", "pdf_alone"), f"{one.name}/{PDF}"),
        " · ",
        _download(texts.say("export", "word_alone"), f"{one.name}/{WORD}"),
    ]
    check = html.P([texts.say("export", "check"), " ", html.Code(f"workbench verify {one.name}")])
    return [link, html.P(alone), html.P(said, className="hint"), check]


def _download(text: Children | str, name: str) -> Component:
    return html.A(text, href=DOWNLOADS + name, download=name.split("/")[-1], className="download")


def refused(text: str) -> Children:
    """Why nothing was written."""
    return [html.P(text, className="refused")]
