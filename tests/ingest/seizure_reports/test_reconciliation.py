"""Whatever stands in a form: rows in are accepted, rejected or duplicate, and nothing is lost."""

import csv
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sample_data
from tests.ingest.seizure_reports.building import Told

HEADER = ["Rb.", "Predmet", "Oduzeto od", "Telefon", "IMEI", "Iznos", "Prisutne osobe"]
CELLS = st.sampled_from(
    [
        "", "", "1", "Ukupno", "isto", "-", "nema", "Mobitel", "Omer Begović", "062 006 548",
        "062 006 548; 061-003-804", "359999046946414", "3.59999E+14", "2.150,00 EUR", "=1+1",
        "Farman Alhasan - migrant; Kusaj Alhasan, maloljetan", 'navodnik " u ćeliji', "\u00a0", "#",
        "А12-Б-345", "a" * 300, "(((", "1.\n2.",
    ]
)  # fmt: skip
ROWS = st.lists(st.lists(CELLS, min_size=7, max_size=7), max_size=10)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=ROWS)
def test_every_row_is_accounted_for(told: Told, tmp_path: Path, rows: list[list[str]]) -> None:
    file = tmp_path / "oduzeto.csv"
    first = ["7", "Mobitel", "Jasmin Kamenica", "", "869999059344724", "", ""]
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, delimiter=";").writerows([HEADER, first, *rows])
    added = told.add(file, country="BA")
    (sheet,) = added.reconciliation
    assert sheet.rows_in == sheet.accepted + sheet.rejected + sheet.duplicate
    assert sheet.rows_in + sheet.not_data == len(rows) + 2
    source = added.source.source_id
    for table, count in (
        ("exhibit", sheet.accepted),
        ("rejected_row", sheet.rejected),
        ("duplicate_row", sheet.duplicate),
    ):
        found = f"SELECT count(DISTINCT row_number) FROM {table} WHERE source_id = {source}"
        assert told.value(found) == count


def test_every_mention_of_the_sample_forms_is_found_and_no_other(told: Told) -> None:
    forms = [x for x in sample_data.manifest() if x.file_name.startswith(("DAI_spisak", "GP_evid"))]
    assert len(forms) == 2
    for letter in forms:
        added = told.add(letter.path, country=letter.country)
        assert (added.source.kind, added.reconciliation[0].rejected) == ("seizure_report", 0)
    names = {letter.file_name for letter in forms}
    with (sample_data.truth() / "mentions.csv").open(encoding="utf-8") as file:
        expected = {
            (row["mention_key"], row["kind"])
            for row in csv.DictReader(file)
            if row["mention_key"].rsplit("#", 1)[0] in names
        }
    found = told.case.db.execute("SELECT mention_key, kind, field FROM mention").fetchall()
    assert {(key, kind) for key, kind, name in found if name != "officer"} == expected
    assert sum(name == "officer" for _, _, name in found) == len(forms)  # once in each form
