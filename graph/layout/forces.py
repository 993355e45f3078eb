"""The shape of one connected part: forces for its core, rings for what hangs on a single tie."""

import igraph
import numpy as np
import numpy.typing as npt

from graph.randomness import seeded

Points = npt.NDArray[np.float64]
Pairs = npt.NDArray[np.int64]
"""Two rows: one of each pair, and the other."""

SPACING = 90.0
"""Distance between neighbouring entities, in the page's units (entities are some 30 wide)."""
RING_STEP = 0.75
"""Distance between rings, and between entities on one, as a share of SPACING."""
KAMADA_KAWAI_UP_TO = 120
"""Small parts come out more even by path lengths (Kamada and Kawai 1989) than by forces."""
SETTLING = 40
STEP = SPACING / 4
"""As far at most does one move in one round of settling: larger pushes send whole crowds astray."""
ROOMY = 2.5
"""A large core is spread over the square of this times the room that its entities need."""


def shape(graph: igraph.Graph, seed: int) -> Points:
    """Places for a connected graph's vertices, no two of them overlapping, wider than high."""
    hanging = leaves(graph)
    core = np.setdiff1d(np.arange(graph.vcount()), np.fromiter(hanging, dtype=np.int64))
    held = np.bincount(
        np.fromiter(hanging.values(), dtype=np.int64, count=len(hanging)),
        minlength=graph.vcount(),
    )
    room = np.array([reach(count) for count in held[core]])
    points = np.zeros((graph.vcount(), 2))
    points[core] = lying(_core(graph.induced_subgraph(core.tolist()), room, seed))
    place_rings(points, graph, hanging)
    return points


def leaves(graph: igraph.Graph) -> dict[int, int]:
    """Vertices with one tie, and the neighbour they hang on (which has more than one)."""
    degree = graph.degree()
    single = [vertex for vertex, ties in enumerate(degree) if ties == 1]
    anchors = {vertex: graph.neighbors(vertex)[0] for vertex in single}
    return {vertex: anchor for vertex, anchor in anchors.items() if degree[anchor] > 1}


def ring_places(count: int, towards: float) -> Points:
    """``count`` places around the origin, ring by ring, each ring spread evenly about an angle."""
    places: list[tuple[float, float]] = []
    ring = 1
    while len(places) < count:
        step = 1 / ring
        room = int(2 * np.pi / step)
        here = min(room, count - len(places))
        step = 2 * np.pi / here if here > room / 2 else step
        for turn in range(here):
            angle = towards + (turn - (here - 1) / 2) * step
            distance = SPACING * RING_STEP * ring
            places.append((distance * np.cos(angle), distance * np.sin(angle)))
        ring += 1
    return np.array(places).reshape(-1, 2)


def reach(count: int) -> float:
    """Radius of an entity with so many others in rings around it."""
    outermost = np.hypot(*ring_places(count, 0.0)[-1]) if count else 0.0
    return float(outermost) + SPACING / 2


def place_rings(points: Points, graph: igraph.Graph, hanging: dict[int, int]) -> None:
    """Place hanging vertices in rings around their anchors, away from its other ties."""
    by_anchor: dict[int, list[int]] = {}
    for vertex, anchor in hanging.items():
        by_anchor.setdefault(anchor, []).append(vertex)
    for anchor, vertices in by_anchor.items():
        others = [v for v in graph.neighbors(anchor) if v not in hanging]
        away = points[anchor] - points[others].mean(axis=0) if others else np.zeros(2)
        places = ring_places(len(vertices), float(np.arctan2(away[1], away[0])))
        points[vertices] = points[anchor] + places


def settle(points: Points, room: Points, fixed: npt.NDArray[np.bool_] | None = None) -> Points:
    """Push apart what overlaps (``room``: the radius each needs); ``fixed`` ones do not move."""
    points, free = points.copy(), np.ones(len(points)) if fixed is None else (~fixed).astype(float)
    looked_at, pairs = points.copy(), _near(points, room)
    for _ in range(SETTLING):
        if 2 * np.hypot(*(points - looked_at).T).max(initial=0.0) > SPACING:
            looked_at, pairs = points.copy(), _near(points, room)
        push = _pushes(points, room, free, pairs)
        push *= np.minimum(1, STEP / np.maximum(np.hypot(*push.T), 1e-9))[:, None]
        if not np.abs(push).max(initial=0.0) > SPACING / 100:
            break
        points += push
    return points


def _core(graph: igraph.Graph, room: Points, seed: int) -> Points:
    size = graph.vcount()
    if size == 1:
        return np.zeros((1, 2))
    if size <= KAMADA_KAWAI_UP_TO:
        layout = graph.layout_kamada_kawai()
    else:
        start = np.random.default_rng(seed).uniform(-1, 1, (size, 2)) * np.sqrt(size)
        with seeded(seed):
            layout = graph.layout_fruchterman_reingold(seed=start.tolist(), niter=300)
    points = np.array(layout.coords, dtype=np.float64)
    ends = np.array(graph.get_edgelist())
    lengths = np.hypot(*(points[ends[:, 0]] - points[ends[:, 1]]).T)
    wanted = np.maximum(SPACING, room[ends[:, 0]] + room[ends[:, 1]])
    by_ties = float(np.median(wanted / np.maximum(lengths, 1e-9)))
    by_area = float(ROOMY * np.sqrt((room**2).sum() / np.ptp(points, axis=0).prod()))
    points *= max(by_ties, by_area if size > KAMADA_KAWAI_UP_TO else 0.0)
    return settle(points, room)


def _near(points: Points, room: Points) -> Pairs:
    """Pairs that overlap, or may once each has moved by half of SPACING; from left to right."""
    order = np.argsort(points[:, 0], kind="stable")
    (x, y), radius = points[order].T, room[order]
    widest = 2 * float(radius.max(initial=0.0)) + SPACING
    found = [np.empty((2, 0), dtype=np.int64)]
    for shift in range(1, len(points)):
        dx = x[shift:] - x[:-shift]
        if not (dx < widest).any():
            break
        reached = radius[shift:] + radius[:-shift] + SPACING
        close = np.flatnonzero((dx < reached) & (np.abs(y[shift:] - y[:-shift]) < reached))
        found.append(np.stack([order[close], order[close + shift]]))
    return np.concatenate(found, axis=1)


def _pushes(points: Points, room: Points, free: Points, pairs: Pairs) -> Points:
    """Half of each overlap to either side, all of it where the other is fixed."""
    if not pairs.size:
        return np.zeros_like(points)
    one, other = pairs
    apart = points[other] - points[one]
    distance = np.maximum(np.hypot(*apart.T), 1e-6)
    overlap = np.maximum(room[one] + room[other] - distance, 0)
    # Two on one spot part vertically: which way does not matter, only that it is always so.
    apart[~apart.any(axis=1), 1] = 1e-6
    shared = np.maximum(free[one] + free[other], 1e-9)
    move = apart * (overlap / shared / distance)[:, None]
    there, back = move * free[other, None], move * free[one, None]
    size = len(points)
    return np.column_stack(
        [
            np.bincount(other, there[:, axis], size) - np.bincount(one, back[:, axis], size)
            for axis in (0, 1)
        ]
    )


def lying(points: Points) -> Points:
    """Turned so that the longest extent runs from left to right."""
    centred: Points = points - points.mean(axis=0)
    if len(points) < 3:
        return centred
    axes = np.linalg.svd(centred, full_matrices=False)[2]
    # The sign of an axis is arbitrary: fix it, so that the picture is not mirrored by chance.
    axes *= np.where(axes[:, np.abs(axes).argmax(axis=1)].diagonal() < 0, -1, 1)[:, None]
    turned: Points = centred @ axes.T
    return turned
