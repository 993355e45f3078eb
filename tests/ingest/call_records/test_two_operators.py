"""One call in the records of both its operators is one communication, seen twice, and both stay."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from workbench.case import Case
from workbench.cli import workbench

# The caller's operator: Montenegro, local time, day first, national numbers, HH:MM:SS.
FIRST = """\
Operator CT
Korisnički broj;Drugi broj;Datum i vrijeme;Trajanje;Tip;Smjer;IMEI
068 000 111;0035568 111 2223;01.06.2024. 14:00:00;00:02:05;Govor;Odlazni;359999046946414
068 000 111;0035568 111 2223;01.06.2024. 14:00:03;;SMS;Odlazni;359999046946414
068 000 111;0035568 111 2223;02.06.2024. 09:00:00;00:00:20;Govor;Odlazni;359999046946414
068 000 111;0035568 111 2223;02.06.2024. 09:00:01;00:05:00;Govor;Odlazni;359999046946414
068 000 111;067 222 333;03.06.2024. 10:00:00;00:00:07;Govor;Dolazni;359999046946414
"""
# The called party's: Albania, UTC and three seconds ahead, seconds, + and no spaces.
SECOND = """\
caller,callee,start (UTC),duration (s),type,direction,IMEI
+38268000111,+355681112223,2024-06-01T12:00:03,126,voice,incoming,356907101234561
+38268000111,+355681112223,2024-06-01T12:00:06,0,sms,incoming,356907101234561
+38268000111,+355681112223,2024-06-02T07:00:04,301,voice,incoming,356907101234561
+355681112223,+38268000111,2024-06-01T12:00:03,126,voice,outgoing,356907101234561
"""


def run(*arguments: str) -> Result:
    done = CliRunner().invoke(workbench, list(arguments))
    assert done.exit_code == 0, done.output
    return done


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    root = tmp_path_factory.mktemp("two_operators")
    folder = str(root / "case")
    first, second = root / "ct.csv", root / "ilir.csv"
    first.write_text(FIRST, encoding="cp1250")
    second.write_text(SECOND, encoding="utf-8")
    run("new", folder)
    run("add", folder, str(first), "--country", "ME", "--timezone", "Europe/Podgorica")
    run("add", folder, str(second), "--country", "AL")
    run("resolve", folder)
    return folder


def pair(folder: str) -> str:
    """The relationship between the two numbers, as ``network`` names it."""
    with Case.open(Path(folder)) as case:
        rows = case.db.execute(
            """SELECT DISTINCT entity_id FROM entity_member JOIN mention USING (mention_id)
            WHERE kind = 'phone' AND normalised IN ('+38268000111', '+355681112223') ORDER BY 1"""
        ).fetchall()
    (left,), (right,) = rows
    return f"{left}~communicates~{right}"


def test_trace_says_which_rows_record_the_same_communication(folder: str) -> None:
    traced = json.loads(run("trace", folder, pair(folder), "--json").output)
    assert (traced["total"], traced["communications"]) == (8, 5)
    linked = {
        f"{item['file']}#{item['locator']['row']}": item["same_communication"]
        for item in traced["evidence"]
    }
    assert linked == {
        "ct.csv#3": ["ilir.csv#2"],
        "ct.csv#4": ["ilir.csv#3"],
        "ct.csv#5": [],  # twenty seconds are not five minutes
        "ct.csv#6": ["ilir.csv#4"],
        "ilir.csv#2": ["ct.csv#3"],
        "ilir.csv#3": ["ct.csv#4"],
        "ilir.csv#4": ["ct.csv#6"],
        "ilir.csv#5": [],  # the other way
    }
    texts = [item["text"] for item in traced["evidence"]]
    assert FIRST.splitlines()[2] in texts
    assert SECOND.splitlines()[1] in texts


def test_the_words_of_trace_say_so_too(folder: str) -> None:
    said = run("trace", folder, pair(folder)).output
    assert "They record 5 communications; 6 rows are one of several records" in said
    assert "the same communication as ilir.csv#2" in said


def test_the_network_counts_it_once(folder: str) -> None:
    from graph.build import NetworkFilter, Projection, network

    with Case.open(Path(folder)) as case:
        found = network(case, NetworkFilter(projection=Projection.ALL)).relationships
    counts = dict(zip(found["relationship_id"], found["count"], strict=True))
    assert counts[pair(folder)] == 5
