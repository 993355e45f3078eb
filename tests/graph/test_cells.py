"""A record's cell is a sector of a table of cells, whatever way each of them writes it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.build.calls import ALWAYS
from graph.patterns import sightings
from graph.patterns.pattern_of_life import lives
from ingest import intake
from workbench import steps
from workbench.case import Case
from workbench.evidence.trace import trace

CELLS = """CGI;Site;Address;Town;Latitude;Longitude;Azimuth;Beam width;Range (m);Technology;Valid to
297-01-1100-20001;BAR01;Obala 1;Bar;42.0931;19.1003;120;65;1500;GSM;31.12.2024.
297-01-1100-20001;BAR01;Obala 1;Bar;42.0931;19.1003;180;65;1500;GSM;
297-01-1100-20003;PG02;Bulevar 1;;42.4413;19.2636;0;;;UMTS;
297-01-300-31604737;ULC;;Ulcinj;41.925;19.2056;omni;;5000;LTE;
"""
RECORDS = """A number;B number;Start (UTC);Duration (s);Type;Direction;IMEI;Cell
+38268000111;+38267000222;2024-03-01 10:00:00;12;call;outgoing;359999046946414;297/1/1100/20001
+38268000111;+38267000222;2024-03-01 12:00:00;12;call;outgoing;359999046946414;1100-20003
+38268000111;+38267000222;2024-03-01 13:00:00;12;call;outgoing;359999046946414;123456-1
+38268000111;+38267000222;2025-03-01 12:00:00;12;call;outgoing;359999046946414;29701-1100-20001
+38268000111;+38267000222;2025-03-01 13:00:00;12;call;outgoing;359999046946414;297-01-9-9
"""


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.create(tmp_path / "case", title="Cells", user="ana") as made:
        for name, text in (("cells.csv", CELLS), ("calls.csv", RECORDS)):
            (tmp_path / name).write_text(text, encoding="utf-8")
            intake.add(made, tmp_path / name)
        steps.resolve(made)
        yield made


def test_evidence_says_where_the_cell_stands_and_how_far_it_may_reach(case: Case) -> None:
    found = trace(case, "phone-1~communicates~phone-2").evidence
    assert [[c.place for c in item.cells] for item in found] == [
        ["Bar"], ["Podgorica"], ["Ulcinj"], ["Bar"], [],
    ]  # fmt: skip
    first, podgorica, ulcinj, later, _ = (item.cells[:1] for item in found)
    assert (first[0].row_number, later[0].row_number) == (2, 3), "the row valid at the time"
    assert first[0].words == (
        "Bar, BAR01, Obala 1, 42.0931, 19.1003, towards 120° ± 32°, reaching about 1.5 km"
    )
    assert "perhaps 10.0 km" in podgorica[0].words, "assumed by its technology"
    assert "towards" not in ulcinj[0].words
    shown = found[0].as_json()["cells"]
    assert isinstance(shown, list) and shown[0]["evidence"] == {"source": 1, "row": 2}


def test_a_row_of_the_table_is_evidence_itself(case: Case) -> None:
    (item,) = trace(case, "cells.csv#2").evidence
    assert item.text == CELLS.splitlines()[1] and item.kind == "cell"


def test_without_a_table_nothing_is_said_of_places(tmp_path: Path) -> None:
    with Case.create(tmp_path / "bare", title="Cells", user="ana") as case:
        (tmp_path / "calls.csv").write_text(RECORDS, encoding="utf-8")
        intake.add(case, tmp_path / "calls.csv")
        steps.resolve(case)
        found = trace(case, "phone-1~communicates~phone-2").evidence
        assert not any(item.cells for item in found)


def records(phone: str, cell: str) -> str:
    rows = [
        f"{phone};+3826700{day:04};2024-03-{day:02} 23:1{day % 10}:00;12;call;outgoing;;{cell}"
        for day in range(1, 9)
    ]
    return "\n".join([RECORDS.splitlines()[0], *rows]) + "\n"


def test_patterns_speak_of_towns_and_bring_two_networks_together(tmp_path: Path) -> None:
    other = CELLS + "297-02-7-55;X1;Put 2;Bar;42.0990;19.0950;;;;;\n"
    with Case.create(tmp_path / "case", title="Cells", user="ana") as case:
        for name, text in (
            ("cells.csv", other),
            ("one.csv", records("+38268000111", "297-01-1100-20001")),
            ("two.csv", records("+38267000333", "297/2/7/55")),
        ):
            (tmp_path / name).write_text(text, encoding="utf-8")
            intake.add(case, tmp_path / name)
        steps.resolve(case)
        homes = [life.home for life in lives(case).lives]
        assert [home.area if home else None for home in homes] == ["Bar", "Bar"]
        with case.db.cursor() as db:
            sightings.see(db, ALWAYS)
            seen = db.execute("SELECT phone, area, count(*) FROM sighting GROUP BY ALL").fetchall()
        assert sorted((area, count) for _, area, count in seen) == [("bar", 8), ("bar", 8)]
