"""Disclosure to the defence: all sources that may go, redacted where they must be."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ingest import intake
from tests.workbench.evidence.conftest import CALLS, STATEMENT
from workbench.case import Case
from workbench.evidence import summary
from workbench.evidence.verify import verify

VICTIM = STATEMENT.replace("Petar Nikolić", "Amina Karimi")
SILENT = "Izjava svjedoka.\n\nNisam vidio ništa.\n"


@pytest.fixture
def pack(tmp_path: Path) -> dict[str, bytes]:
    """Calls, a statement about a victim, one that tells nothing, and one that may not go."""
    with Case.create(tmp_path / "case", title="Small", user="ana") as case:
        for name, text in (
            ("calls.csv", CALLS),
            ("izjava_svjedoka_1.txt", VICTIM),
            ("izjava_svjedoka_2.txt", SILENT),
            ("izjava_svjedoka_3.txt", SILENT + "Ništa.\n"),
        ):
            (tmp_path / name).write_text(text, encoding="utf-8")
            intake.add(case, tmp_path / name, intake.AddOptions(country="ME"))
        case.db.execute("UPDATE source SET handling_code = 'H2' WHERE source_id = 4")
        case.db.execute(
            "INSERT INTO person_status (mention_id, category, written) "
            "SELECT mention_id, 'victim', 'x' FROM mention WHERE text LIKE 'Amina%'"
        )
        summary.export(case, tmp_path / "all.zip", recipient="Defence", everything=True)
    verify(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_all_that_may_go_goes_whole_or_redacted_and_what_stays_is_named(
    pack: dict[str, bytes],
) -> None:
    assert {name for name in pack if "/" in name} == {
        "originals/S1.csv",
        "extracts/S2.json",
        "originals/S3.txt",
    }
    manifest: dict[str, Any] = json.loads(pack["manifest.json"])
    assert [(one["source_id"], one["handling_code"]) for one in manifest["withheld"]] == [(4, "H2")]
    assert "permission" in manifest["withheld"][0]["reason"]


def test_a_redacted_source_has_every_sentence_and_says_how_many_were_changed(
    pack: dict[str, bytes],
) -> None:
    extract = json.loads(pack["extracts/S2.json"])
    told = " ".join(passage["text"] for passage in extract["passages"])
    assert extract["complete"] and extract["redacted"] == 2
    assert extract["extract_because"] == "protected"
    assert "Izjava svjedoka" in told and "Marko Petrović" in told
    assert "Amina" not in told and "Karimi" not in told
