"""A waiting file: what it was taken for, its columns to be put right, what would be read of it."""

from collections.abc import Mapping, Sequence

import dash_mantine_components as dmc
from dash import html

from dashboards.components import Children, Component
from dashboards.components.evidence import table
from dashboards.components.intake.source import facts_of
from dashboards.components.signs import badge
from dashboards.components.telling import teller
from dashboards.pages import intake_ids as ids
from dashboards.reading import Line
from dashboards.taking_in.waiting import Waiting
from dashboards.texts import Texts, grouped
from ingest import drafting
from ingest.call_records.fields import Convention
from ingest.call_records.moments import DateOrder
from ingest.trial import Trial
from workbench.access import Masking
from workbench.vocabulary import HandlingCode, MentionKind, SourceKind

OPTIONS = (
    "country", "time_zone", "target", "exhibit", "authority", "received_from", "received_at",
    "legal_basis",
)  # fmt: skip
"""What a user may say of a file in words of their own; see ``ingest.intake.AddOptions``."""
_SEEN = " Seen: "
_TERMS = ("kind", "direction", "device_party")
"""Columns of the preview that hold terms of the vocabulary."""
FACTS = ("country", "time_zone", "date_order", "convention")


def waiting_view(texts: Texts, masking: Masking, one: Waiting, zones: Sequence[str]) -> Children:
    """All about one file."""
    name = masking.text(one.name)
    return [
        html.Div(
            [
                html.H2(name),
                teller(
                    texts.say("intake", "take" if one.retries is None else "try_again"), ids.TOLD,
                    "take", key="t", variant="filled", size="xs", alters=True, number=one.number,
                ),
                teller(texts.say("intake", "aside"), ids.TOLD, "aside", number=one.number),
            ],
            className="title",
        ),
        html.Div(recognised(texts, masking, one), id=ids.PREVIEW),
        *_columns(texts, masking, one, zones),
        *(_said(texts, one) if one.retries is None else ()),
    ]  # fmt: skip


def _said(texts: Texts, one: Waiting) -> Children:
    return [
        html.H3(texts.say("intake", "said")),
        html.P(texts.say("intake", "said_hint"), className="hint"),
        _options(texts, one),
    ]


def recognised(texts: Texts, masking: Masking, one: Waiting) -> Children:
    """What it was taken for, and the first of what would be read."""
    if not one.looked_at:
        return [html.P(texts.say("intake", "looking"), className="plain")]
    if one.trial is None:
        return _unclear(texts, masking, one)
    return _read(texts, masking, one.trial)


def _unclear(texts: Texts, masking: Masking, one: Waiting) -> Children:
    """What has to be decided; once something was put right, why that is not enough."""
    if one.draft and one.draft.questions and one.template is None:
        asked = [masking.text(question) for question in one.draft.questions]
        return [
            html.P(texts.say("intake", "decide"), className="refused"),
            html.Ul([html.Li(texts.said(question)) for question in asked], className="asked"),
        ]
    # What was seen of the layout stands in the table of columns below, where there is one.
    problem, _, seen = masking.text(one.problem or "").partition(_SEEN)
    lines: Children = [html.P(texts.said(problem), className="refused")]
    if seen and one.draft is None:
        lines.append(html.P(f"{_SEEN.strip()} {seen}", className="hint"))
    return lines


def _read(texts: Texts, masking: Masking, trial: Trial) -> Children:
    facts = facts_of(texts, trial.added.source)
    said = [(texts.say("intake", key), value) for key, value in facts if value]
    parts = trial.added.reconciliation
    sums = {
        key: grouped(sum(getattr(p, key) for p in parts))
        for key in ("rows_in", "accepted", "rejected", "duplicate")
    }
    lines: Children = [
        html.Div([_fact(name, masking.text(value)) for name, value in said], className="facts"),
        html.P(
            [
                texts.say("intake", "equation", **sums),
                "" if trial.whole else f" ({texts.say('intake', 'first_lines')})",
            ],
            className="plain",
        ),
        *(html.P(texts.said(masking.text(note)), className="hint") for note in trial.added.notes),
    ]
    lines += [html.H3(texts.say("intake", "would_read")), _rows(texts, masking, trial)]
    if trial.rejected:
        lines += [html.H3(texts.say("intake", "would_reject")), _rejected(texts, masking, trial)]
    return lines


def _fact(name: str, value: str) -> Component:
    return html.Span([html.Span(name, className="hint"), " ", value], className="fact-pair")


def _rows(texts: Texts, masking: Masking, trial: Trial) -> Component:
    filled = [n for n in range(len(trial.columns)) if any(_has(row[n]) for row in trial.rows)]
    header = [texts.term("column", trial.columns[n]) for n in filled]
    lines = [
        Line(None, tuple(_said_of(texts, masking, trial.columns[n], row[n]) for n in filled))
        for row in trial.rows
    ]
    return table(texts, header, lines)


def _said_of(texts: Texts, masking: Masking, column: str, value: object) -> str:
    """A cell of the preview; terms of the vocabulary in the reader's language."""
    written = _cell(masking, value)
    if column not in _TERMS:
        return written
    return texts.term("kind" if written in set(MentionKind) else "cell_value", written)


def _rejected(texts: Texts, masking: Masking, trial: Trial) -> Component:
    header = [texts.say("overview", key) for key in ("row_number", "reason", "as_written")]
    lines = [
        Line(None, (_cell(masking, row), texts.said(_cell(masking, why)), _cell(masking, text)))
        for row, why, text in trial.rejected
    ]
    return table(texts, header, lines)


def _has(value: object) -> bool:
    return value is not None and value != ""


def _cell(masking: Masking, value: object) -> str:
    return "" if value is None else masking.text(f"{value}")


# ------------------------------------------------------------- putting columns right


def _columns(texts: Texts, masking: Masking, one: Waiting, zones: Sequence[str]) -> Children:
    """Each column with what it was taken for, to be put right; the preview follows at once."""
    draft = one.draft
    if draft is None:
        return []
    kind = draft.template.kind
    meanings = [{"value": f, "label": texts.term("column", f)} for f in drafting.fields_of(kind)]
    meanings.sort(key=lambda choice: choice["label"].casefold())
    heads = ("column", "values", "taken_for", "how_surely", "why")
    return [
        html.Details(
            [
                html.Summary(texts.say("intake", "layout")),
                html.P(texts.say("intake", "layout_hint"), className="hint"),
                _facts(texts, one.facts, zones, kind),
                html.Table(
                    [
                        html.Thead(
                            html.Tr(
                                [html.Th(texts.say("intake", key), scope="col") for key in heads]
                            )
                        ),
                        html.Tbody(
                            [
                                _column(texts, masking, place, column, meaning, meanings)
                                for place, (column, meaning) in enumerate(
                                    zip(draft.columns, one.meanings, strict=True)
                                )
                            ]
                        ),
                    ],
                    className="ruled columns",
                ),
                _proposal(texts, one) if one.trial is None else None,
                *(
                    html.P(texts.say("intake", "not_understood", value=masking.text(value)))
                    for value in draft.unread_values[:8]
                ),
            ],
            open=one.trial is None or one.template is not None or one.retries is not None,
            className="layout",
        )
    ]


def _proposal(texts: Texts, one: Waiting) -> Component:
    """The way to have the file read by the columns as they stand there."""
    said = texts.say("intake", "propose")
    way = teller(said, ids.TOLD, "propose", key="c", variant="light", size="xs", number=one.number)
    return html.Div(way, className="actions")


def _column(
    texts: Texts,
    masking: Masking,
    place: int,
    column: drafting.Column,
    meaning: str | None,
    meanings: Sequence[Mapping[str, str]],
) -> Component:
    name = masking.text(column.name) or texts.say("evidence", "no_header", n=place + 1)
    return html.Tr(
        [
            html.Th(name, scope="row"),
            html.Td(", ".join(masking.text(value) for value in column.samples), className="hint"),
            html.Td(
                dmc.Select(
                    id={"type": ids.MEANING, "index": place},
                    data=meanings,
                    value=meaning,
                    placeholder=texts.say("intake", "not_used"),
                    clearable=True,
                    searchable=True,
                    size="xs",
                    **{"aria-label": texts.say("intake", "taken_for_named", name=name)},
                )
            ),
            html.Td(_certainty(column.confidence)),
            html.Td(texts.said(column.reason), className="hint"),
        ]
    )


def _certainty(confidence: float) -> Component | None:
    if not confidence:
        return None
    colour = "teal" if confidence >= 0.9 else "blue" if confidence >= 0.7 else "orange"
    return badge(f"{confidence:.0%}".replace("%", " %"), colour)


def _facts(
    texts: Texts, facts: Mapping[str, str | None], zones: Sequence[str], kind: SourceKind
) -> Component:
    choices: dict[str, Sequence[str]] = {
        "time_zone": zones,
        "date_order": [str(order) for order in DateOrder],
        "convention": [str(convention) for convention in Convention],
    }
    names = FACTS if kind is SourceKind.CALL_RECORDS else FACTS[:2]
    return html.Div(
        [_fact_field(texts, name, facts.get(name), choices.get(name)) for name in names],
        className="fields",
    )


def _fact_field(
    texts: Texts, name: str, value: str | None, choices: Sequence[str] | None
) -> Component:
    made: Component
    shared = {
        "id": {"type": ids.FACT, "index": name},
        "label": texts.say("intake", name),
        "value": value,
        "size": "xs",
    }
    if choices is None:
        made = dmc.TextInput(**(shared | {"value": value or ""}), debounce=True)
    else:
        data = [{"value": c, "label": texts.term("column", c)} for c in choices]
        made = dmc.Select(data=data, clearable=True, searchable=True, **shared)
    return made


# ------------------------------------------------------------- what is known of the file


def _options(texts: Texts, one: Waiting) -> Component:
    """What the file itself does not say: where it comes from, what it is worth."""
    options = one.options
    asked_above = FACTS if one.draft else ()
    kinds = [{"value": str(k), "label": texts.term("source_kind", k)} for k in SourceKind]
    grade = f"{options.source_reliability}{options.information_credibility}"
    return html.Div(
        [
            _select(texts, "kind", kinds, options.kind and str(options.kind)),
            *(
                _words(texts, name, getattr(options, name))
                for name in OPTIONS
                if name not in asked_above
            ),
            _select(texts, "handling_code", [str(c) for c in HandlingCode], options.handling_code),
            _words(texts, "grade", grade),
        ],
        className="fields",
    )


def _select(
    texts: Texts, name: str, data: Sequence[str] | Sequence[dict[str, str]], value: str | None
) -> Component:
    made: Component = dmc.Select(
        id={"type": ids.OPTION, "index": name},
        label=texts.say("intake", name),
        data=data,
        value=value,
        clearable=name == "kind",
        placeholder=texts.say("intake", "recognise"),
        size="xs",
    )
    return made


def _words(texts: Texts, name: str, value: str | None) -> Component:
    made: Component = dmc.TextInput(
        id={"type": ids.OPTION, "index": name},
        label=texts.say("intake", name),
        value=value or "",
        debounce=True,
        size="xs",
    )
    return made
