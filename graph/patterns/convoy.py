"""Phones that travel together, one ahead of the other: a lead car and what follows it.

Two journeys are in company when both phones are seen in the same areas, at about the same time,
in several areas on the way. People who live and work alike share journeys too; so the score is the
share of the rarer traveller's journeys that were made in this company, and one journey in common
is never likelier than not.
"""

from dataclasses import dataclass
from datetime import datetime

from graph.build.calls import ALWAYS, Window
from graph.build.filters import Omission
from graph.patterns import sightings
from graph.patterns.findings import LIKELY, Label, Rows, Table, cited
from graph.ranking import NOT_RANKED
from workbench.case import Case

APART_MIN = 60
"""Minutes by which the one may be seen in an area before or after the other."""
SIDE_BY_SIDE_MIN = 2
"""Minutes on average below which nobody is ahead: operators' clocks differ."""


@dataclass(frozen=True)
class Company:
    """One journey of both: when it began, the areas on the way (as written) and where it stands.

    ``lead_min``: minutes by which the first phone was seen ahead of the second, on average; None
    where only the beginning of the journey can be compared. ``rows``: source, sheet and row of
    the arrivals.
    """

    start_utc: datetime
    areas: tuple[str, ...]
    lead_min: float | None
    rows: Rows


@dataclass(frozen=True)
class Convoy:
    """Two phones (entity ids) that made journeys in company; ``ahead`` is mostly seen first.

    ``shared_journeys`` of the ``fewest_journeys`` of the rarer traveller were in this company.
    """

    ahead: str
    behind: str
    journeys: tuple[Company, ...]
    shared_journeys: int
    fewest_journeys: int
    score: float

    @property
    def lead_min(self) -> float:
        """Minutes by which ``ahead`` is seen first, on average over the journeys."""
        known = [one.lead_min for one in self.journeys if one.lead_min is not None]
        return sum(known) / len(known) if known else 0.0

    @property
    def reason(self) -> str:
        """The finding in words, without names."""
        return (
            f"{self.shared_journeys} of {self.fewest_journeys} journeys in company, {self._order}. "
            "Cells are areas: near in time and area is not yet together."
        )

    @property
    def _order(self) -> str:
        if self.lead_min < SIDE_BY_SIDE_MIN:
            return "neither clearly ahead of the other"
        first = sum((one.lead_min or 0) > 0 for one in self.journeys)
        return (
            f"the one ahead seen first {first} times of {len(self.journeys)}, by "
            f"{self.lead_min:.0f} minutes on average"
        )


@dataclass(frozen=True)
class Convoys:
    """All pairs with a journey in company, likeliest first."""

    convoys: tuple[Convoy, ...]
    left_out: tuple[Omission, ...]

    def as_json(self, label: Label) -> dict[str, object]:
        """As ``patterns convoy --json`` prints it."""
        return {
            "candidates": [
                {
                    "ahead": label(one.ahead),
                    "behind": label(one.behind),
                    "score": one.score,
                    "reason": one.reason,
                    "journeys": [
                        {
                            "start_utc": way.start_utc,
                            "areas": way.areas,
                            "lead_min": way.lead_min,
                            "evidence": cited(way.rows),
                        }
                        for way in one.journeys
                    ],
                }
                for one in self.convoys
            ],
            "left_out": [omission.as_json() for omission in self.left_out],
        }

    def table(self, label: Label) -> Table:
        """The pairs that are likelier than not."""
        return Table(
            ("ahead", "behind", "score", "why", "last journey"),
            tuple(
                (
                    label(c.ahead),
                    label(c.behind),
                    c.score,
                    c.reason,
                    " – ".join(c.journeys[-1].areas),
                )
                for c in self.convoys
                if c.score > LIKELY
            ),
        )


# Grain: one journey of one phone and one of another, in company.
_TOGETHER = f"""
    WITH moving AS (SELECT visit.*, visit_no = first_visit AS sets_out
                    FROM visit JOIN journey USING (phone, journey)
    ), met AS (
        SELECT one.phone AS one, other.phone AS other, one.journey AS one_journey,
            other.journey AS other_journey, one.area, one.written,
            greatest(one.first_utc, other.first_utc) AS met_utc,
            CASE WHEN one.sets_out OR other.sets_out THEN NULL
                 ELSE date_diff('second', one.first_utc, other.first_utc) / 60 END AS lead_min,
            [one.record, other.record] AS rows
        FROM moving AS one JOIN moving AS other ON one.area = other.area
            AND one.phone < other.phone
            AND one.first_utc <= other.last_utc + INTERVAL {APART_MIN} MINUTES
            AND other.first_utc <= one.last_utc + INTERVAL {APART_MIN} MINUTES
    ), journeys AS (SELECT phone, count(*) AS journeys FROM journey GROUP BY phone)
    SELECT one, other, one_journey, other_journey, min(met_utc) AS start_utc,
        list(written ORDER BY met_utc) AS areas,
        avg(lead_min) AS lead_min, flatten(list(rows ORDER BY met_utc)) AS rows,
        any_value(least(l.journeys, r.journeys)) AS fewest
    FROM met JOIN journeys AS l ON l.phone = one JOIN journeys AS r ON r.phone = other
    GROUP BY one, other, one_journey, other_journey
    HAVING count(DISTINCT area) >= {sightings.FEWEST_AREAS}
    ORDER BY one, other, start_utc
"""


def convoys(case: Case, window: Window = ALWAYS) -> Convoys:
    """Find the phones that travelled together."""
    with case.db.cursor() as db:
        sightings.prepare(db, window)
        rows = db.execute(_TOGETHER).fetchall()
        hidden = {row[0] for row in db.execute("SELECT entity_id FROM protected_entity").fetchall()}
    pairs: dict[tuple[str, str, int], list[Company]] = {}
    made: dict[tuple[str, str, int], list[tuple[int, int]]] = {}
    for one, other, *journeys, start, areas, lead, places, fewest in rows:
        way = Company(start, tuple(dict.fromkeys(areas)), lead, sightings.rows(places))
        pairs.setdefault((one, other, fewest), []).append(way)
        made.setdefault((one, other, fewest), []).append((journeys[0], journeys[1]))
    shown = [
        _convoy(*pair, _shared(made[pair]), ways)
        for pair, ways in pairs.items()
        if not {pair[0], pair[1]} & hidden
    ]
    shown.sort(key=lambda c: (-c.score, -len(c.journeys), c.ahead, c.behind))
    withheld = len(pairs) - len(shown)
    omitted = (Omission(NOT_RANKED, entities=withheld),) if withheld else ()
    return Convoys(tuple(shown), omitted)


def _shared(made: list[tuple[int, int]]) -> int:
    """Journeys in company: one of the one may be two of the other, who rested on the way."""
    return min(len({one for one, _ in made}), len({other for _, other in made}))


def _convoy(one: str, other: str, fewest: int, shared: int, ways: list[Company]) -> Convoy:
    leads = [way.lead_min for way in ways if way.lead_min is not None]
    score = shared / (fewest + 1)
    if sum(leads) >= 0:
        return Convoy(one, other, tuple(ways), shared, fewest, score)
    turned = tuple(
        Company(w.start_utc, w.areas, None if w.lead_min is None else -w.lead_min, w.rows)
        for w in ways
    )
    return Convoy(other, one, turned, shared, fewest, score)
