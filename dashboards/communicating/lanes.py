"""The timeline: what is held, how much was communicated, and in what, all over the same days."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dash import html

from dashboards.communicating.subjects import Profile, days_of
from dashboards.components import Children, Component, wild
from dashboards.components.buttons import reading
from dashboards.texts import Texts, grouped
from dashboards.workspace import Workspace
from graph.phones import Records, Stretch, Used

MOST_BINS = 140
MOST_ITEMS = 6
"""Handsets, SIMs or countries of a phone that have a line; more are counted."""


@dataclass(frozen=True)
class Axis:
    """The days from the first to the last, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    @property
    def step(self) -> int:
        """Days that one bar stands for."""
        return -(-self.days // MOST_BINS)

    def span(self, first: date, last: date) -> dict[str, str]:
        """Where a stretch of days stands, as a style."""
        left = max((first - self.first).days, 0)
        right = min((last - self.first).days + 1, self.days)
        width = max(right - left, 0) / self.days
        return {"left": f"{left / self.days:.3%}", "width": f"{width:.3%}"}


def timeline(workspace: Workspace, profiles: Sequence[Profile]) -> Component | None:
    """All lanes of all profiles under one axis; None where nothing is dated."""
    days = days_of(profiles)
    if days is None:
        return None
    axis, texts = Axis(*days), workspace.texts
    return html.Section(
        [
            html.H3(texts.say("communications", "timeline")),
            html.Div(
                [
                    _ticks(texts, axis),
                    *(lane for one in profiles for lane in _lanes(workspace, axis, one)),
                ],
                className="lanes",
            ),
            html.P(texts.say("communications", "timeline_hint"), className="hint"),
        ]
    )


def _ticks(texts: Texts, axis: Axis) -> Component:
    marks = [
        html.Span(f"{day:%Y-%m-%d}", style={"left": axis.span(day, day)["left"]})
        for day in _marked(axis)
    ]
    return _lane(texts.say("communications", "days"), marks, "ticks")


def _marked(axis: Axis) -> list[date]:
    """Days worth a mark: Mondays, first days of months, or of years, so that few enough result."""
    every = [axis.first + timedelta(days=n) for n in range(axis.days)]
    mondays = [day for day in every if day.weekday() == 0]
    months = [day for day in every if day.day == 1]
    years = [day for day in months if day.month == 1]
    return next((days for days in (every, mondays, months, years) if len(days) <= 12), years[:12])


def _lanes(workspace: Workspace, axis: Axis, profile: Profile) -> Iterator[Component]:
    texts = workspace.texts
    yield html.Div(profile.subject.entity.label, className="lane-title")
    for phone, shown in profile.subject.phones.items():
        own = texts.say("communications", "held")
        several = len(profile.subject.phones) > 1
        if several:
            yield html.Div(shown.label, className="lane-phone")
        held = [one for one in profile.records if one.phone == phone]
        parts = [part for one in held for part in _held(texts, axis, one)]
        yield _lane(
            own, parts or [html.Span(texts.say("communications", "not_held"), className="absent")]
        )
        yield _lane(
            texts.say("communications", "activity"), _bars(texts, axis, profile, phone), "bars"
        )
        for used in Used:
            yield from _used(
                workspace, axis, used, [s for s in profile.stretches[used] if s.phone == phone]
            )


def _lane(title: str | Component, parts: Children, kind: str = "") -> Component:
    return html.Div(
        [html.Div(title, className="lane-name"), html.Div(parts, className=f"lane {kind}")],
        className="lane-row",
    )


def _held(texts: Texts, axis: Axis, one: Records) -> Children:
    """Where a file has records, where it states to have looked, and its silent days."""
    first, last = texts.local(one.first_utc).date(), texts.local(one.last_utc).date()
    said = texts.say(
        "communications",
        "held_by",
        file=one.file_name,
        first=first,
        last=last,
        n=grouped(one.records),
        days=grouped(one.days),
    )
    parts: Children = []
    if one.stated_from_utc and one.stated_to_utc:
        begins, ends = (texts.local(end).date() for end in (one.stated_from_utc, one.stated_to_utc))
        stated = texts.say("communications", "stated", file=one.file_name, first=begins, last=ends)
        parts.append(_part("stated", axis.span(begins, ends), stated))
    parts.append(_part("covered", axis.span(first, last), said))
    for begins, ends in one.gaps:
        text = texts.say("communications", "gap", first=begins, last=ends)
        parts.append(_part("gap", axis.span(begins, ends), text))
    return parts


def _part(
    kind: str, style: dict[str, str], said: str, children: Children | None = None
) -> Component:
    return html.Span(
        children, className=kind, style=style, title=said, role="img", **wild(aria_label=said)
    )


def _bars(texts: Texts, axis: Axis, profile: Profile, phone: str) -> Children:
    counts: dict[int, int] = defaultdict(int)
    for (name, day), count in profile.traffic.by_day.items():
        if name == phone:
            counts[(day - axis.first).days // axis.step] += count
    most = max(counts.values(), default=1)
    bars = []
    for place in range(-(-axis.days // axis.step)):
        first = axis.first + timedelta(days=place * axis.step)
        last = min(first + timedelta(days=axis.step - 1), axis.last)
        when = f"{first}" if first == last else f"{first} – {last}"
        style = axis.span(first, last) | {"height": f"{counts[place] / most:.1%}"}
        bars.append(html.Span(style=style, title=f"{when}: {counts[place]}"))
    total = sum(counts.values())
    said = texts.say("communications", "activity_said", n=grouped(total), most=most)
    return [html.Div(bars, role="img", className="bar-set", **wild(aria_label=said))]


def _used(
    workspace: Workspace, axis: Axis, used: Used, found: Sequence[Stretch]
) -> Iterator[Component]:
    """A line for each handset, SIM or country, in the order in which they appear."""
    texts = workspace.texts
    by_item: dict[str, list[Stretch]] = defaultdict(list)
    for stretch in found:
        by_item[stretch.item].append(stretch)
    for number, (item, parts) in enumerate(list(by_item.items())[:MOST_ITEMS]):
        shown = workspace.masking().text(item)
        name = texts.say("communications", str(used), item=shown)
        told = {"what": "records", "of": "rows", "rows": _ends(parts)}
        title = html.Span(reading(name, told), title=texts.say("communications", "ends"))
        segments = [_segment(texts, axis, f"{used} turn-{number % 2}", one) for one in parts]
        yield _lane(title, segments)
    rest = len(by_item) - MOST_ITEMS
    if rest > 0:
        yield html.Div(texts.say("communications", "more_items", n=rest), className="hint")


def _ends(stretches: Sequence[Stretch]) -> list[list[object]]:
    """Source, sheet and row of the first and last record of each stretch."""
    ends = [row for one in stretches for row in (one.first_row, one.last_row)]
    return [list(row) for row in dict.fromkeys(ends)][:200]


def _segment(texts: Texts, axis: Axis, kind: str, one: Stretch) -> Component:
    style = axis.span(texts.local(one.first_utc).date(), texts.local(one.last_utc).date())
    period = texts.period(one.first_utc, one.last_utc)
    said = texts.say("communications", "stretch", period=period, n=grouped(one.records))
    return _part(f"segment {kind}", style, said)
