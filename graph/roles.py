"""Who has the same place in the network: roles by equivalence, whatever the names.

Structural equivalence: tied to the same others (Lorrain and White 1971), as Burt's (1976) distance
between rows of ties, and here as the share of common contacts. Regular equivalence, which is what
people call a role: tied alike to others of like roles (White and Reitz 1983), wherever they are;
two couriers of different bosses are one role. It is found by refining: entities begin with how many
contacts they have, and each round adds what these contacts are like (profiles of degrees,
clustering and cores in widening rings, as ReFeX does: Henderson et al. 2011), then like profiles
are grouped (Ward 1963).
"""

from dataclasses import dataclass

import igraph
import numpy as np
import numpy.typing as npt

from graph.build.filters import Omission
from graph.build.network import Network
from graph.ranking import NOT_RANKED, rankable

Floats = npt.NDArray[np.float64]

ROUNDS = 3
"""Rings of contacts whose profile counts; further ones are alike for everybody."""
MOST_ROLES = 8
LEAST_SPREAD = 0.3
"""Features that hardly differ are left so: blown up, a few odd ties would make a role."""
MOST_ENTITIES = 600
"""Above this the grouping starts from so many entities drawn evenly; the rest join the nearest."""


@dataclass(frozen=True)
class Role:
    """Entities (ids) with like places: how many contacts each has, and how these are tied."""

    members: tuple[str, ...]
    contacts: float
    clustering: float
    core: float

    @property
    def reason(self) -> str:
        """The place in words, without names."""
        return (
            f"{len(self.members)} with about {self.contacts:.1f} contacts, {self.clustering:.0%} "
            f"of whose pairs are tied; in a core of {self.core:.1f}."
        )


@dataclass(frozen=True)
class Roles:
    """The roles of a network, those with most contacts first. ``left_out`` may not be named."""

    roles: tuple[Role, ...]
    left_out: tuple[Omission, ...]


@dataclass(frozen=True)
class Alike:
    """Another entity (id) and how alike its place is, 0 to 1, with the contacts (ids) in common."""

    entity_id: str
    share: float
    common: tuple[str, ...]


def roles(network: Network, count: int | None = None) -> Roles:
    """Group the entities into roles; as many as ``count``, or as the profiles show."""
    graph = network.graph
    membership = _grouped(_profiles(graph), count) if graph.vcount() else np.zeros(0, dtype=int)
    may = set(rankable(network.ids, network.protected).tolist())
    degree, core = np.asarray(graph.degree()), np.asarray(graph.coreness())
    clustering = np.asarray(graph.transitivity_local_undirected(mode="zero"))
    found = []
    for group in np.unique(membership):
        members = np.flatnonzero(membership == group)
        named = tuple(network.ids[v] for v in members if v in may)
        means = (float(values[members].mean()) for values in (degree, clustering, core))
        if named:
            found.append(Role(named, *means))
    found.sort(key=lambda role: (-role.contacts, role.members))
    hidden = graph.vcount() - len(may)
    return Roles(tuple(found), (Omission(NOT_RANKED, entities=hidden),) if hidden else ())


def alike(network: Network, entity_id: str, top: int = 10) -> tuple[Alike, ...]:
    """Who shares most contacts with an entity (Jaccard index; their own tie does not count).

    Raises UnknownObjectError. Protected entities are not listed.
    """
    graph = network.graph
    vertex = network.vertex(entity_id)
    own = set(graph.neighbors(vertex))
    found = []
    for other in rankable(network.ids, network.protected).tolist():
        theirs = set(graph.neighbors(other)) - {vertex}
        common = own & theirs
        if other != vertex and common:
            share = len(common) / len((own | theirs) - {vertex, other})
            names = tuple(
                network.ids[v] for v in sorted(common) if network.ids[v] not in network.protected
            )
            found.append(Alike(network.ids[other], share, names))
    found.sort(key=lambda one: (-one.share, network.index[one.entity_id]))
    return tuple(found[:top])


def _profiles(graph: igraph.Graph) -> Floats:
    """[vertex, feature], each feature centred, its spread made 1 where it is not tiny."""
    own = np.column_stack(
        [
            np.log1p(graph.degree()),
            graph.transitivity_local_undirected(mode="zero"),
            np.log1p(graph.coreness()),
        ]
    )
    ends = np.array(graph.get_edgelist(), dtype=np.int64).reshape(-1, 2)
    one, other = np.concatenate([ends, ends[:, ::-1]]).T
    degree = np.maximum(np.bincount(one, minlength=len(own)), 1)
    rings = [own]
    for _ in range(ROUNDS):
        last = rings[-1]
        means = np.zeros_like(last)
        np.add.at(means, one, last[other])
        rings.append(means / degree[:, None])
    # A ring further out says less, and each entity is in it many times over.
    features = np.hstack([ring / 2**distance for distance, ring in enumerate(rings)])
    features -= features.mean(axis=0)
    spread = np.maximum(own.std(axis=0), LEAST_SPREAD)
    found: Floats = (features / np.tile(spread, len(rings))).round(9)
    return found


def _grouped(profiles: Floats, count: int | None) -> npt.NDArray[np.int64]:
    different, place, sizes = np.unique(profiles, axis=0, return_inverse=True, return_counts=True)
    step = max(len(different) // MOST_ENTITIES + 1, 1)
    centres, weights = different[::step].copy(), sizes[::step].astype(np.float64)
    kept = _ward(centres, weights, count)
    nearest = ((different[:, None] - kept[None]) ** 2).sum(axis=2).argmin(axis=1)
    found: npt.NDArray[np.int64] = nearest[place.ravel()]
    return found


def _ward(centres: Floats, weights: Floats, count: int | None) -> Floats:
    """Join the two nearest groups until ``count`` are left, or a join would cost too much.

    The number, where none is asked for, is where the cost of the next join rises most.
    """
    alive = np.ones(len(centres), dtype=bool)
    cost = _costs(centres, weights)
    states: dict[int, tuple[Floats, float]] = {len(centres): (centres.copy(), 0.0)}
    for left in range(len(centres) - 1, 0, -1):
        one, other = divmod(int(cost.argmin()), len(centres))
        paid = float(cost[one, other])
        total = weights[one] + weights[other]
        centres[one] = (centres[one] * weights[one] + centres[other] * weights[other]) / total
        weights[one], alive[other] = total, False
        cost[other], cost[:, other] = np.inf, np.inf
        apart = ((centres - centres[one]) ** 2).sum(axis=1) * weights * total / (weights + total)
        cost[one] = cost[:, one] = np.where(alive, apart, np.inf)
        cost[one, one] = np.inf
        if left <= MOST_ROLES or left == count:
            states[left] = (centres[alive].copy(), paid)
    if count is not None:
        return states[min(count, max(states))][0]
    most = min(MOST_ROLES, max(states))
    rises = {
        n: states[n - 1][1] / max(states[n][1], 1e-9) for n in range(2, most + 1) if n in states
    }
    return states[max(rises, key=lambda n: (rises[n], -n)) if rises else most][0]


def _costs(centres: Floats, weights: Floats) -> Floats:
    """What joining two groups adds to the variance within groups."""
    squares = (centres**2).sum(axis=1)
    apart = np.maximum(squares[:, None] + squares[None] - 2 * centres @ centres.T, 0)
    cost: Floats = apart * (weights[:, None] * weights[None]) / (weights[:, None] + weights[None])
    np.fill_diagonal(cost, np.inf)
    return cost
