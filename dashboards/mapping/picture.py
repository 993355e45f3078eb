"""All that the page's script needs to draw a map, as JSON: areas, visits in time, crossings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from dashboards.communicating.subjects import Subject
from dashboards.mapping.areas import Area, of_sector, of_visit
from dashboards.mapping.crossings import Crossing
from dashboards.workspace import Workspace
from graph.cells import Sector
from graph.phones import Visit, sectors_of, visits

MOST_VISITS = 6_000
MOST_SECTORS = 1_500
SOURCES = {"map": "Natural Earth", "towns": "GeoNames (CC BY 4.0)"}
"""Whose the base map is, as its licences ask to be said."""
_UNPLACED = -1

Json = dict[str, Any]


@dataclass
class _Areas:
    """Areas, each once, and the words that say what they are."""

    drawn: list[Json] = field(default_factory=list)
    _numbers: dict[object, int] = field(default_factory=dict)

    def number(self, key: object, area: Area | None, words: str) -> int:
        """The place of an area in the list; minus one where there is none."""
        if area is None:
            return _UNPLACED
        if key not in self._numbers:
            self._numbers[key] = len(self.drawn)
            self.drawn.append(
                {
                    "outline": area.outline,
                    "middle": area.middle,
                    "named": area.named,
                    "words": words,
                }
            )
        return self._numbers[key]


@dataclass(frozen=True)
class Picture:
    """What is drawn, and how much of it cannot be: visits without a known area, or too many."""

    drawn: Json
    visits: int
    unplaced: int
    beyond: int


def of_subjects(
    workspace: Workspace, subjects: Sequence[Subject], crossings: Sequence[Crossing]
) -> Picture:
    """The cells that served the subjects' phones, and where these changed countries."""
    areas, lines, unplaced, beyond = _Areas(), [], 0, 0
    seen: dict[str, list[tuple[Visit, int]]] = {}
    for number, subject in enumerate(subjects):
        every = visits(workspace.case, subject.held)
        beyond += max(len(every) - MOST_VISITS, 0)
        for visit in every[:MOST_VISITS]:
            area = areas.number(*_known(workspace, visit))
            unplaced += area == _UNPLACED
            seen.setdefault(visit.phone, []).append((visit, area))
            lines.append(_line(number, visit, area))
    lines.sort(key=lambda line: line["first"])
    crossed = [_crossing(workspace, subjects, one, seen) for one in crossings]
    drawn = _frame(workspace, areas) | {
        "phones": [one.entity.label for one in subjects],
        "visits": lines,
        "crossings": [one for one in crossed if one],
    }
    return Picture(drawn, len(lines), unplaced, beyond)


def of_tables(workspace: Workspace) -> Picture:
    """All cells that the case's tables describe."""
    every, areas = sectors_of(workspace.case), _Areas()
    for sector in every[:MOST_SECTORS]:
        areas.number(sector, of_sector(sector), _sector_words(workspace, sector))
    beyond = max(len(every) - MOST_SECTORS, 0)
    drawn = _frame(workspace, areas) | {"phones": [], "visits": [], "crossings": []}
    return Picture(drawn, len(areas.drawn), 0, beyond)


def _frame(workspace: Workspace, areas: _Areas) -> Json:
    texts = workspace.texts
    return {
        "areas": areas.drawn,
        "zone": texts.zone.key,
        "language": texts.language,
        "texts": {**texts.words["map"], "sources": texts.say("map", "sources", **SOURCES)},
    }


def _known(workspace: Workspace, visit: Visit) -> tuple[object, Area | None, str]:
    area = of_visit(visit)
    if visit.sector is not None and area and not area.named:
        return visit.sector, area, _sector_words(workspace, visit.sector)
    place = workspace.masking().text(visit.place or "")
    return visit.place, area, workspace.texts.say("map", "named_area", place=place)


def _sector_words(workspace: Workspace, sector: Sector) -> str:
    """A sector in words of the page's language; what is assumed is said to be."""
    texts, shown = workspace.texts, workspace.masking()
    named = ", ".join(p for p in (sector.place, sector.site) if p)
    parts = [shown.text(part) for part in dict.fromkeys(named.split(", ")) if part]
    parts.append(texts.say("map", "cell", cell=sector.cell_written))
    if sector.azimuth_deg is not None:
        beam = f" ± {sector.beam_width_deg / 2:.0f}°" if sector.beam_width_deg else ""
        parts.append(texts.say("map", "towards", azimuth=f"{sector.azimuth_deg:.0f}°{beam}"))
    key = "reach" if sector.range_m else "reach_assumed"
    parts.append(texts.say("map", key, km=f"{sector.reach_m / 1000:.1f}"))
    return ", ".join(parts)


def _line(number: int, visit: Visit, area: int) -> Json:
    source, sheet, row = visit.row
    return {
        "phone": number,
        "area": area,
        "cell": visit.place or visit.cell or "",
        "first": milliseconds(visit.first_utc),
        "last": milliseconds(visit.last_utc),
        "records": visit.records,
        "row": [source, sheet, row],
    }


def _crossing(
    workspace: Workspace,
    subjects: Sequence[Subject],
    one: Crossing,
    seen: Mapping[str, Sequence[tuple[Visit, int]]],
) -> Json | None:
    """A crossing between the areas seen last and first; None where one of them is not known."""
    places = seen.get(one.phone, ())
    left, arrived = _area_at(places, one.left_utc), _area_at(places, one.arrived_utc)
    if left == _UNPLACED or arrived == _UNPLACED:
        return None
    number = next(n for n, subject in enumerate(subjects) if one.phone in subject.phones)
    return {
        "phone": number,
        "from": left,
        "to": arrived,
        "left": milliseconds(one.left_utc),
        "arrived": milliseconds(one.arrived_utc),
        "words": one.words(workspace),
    }


def _area_at(places: Sequence[tuple[Visit, int]], when: datetime) -> int:
    found = (area for visit, area in places if visit.first_utc <= when <= visit.last_utc)
    return next(found, _UNPLACED)


def milliseconds(utc: datetime) -> int:
    """A moment in UTC as scripts count time."""
    return int(utc.replace(tzinfo=UTC).timestamp() * 1000)
