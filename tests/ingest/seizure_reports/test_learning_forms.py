"""A form whose labels nobody knows is learnt from its values, corrected, and known from then on."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.intake import UnknownLayoutError
from tests.ingest.seizure_reports.building import Told, text_table, workbook
from workbench.cli import workbench

IMEI_1, IMEI_2 = "353918100000005", "867123040001127"


def _table(path: Path, first: str = "1") -> Path:
    rows = [
        ["Országos Rendőr-főkapitányság"],
        ["Sorsz.", "Lefoglalt tárgy", "Kitől", "Mikor", "Készülék", "Hívószám"],
        [first, "Samsung telefon", "Nagy Omer", "2024.03.01 10:00", IMEI_1, "+36301234567"],
        ["2", "Nokia telefon", "Kiss Adnan", "2024.03.01 10:05", IMEI_2, "+36701234567"],
    ]
    return text_table(path, rows)


def _labels(path: Path, holder: str = "Nagy Omer") -> Path:
    rows = [
        ["JEGYZŐKÖNYV"],
        ["Tárgy", "Samsung telefon"],
        ["Készülék azonosító", IMEI_1],
        ["Kitől foglalták le", holder],
        ["Időpont", "2024.03.01 10:00"],
    ]
    return workbook(path, rows)


def _tree(path: Path, holder: str = "Nagy Omer") -> Path:
    items = [{"megnevezes": "Samsung telefon", "keszulek": IMEI_1, "kitol": holder}]
    path.write_text(json.dumps({"lefoglalas": {"targyak": items}}), encoding="utf-8")
    return path


FORMS = {"tabla.csv": _table, "lap.xlsx": _labels, "adat.json": _tree}


def _learn(file: Path, template: Path) -> None:
    command = ["templates", "learn", str(file), "--kind", "seizure_report", "--country", "HU"]
    done = CliRunner().invoke(workbench, [*command, "--out", str(template)])
    assert done.exit_code == 0, done.output
    assert "Nagy Omer" in done.output  # the preview reads it


@pytest.mark.parametrize("name", FORMS)
def test_an_unknown_form_is_learnt_and_the_next_one_known(
    told: Told, tmp_path: Path, name: str
) -> None:
    file, template = FORMS[name](tmp_path / name), tmp_path / "unit.toml"
    with pytest.raises(UnknownLayoutError):
        told.add(file)
    _learn(file, template)
    assert told.add(file, template=str(template)).source.template
    assert (IMEI_1, "Nagy Omer") in told.claims("seized_from")
    second = FORMS[name](tmp_path / f"second {name}", "Szabó Ferenc" if "csv" not in name else "3")
    source = told.add(second).source
    assert (source.kind, source.template) == ("seizure_report", told.added[0].source.template)


def test_checking_a_template_shows_the_exhibits_it_reads(tmp_path: Path) -> None:
    file, template = _table(tmp_path / "tabla.csv"), tmp_path / "unit.toml"
    _learn(file, template)
    done = CliRunner().invoke(workbench, ["templates", "check", str(template), str(file)])
    assert done.exit_code == 0
    assert "Nokia telefon" in done.output and "rows in 2 = 2 accepted" in done.output


def test_a_template_for_labels_that_are_not_there_is_refused(told: Told, tmp_path: Path) -> None:
    template = tmp_path / "unit.toml"
    _learn(_labels(tmp_path / "lap.xlsx"), template)
    with pytest.raises(UnknownLayoutError, match="that is not there"):
        told.add(_table(tmp_path / "tabla.csv"), template=str(template))
