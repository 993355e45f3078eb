"""What the page on people to protect is made of: the list by need, one person, and what is done."""

import dash_mantine_components as dmc
from dash import dcc, html

from dashboards.components import Children, Component
from dashboards.components.buttons import reading
from dashboards.components.evidence import reading_of
from dashboards.pages import protect_ids as ids
from dashboards.texts import Texts
from workbench.access.referrals import Referral
from workbench.access.unlocking import Unlocking
from workbench.evidence.safeguarding import PersonInNeed, Sign
from workbench.vocabulary import PROTECTED_CATEGORIES, Consent, ReferralState, Service


def persons(texts: Texts, found: tuple[PersonInNeed, ...], shown: str | None) -> Children:
    """Everybody to protect, each a link to their particulars, those in most need first."""
    return [
        dcc.Link(
            [
                html.Span(one.pseudonym, className="name"),
                html.Span(" · ".join(_notes(texts, one)), className="about"),
            ],
            href=f"/protect?person={one.entity}",
            className=_marks(one, shown),
        )
        for one in found
    ]


def _marks(one: PersonInNeed, shown: str | None) -> str:
    marks = {"waits": one.waits, "present": one.entity == shown}
    return " ".join(["person", *(name for name, applies in marks.items() if applies)])


def _notes(texts: Texts, one: PersonInNeed) -> list[str]:
    child = "unaccompanied" if one.unaccompanied else "child" if one.minor else ""
    words = [texts.say("protect", child)] if child else []
    if one.signs:
        words.append(texts.count("sign", len(one.signs)))
    return [*words, texts.say("protect", "no_referral" if one.waits else "referred")]


def signs(texts: Texts, found: tuple[Sign, ...]) -> Children:
    """Signs with the sentence that says so, protected persons masked in it."""
    if not found:
        return [html.P(texts.say("protect", "no_signs"), className="about")]
    return [
        html.Div(
            [
                html.Strong(sign.says),
                html.Span(f" · {texts.term('sign_state', sign.state)} · {sign.place}"),
                reading(texts.say("evidence", "context"), reading_of(sign.at)) if sign.at else None,
                html.Blockquote(sign.text),
            ],
            className="indication",
        )
        for sign in found
    ]


def one_person(
    texts: Texts,
    one: PersonInNeed,
    name: str,
    unlocked: Unlocking | None,
    *,
    may_unlock: bool,
    asks_who: bool,
) -> Children:
    """A person's signs and referrals, and what may be done."""
    reasons = ", ".join(_because(texts, reason) for reason in one.reasons)
    return [
        html.H2(one.pseudonym),
        html.P([f"{one.entity} · {reasons}"], className="about"),
        _name(texts, name, unlocked, may_unlock=may_unlock, asks_who=asks_who),
        html.H3(texts.say("protect", "why")),
        *signs(texts, one.signs),
        html.H3(texts.say("protect", "referrals")),
        *(_referral(texts, referral) for referral in one.referrals),
        _refer(texts),
        _follow(texts, [r for r in one.referrals if r.state is not ReferralState.CLOSED]),
    ]


def _because(texts: Texts, reason: str) -> str:
    if reason in PROTECTED_CATEGORIES:
        return texts.term("category", reason)
    return texts.term("because", reason)


def _name(
    texts: Texts, name: str, unlocked: Unlocking | None, *, may_unlock: bool, asks_who: bool
) -> Component:
    """The true name where it was unlocked; else what it takes to see it."""
    told = (
        [
            html.P([texts.say("protect", "true_name"), " ", html.Strong(name)]),
            html.P(texts.say("protect", "until", time=texts.moment(unlocked.ends_at_utc))),
        ]
        if unlocked
        else [html.P(texts.say("protect", "hidden"))]
    )
    return html.Section(
        [
            *told,
            html.Div(
                [
                    _text(ids.REASON, texts.say("protect", "reason")),
                    _text(ids.ANSWERS, texts.say("protect", "answers"), hidden=not asks_who),
                    dmc.NumberInput(
                        id=ids.HOURS, label=texts.say("protect", "hours"), value=8, min=1, max=168
                    ),
                    _button(ids.UNLOCK, texts.say("protect", "unlock")),
                ],
                hidden=unlocked is not None or not may_unlock,
            ),
            html.Div(_button(ids.LOCK, texts.say("protect", "lock")), hidden=unlocked is None),
        ],
        className="unlocking",
    )


def _referral(texts: Texts, one: Referral) -> Component:
    last = one.events[-1]
    words = [
        f"{one.referral_id}: {texts.term('service', one.service)}, {one.recipient}",
        texts.term("referral_state", one.state),
        f"{texts.say('protect', 'consent')}: {texts.term('consent', one.consent)}",
        last.note,
        texts.say("protect", "again_on", day=one.next_date) if one.next_date else "",
    ]
    return html.P(" · ".join(word for word in words if word), className="referral")


def _refer(texts: Texts) -> Component:
    return html.Details(
        [
            html.Summary(texts.say("protect", "refer")),
            _choice(texts, ids.SERVICE, "service", [str(s) for s in Service], None),
            _text(ids.OFFICE, texts.say("protect", "office")),
            _choice(
                texts, ids.CONSENT, "consent", [str(c) for c in Consent], str(Consent.NOT_ASKED)
            ),
            _text(ids.NOTE, texts.say("protect", "note")),
            _text(ids.NEXT, texts.say("protect", "next"), placeholder="2026-12-01"),
            _button(ids.REFER, texts.say("protect", "refer")),
        ]
    )


def _follow(texts: Texts, going_on: list[Referral]) -> Component:
    return html.Details(
        [
            html.Summary(texts.say("protect", "follow")),
            dmc.Select(
                id=ids.REFERRAL,
                label=texts.say("protect", "referral"),
                data=[str(one.referral_id) for one in going_on],
                value=str(going_on[0].referral_id) if going_on else None,
            ),
            _choice(texts, ids.STATE, "referral_state", [str(s) for s in ReferralState], None),
            _button(ids.FOLLOW, texts.say("protect", "follow")),
        ],
        hidden=not going_on,
    )


def _choice(
    texts: Texts, name: str, section: str, terms: list[str], value: str | None
) -> Component:
    made: Component = dmc.Select(
        id=name,
        label=texts.say("protect", section),
        data=[{"value": term, "label": texts.term(section, term)} for term in terms],
        value=value,
    )
    return made


def _text(name: str, label: str, *, hidden: bool = False, placeholder: str = "") -> Component:
    field = dmc.TextInput(id=name, label=label, value="", placeholder=placeholder)
    return html.Div(field, hidden=hidden)


def _button(name: str, text: str) -> Component:
    made: Component = dmc.Button(text, id=name, size="compact-sm", mt="xs")
    return made
