"""A case in a notebook: graphs and tables, and the documentation's example as it stands."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.graph.builders import CaseBuilder, at, new_case
from workbench.errors import UnknownObjectError, WorkbenchError
from workbench.notebook import Case
from workbench.vocabulary import ClaimKind

EXAMPLE = Path(__file__).parents[2] / "docs" / "notebooks.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """person-1 calls two phones and meets person-2, who is protected."""
    building = new_case(tmp_path)
    file = building.source()
    building.call(file, "phone-1", "phone-3", at(1))
    building.call(file, "phone-1", "phone-4", at(5))
    report = building.source("witness_statement")
    building.claim("person-1", ClaimKind.USES, "phone-1", report)
    building.claim("person-1", ClaimKind.MEETS, "person-2", report, start=at(2))
    building.claim("person-1", ClaimKind.PAYS, "person-2", report, start=at(2))
    building.entity("person-2", "Amira Secret")
    building.case.db.execute("UPDATE entity SET label = 'Amira Secret' WHERE entity_id='person-2'")
    building.protect("person-2")
    building.refreshed().close()
    return tmp_path / "case"


def test_networkx_gets_every_relationship_with_its_kind_and_no_protected_name(folder: Path) -> None:
    with Case.open(folder) as case:
        graph = case.network().networkx
    assert set(graph["person-1"]["person-2"]) == {"meets", "pays"}
    assert graph.edges["person-1", "phone-3", "communicates"]["count"] == 1
    assert graph.nodes["person-2"]["protected"]
    assert "Secret" not in str(graph.nodes(data=True))


def test_igraph_gets_the_simple_graph_with_names(folder: Path) -> None:
    with Case.open(str(folder)) as case:
        graph = case.network().igraph
    assert graph.is_simple() and set(graph.vs["name"]) >= {"person-1", "phone-3"}
    pair = graph.es[graph.get_eid(*(graph.vs.find(name=n) for n in ("person-1", "person-2")))]
    assert pair["weight"] == 2.0


def test_tables_and_rankings_hide_whom_the_screen_hides(folder: Path) -> None:
    with Case.open(folder) as case:
        network = case.network()
        ranking, entities = network.ranking("degree"), network.entities
        assert "person-2" not in set(ranking["entity_id"])
        assert ranking.loc[0, "entity_id"] == "person-1" and ranking.loc[0, "rank_low"] == 1
        assert entities.loc["person-2", "label"] == "Protected person 1"
        assert "Secret" not in network.relationships.to_string()
        assert network.coverage.loc[0, "records"] == 2
        assert set(network.roles()["entity_id"]) == {"person-1", "phone-3", "phone-4"}


def test_a_stretch_of_time_counts_its_last_day(folder: Path) -> None:
    with Case.open(folder) as case:
        network = case.network(start="2024-03-02", end="2024-03-02", kinds=["communicates"])
        assert network.relationships["relationship_id"].tolist() == [
            "person-1~communicates~phone-3"
        ]


def test_asking_about_one_person_is_logged(folder: Path) -> None:
    with Case.open(folder) as case, pytest.raises(WorkbenchError, match="write=True"):
        case.network(around=["phone-3"])
    with Case.open(folder, write=True) as case:
        assert len(case.network(around=["phone-3"]).found.ids) == 2
        logged = case.db.execute(
            "SELECT action, object FROM audit ORDER BY sequence DESC"
        ).fetchone()
    assert logged == ("consultation", "phone-3")


def test_an_unknown_pattern_is_named_with_those_there_are(folder: Path) -> None:
    with Case.open(folder) as case, pytest.raises(UnknownObjectError, match="number-change"):
        case.pattern("magic")


def test_the_documentations_example_runs(built_sample: Path) -> None:
    code = "\n".join(re.findall(r"```python\n(.*?)```", EXAMPLE.read_text("utf-8"), re.DOTALL))
    found: dict[str, Any] = {}
    exec(code.replace('"gjoka"', repr(str(built_sample))), found)
    assert len(found["first"]) == 5 and len(found["busiest"]) == 5
    assert found["diameter"] > 1 and not found["changes"].empty


def test_parallel_kinds_in_both_directions_stay_two(tmp_path: Path) -> None:
    building: CaseBuilder = new_case(tmp_path)
    report = building.source("witness_statement")
    building.claim("person-1", ClaimKind.PAYS, "person-2", report)
    building.claim("person-2", ClaimKind.PAYS, "person-1", report)
    building.refreshed().close()
    with Case.open(tmp_path / "case") as case:
        assert case.network().networkx.number_of_edges("person-1", "person-2") == 2
