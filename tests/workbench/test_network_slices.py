"""The network by kind, file, grade and community, as its user asks for it."""

import json
from pathlib import Path

from tests.workbench.test_cli import run


def test_kinds_and_files_leave_a_part_of_the_network_and_say_so(sample_folder: Path) -> None:
    whole = json.loads(run("network", sample_folder, "--json").stdout)
    calls = json.loads(run("network", sample_folder, "--kind", "communicates", "--json").stdout)
    assert 0 < calls["relationships"] < whole["relationships"]
    assert "kinds of relationship not chosen" in {o["reason"] for o in calls["left_out"]}
    file = json.loads(run("network", sample_folder, "--source", "1", "--json").stdout)
    assert file["relationships"] < whole["relationships"]


def test_a_file_place_or_grade_that_there_is_not_is_refused(sample_folder: Path) -> None:
    assert "no such file" in run("network", sample_folder, "--source", "999", code=1).stderr
    assert "no cell" in run("network", sample_folder, "--place", "Atlantis", code=1).stderr
    assert "such as B2" in run("network", sample_folder, "--least-grade", "2B", code=2).stderr


def test_communities_say_how_firm_their_borders_are(sample_folder: Path) -> None:
    found = json.loads(run("network", sample_folder, "--communities", "--json").stdout)
    sizes = [len(members) for members in found["communities"]]
    assert sizes == sorted(sizes, reverse=True) and sizes[0] > 2
    assert 0 < found["stability"] <= 1
    assert "stability" in run("network", sample_folder, "--communities").stdout
