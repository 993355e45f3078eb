"""Pictures of networks, paths, changes, removals and patterns, as files."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.graph.builders import at, new_case
from tests.workbench.test_cli import run
from workbench.vocabulary import ClaimKind


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    building = new_case(tmp_path)
    file = building.source()
    for day in range(6):
        building.call(file, "phone-1", "phone-2", at(day))
        building.call(file, "phone-1", "phone-3" if day < 3 else "phone-4", at(day))
    report = building.source("witness_statement")
    building.claim("person-1", ClaimKind.MEETS, "person-2", report, start=at(2))
    building.claim("person-1", ClaimKind.USES, "phone-1", report)
    building.entity("person-2")
    building.case.db.execute("UPDATE entity SET label = 'Amira Secret' WHERE entity_id='person-2'")
    building.protect("person-2")
    building.refreshed().close()
    return tmp_path / "case"


DRAWN = {
    "network": ["--around", "person-1"],
    "patterns": ["one-way"],
    "path": ["phone-2", "phone-3"],
    "compare": ["--at", "2024-03-04"],
    "disrupt": ["person-1"],
}


@pytest.mark.parametrize("verb", DRAWN)
def test_each_verb_draws_what_it_says_without_a_protected_name(
    folder: Path, tmp_path: Path, verb: str
) -> None:
    target = tmp_path / "drawn.svg"
    run(verb, folder, *DRAWN[verb], "--picture", target)
    words = "".join(ElementTree.parse(target).getroot().itertext())
    assert "Secret" not in words
    if verb in ("network", "disrupt"):
        assert "Protected person 1" in words and "phone-2" in words
    if verb == "compare":
        assert "only before" in words and "stroke-dasharray" in target.read_text("utf-8")


def test_a_picture_may_be_png_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    run("path", folder, "phone-2", "phone-4", "--in-time", "--picture", tmp_path / "way.png")
    assert (tmp_path / "way.png").read_bytes()[:4] == b"\x89PNG"
    said = run("network", folder, "--picture", tmp_path / "way.gif", code=1)
    assert "ends in .svg or .png" in said.stderr


def test_roles_and_likeness_are_told_and_not_of_the_protected(folder: Path) -> None:
    assert "Roles" in run("network", folder, "--roles").stdout
    assert "Jaccard" in run("network", folder, "--alike", "phone-2").stdout
    assert "never ranked" in run("network", folder, "--alike", "person-2", code=1).stderr
