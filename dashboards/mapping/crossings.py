"""When phones changed countries: the findings of the pattern, with their times."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from dashboards.communicating.findings import row_of
from dashboards.workspace import Workspace
from graph.patterns.findings import Rows

PATTERN = "border-crossing"


@dataclass(frozen=True)
class Crossing:
    """A phone (entity id) was last served in one country, then in another; times in UTC.

    ``score`` is the probability that it moved and was not only reached by a mast over there.
    """

    phone: str
    from_country: str
    to_country: str
    left_utc: datetime
    arrived_utc: datetime
    score: float
    cautions: tuple[str, ...]
    rows: Rows

    def words(self, workspace: Workspace) -> str:
        """From where to where, and when, in local time."""
        texts = workspace.texts
        return texts.say(
            "map",
            "crossed",
            left=self.from_country,
            arrived=self.to_country,
            last=texts.moment(self.left_utc),
            first=texts.moment(self.arrived_utc),
        )


def crossings(workspace: Workspace, phones: Collection[str]) -> tuple[Crossing, ...]:
    """The crossings of phones, in order of time."""
    found = workspace.findings(PATTERN).as_json(str)
    candidates = cast("list[dict[str, Any]]", found["candidates"])
    mine = (_crossing(one) for one in candidates if one["phone"] in phones)
    return tuple(sorted(mine, key=lambda one: (one.arrived_utc, one.phone)))


def _crossing(one: dict[str, Any]) -> Crossing:
    return Crossing(
        one["phone"],
        one["from_country"],
        one["to_country"],
        one["left_utc"],
        one["arrived_utc"],
        float(one["score"]),
        tuple(one["cautions"]),
        tuple(row_of(row) for row in one["evidence"]),
    )
