"""Successors found from a file as it comes: subscribers under small numbers, days and times."""

import json
from datetime import timedelta
from pathlib import Path

from tests.graph.builders import DAY_ONE
from tests.graph.traffic import Habits, generate
from tests.workbench.test_cli import run

HEADER = "From,To,Datetime,Duration(seconds),Cell Tower"


def test_successors_rank_first_from_a_file_of_subscribers_codes(tmp_path: Path) -> None:
    traffic, case = generate(5, Habits(phones=200)), tmp_path / "case"
    midnight = DAY_ONE.replace(hour=0, minute=0)
    rows = [
        f"{one},{other},{midnight + timedelta(days=float(day)):%Y%m%d %H%M},60,{one % 30 + 1}"
        for one, other, day in zip(traffic.callers, traffic.called, traffic.day, strict=True)
    ]
    file = tmp_path / "phones.csv"
    file.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    run("new", case)
    run("add", case, file, "--timezone", "UTC")
    assert "workbench resolve" in run("patterns", case, "number-change", code=1).stderr
    run("resolve", case)
    found = json.loads(run("patterns", case, "number-change", "--json").stdout)
    first = {c["old"]: c["new"] for c in found["candidates"] if c["rank"] == 1}
    truth = {str(old): str(new) for old, new in traffic.successors.items()}
    assert {old: first.get(old) for old in truth} == truth
