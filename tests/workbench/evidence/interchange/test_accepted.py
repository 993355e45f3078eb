"""Each format is read by software that is not ours, and says there what it said here."""

import io
import json
import zipfile
from collections import Counter
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pandas as pd
import pytest
import stix2
from followthemoney import model
from geojson_pydantic import FeatureCollection
from lxml import etree
from rdflib import RDF, Graph, Namespace

from tests.workbench.evidence.interchange.conftest import HOSTILE, traps, written
from workbench.evidence.interchange.carried import Carried
from workbench.evidence.interchange.identifiers import uuid

Tie = tuple[str, str, str, int, str, str]
"""Both ends, the kind between them, how much, and its first and last time ("" where unknown)."""
TIMES = ["first_utc", "last_utc"]


def _ties(carried: Carried) -> Counter[Tie]:
    return Counter(
        (x.left, x.kind, x.right, x.count, _instant(x.first_utc), _instant(x.last_utc))
        for x in carried.links
    )


def _instant(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else ""


def _read(graph: Any) -> Counter[Tie]:
    return Counter(
        (left, tie["kind"], right, int(tie["weight"]), *(tie.get(name, "") for name in TIMES))
        for left, right, tie in graph.edges(data=True)
    )


def test_networkx_reads_the_sample_from_graphml_and_gexf(
    sample_carried: Carried, sample_files: dict[str, Path]
) -> None:
    for graph in (
        nx.read_graphml(sample_files["graphml"]),
        nx.read_gexf(sample_files["gexf"], version="1.3"),
    ):
        assert _read(graph) == _ties(sample_carried)
        read = {node: (data["label"], data["kind"]) for node, data in graph.nodes(data=True)}
        assert read == {one.id: (one.label, one.kind) for one in sample_carried.things}
        assert {d["evidence_total"] > 0 for _, _, d in graph.edges(data=True)} == {True}


def test_igraph_reads_the_sample_from_graphml(
    sample_carried: Carried, sample_files: dict[str, Path]
) -> None:
    graph = igraph.Graph.Read_GraphML(str(sample_files["graphml"]))
    ids = graph.vs["id"]
    found = Counter(
        (ids[edge.source], edge["kind"], ids[edge.target], int(edge["weight"]))
        + tuple(edge[name] for name in TIMES)
        for edge in graph.es
    )
    assert found == _ties(sample_carried)


def test_followthemoney_validates_every_entity_and_changes_none(
    sample_files: dict[str, Path], trap_files: dict[str, Path]
) -> None:
    for file in (sample_files["ftm"], trap_files["ftm"]):
        entities = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        for entity in entities:
            schema = model.get(entity["schema"])
            assert schema is not None
            schema.validate(entity)
            read = model.get_proxy(entity, cleaned=False).to_dict()["properties"]
            read["full"] = entity["properties"].get("full", [])  # addresses are spelt its own way
            told = {name: sorted(values) for name, values in read.items() if values}
            assert told == entity["properties"]
        assert len({entity["id"] for entity in entities}) == len(entities)
    assert {"Person", "Family", "Ownership", "UnknownLink", "Address"} <= {
        entity["schema"] for entity in entities
    }


def test_followthemoney_tells_who_is_tied_to_whom_how_and_when(
    sample_carried: Carried, sample_files: dict[str, Path]
) -> None:
    meant = {str(uuid(sample_carried, one.id)): one.id for one in sample_carried.things}
    found: Counter[tuple[str, ...]] = Counter()
    for line in sample_files["ftm"].read_text("utf-8").splitlines():
        tie: Any = model.get_proxy(json.loads(line))
        if tie.schema.edge_source and tie.schema.edge_target:
            left, right = (
                tie.first(end) for end in (tie.schema.edge_source, tie.schema.edge_target)
            )
            kind = tie.first("role", quiet=True) or tie.first("relationship")
            times = (tie.first(name, quiet=True) or "" for name in ("startDate", "endDate"))
            found[meant[left], kind, meant[right], *times] += 1
    assert found == Counter(
        (left, kind, right, first.rstrip("Z"), last.rstrip("Z"))
        for left, kind, right, _, first, last in _ties(sample_carried).elements()
    )


def test_stix2_takes_the_bundle_without_custom_content(
    sample_carried: Carried, sample_files: dict[str, Path], trap_files: dict[str, Path]
) -> None:
    stix2.parse(trap_files["stix"].read_text("utf-8"), allow_custom=False)
    bundle = stix2.parse(sample_files["stix"].read_text("utf-8"), allow_custom=False)
    kinds = Counter(one["type"] for one in bundle.objects)
    assert kinds["relationship"] == len(sample_carried.links)
    begun = Counter(f"{one.start_time:%Y-%m-%dT%H:%M:%SZ}" for one in bundle.objects
                    if one["type"] == "relationship" and "start_time" in one)  # fmt: skip
    assert begun == Counter(_instant(one.first_utc) for one in sample_carried.links
                            if one.first_utc)  # fmt: skip
    known = {one["id"] for one in bundle.objects}
    for tie in bundle.objects:
        if tie["type"] == "relationship":
            assert {tie["source_ref"], tie["target_ref"], *tie["object_marking_refs"]} <= known


def test_geojson_is_valid_and_rings_close_anticlockwise(trap_files: dict[str, Path]) -> None:
    read: Any = FeatureCollection.model_validate_json(trap_files["geojson"].read_text("utf-8"))
    assert [one.geometry.type for one in read.features if one.geometry] == [
        "Point",
        "Polygon",
        "Polygon",
    ]
    for one in read.features[1:]:
        (ring,) = one.model_dump()["geometry"]["coordinates"]
        turns = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
        assert turns > 0 and ring[0] == ring[-1]


def test_pandas_reads_the_same_tables_from_csv_xlsx_and_parquet(
    sample_carried: Carried, sample_files: dict[str, Path]
) -> None:
    book = pd.read_excel(sample_files["xlsx"], sheet_name="relationships", engine="calamine")
    with zipfile.ZipFile(sample_files["csv"]) as archive:
        text = pd.read_csv(archive.open("relationships.csv"), encoding="utf-8-sig")
    with zipfile.ZipFile(sample_files["parquet"]) as archive:
        columns = pd.read_parquet(io.BytesIO(archive.read("relationships.parquet")))
    for table in (book, text, columns):
        told = table[["left", "kind", "right", "weight", *TIMES]].fillna(dict.fromkeys(TIMES, ""))
        assert Counter(told.itertuples(index=False, name=None)) == _ties(sample_carried)


def test_rdflib_reads_from_case_who_is_tied_to_whom_how_and_when(
    sample_carried: Carried, sample_files: dict[str, Path]
) -> None:
    graph: Any = Graph().parse(sample_files["case"], format="json-ld")
    core = Namespace("https://ontology.unifiedcyberontology.org/uco/core/")
    found: Counter[tuple[str, ...]] = Counter()
    for tie in graph.subjects(RDF.type, core.Relationship):
        source, kind, target, first, last = (
            str(graph.value(tie, core[name], default="")).replace("+00:00", "Z")
            for name in ("source", "kindOfRelationship", "target", "startTime", "endTime")
        )
        found[source[-36:], kind, target[-36:], first, last] += 1
    meant = {one.id: str(uuid(sample_carried, f"Thing/{one.id}")) for one in sample_carried.things}
    assert found == Counter(
        (meant[left], kind, meant[right], first, last)
        for left, kind, right, _, first, last in _ties(sample_carried).elements()
    )


def test_an_anx_chart_has_every_entity_and_link(
    sample_carried: Carried, sample_files: dict[str, Path]
) -> None:
    chart = etree.parse(sample_files["anx"])
    entities = chart.findall(".//Entity")
    links = chart.findall(".//Link")
    assert {one.get("Identity") for one in entities} == {one.id for one in sample_carried.things}
    assert len(links) == len(sample_carried.links)
    identity: dict[Any, Any] = {one.get("EntityId"): one.get("Identity") for one in entities}
    found: Counter[Tie] = Counter()
    for link in links:
        item: Any = link.getparent()
        style: Any = link.find("LinkStyle")
        told = {one.get("AttributeClass"): one.get("Value") for one in item.iter("Attribute")}
        first = (
            item.get("DateTime", "").removesuffix(".000") + "Z" if "DateTime" in item.attrib else ""
        )
        assert first == told.get("first_utc", "")
        found[
            identity[link.get("End1Id")], style.get("Type"), identity[link.get("End2Id")],
            int(told["weight"]), first, told.get("last_utc", ""),
        ] += 1  # fmt: skip
    assert found == _ties(sample_carried)


# ------------------------------------------------------------------ traps


def test_hostile_names_survive_as_text_everywhere(trap_files: dict[str, Path]) -> None:
    shown = HOSTILE.replace("\x07", "\ufffd")
    assert nx.read_graphml(trap_files["graphml"]).nodes["person-1"]["label"] == shown
    assert nx.read_gexf(trap_files["gexf"], version="1.3").nodes["person-1"]["label"] == shown
    assert etree.parse(trap_files["anx"]).find(".//Entity[@Identity='person-1']") is not None


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_cell_begins_like_a_formula(form: str, trap_files: dict[str, Path]) -> None:
    if form == "xlsx":
        tables = pd.read_excel(trap_files[form], sheet_name=None, engine="calamine")
        with zipfile.ZipFile(trap_files[form]) as archive:
            sheets = [archive.read(n) for n in archive.namelist() if "worksheets/" in n]
        assert not any(b"<f>" in sheet for sheet in sheets)
    else:
        with zipfile.ZipFile(trap_files[form]) as archive:
            tables = {
                name: pd.read_csv(archive.open(name), encoding="utf-8-sig")
                for name in archive.namelist()
                if name.endswith(".csv")
            }
    cells = [str(c) for table in tables.values() for c in table.to_numpy().ravel()]
    assert not [cell for cell in cells if cell.startswith(("=", "-", "@"))]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert "+38267111222" in cells, "a number may keep its plus"


def test_made_again_every_file_is_the_same(trap_files: dict[str, Path], tmp_path: Path) -> None:

    again = written(traps(), tmp_path)
    assert {f: p.read_bytes() for f, p in again.items()} == {
        f: p.read_bytes() for f, p in trap_files.items()
    }
