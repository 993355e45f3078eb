"""The panel beside the text: what is looked at, the word on it, and what was said before."""

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboards.components import Children, Component
from dashboards.components.review.text import claim_words
from dashboards.components.signs import badge, entity_sign
from dashboards.components.telling import said_word, teller, tells
from dashboards.pages import review_ids as ids
from dashboards.reviewing.objects import Found, mentions_around
from dashboards.texts import Texts, grouped
from ingest.corrections import Correction
from workbench.access import Masking
from workbench.evidence.documents import (
    DocumentView,
    ShownClaim,
    ShownIndicator,
    ShownMention,
)
from workbench.vocabulary import (
    AttributeName,
    ClaimKind,
    ClaimState,
    MentionKind,
    Nature,
    PersonCategory,
    ReviewedKind,
)

MOST_WORDS = 40


def states_line(texts: Texts, document: DocumentView) -> Children:
    """How much of what was found has been decided."""
    lines: Children = []
    for name in ("mentions", "claims", "indicators"):
        counted = document.states.get(name, {})
        total = sum(counted.values())
        if total:
            done = total - counted.get(ClaimState.SUGGESTED, 0)
            of = texts.say("review", "of", done=grouped(done), total=grouped(total))
            lines.append(html.Span(f"{texts.say('review', name)}: {of}", className="fact-pair"))
    return lines


def chosen_panel(texts: Texts, document: DocumentView, found: Found | None) -> Children:
    """What is looked at, with the keys to decide."""
    if found is None:
        return [html.P(texts.say("review", "choose"), className="plain"), _ways(texts)]
    one = found.object
    about: Children
    if isinstance(one, ShownMention):
        about, form = _mention(texts, one), _mention_form(texts)
    elif isinstance(one, ShownClaim):
        about, form = _claim(texts, one), _claim_form(texts, document, found)
    else:
        about, form = _sign(texts, one), _sign_form(texts, document, found)
    return [
        *about,
        html.Div(
            [
                _key(texts, "accept", "a", "teal.9", "filled"),
                _key(texts, "refuse", "r", "red.9", "filled"),
            ],
            className="decisions",
        ),
        _ways(texts),
        html.Details(
            [
                html.Summary(texts.say("review", "correct_it")),
                html.Div(form, className="fields"),
                _key(texts, "correct", "c", None, "light"),
            ],
            open=True,
        ),
        dmc.Checkbox(
            id={"type": ids.FIELD, "index": "lift_protection"},
            label=texts.say("review", "lift"),
            checked=False,
            size="xs",
        )
        if found.named.kind is ReviewedKind.MENTION
        else None,
        *_new_claim(texts, found),
    ]


def marked_panel(texts: Texts, told: dict[str, Any]) -> Children:
    """Words that the user marked, to be added as a mention."""
    return [
        html.H3(texts.say("review", "new_mention")),
        html.Blockquote(str(told.get("quote", ""))),
        html.Div(_mention_form(texts, new=True), className="fields"),
        html.Div(
            teller(
                texts.say("review", "add"), ids.TOLD, "add", key="+", variant="filled",
                size="xs", alters=True,
            ),
            className="decisions",
        ),
    ]  # fmt: skip


def _key(texts: Texts, kind: str, key: str, colour: str | None, variant: str) -> Component:
    return teller(
        texts.say("review", kind), ids.TOLD, kind, key=key, colour=colour, variant=variant,
        size="xs", alters=True,
    )  # fmt: skip


def _ways(texts: Texts) -> Component:
    return html.Div(
        [
            teller(texts.say("review", "next_open"), ids.TOLD, "next", key="n"),
            teller(texts.say("review", "previous"), ids.TOLD, "previous", key="p"),
        ],
        className="actions",
    )


# ------------------------------------------------------------- what is looked at


def _mention(texts: Texts, one: ShownMention) -> Children:
    said = [
        (texts.term("attribute", name), ", ".join(values))
        for name, values in one.attributes.items()
    ]
    if one.normalised:
        said.insert(0, (texts.say("review", "reads"), one.normalised))
    if one.read_as:
        said.append((texts.say("review", "was_read"), one.read_as.get("text") or ""))
    standing = [badge(texts.term("category", s), "orange") for s in one.standing if s != "minor"]
    if "minor" in one.standing:
        standing.append(badge(texts.say("inspector", "minor"), "orange"))
    link = dcc.Link(one.label or one.entity, href=f"/?show={one.entity}") if one.entity else None
    return [
        html.Div(
            [entity_sign(one.kind, protected=one.protected), html.H2(one.text)], className="title"
        ),
        html.Div(
            [badge(texts.term("kind", one.kind)), _state(texts, one.state), *standing, link],
            className="remarks",
        ),
        _particulars(said),
    ]


def _claim(texts: Texts, one: ShownClaim) -> Children:
    said = [
        (texts.say("review", "first_hand"), texts.say("review", "yes" if one.first_hand else "no")),
        (texts.say("review", "when"), one.time_written or ""),
        (texts.term("kind", "place"), one.place or ""),
        (texts.say("review", "speaker"), one.speaker or ""),
    ]
    if one.read_as:
        was = one.read_as
        verb = texts.term("relation", str(was["kind"]))
        said.append((texts.say("review", "was_read"), f"{was['left']} · {verb} · {was['right']}"))
    return [
        html.H2(claim_words(texts, one)),
        html.Div(_state(texts, one.state), className="remarks"),
        None if one.counts else html.P(texts.say("review", "counts_not"), className="hint"),
        _particulars([pair for pair in said if pair[1]]),
    ]


def _sign(texts: Texts, one: ShownIndicator) -> Children:
    return [
        html.H2(one.says),
        html.Div([html.Code(one.code), _state(texts, one.state)], className="remarks"),
        _particulars([(texts.term("kind", "person"), one.person)] if one.person else []),
    ]


def _state(texts: Texts, state: str) -> Component:
    colours = {"suggested": "gray", "accepted": "teal", "corrected": "blue", "refused": "red"}
    return badge(texts.term("review", state), colours.get(state, "gray"))


def _particulars(said: Sequence[tuple[str, str]]) -> Component:
    rows = [html.Tr([html.Th(name, scope="row"), html.Td(value)]) for name, value in said]
    return html.Table(html.Tbody(rows), className="particulars")


# ------------------------------------------------------------- forms; what is left empty stays


def _mention_form(texts: Texts, *, new: bool = False) -> Children:
    kinds = [{"value": str(k), "label": texts.term("kind", k)} for k in MentionKind]
    categories = [{"value": str(c), "label": texts.term("category", c)} for c in PersonCategory]
    names = [{"value": str(a), "label": texts.term("attribute", a)} for a in AttributeName]
    return [
        _select(texts, "kind", kinds, "person" if new else None),
        _words(texts, "reads"),
        _select(texts, "attribute", names),
        _words(texts, "value"),
        _select(texts, "status", categories),
        _select(texts, "minor", _yes_no(texts)),
    ]


def _claim_form(texts: Texts, document: DocumentView, found: Found) -> Children:
    kinds = [{"value": str(k), "label": texts.term("relation", k)} for k in ClaimKind]
    natures = [{"value": str(n), "label": texts.say("inspector", str(n))} for n in Nature]
    sides = _sides(texts, document, found.place)
    return [
        _select(texts, "left", sides),
        _select(texts, "kind", kinds),
        _select(texts, "right", sides),
        _select(texts, "nature", natures),
        _select(texts, "first_hand", _yes_no(texts)),
        _select(texts, "denied", _yes_no(texts)),
    ]


def _sign_form(texts: Texts, document: DocumentView, found: Found) -> Children:
    persons = [
        {"value": str(m.mention), "label": f"{m.text} ({m.mention})"}
        for m in mentions_around(document, found.place)
        if m.kind == MentionKind.PERSON
    ]
    return [_select(texts, "concerns", persons)]


def _new_claim(texts: Texts, found: Found) -> Children:
    """The way to a claim that reading missed in this sentence or row."""
    passage = found.passage
    nowhere = passage.passage is None and passage.row is None
    if nowhere or isinstance(found.object, ShownIndicator):
        return []
    one = found.object
    left = one.mention if isinstance(one, ShownMention) else one.left
    return [
        html.Div(
            teller(
                texts.say("review", "new_claim"), ids.TOLD, "claim-form", key="s",
                place=found.place, left=left,
            ),
            className="actions",
        )
    ]  # fmt: skip


def claim_panel(texts: Texts, document: DocumentView, place: int, left: int) -> Children:
    """A claim to be added to a sentence or row."""
    kinds = [{"value": str(k), "label": texts.term("relation", k)} for k in ClaimKind]
    natures = [{"value": str(n), "label": texts.say("inspector", str(n))} for n in Nature]
    sides = _sides(texts, document, place)
    passage = document.passages[place]
    return [
        html.H3(texts.say("review", "new_claim")),
        html.Blockquote(passage.text),
        html.Div(
            [
                _select(texts, "left", sides, str(left)),
                _select(texts, "kind", kinds),
                _select(texts, "right", sides),
                _select(texts, "nature", natures, str(Nature.FACT)),
                _select(texts, "first_hand", _yes_no(texts)),
                _select(texts, "denied", _yes_no(texts)),
            ],
            className="fields",
        ),
        html.Div(
            teller(
                texts.say("review", "add"), ids.TOLD, "add-claim", key="+", variant="filled",
                size="xs", alters=True, passage=passage.passage, row=passage.row,
                sheet=passage.sheet,
            ),
            className="decisions",
        ),
    ]  # fmt: skip


def _sides(texts: Texts, document: DocumentView, place: int) -> list[dict[str, str]]:
    return [
        {"value": str(m.mention), "label": f"{m.text} ({texts.term('kind', m.kind)} {m.mention})"}
        for m in mentions_around(document, place)
    ]


def _yes_no(texts: Texts) -> list[dict[str, str]]:
    return [{"value": v, "label": texts.say("review", v)} for v in ("yes", "no")]


def _select(
    texts: Texts, name: str, data: list[dict[str, str]], value: str | None = None
) -> Component:
    made: Component = dmc.Select(
        id={"type": ids.FIELD, "index": name},
        label=texts.term("review", name),
        placeholder=texts.say("review", "as_it_is"),
        data=data,
        value=value,
        clearable=True,
        searchable=True,
        size="xs",
    )
    return made


def _words(texts: Texts, name: str) -> Component:
    made: Component = dmc.TextInput(
        id={"type": ids.FIELD, "index": name},
        label=texts.term("review", name),
        placeholder=texts.say("review", "as_it_is"),
        size="xs",
    )
    return made


# ------------------------------------------------------------- what was said


def word_lines(texts: Texts, masking: Masking, made: Sequence[Correction]) -> Children:
    """The last words on the document, each with its undo."""
    if not made:
        return []
    return [
        html.Details(
            [
                html.Summary(texts.say("review", "words", n=grouped(len(made)))),
                *(_word(texts, masking, word) for word in made[:MOST_WORDS]),
            ]
        )
    ]


def _word(texts: Texts, masking: Masking, word: Correction) -> Component:
    when = f"{word.author}, {texts.moment(word.made_at_utc)}"
    return said_word(
        texts,
        texts.term("review", word.decision),
        f"{texts.say('review', f'{word.object_kind}s')} {word.object_id}",
        f"{when}: {masking.text(word.reason)}",
        word.withdrawn_by if word.withdrawn_at_utc else None,
        tells(ids.TOLD, "withdraw", alters=True, word=word.correction_id),
    )
