"""With whom: the contacts most in touch, and those that several have in common."""

from collections.abc import Sequence

from dash import html

from dashboards.choosing import named
from dashboards.communicating.ids import CHOOSER
from dashboards.communicating.subjects import Profile
from dashboards.components import Children, Component
from dashboards.components.buttons import reading
from dashboards.texts import Texts, grouped
from dashboards.workspace import Entity
from graph.build import COMMUNICATES
from graph.phones import Contact

TOP = 12


def top_contacts(texts: Texts, profile: Profile) -> Component:
    """The first contacts, with how much went which way."""
    contacts = profile.traffic.contacts
    most = contacts[0].count if contacts else 1
    titles = ("contact", "in_touch", "out_in", "on_days", "first_last", "evidence")
    rows = [_contact(texts, profile, contact, most) for contact in contacts[:TOP]]
    rest = len(contacts) - len(rows)
    return html.Section(
        [
            html.H3(
                [
                    texts.say("communications", "contacts"),
                    html.Span(grouped(len(contacts)), className="number"),
                ]
            ),
            _table(texts, titles, rows),
            html.P(texts.say("communications", "more_contacts", n=rest), className="hint")
            if rest
            else None,
        ]
    )


def _table(texts: Texts, titles: Sequence[str], rows: Children) -> Component:
    heads = [html.Th(texts.say("communications", title), scope="col") for title in titles]
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="plain")
    return html.Div(table, className="table-frame", tabIndex=0)


def _contact(texts: Texts, profile: Profile, contact: Contact, most: int) -> Component:
    entity = profile.contacts.get(contact.phone)
    if entity is None:
        return html.Tr(html.Td("—"))
    first, last = texts.local(contact.first_utc), texts.local(contact.last_utc)
    mine = profile.subject.entity.entity_id
    return html.Tr(
        [
            html.Td(named(entity, CHOOSER.address([mine, entity.entity_id]))),
            html.Td([_bar(contact.count / most), grouped(contact.count)], className="figure"),
            html.Td(
                f"{grouped(contact.outgoing)} / {grouped(contact.incoming)}", className="figure"
            ),
            html.Td(grouped(contact.days), className="figure"),
            html.Td(f"{first:%Y-%m-%d} – {last:%Y-%m-%d}"),
            html.Td(_evidence(texts, profile, contact.phone)),
        ]
    )


def _evidence(texts: Texts, profile: Profile, contact: str) -> Children:
    """The records with a contact, for each of the phones."""
    shown = texts.say("communications", "rows")
    return [
        reading(shown if len(profile.subject.held) == 1 else phone.label, told(phone_id, contact))
        for phone_id, phone in profile.subject.phones.items()
    ]


def told(phone: str, contact: str) -> dict[str, object]:
    """What opens the records between two phones."""
    left, right = sorted((phone, contact))
    return {"what": "records", "of": "relationship", "object": f"{left}~{COMMUNICATES}~{right}"}


def _bar(share: float) -> Component:
    return html.Span(className="bar", style={"width": f"{max(share, 0.02) * 48:.0f}px"})


def in_common(texts: Texts, profiles: Sequence[Profile]) -> Component | None:
    """Contacts that at least two of the profiles have, most shared first."""
    if len(profiles) < 2:
        return None
    counts = [{c.phone: c.count for c in one.traffic.contacts} for one in profiles]
    shared = {phone for one in counts for phone in one if sum(phone in o for o in counts) > 1}
    known = {name: entity for one in profiles for name, entity in one.contacts.items()}
    order = sorted(
        (phone for phone in shared if phone in known),
        key=lambda phone: (
            -sum(phone in one for one in counts),
            -sum(o.get(phone, 0) for o in counts),
        ),
    )
    rows = [_shared(known[phone], [one.get(phone, 0) for one in counts]) for phone in order[:TOP]]
    heads = [texts.say("communications", "contact"), *(p.subject.entity.label for p in profiles)]
    table = html.Table(
        [html.Thead(html.Tr([html.Th(h, scope="col") for h in heads])), html.Tbody(rows)],
        className="plain",
    )
    return html.Section(
        [
            html.H3(
                [
                    texts.say("communications", "common"),
                    html.Span(grouped(len(order)), className="number"),
                ]
            ),
            html.Div(table, className="table-frame", tabIndex=0)
            if order
            else html.P(texts.say("communications", "none_common"), className="hint"),
        ]
    )


def _shared(entity: Entity, counts: Sequence[int]) -> Component:
    cells = [html.Td(grouped(count) if count else "—", className="figure") for count in counts]
    return html.Tr([html.Td(named(entity, CHOOSER.address([entity.entity_id]))), *cells])
