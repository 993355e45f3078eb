"""Measures give the published figures, and what networkx gives on any graph."""

from collections.abc import Callable

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import elsewhere, sampling
from graph.measures import MEASURES, Measure, by_entity, values
from tests.graph.networks import of_edges, of_graph

KITE = ["Andre", "Beverly", "Carol", "Diane", "Ed", "Fernando", "Garth", "Heather", "Ike", "Jane"]


def named(graph: nx.Graph, names: list[str], measure: Measure) -> dict[str, float]:
    return dict(zip(names, values(of_graph(graph), measure).values.tolist(), strict=True))


def test_krackhardts_kite() -> None:
    kite = nx.krackhardt_kite_graph()
    degree = named(kite, KITE, Measure.DEGREE)
    assert max(degree, key=lambda name: degree[name]) == "Diane" and degree["Diane"] == 6
    betweenness = named(kite, KITE, Measure.BETWEENNESS)
    published = {"Heather": 0.3889, "Fernando": 0.2315, "Garth": 0.2315, "Ike": 0.2222}
    for name, figure in (published | {"Diane": 0.1019}).items():
        assert betweenness[name] == pytest.approx(figure, abs=5e-5)
    closeness = named(kite, KITE, Measure.CLOSENESS)
    for name, figure in {"Fernando": 0.6429, "Garth": 0.6429, "Diane": 0.6, "Heather": 0.6}.items():
        assert closeness[name] == pytest.approx(figure, abs=5e-5)


def test_padgetts_florentine_families() -> None:
    families = nx.florentine_families_graph()
    found = named(families, list(families), Measure.BETWEENNESS)
    published = {"Medici": 0.522, "Guadagni": 0.2546, "Albizzi": 0.2125, "Salviati": 0.1429}
    for name, figure in published.items():
        assert found[name] == pytest.approx(figure, abs=5e-5)


def test_zacharys_karate_club() -> None:
    found = by_entity(of_graph(nx.karate_club_graph()), Measure.BETWEENNESS)
    for number, figure in {0: 0.4376, 33: 0.3041, 32: 0.1452}.items():
        assert found[f"person-{number}"] == pytest.approx(figure, abs=5e-5)


def constraint(graph: nx.Graph) -> dict[int, float]:
    return {node: 1.0 if np.isnan(v) else v for node, v in nx.constraint(graph).items()}


def effective_size(graph: nx.Graph) -> dict[int, float]:
    found: dict[int, float] = nx.effective_size(graph)
    return {node: 0.0 if np.isnan(value) else value for node, value in found.items()}


def pagerank(graph: nx.Graph) -> dict[int, float]:
    """By the definition: networkx's own needs scipy."""
    matrix = nx.google_matrix(graph)
    uniform = np.full(len(graph), 1 / len(graph))
    return dict(zip(graph, uniform @ np.linalg.matrix_power(matrix, 512), strict=True))


def harmonic(graph: nx.Graph) -> dict[int, float]:
    others = max(len(graph) - 1, 1)
    return {node: value / others for node, value in nx.harmonic_centrality(graph).items()}


ORACLE: dict[Measure, Callable[[nx.Graph], dict[int, float]]] = {
    Measure.DEGREE: lambda graph: dict(graph.degree()),
    Measure.BETWEENNESS: nx.betweenness_centrality,
    Measure.CLOSENESS: nx.closeness_centrality,
    Measure.HARMONIC: harmonic,
    Measure.PAGERANK: pagerank,
    Measure.CORE: nx.core_number,
    Measure.CLUSTERING: nx.clustering,
    Measure.CONSTRAINT: constraint,
    Measure.EFFECTIVE_SIZE: effective_size,
}


@st.composite
def graphs(draw: st.DrawFn) -> nx.Graph:
    size = draw(st.integers(2, 14))
    pairs = [(a, b) for a in range(size) for b in range(a)]
    graph = nx.empty_graph(size)
    graph.add_edges_from(draw(st.sets(st.sampled_from(pairs))))
    return graph


@pytest.mark.parametrize("measure", ORACLE, ids=str)
@settings(max_examples=40, deadline=None)
@given(graph=graphs())
def test_any_graph_measures_as_in_networkx(measure: Measure, graph: nx.Graph) -> None:
    expected = [ORACLE[measure](graph)[node] for node in graph]
    assert values(of_graph(graph), measure).values == pytest.approx(expected, abs=1e-7)


@settings(max_examples=40, deadline=None)
@given(graph=graphs())
def test_eigenvector_centrality_solves_its_equation(graph: nx.Graph) -> None:
    found = values(of_graph(graph), Measure.EIGENVECTOR).values
    matrix = nx.to_numpy_array(graph)
    if matrix.any():
        scale = float(np.linalg.norm(matrix @ found))
        assert matrix @ found == pytest.approx(scale * found, abs=1e-6)


@pytest.mark.parametrize("measure", Measure, ids=str)
def test_every_measure_bears_an_empty_and_a_lonely_network(measure: Measure) -> None:
    assert values(of_edges(0, []), measure).values.shape == (0,)
    assert values(of_edges(1, []), measure).values.shape == (1,)
    assert MEASURES[measure].question.endswith(("?", "(lowest first)"))


Sampler = Callable[..., sampling.Values]
SAMPLED: list[Sampler] = [sampling.betweenness, sampling.closeness, sampling.harmonic]


@pytest.mark.parametrize("sampler", SAMPLED, ids=lambda sampler: sampler.__name__)
def test_sampled_values_lie_within_their_stated_error(sampler: Sampler) -> None:
    graph = igraph.Graph(edges=list(nx.barabasi_albert_graph(600, 3, seed=4).edges))
    exact, drawn = sampler(graph), sampler(graph, sample=200)
    assert drawn.sampled_from == 200 and drawn.error is not None
    missed = np.abs(drawn.values - exact.values) > drawn.error
    assert missed.mean() < 0.12  # 5 % by definition, and chance


@pytest.mark.parametrize("sampler", SAMPLED, ids=lambda sampler: sampler.__name__)
def test_a_sample_of_everybody_is_exact(sampler: Sampler) -> None:
    graph = igraph.Graph(edges=list(nx.krackhardt_kite_graph().edges))
    drawn = sampler(graph, sample=10)
    if sampler is not sampling.closeness:  # the mean of inverses is not the inverse of the mean
        assert drawn.values == pytest.approx(sampler(graph).values)
    assert drawn.error == pytest.approx(np.zeros(10))


def test_a_large_network_is_measured_alike_in_another_process() -> None:
    large = of_graph(nx.gnm_random_graph(2_000, 6_000, seed=1))
    assert not elsewhere.is_quick(large, Measure.HARMONIC)
    assert elsewhere.is_quick(large, Measure.PAGERANK)
    found = elsewhere.values_elsewhere(large, Measure.HARMONIC)
    assert np.array_equal(found.values, values(large, Measure.HARMONIC).values)
