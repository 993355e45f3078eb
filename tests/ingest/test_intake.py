"""A file is taken in whole, every row accounted for, or refused with the case left as it was."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

import sample_data
from ingest import intake
from tests.ingest.conftest import WriteFile
from workbench import audit, originals, sources
from workbench.case import Case
from workbench.cli import case_commands
from workbench.errors import WorkbenchError

LISTING = """\
A number;B number;Start (UTC);Duration (s);Type;Direction
+38268000111;+38268000222;2024-03-01 10:00:00;12;call;outgoing
+38268000111;+38268000222;2024-03-01 10:00:00;12;call;outgoing
+38268000111;+38268000333;yesterday;12;call;outgoing
+38268000444;+38268000111;2024-03-01 11:00:00;0;sms;incoming
"""


def contents(case: Case) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, and every file of the store of originals."""
    tables = case.db.execute(
        "SELECT table_name FROM duckdb_tables() WHERE NOT temporary ORDER BY 1"
    ).fetchall()
    kept = sorted(file.name for file in (case.folder / originals.FOLDER).rglob("*"))
    rows = {name: case.db.execute(f'FROM "{name}" ORDER BY ALL').fetchall() for (name,) in tables}
    return {**rows, "originals": [(name,) for name in kept if name != originals.INCOMING]}


def test_rows_in_are_accepted_rejected_or_duplicate(case: Case, write: WriteFile) -> None:
    added = intake.add(case, write("listing.csv", LISTING))
    (counts,) = added.reconciliation
    assert (counts.rows_in, counts.accepted, counts.rejected, counts.duplicate) == (4, 2, 1, 1)
    assert counts.not_data == 1
    assert added.reasons == {"date or time unreadable": 1}
    assert sources.reconciliation_of(case.db, added.source.source_id) == [counts]


def test_a_rejected_row_is_kept_verbatim_with_its_number_and_reason(
    case: Case, write: WriteFile
) -> None:
    intake.add(case, write("listing.csv", LISTING))
    assert case.db.execute("SELECT row_number, text, reason FROM rejected_row").fetchall() == [
        (
            4,
            "+38268000111;+38268000333;yesterday;12;call;outgoing",
            "date or time unreadable",
        )
    ]


def test_a_duplicate_row_names_the_row_it_copies(case: Case, write: WriteFile) -> None:
    intake.add(case, write("listing.csv", LISTING))
    found = case.db.execute("SELECT row_number, first_row_number FROM duplicate_row").fetchall()
    assert found == [(3, 2)]


def test_the_counts_stand_in_the_audit_log_too(case: Case, write: WriteFile) -> None:
    added = intake.add(case, write("listing.csv", LISTING))
    last = list(audit.rows(case.db))[-1]
    detail = json.loads(last.detail)
    assert last.action == "collection"
    assert detail["sha256"] == added.source.sha256
    assert [detail[k] for k in ("rows_in", "accepted", "rejected", "duplicate")] == [4, 2, 1, 1]
    assert "listing" not in last.detail


def test_the_same_bytes_change_nothing_whatever_their_name(case: Case, write: WriteFile) -> None:
    first = intake.add(case, write("listing.csv", LISTING))
    before = contents(case)
    again = intake.add(case, write("copy of listing.csv", LISTING))
    assert again.already_known
    assert again.source == first.source
    assert again.reconciliation == first.reconciliation
    assert contents(case) == before


def test_another_file_of_the_same_name_is_another_source(
    case: Case, write: WriteFile, tmp_path: Path
) -> None:
    intake.add(case, write("listing.csv", LISTING))
    (tmp_path / "other").mkdir()
    other = write("other/listing.csv", LISTING.replace("2024", "2023"))
    assert intake.add(case, other).source.file_name == "listing (2).csv"


FIELDS = ["source", "file", "sha256", "kind", "template"] + [
    "rows_in", "accepted", "rejected", "duplicate"
]  # fmt: skip

UNKNOWN = {
    "no known column": "Alpha;Beta;Gamma\n1;2;3\n4;5;6\n",
    "no separator": "just some words\nand some more\n",
    "no time zone": LISTING.replace("Start (UTC)", "Start"),
    "no date": LISTING.replace("Start (UTC)", "Remark").replace("2024-03-01", "once"),
    "two orders of day and month": LISTING.replace("2024-03-01", "01/03/2024"),
    "nobody's country": LISTING.replace("+382", "0"),
    "no parties": "A number;Start (UTC);Duration\n+38268000111;2024-03-01 10:00:00;5\n" * 3,
    "nothing": "",
}


@pytest.mark.parametrize("why", UNKNOWN)
def test_an_unknown_layout_is_refused_and_the_case_left_as_it_was(
    case: Case, write: WriteFile, why: str
) -> None:
    before = contents(case)
    with pytest.raises(WorkbenchError) as refusal:
        intake.add(case, write("unknown.csv", UNKNOWN[why]))
    assert "unknown.csv" in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert contents(case) == before


def test_a_refusal_says_what_was_seen_and_what_to_do_but_shows_no_number(
    case: Case, write: WriteFile
) -> None:
    with pytest.raises(intake.UnknownLayoutError) as refusal:
        intake.add(case, write("listing.csv", UNKNOWN["two orders of day and month"]))
    message = str(refusal.value)
    assert "--date-order dmy" in message
    assert "utf-8, separated by semicolon" in message
    assert "A number (a), B number (b)" in message
    assert "+99999999999" in message
    assert "68000" not in message


def test_what_the_message_asks_for_lets_the_file_in(case: Case, write: WriteFile) -> None:
    file = write("listing.csv", UNKNOWN["two orders of day and month"])
    intake.add(case, file, intake.AddOptions(date_order="dmy"))
    first = case.db.execute("SELECT min(start_utc)::DATE::VARCHAR FROM communication").fetchone()
    assert first == ("2024-03-01",)


def test_a_file_whose_rows_mostly_do_not_fit_is_refused_after_reading_too(
    case: Case, write: WriteFile
) -> None:
    rows = LISTING.splitlines()[1] + "\n"
    bad = rows.replace("2024-03-01", "0000-00-00")
    before = contents(case)
    with pytest.raises(intake.UnknownLayoutError, match="do not fit"):
        intake.add(case, write("listing.csv", LISTING + rows * 3 + bad * 30))
    assert contents(case) == before


def test_a_file_that_is_gone_is_one_clear_error(case: Case, tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match="cannot be read"):
        intake.add(case, tmp_path / "gone.csv")


# ------------------------------------------------------------------ as the user sees it


def test_add_prints_the_reconciliation_and_refuses_one_file_without_the_others(
    case: Case, write: WriteFile
) -> None:
    case.close()
    good = write("listing.csv", LISTING)
    bad = write("unknown.csv", UNKNOWN["no known column"])
    done = CliRunner().invoke(case_commands.add, [str(case.folder), str(bad), str(good)])
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert "unknown.csv" in done.stderr
    assert "listing.csv" in done.stdout
    assert "1 rejected: date or time unreadable" in done.stdout


def test_sources_json_reconciles_every_file_of_the_sample(built_sample: Path) -> None:
    done = CliRunner().invoke(case_commands.sources, [str(built_sample), "--json"])
    listed = json.loads(done.stdout)
    assert len(listed) == len(sample_data.files())
    for one in listed:
        assert one["rows_in"] == one["accepted"] + one["rejected"] + one["duplicate"]
        assert one["rows_in"] > 0
        assert list(one) == [*FIELDS, "sheets"]


def test_every_record_of_every_table_of_the_sample_is_accounted_for(built_sample: Path) -> None:
    """Data rows and lines that are no data together are all records of the file."""
    with Case.open(built_sample) as case:
        for source in sources.every(case.db):
            if source.kind != "call_records":
                continue
            parts = sources.reconciliation_of(case.db, source.source_id)
            stored = case.db.execute(
                """SELECT (SELECT count(*) FROM communication WHERE source_id = $1),
                    (SELECT count(*) FROM rejected_row WHERE source_id = $1),
                    (SELECT count(*) FROM duplicate_row WHERE source_id = $1)""",
                [source.source_id],
            ).fetchone()
            assert stored == (
                sum(p.accepted for p in parts),
                sum(p.rejected for p in parts),
                sum(p.duplicate for p in parts),
            )
            if source.media_type == "text/csv":
                lines = case.original(source.sha256).read_bytes().count(b"\n")
                assert lines == sum(p.rows_in + p.not_data for p in parts)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        (b"\x1b[31mlist\n.csv", "_[31mlist_.csv"),
        ("list\u202evsc.csv".encode(), "list_vsc.csv"),
        (b"list\xff.csv", "list_.csv"),
        ("سه\u200cشنبه.csv".encode(), "سه\u200cشنبه.csv"),
        (b"x" * 251 + b".csv", "x" * 251 + ".csv"),
    ],
)
def test_a_hostile_file_name_is_kept_as_text_that_can_be_shown(
    case: Case, tmp_path: Path, name: bytes, kept: str
) -> None:
    file = tmp_path / os.fsdecode(name)
    file.write_text(LISTING, encoding="utf-8")
    assert intake.add(case, file).source.file_name == kept
