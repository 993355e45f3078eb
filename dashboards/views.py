"""What one user looks at: everything that makes a picture of the network, as a plain value.

A view lives in the browser, travels as JSON and holds ids only, never a name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dashboards.grouping import Grouping
from dashboards.palette import kinds_in_order
from graph.build import NetworkFilter, Projection, Services
from graph.measures import Measure
from workbench.vocabulary import MentionKind, Nature

FIRST_LIMIT = 60
"""How many entities a first picture shows."""
MOST = 3000
"""How many entities a picture may ever show; more than that nobody can read."""

Place = tuple[str, float, float]


@dataclass(frozen=True)
class View:
    """Filters, the measure, and what was added, hidden and moved by hand.

    Days are local to the case, both included. ``limit`` is how many of the first by the measure
    are drawn. ``by_measure`` colours entities by the measure too. ``places`` are entities moved by
    hand. ``arrangement`` counts fresh layouts. ``against`` names the saved picture that differences
    are marked from.
    """

    without_relationships: tuple[str, ...] = ()
    without_entities: tuple[str, ...] = ()
    from_day: str | None = None
    to_day: str | None = None
    min_count: int = 1
    facts_only: bool = False
    projection: Projection = Projection.ACTORS
    services: Services = Services.APART
    co_mentions: bool = False
    measure: Measure = Measure.BETWEENNESS
    by_measure: bool = False
    grouping: Grouping = Grouping.NONE
    limit: int = FIRST_LIMIT
    added: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    arrangement: int = 0
    against: int | None = None

    def chosen(self, zone: ZoneInfo) -> NetworkFilter:
        """The network that the view is a picture of."""
        return replace(
            self.unsorted(zone),
            kinds=_but(kinds_in_order(), self.without_relationships),
            entity_kinds=_but([str(k) for k in MentionKind], self.without_entities),
        )

    def unsorted(self, zone: ZoneInfo) -> NetworkFilter:
        """The same with all kinds of entity and relationship, to count what each would bring."""
        return NetworkFilter(
            from_utc=_midnight(self.from_day, zone, 0),
            to_utc=_midnight(self.to_day, zone, 1),
            min_count=self.min_count,
            nature=Nature.FACT if self.facts_only else None,
            projection=self.projection,
            services=self.services,
            co_mentions=self.co_mentions,
        )

    def as_json(self) -> dict[str, Any]:
        """As the browser keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, found: Mapping[str, Any] | None) -> "View":
        """Read what a browser sent; what is missing or makes no sense is as in a first view."""
        readers: dict[str, Callable[[Any], object]] = {
            "projection": Projection,
            "services": Services,
            "measure": Measure,
            "min_count": lambda n: max(int(n), 1),
            "limit": lambda n: min(max(int(n), 1), MOST),
            "arrangement": int,
            "against": lambda n: None if n is None else int(n),
            "facts_only": bool,
            "co_mentions": bool,
            "by_measure": bool,
            "grouping": Grouping,
            "from_day": _day,
            "to_day": _day,
            "places": _places,
        }
        known = {field.name for field in fields(cls)}
        values: dict[str, Any] = {}
        for name, value in (found or {}).items():
            if name not in known:
                continue
            try:
                values[name] = readers.get(name, _names)(value)
            except (TypeError, ValueError):
                continue
        return cls(**values)


def _but(every: Sequence[str], without: Sequence[str]) -> frozenset[str] | None:
    return frozenset(every) - frozenset(without) if without else None


def _midnight(day: str | None, zone: ZoneInfo, after: int) -> datetime | None:
    """The beginning of a local day (or of the next) in UTC, naive."""
    if day is None:
        return None
    local = datetime.combine(date.fromisoformat(day) + timedelta(days=after), time(), zone)
    return local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)


def _day(value: object) -> str | None:
    return None if value is None else date.fromisoformat(str(value)).isoformat()


def _names(value: Sequence[object]) -> tuple[str, ...]:
    if isinstance(value, str):
        raise TypeError("a list of ids was expected")
    return tuple(dict.fromkeys(str(item) for item in value))


def _places(value: Sequence[Sequence[Any]]) -> tuple[Place, ...]:
    return tuple((str(name), float(x), float(y)) for name, x, y in value)
