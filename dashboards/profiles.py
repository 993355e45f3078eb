"""What is known of one entity or relationship, as it may be shown beside its evidence."""

from dataclasses import dataclass
from datetime import datetime

from dashboards.palette import is_directed
from dashboards.views import View
from dashboards.workspace import Entity, Workspace
from entity_resolution import explain
from graph.build import COMMUNICATES, Network
from graph.build.services import Service
from workbench.access.masking import HIDDEN
from workbench.vocabulary import MentionKind

MOST_MEMBERS = 12
MOST_TIES = 24


@dataclass(frozen=True)
class Particular:
    """A value that sources give, and how many of them."""

    name: str
    value: str
    sources: int


@dataclass(frozen=True)
class Standing:
    """What sources say a person is in the case."""

    category: str
    minor: bool
    sources: int


@dataclass(frozen=True)
class Member:
    """A mention held to be this entity; ``probability`` of its strongest tie to another one."""

    written: str
    file: str
    times: int
    probability: float | None


@dataclass(frozen=True)
class Tie:
    """A relationship of the entity in the present network.

    ``outgoing`` says whether the entity is who acts; None where the kind has no direction.
    """

    relationship_id: str
    kind: str
    other: Entity
    count: int
    nature: str
    outgoing: bool | None


@dataclass(frozen=True)
class Held:
    """A phone that a person acts for, or the person, in ``[from_utc, to_utc)``; None: open."""

    other: Entity
    from_utc: datetime | None
    to_utc: datetime | None


@dataclass(frozen=True)
class Profile:
    """An entity's particulars. Of a protected one nothing is told but its ties.

    ``rank`` is its place by the view's measure; None where it is not ranked.
    """

    entity: Entity
    particulars: tuple[Particular, ...]
    standings: tuple[Standing, ...]
    holdings: tuple[Held, ...]
    members: tuple[Member, ...]
    ties: tuple[Tie, ...]
    tie_count: int
    neighbours: tuple[str, ...]
    rank: int | None
    in_network: bool
    service: Service | None


@dataclass(frozen=True)
class TieProfile:
    """A relationship's particulars in the present network; times in UTC."""

    relationship_id: str
    kind: str
    left: Entity
    right: Entity
    count: int
    duration_s: int | None
    first_utc: datetime | None
    last_utc: datetime | None
    sources: int
    nature: str


# Grain: one value of one attribute.
_PARTICULARS = """
    SELECT name, value, count(DISTINCT source_id) AS sources
    FROM entity_member JOIN attribute USING (mention_id) JOIN mention USING (mention_id)
    WHERE entity_id = $entity
    GROUP BY name, value ORDER BY name, sources DESC, value
"""

# Grain: one category.
_STANDINGS = """
    SELECT category, minor, count(DISTINCT source_id) AS sources
    FROM entity_member JOIN person_status USING (mention_id) JOIN mention USING (mention_id)
    WHERE entity_id = $entity
    GROUP BY category, minor ORDER BY sources DESC, category
"""

# Grain: one way of writing in one file.
_MEMBERS = """
    SELECT text, source.file_name, count(*) AS times, list(mention_id) AS mentions
    FROM entity_member JOIN mention USING (mention_id) JOIN source USING (source_id)
    WHERE entity_id = $entity
    GROUP BY text, source.source_id, source.file_name
    ORDER BY source.source_id, times DESC, text
"""


def profile(workspace: Workspace, view: View, entity_id: str) -> Profile | None:
    """All there is to show of an entity; None when the case does not have it."""
    entity_id = workspace.current(entity_id)
    entity = workspace.entities([entity_id]).get(entity_id)
    if entity is None:
        return None
    chosen = view.chosen(workspace.texts.zone)
    network = workspace.network(chosen)
    inside = entity_id in network.index
    ties, tie_count = _ties(workspace, view, entity_id) if inside else ((), 0)
    neighbours = network.graph.neighbors(network.index[entity_id]) if inside else []
    return Profile(
        entity,
        () if entity.protected else _particulars(workspace, entity),
        () if entity.protected else _standings(workspace, entity_id),
        _holdings(workspace, network, entity_id),
        () if entity.protected else _members(workspace, entity),
        ties,
        tie_count,
        tuple(network.ids[vertex] for vertex in neighbours),
        _rank(workspace, view, entity_id) if inside and not entity.protected else None,
        inside,
        next((s for s in network.set_apart if s.entity_id == entity_id), None),
    )


def tie_profile(workspace: Workspace, view: View, relationship_id: str) -> TieProfile | None:
    """A relationship of the present network; None when that does not have it."""
    ties = workspace.network(view.chosen(workspace.texts.zone)).relationships
    found = ties[ties["relationship_id"] == relationship_id]
    if found.empty:
        return None
    row = found.iloc[0]
    ends = workspace.entities([row["left_entity"], row["right_entity"]])
    first, last = (_moment(row[column]) for column in ("first_utc", "last_utc"))
    duration = row["duration_s"]
    return TieProfile(
        relationship_id,
        str(row["kind"]),
        ends[row["left_entity"]],
        ends[row["right_entity"]],
        int(row["count"]),
        int(duration) if duration == duration else None,
        first,
        last,
        int(row["sources"]),
        str(row["nature"]),
    )


def _moment(value: object) -> datetime | None:
    # NaT, unlike a moment, is not equal to itself.
    return value.to_pydatetime() if value == value and hasattr(value, "to_pydatetime") else None


def _particulars(workspace: Workspace, entity: Entity) -> tuple[Particular, ...]:
    """Values that would give a protected person away are left out."""
    masking = workspace.masking()
    with workspace.case.db.cursor() as db:
        found = db.execute(_PARTICULARS, {"entity": entity.entity_id}).fetchall()
    shown = [Particular(name, masking.text(value), sources) for name, value, sources in found]
    return tuple(item for item in shown if HIDDEN not in item.value)


def _standings(workspace: Workspace, entity_id: str) -> tuple[Standing, ...]:
    with workspace.case.db.cursor() as db:
        found = db.execute(_STANDINGS, {"entity": entity_id}).fetchall()
    return tuple(Standing(*row) for row in found)


def _members(workspace: Workspace, entity: Entity) -> tuple[Member, ...]:
    masking = workspace.masking()
    likeliest: dict[int, float] = {}
    for pair in explain(workspace.case, entity.entity_id):
        for mention in (pair.left_mention, pair.right_mention):
            likeliest[mention] = max(likeliest.get(mention, 0.0), pair.probability)
    with workspace.case.db.cursor() as db:
        found = db.execute(_MEMBERS, {"entity": entity.entity_id}).fetchall()
    return tuple(
        Member(
            _own_words(workspace, entity, text),
            masking.text(file),
            times,
            max((likeliest[m] for m in mentions if m in likeliest), default=None),
        )
        for text, file, times, mentions in found
    )


def _own_words(workspace: Workspace, entity: Entity, text: str) -> str:
    """How the entity is written; a person's own name is theirs to show, also where a part is
    like a protected person's.
    """
    swept = workspace.masking().text(text)
    if entity.kind == MentionKind.PERSON and swept.replace(HIDDEN, "").strip(" ,.-"):
        return text
    return swept


def _holdings(workspace: Workspace, network: Network, entity_id: str) -> tuple[Held, ...]:
    mine = [h for h in network.folded if entity_id in (h.phone, h.person)]
    others = [h.phone if h.person == entity_id else h.person for h in mine]
    known = workspace.entities(others)
    return tuple(
        Held(known[other], item.from_utc, item.to_utc)
        for item, other in zip(mine, others, strict=True)
        if other in known
    )


def _ties(workspace: Workspace, view: View, entity_id: str) -> tuple[tuple[Tie, ...], int]:
    network = workspace.network(view.chosen(workspace.texts.zone))
    ties, vertex = network.relationships, network.index[entity_id]
    mine = ties[(ties["left"] == vertex) | (ties["right"] == vertex)]
    # What somebody states says more than that two phones are in touch.
    strongest = (
        mine.assign(recorded=mine["kind"] == COMMUNICATES)
        .sort_values(
            ["recorded", "count", "kind", "left", "right"],
            ascending=[True, False, True, True, True],
        )
        .head(MOST_TIES)
    )
    columns = ("relationship_id", "kind", "left_entity", "right_entity", "count", "nature")
    rows = list(zip(*(strongest[column].tolist() for column in columns), strict=True))
    others = workspace.entities([r if left == entity_id else left for _, _, left, r, _, _ in rows])
    return tuple(
        Tie(
            name,
            kind,
            others[right if left == entity_id else left],
            int(count),
            nature,
            left == entity_id if is_directed(kind) else None,
        )
        for name, kind, left, right, count, nature in rows
    ), len(mine)


def _rank(workspace: Workspace, view: View, entity_id: str) -> int | None:
    ranking = workspace.ranking(view.chosen(workspace.texts.zone), view.measure)
    return next((r.rank for r in ranking.ranked if r.entity_id == entity_id), None)
