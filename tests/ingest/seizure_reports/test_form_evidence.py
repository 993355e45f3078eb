"""What a form says leads back to its words: rows of labels, pieces of JSON, and packs of them."""

import json
from pathlib import Path

import pytest

from entity_resolution.runs import resolve
from ingest import locate
from ingest.intake import UnknownLayoutError
from tests.ingest.seizure_reports.building import Rows, Told, workbook
from workbench.access import Masking
from workbench.errors import UnknownObjectError
from workbench.evidence.exhibits import exhibits
from workbench.evidence.trace import trace

IMEI = "353918100000005"
TREE = {
    "seizure": {
        "place": "Bar",
        "seizedAt": "2024-03-09T06:45:00",
        "exhibits": [
            {
                "exhibitRef": "HB/1",
                "description": "Phone",
                "imei": IMEI,
                "seizedFrom": {"name": "Nenad Šćepanović", "dateOfBirth": "1991-07-14"},
                "custody": [
                    {"from": "DC Brown", "to": "Store", "at": "2024-03-09T12:00:00", "seal": "B12"}
                ],
            }
        ],
        "personsPresent": [{"name": "Amina Yusuf", "age": 15, "nationality": "Somalia"}],
    }
}


def _tree(path: Path, tree: object = TREE) -> Path:
    path.write_text(json.dumps(tree, indent=2), encoding="utf-8")
    return path


def _claim(told: Told, kind: str) -> str:
    return f"claim-{told.value(f'SELECT min(claim_id) FROM claim WHERE kind = {kind!r}')}"


def test_a_piece_of_json_is_cited_by_its_path_and_verbatim(told: Told, tmp_path: Path) -> None:
    file = _tree(tmp_path / "seizure.json")
    told.add(file, country="ME")
    evidence = trace(told.case, _claim(told, "seized_from")).evidence
    paths = [item.place.as_json()["sheet"] for item in evidence]
    assert paths == [
        "$.seizure.exhibits[0]",
        "$.seizure.exhibits[0].imei",
        "$.seizure.exhibits[0].seizedFrom.name",
    ]
    assert evidence[1].text == f'"imei": "{IMEI}"'
    assert evidence[1].text in file.read_text(encoding="utf-8")
    assert evidence[0].place.label == "S1 $.seizure.exhibits[0]"


def test_letters_written_as_codes_are_read_and_shown_as_letters(told: Told, tmp_path: Path) -> None:
    told.add(_tree(tmp_path / "seizure.json"), country="ME")
    assert told.texts("person")[0] == "Nenad Šćepanović"
    place = ("$.seizure.exhibits[0].seizedFrom.name", 1)
    found = locate.rows(told.case, 1, [place])[place]
    assert found.text == '"name": "Nenad Šćepanović"'


def test_who_is_protected_stands_under_a_pseudonym_in_json_too(told: Told, tmp_path: Path) -> None:
    told.add(_tree(tmp_path / "seizure.json"), country="ME")
    with told.case.transaction():
        resolve(told.case)
    evidence = trace(told.case, _claim(told, "present_at")).evidence
    person = trace(told.case, _claim(told, "seized_with")).evidence
    shown = "\n".join(item.text for item in (*evidence, *person))
    assert "Yusuf" not in shown and "Amina" not in shown
    assert any(item.redacted for item in person)


def test_a_claim_of_labels_is_cited_with_the_lines_of_both_sides(
    told: Told, tmp_path: Path
) -> None:
    rows = [
        ["POTVRDA O ODUZETIM PREDMETIMA"],
        ["Oduzeto od", "Begović Omer"],
        ["Datum", "20.10.2024."],
        ["Opis predmeta", "Mobitel Nokia"],
        ["IMEI", IMEI],
    ]
    told.add(workbook(tmp_path / "f.xlsx", rows), country="BA")
    found = trace(told.case, _claim(told, "seized_from"))
    assert [item.text for item in found.evidence] == [
        "Opis predmeta\tMobitel Nokia",
        "Oduzeto od\tBegović Omer",
        f"IMEI\t{IMEI}",
    ]
    assert found.total == 1


def test_a_merged_holder_is_cited_with_each_of_its_rows(told: Told, tmp_path: Path) -> None:
    rows: Rows = [
        ["Rb", "Predmet", "Oduzeto od", "IMEI"],
        ["1", "Mobitel", "Kamenica Jasmin", "869999059344724"],
        ["2", "Mobitel", None, IMEI],
    ]
    told.add(workbook(tmp_path / "f.xlsx", rows, merged=["C2:C3"]), country="BA")
    last = told.value("SELECT max(claim_id) FROM claim WHERE kind = 'seized_from'")
    rows_cited = [
        item.place.as_json()["row"] for item in trace(told.case, f"claim-{last}").evidence
    ]
    assert rows_cited == [3, 2]


def test_the_chain_of_custody_is_shown_with_its_places(told: Told, tmp_path: Path) -> None:
    told.add(_tree(tmp_path / "seizure.json"), country="ME")
    (one,) = exhibits(told.case, Masking.load(told.case), "hb/1")
    (passed,) = one.chain
    assert (passed.giver, passed.taker, passed.seal) == ("DC Brown", "Store", "B12")
    assert str(passed.moment_utc) == "2024-03-09 11:00:00"
    assert passed.locator == "S1 $.seizure.exhibits[0].custody[0]"
    with pytest.raises(UnknownObjectError):
        exhibits(told.case, Masking.load(told.case), "HB/2")


@pytest.mark.parametrize(
    "text", ['{"exhibits": [', "[1, 2", '{"a": "b"}', "[]", "{}", "[[[]]]", '{"a": nan}', "{" * 200]
)
def test_json_that_is_no_form_is_refused_in_one_line(told: Told, tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UnknownLayoutError, match=r"x\.json") as refused:
        told.add(file)
    assert "\n" not in str(refused.value)
    assert told.value("SELECT count(*) FROM source") == 0


def test_elements_that_say_nothing_are_rejected_verbatim(told: Told, tmp_path: Path) -> None:
    tree = json.loads(json.dumps(TREE))
    items = tree["seizure"]["exhibits"]
    items += [{"weather": "rain"}, items[0]]
    (part,) = told.add(_tree(tmp_path / "s.json", tree), country="ME").reconciliation
    assert (part.rows_in, part.accepted, part.rejected, part.duplicate) == (4, 2, 1, 1)
    row = told.case.db.execute("SELECT sheet, text FROM rejected_row").fetchone()
    assert row is not None
    assert row[0] == "$.seizure.exhibits[1]" and json.loads(row[1]) == {"weather": "rain"}


def test_exhibits_listed_under_persons_are_theirs(told: Told, tmp_path: Path) -> None:
    """Nested by person, the pocket is where it lay, and arrows lead from hand to hand."""
    tree = {
        "record": "PP-77/24",
        "place": "GP Sukobin",
        "date": "2024-06-02",
        "persons": [
            {
                "name": "Marku Sokol",
                "dob": "1985-11-30",
                "items": [
                    {
                        "no": 1,
                        "description": f"mobilni telefon, IMEI {IMEI}",
                        "location": "desni džep jakne",
                        "chain": "A. Gjini -> Magacin Bar 04/06/2024 -> Laboratorija 10/06/2024",
                    }
                ],
            },
            {"name": "Petar Ilić", "items": [{"no": 2, "description": "pasoš BA1234567"}]},
        ],
    }
    told.add(_tree(tmp_path / "persons.json", tree), country="ME")
    found = exhibits(told.case, Masking.load(told.case))
    assert [(e.seized_from, e.place) for e in found] == [
        ("Marku Sokol", "GP Sukobin"),
        ("Petar Ilić", "GP Sukobin"),
    ]
    assert [(step.giver, step.taker, step.moment_written) for step in found[0].chain] == [
        ("A. Gjini", "Magacin Bar", "04/06/2024"),
        ("Magacin Bar", "Laboratorija", "10/06/2024"),
    ]
