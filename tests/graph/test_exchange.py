"""The network in networkx: the same entities, relationships and facts."""

from graph.build import NetworkFilter, Projection, network
from graph.exchange import to_networkx
from tests.graph.builders import CaseBuilder, at
from workbench.vocabulary import ClaimKind


def test_every_relationship_is_an_edge_with_its_facts(building: CaseBuilder) -> None:
    file = building.source()
    building.call(file, "phone-1", "phone-2", at(0), 30)
    building.call(file, "phone-1", "phone-2", at(2), 40)
    statement = building.source("witness_statement")
    building.claim("person-1", ClaimKind.DRIVES, "vehicle-1", statement)
    found = network(building.refreshed(), NetworkFilter(projection=Projection.ALL))
    graph = to_networkx(found, lambda entity: entity.upper())
    assert set(graph) == set(found.ids) and graph.number_of_edges() == 2
    assert graph.nodes["person-1"] == {"kind": "person", "label": "PERSON-1"}
    call = graph.edges["phone-1", "phone-2", "communicates"]
    assert (call["count"], call["duration_s"], call["last_utc"]) == (2, 70, at(2))
    drives = graph.edges["person-1", "vehicle-1", "drives"]
    assert drives["id"] == "person-1~drives~vehicle-1"
    assert "first_utc" not in drives  # undated
