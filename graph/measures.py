"""Who matters in a network, by the measures of the literature, each with the question it answers.

All work on the simple undirected graph of a network and give one value per vertex. Ties count once
however many communications they carry, unless the measure says that it weighs them: how often two
phones are seen to talk depends first of all on whose records were asked for.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import igraph
import numpy as np
import numpy.typing as npt

from graph import sampling
from graph.build.network import Network
from graph.sampling import Values

Floats = npt.NDArray[np.float64]


class Measure(StrEnum):
    """A measure's name on the command line and in files."""

    DEGREE = "degree"
    STRENGTH = "strength"
    BETWEENNESS = "betweenness"
    CLOSENESS = "closeness"
    HARMONIC = "harmonic"
    EIGENVECTOR = "eigenvector"
    PAGERANK = "pagerank"
    CORE = "core"
    CLUSTERING = "clustering"
    CONSTRAINT = "constraint"
    EFFECTIVE_SIZE = "effective_size"


@dataclass(frozen=True)
class MeasureDescription:
    """A measure in plain words: its question, what it counts, where it is defined."""

    name: Measure
    question: str
    definition: str
    reference: str
    compute: Callable[[igraph.Graph], Values]
    high_is_central: bool = True


def _exact(function: Callable[[igraph.Graph], list[float]]) -> Callable[[igraph.Graph], Values]:
    def compute(graph: igraph.Graph) -> Values:
        if not graph.vcount():
            return Values(np.zeros(0))
        return Values(np.nan_to_num(np.asarray(function(graph), dtype=np.float64)))

    return compute


def _clustering(graph: igraph.Graph) -> list[float]:
    values: list[float] = graph.transitivity_local_undirected(mode="zero")
    return values


def _eigenvector(graph: igraph.Graph) -> list[float]:
    """Only the largest component has values: elsewhere the eigenvector is not unique."""
    values = np.zeros(graph.vcount())
    largest = max(graph.connected_components(), key=lambda members: (len(members), -members[0]))
    part = graph.induced_subgraph(largest)
    if part.ecount():
        values[largest] = part.eigenvector_centrality()
        values /= np.linalg.norm(values)
    return list(np.abs(values))


def _effective_size(graph: igraph.Graph) -> Floats:
    """Contacts less the mean number of ties each has to the others (Borgatti 1997)."""
    contacts = np.asarray(graph.degree(), dtype=np.float64)
    overlap: Floats = np.asarray(_clustering(graph)) * np.maximum(contacts - 1, 0)
    return contacts - overlap


def _constraint(graph: igraph.Graph) -> list[float]:
    values: list[float] = graph.constraint()
    return [1.0 if math.isnan(value) else value for value in values]


MEASURES: dict[Measure, MeasureDescription] = {
    description.name: description
    for description in (
        MeasureDescription(
            Measure.DEGREE,
            "Who has the most contacts?",
            "the number of entities it is directly tied to",
            "Freeman 1979",
            _exact(lambda graph: graph.degree()),
        ),
        MeasureDescription(
            Measure.STRENGTH,
            "Who communicates the most?",
            "the number of communications and statements on all its ties",
            "Barrat et al. 2004",
            _exact(lambda graph: graph.strength(weights="weight")),
        ),
        MeasureDescription(
            Measure.BETWEENNESS,
            "Who best connects the network?",
            "the share of shortest paths between two others that pass through it",
            "Freeman 1977; Brandes 2001",
            sampling.betweenness,
        ),
        MeasureDescription(
            Measure.CLOSENESS,
            "Who reaches the others in the fewest steps?",
            "the inverse of its mean distance to those it can reach, times the share it can reach",
            "Wasserman and Faust 1994, 5.2.2",
            sampling.closeness,
        ),
        MeasureDescription(
            Measure.HARMONIC,
            "Who is near to most of the network, whole or in pieces?",
            "the mean of the inverse distances to all others",
            "Marchiori and Latora 2000",
            sampling.harmonic,
        ),
        MeasureDescription(
            Measure.EIGENVECTOR,
            "Who is tied to those who are well tied themselves?",
            "its entry in the first eigenvector of the largest component",
            "Bonacich 1972",
            _exact(_eigenvector),
        ),
        MeasureDescription(
            Measure.PAGERANK,
            "Whom does a walk along the ties meet most often?",
            "the share of its time a random walk with restarts (damping 0.85) spends there",
            "Brin and Page 1998",
            _exact(lambda graph: graph.pagerank()),
        ),
        MeasureDescription(
            Measure.CORE,
            "Who belongs to the tightly knit centre?",
            "the largest k such that it keeps k ties among those who also keep k",
            "Seidman 1983",
            _exact(lambda graph: graph.coreness()),
        ),
        MeasureDescription(
            Measure.CLUSTERING,
            "Whose contacts all know each other?",
            "the share of pairs of its contacts that are tied themselves",
            "Watts and Strogatz 1998",
            _exact(_clustering),
        ),
        MeasureDescription(
            Measure.CONSTRAINT,
            "Who bridges groups that are not tied otherwise? (lowest first)",
            "how far its contacts are tied to each other and so hem it in",
            "Burt 1992, ch. 2",
            _exact(_constraint),
            high_is_central=False,
        ),
        MeasureDescription(
            Measure.EFFECTIVE_SIZE,
            "Who has the most contacts that do not overlap?",
            "its contacts less the mean number of ties each of them has to the others",
            "Burt 1992, ch. 2; Borgatti 1997",
            _exact(lambda graph: list(_effective_size(graph))),
        ),
    )
}
"""Every measure there is, in the order in which they are offered."""


BY_PATHS = frozenset({Measure.BETWEENNESS, Measure.CLOSENESS, Measure.HARMONIC})
"""Those that walk shortest paths, which takes long in a large network."""


def values(network: Network, measure: Measure) -> Values:
    """The measure for every entity of the network, by vertex."""
    return MEASURES[measure].compute(network.graph)


def by_entity(network: Network, measure: Measure) -> dict[str, float]:
    """The measure by entity id, for drawing: protected entities are in it, under their ids."""
    return dict(zip(network.ids, values(network, measure).values.tolist(), strict=True))
