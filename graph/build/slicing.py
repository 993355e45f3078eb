"""From all relationships of a ground to the network a filter asks for.

Each step tells what it left out; a relationship is counted under the first reason that removes it.
"""

from collections.abc import Iterator, Sequence

import duckdb
import numpy as np
import numpy.typing as npt

from graph.build import ground as grounds
from graph.build.filters import ACTOR_KINDS, NetworkFilter, Omission, Projection, Services
from graph.build.ground import Ground
from graph.build.network import Network
from graph.build.relationships import COMMUNICATES
from graph.build.services import Service
from workbench.case import Case
from workbench.errors import UnknownObjectError
from workbench.vocabulary import MentionKind, Nature

_NOT_ACTING = (
    "places, vehicles, handsets and other things, shown only where everything is shown as stated"
)
_OTHER_KINDS = "kinds of entity not chosen"
_OTHER_TIES = "kinds of relationship not chosen"
_ASSESSED = "relationships that rest on assessments only"
_RARE = "fewer communications than the minimum chosen"

Bools = npt.NDArray[np.bool_]
Vertices = npt.NDArray[np.int64]


def network(case: Case, chosen: NetworkFilter | None = None) -> Network:
    """Build the network that ``chosen`` asks for (by default the whole one between actors).

    Reads only, on a connection of its own, so it sees what is committed. Raises
    UnknownObjectError when ``around`` names an entity that the case does not have.
    """
    with case.db.cursor() as db:
        return on(db, chosen or NetworkFilter())


def on(db: duckdb.DuckDBPyConnection, chosen: NetworkFilter, *, fresh: bool = False) -> Network:
    """The network from the tables as this connection sees them.

    ``fresh`` counts the relationships anew instead of taking those that the case has stored.
    """
    return taken(grounds.on(db, chosen, fresh=fresh), chosen)


def taken(ground: Ground, chosen: NetworkFilter) -> Network:
    """The network that ``chosen`` takes out of its ground (``ground_of``)."""
    around = _centres(ground, chosen.around)
    every, size = ground.relationships, len(ground.entities)
    left, right = (every[side].to_numpy() for side in ("left", "right"))
    kept = np.ones(len(every), dtype=np.bool_)

    def remove(removed: Bools) -> int:
        count = int((kept & removed).sum())
        np.logical_and(kept, ~removed, out=kept)
        return count

    omitted = [
        Omission(reason, relationships=remove(removed))
        for reason, removed in _sieves(ground, chosen, left, right)
    ]
    omitted = sorted((o for o in omitted if o.relationships), key=lambda o: o.reason)
    apart = _set_apart(ground, chosen, around)
    aside = np.zeros(size, dtype=np.bool_)
    aside[[ground.index[service.entity_id] for service in apart]] = True
    services = Omission("services set apart", len(apart), remove(aside[left] | aside[right]))
    before = int(_ends(left[kept], right[kept], size).sum())
    near = _near(left[kept], right[kept], around, chosen.hops, size)
    far = remove(~(near[left] & near[right]))
    beyond = max(before - int(near.sum()), 0) if len(around) else 0
    omitted += [
        *ground.unseen,
        services,
        Omission(f"more than {chosen.hops} step(s) away", beyond, far),
        *ground.beside,
    ]
    used = _ends(left[kept], right[kept], size)
    used[around] = True
    nodes = np.flatnonzero(used)
    omitted.append(_unrelated(ground, chosen, len(nodes) + services.entities + beyond))
    ties = every[kept].reset_index(drop=True)
    numbers = np.cumsum(used) - 1
    for side in ("left", "right"):
        ties[side] = numbers[ties[side].to_numpy()]
    return Network(
        chosen,
        ground.entities[["entity_id", "kind"]].iloc[nodes].reset_index(drop=True),
        ties,
        tuple(o for o in omitted if o.entities or o.relationships or o.records),
        ground.folded,
        apart,
        ground.protected,
    )


def _centres(ground: Ground, around: Sequence[str]) -> Vertices:
    """Entities as they are called today: redirected, and a held phone's holders."""
    names = [ground.redirects.get(entity, entity) for entity in around]
    missing = [entity for entity in names if entity not in ground.index]
    if missing:
        raise UnknownObjectError(
            f"{len(missing)} of the entities asked for are not in this case. "
            "Name them by id or pseudonym; see 'workbench entities'."
        )
    held = {entity: [h.person for h in ground.folded if h.phone == entity] for entity in names}
    acting = {actor for entity in names for actor in held[entity] or [entity]}
    return np.array(sorted(ground.index[actor] for actor in acting), dtype=np.int64)


def _sieves(
    ground: Ground, chosen: NetworkFilter, left: Vertices, right: Vertices
) -> Iterator[tuple[str, Bools]]:
    """The reasons for which relationships are not wanted, with those meant."""
    ties, kinds = ground.relationships, ground.entities["kind"]

    def between(wanted: Sequence[str]) -> Bools:
        fits = kinds.isin(wanted).to_numpy(dtype=np.bool_)
        both: Bools = fits[left] & fits[right]
        return both

    if chosen.projection is Projection.ACTORS:
        yield _NOT_ACTING, ~between([str(kind) for kind in ACTOR_KINDS])
    if chosen.entity_kinds is not None:
        yield _OTHER_KINDS, ~between(sorted(chosen.entity_kinds))
    if chosen.kinds is not None:
        yield _OTHER_TIES, ~ties["kind"].isin(sorted(chosen.kinds)).to_numpy(dtype=np.bool_)
    if chosen.nature is Nature.FACT:
        yield _ASSESSED, (ties["nature"] == str(Nature.ASSESSMENT)).to_numpy(dtype=np.bool_)
    if chosen.min_count > 1:
        rare = (ties["kind"] == COMMUNICATES) & (ties["count"] < chosen.min_count)
        yield _RARE, rare.to_numpy(dtype=np.bool_)


def _set_apart(ground: Ground, chosen: NetworkFilter, around: Vertices) -> tuple[Service, ...]:
    phones = chosen.entity_kinds is None or MentionKind.PHONE in chosen.entity_kinds
    if chosen.services is Services.KEEP or not phones:
        return ()
    asked = set(around.tolist())
    return tuple(s for s in ground.services if ground.index[s.entity_id] not in asked)


def _ends(left: Vertices, right: Vertices, size: int) -> Bools:
    """Which vertices have a relationship."""
    ends = np.zeros(size, dtype=np.bool_)
    ends[left] = ends[right] = True
    return ends


def _near(left: Vertices, right: Vertices, around: Vertices, hops: int, size: int) -> Bools:
    """Which vertices lie within so many steps of the centres; all where there is no centre."""
    near = np.full(size, not len(around), dtype=np.bool_)
    near[around] = True
    for _ in range(hops if len(around) else 0):
        reached = np.concatenate([right[near[left]], left[near[right]]])
        near[reached] = True
    return near


def _unrelated(ground: Ground, chosen: NetworkFilter, counted: int) -> Omission:
    """Entities that could have been shown and were not, beyond those counted already."""
    kinds = ACTOR_KINDS if chosen.projection is Projection.ACTORS else tuple(MentionKind)
    wanted = [str(k) for k in kinds if chosen.entity_kinds is None or k in chosen.entity_kinds]
    possible = int((ground.entities["kind"].isin(wanted) & ground.entities["alone"]).sum())
    return Omission("entities without a relationship here", entities=max(possible - counted, 0))
