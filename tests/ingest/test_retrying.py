"""Rejected rows are tried again by a corrected template; nothing else of the source changes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest import intake, retrying
from tests.ingest.conftest import WriteFile
from workbench import audit, sources
from workbench.case import Case
from workbench.cli import template_commands
from workbench.errors import RefusedError, UnknownObjectError

HEADER = "A number;B number;Start (UTC);Duration;Type;Direction;IMEI;IMSI;Subscriber"
DEVICE = "359999046946414;297990000000123;Ana Anić"
ROWS = [
    f"+38268000111;+38267000222;01.03.2024 10:00:00;12;call;outgoing;{DEVICE}",
    f"+38268000111;+38267000333;2-MAR-2024 10.00;13;call;outgoing;{DEVICE}",
    f"+38268000111;+38267000222;03.03.2024 10:00:00;14;call;outgoing;{DEVICE}",
    f"+38267000444;+38268000111;4-MAR-2024 11.30;15;sms;incoming;{DEVICE}",
    f"+38268000111;+38267000222;somewhen;16;call;outgoing;{DEVICE}",
    f"+38268000111;+38267000222;05.03.2024 10:00:00;17;call;outgoing;{DEVICE}",
]
TEMPLATE = """\
name = "listing"
version = 2
kind = "call_records"
[when]
headers = ["A number", "B number", "Start (UTC)"]
[reading]
time_zone = "UTC"
convention = "caller_first"
date_formats = ["%d.%m.%Y %H:%M:%S", "%d-%b-%Y %H.%M"]
"""


@pytest.fixture
def source_id(case: Case, write: WriteFile) -> int:
    added = intake.add(case, write("listing.csv", "\n".join([HEADER, *ROWS]) + "\n"))
    assert added.reasons == {"date or time unreadable": 3}
    return added.source.source_id


def communications(case: Case) -> list[tuple[object, ...]]:
    return case.db.execute("FROM communication ORDER BY row_number").fetchall()


def test_rows_that_fit_the_corrected_template_are_accepted(
    case: Case, write: WriteFile, source_id: int
) -> None:
    before = communications(case)
    template = str(write("listing.toml", TEMPLATE))
    done = retrying.retry(case, source_id, intake.AddOptions(template=template))
    assert (done.tried, done.accepted, done.reasons) == (3, 2, {"date or time unreadable": 1})
    after = communications(case)
    assert [row for row in after if row in before] == before
    assert [(row[2], str(row[17])) for row in after if row not in before] == [
        (3, "2024-03-02 10:00:00"),
        (5, "2024-03-04 11:30:00"),
    ]
    (counts,) = sources.reconciliation_of(case.db, source_id)
    assert (counts.rows_in, counts.accepted, counts.rejected) == (6, 5, 1)
    left = case.db.execute("SELECT row_number, text FROM rejected_row").fetchall()
    assert left == [(6, ROWS[4])]


def test_mentions_and_claims_are_those_of_a_file_read_right_at_once(
    case: Case, write: WriteFile, source_id: int, tmp_path: Path
) -> None:
    template = str(write("listing.toml", TEMPLATE))
    retrying.retry(case, source_id, intake.AddOptions(template=template))
    found = said(case)
    with Case.create(tmp_path / "other", title="T", user="ana") as other:
        intake.add(other, tmp_path / "listing.csv", intake.AddOptions(template=template))
        assert found == said(other)


def said(case: Case) -> tuple[list[tuple[object, ...]], ...]:
    """Mentions, and claims with what they are about; rows and ids apart."""
    mentions = case.db.execute("SELECT kind, text, normalised FROM mention ORDER BY ALL")
    claims = case.db.execute(
        """SELECT c.kind, a.normalised, b.normalised, c.start_utc, c.end_utc
        FROM claim c JOIN mention a ON a.mention_id = left_mention
        JOIN mention b ON b.mention_id = right_mention ORDER BY ALL"""
    )
    return mentions.fetchall(), claims.fetchall()


def test_the_log_says_what_changed_and_holds(case: Case, write: WriteFile, source_id: int) -> None:
    template = str(write("listing.toml", TEMPLATE))
    retrying.retry(case, source_id, intake.AddOptions(template=template))
    last = list(audit.rows(case.db))[-1]
    detail = json.loads(last.detail)
    assert last.action == "alteration"
    assert (detail["template"], detail["template_version"]) == ("listing", 2)
    assert (detail["tried"], detail["accepted"]) == (3, 2)
    assert audit.verify(case.db).fault is None


def test_where_there_is_nothing_to_try_it_says_so(case: Case, write: WriteFile) -> None:
    added = intake.add(case, write("listing.csv", "\n".join([HEADER, ROWS[0], ROWS[2]]) + "\n"))
    with pytest.raises(RefusedError, match="no rejected rows"):
        retrying.retry(case, added.source.source_id, intake.AddOptions())
    with pytest.raises(UnknownObjectError):
        retrying.retry(case, 99, intake.AddOptions())


def test_the_command_prints_what_became_of_the_rows(
    case: Case, write: WriteFile, source_id: int
) -> None:
    case.close()
    template = str(write("listing.toml", TEMPLATE))
    done = CliRunner().invoke(
        template_commands.retry, [str(case.folder), str(source_id), "--template", template]
    )
    assert done.exit_code == 0, done.output
    assert "2 of 3 rejected rows are accepted now." in done.output
    assert "1 still rejected: date or time unreadable" in done.output
