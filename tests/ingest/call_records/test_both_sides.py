"""Whose handset, SIM and cell a row gives: of both sides where it has both; never a guess."""

import pytest

from graph.patterns import handset_use
from ingest import intake, retrying
from tests.ingest.conftest import WriteFile
from workbench.case import Case

OWN, OTHER, THIRD = "+38268000111", "+38267000222", "+38267000333"
IMEI, THEIRS = "359999046946414", "352099001761481"
SIM, THEIR_SIM = "297990000000123", "276010000000456"
BOTH = "A number;B number;Start (UTC);IMEI A;IMEI B;IMSI calling;IMSI called;Cell A;Cell B\n"
USES = """SELECT device_use.row_number, normalised, imei, imsi, device_use.first_cell,
        serving_country
    FROM device_use JOIN mention USING (mention_id)
    WHERE imei IS NOT NULL OR device_use.first_cell IS NOT NULL ORDER BY ALL"""


def row(start: str, parties: str, devices: str) -> str:
    return f"{parties};2024-03-01 {start};{devices}\n"


MADE = row("10:00:00", f"{OWN};{OTHER}", f"{IMEI};{THEIRS};{SIM};{THEIR_SIM};297-1-2-3;276-1-2-3")
TAKEN = row("11:00:00", f"{OTHER};{OWN}", f"{THEIRS};{IMEI};;;;")
HALF = row("12:00:00", f"{THIRD};{OWN}", f"{THEIRS};;;;;")
THEIR_USE = (2, OTHER, THEIRS, THEIR_SIM, "276-1-2-3", "AL")
OWN_USE = (2, OWN, IMEI, SIM, "297-1-2-3", "ME")


def test_each_side_keeps_its_own_devices_and_cells(case: Case, write: WriteFile) -> None:
    intake.add(case, write("l.csv", BOTH + MADE + TAKEN + HALF + MADE))
    assert case.db.execute(USES).fetchall() == [
        THEIR_USE,
        OWN_USE,
        (3, OTHER, THEIRS, None, None, None),
        (3, OWN, IMEI, None, None, None),
        (4, THIRD, THEIRS, None, None, None),
    ]
    assert case.db.execute(
        "SELECT row_number, device_party, imei FROM communication ORDER BY row_number"
    ).fetchall() == [(2, "a", IMEI), (3, "b", IMEI), (4, "b", None)]
    assert case.db.execute(
        "SELECT mention_key FROM mention WHERE kind IN ('handset', 'sim') ORDER BY ALL"
    ).fetchall() == [(f"l.csv#2:{field}",) for field in ("handset", "handset.2", "sim", "sim.2")]
    held = """SELECT DISTINCT p.normalised, h.normalised FROM claim
        JOIN mention p ON p.mention_id = left_mention AND p.kind = 'phone'
        JOIN mention h ON h.mention_id = right_mention WHERE claim.kind = 'inserted_in'
        ORDER BY ALL"""
    assert case.db.execute(held).fetchall() == [(OTHER, THEIRS), (THIRD, THEIRS), (OWN, IMEI)]


def test_with_the_target_first_the_second_device_is_the_others(
    case: Case, write: WriteFile
) -> None:
    header = "Target number;Other party;Direction;Start (UTC);IMEI;IMEI of other party\n"
    line = f"{OWN};{OTHER};incoming;2024-03-01 10:00:00;{IMEI};{THEIRS}\n"
    intake.add(case, write("l.csv", header + line))
    assert case.db.execute(USES).fetchall() == [
        (2, OTHER, THEIRS, None, None, None),
        (2, OWN, IMEI, None, None, None),
    ]


def test_rows_tried_again_keep_both_sides(case: Case, write: WriteFile) -> None:
    late = MADE.replace("2024-03-01 10:00:00", "2024/061 10:00:00").replace(
        "297-1-2-3", "297-1-2-4"
    )
    source = intake.add(case, write("l.csv", BOTH + TAKEN + late)).source.source_id
    template = write(
        "t.toml",
        'name = "t"\nversion = 1\nkind = "call_records"\n'
        '[reading]\ndate_formats = ["%Y-%m-%d %H:%M:%S", "%Y/%j %H:%M:%S"]\n',
    )
    retrying.retry(case, source, intake.AddOptions(template=str(template)))
    assert (3, *THEIR_USE[1:]) in case.db.execute(USES).fetchall()


def test_patterns_of_handsets_see_both_sides(case: Case, write: WriteFile) -> None:
    intake.add(case, write("l.csv", BOTH + MADE))
    case.db.execute("INSERT INTO entity SELECT normalised, kind, text, 1, 1 FROM mention")
    case.db.execute("INSERT INTO entity_member SELECT normalised, mention_id FROM mention")
    used = case.db.execute(f"SELECT phone, handset FROM ({handset_use.used('handset')}) ORDER BY 1")
    assert used.fetchall() == [(OTHER, THEIRS[:14]), (OWN, IMEI[:14])]


PLAIN = "A number;B number;Start (UTC);IMEI\n"
ONE_WAY = f"{OWN};{OTHER};2024-03-01 10:00:00;{IMEI}\n"
OTHER_WAY = f"{THIRD};{OWN};2024-03-01 11:00:00;{IMEI}\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("l.csv", f"{PLAIN}{ONE_WAY}{OTHER_WAY}{ONE_WAY.replace('10:', '12:')}Sum of rows 3;;;\n"),
        ("listing 38268000111.csv", f"{PLAIN}{ONE_WAY}{OTHER_WAY}"),
    ],
)
def test_without_directions_the_device_is_that_of_the_number_asked_about(
    case: Case, write: WriteFile, name: str, text: str
) -> None:
    intake.add(case, write(name, text))
    sides = case.db.execute(
        "SELECT device_party, direction FROM communication ORDER BY row_number LIMIT 2"
    )
    assert sides.fetchall() == [("a", "outgoing"), ("b", "incoming")]


def test_where_nobody_says_whose_records_these_are_it_is_flagged(
    case: Case, write: WriteFile
) -> None:
    added = intake.add(case, write("l.csv", PLAIN + ONE_WAY + OTHER_WAY))
    assert case.db.execute("SELECT DISTINCT device_party FROM communication").fetchall() == [
        (None,)
    ]
    assert any(note.startswith("2 rows with a handset") for note in added.notes)
