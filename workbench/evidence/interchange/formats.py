"""The formats there are: by name, which endings a file of it has, and what writes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from workbench.evidence.interchange import (
    anx,
    case_uco,
    ftm,
    geojson,
    gexf,
    graphml,
    spreadsheets,
    stix,
)
from workbench.evidence.interchange.carried import Carried


@dataclass(frozen=True)
class Format:
    """A format: what it is for, the ending its files have, and what writes one."""

    use: str
    suffix: str
    write: Callable[[Carried, Path], None]


FORMATS: Mapping[str, Format] = {
    "graphml": Format("Gephi, yEd, Cytoscape, networkx, igraph", ".graphml", graphml.write),
    "gexf": Format("Gephi, with times on its timeline", ".gexf", gexf.write),
    "ftm": Format("FollowTheMoney: Aleph, OpenAleph", ".json", ftm.write),
    "stix": Format("STIX 2.1: OpenCTI, MISP", ".json", stix.write),
    "case": Format("CASE/UCO: forensic tools", ".jsonld", case_uco.write),
    "anx": Format("i2 Analyst's Notebook", ".anx", anx.write),
    "geojson": Format("QGIS and other maps: cells and places", ".geojson", geojson.write),
    "csv": Format("tables in a ZIP file", ".zip", spreadsheets.write_csv),
    "xlsx": Format("Excel, LibreOffice", ".xlsx", spreadsheets.write_xlsx),
    "parquet": Format("tables in a ZIP file: pandas, DuckDB", ".zip", spreadsheets.write_parquet),
}
