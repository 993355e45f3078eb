"""What fuzzing found: files that no honest program writes are read or refused, and at once."""

import time
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from ingest import intake, reading_documents, tables, templates
from ingest.call_records.layout import UnknownLayoutError
from ingest.documents import mail
from ingest.selectors import coordinates, money
from ingest.tables import TableUnreadableError, encoding
from workbench.case import Case
from workbench.errors import WorkbenchError

HEADER = "<table><tr><td>A</td><td>B</td></tr>"


def seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def test_a_long_line_takes_no_time(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_bytes(b"\x9a" + b"a" * 60_000)
    assert seconds(lambda: encoding.detect(file)) < 5
    file.write_text("abc def " * 8_000, encoding="utf-8")
    task = reading_documents.Task(file, file.name)

    def refused() -> None:
        with pytest.raises(UnknownLayoutError):
            reading_documents.read(task)

    assert seconds(refused) < 5


def test_a_page_with_a_table_in_a_cell_gives_both_tables(tmp_path: Path) -> None:
    file = tmp_path / "list.html"
    file.write_text(f"{HEADER}<tr><td>1{HEADER}<tr><td>2</td></tr></table></td></tr></table>")
    assert [sheet.name for sheet in tables.open_sheets(file, file.name)] == ["table 1", "table 2"]


def test_a_span_of_no_figure_spans_nothing(tmp_path: Path) -> None:
    file = tmp_path / "list.html"
    file.write_text(f'{HEADER}<tr><td colspan="²">1</td><td>2</td></tr></table>')
    (sheet,) = tables.open_sheets(file, file.name)
    assert [record.cells for record in sheet.sample().head][1] == ("1", "2")


def test_text_that_is_not_of_its_encoding_is_refused(tmp_path: Path) -> None:
    for name, text in (("list.html", f"{HEADER}</table>"), ("form.json", '{"a": [1, 2]}')):
        file = tmp_path / name
        file.write_bytes(text.encode("utf-16-le") + b"\x00\xd8")
        with pytest.raises(TableUnreadableError):
            tables.open_sheets(file, name)


def test_a_zip_with_a_broken_list_of_its_files_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "list.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.csv", "1;2\n3;4\n")
    file.write_bytes(file.read_bytes().replace(b"PK\x01\x02", b"PK\x01\x00"))
    with pytest.raises(TableUnreadableError, match="damaged ZIP"):
        tables.open_sheets(file, file.name)


@pytest.mark.parametrize("written", ["²", "1.ab", "12,²"])
def test_what_is_no_figure_is_no_amount(written: str) -> None:
    assert money.normalise(written) is None
    assert money.normalise("1.234,5") == Decimal("1234.5")


def test_an_attachment_stands_within_the_text_of_its_message(tmp_path: Path) -> None:
    file = tmp_path / "message.eml"
    file.write_bytes(
        b"Subject: a\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nText.\n"
        b"--x\nContent-Disposition: attachment; filename=a.csv\n\n1;2\n--x--\n"
    )
    read = mail.read(file)
    assert read.attachments and all(aside.end <= len(read.text) for aside in read.asides)


@pytest.mark.parametrize(
    "spoilt",
    ['when = "always"', "[when]\nheaders = [1]", "[when]\ncolumns = 'a'", '[values]\nkind = "x"',
     "[reading]\ncountry = 7", "[columns]\nignore = [2.5]"],
)  # fmt: skip
def test_a_template_with_a_word_where_a_list_belongs_is_refused(spoilt: str) -> None:
    said = f'name = "a"\nversion = 1\nkind = "call_records"\n{spoilt}'
    with pytest.raises(templates.TemplateError, match="is no template"):
        templates.parse(said, "a.toml")


def test_what_was_seen_of_a_thousand_columns_is_told_shortly(tmp_path: Path) -> None:
    file = tmp_path / "wide.csv"
    head = "A number;B number;Start;Duration (s)" + ";IMEI;IMSI" * 500
    file.write_text(f"{head}\n+38268000111;+38268000222;01.03.2024 10:00:00;12\n")
    with (
        Case.create(tmp_path / "case", title="T", user="ana") as case,
        pytest.raises(WorkbenchError, match=r"A number .* and 9\d\d more") as told,
    ):
        intake.add(case, file)
    assert len(str(told.value)) < 2_500


def test_what_is_too_long_for_two_angles_takes_no_time() -> None:
    assert seconds(lambda: coordinates.pair("1" + "\r" * 2_000 + "2")) < 5


@pytest.mark.parametrize("between", ["\n", ":", "- "])
def test_an_angle_of_many_blanks_or_marks_is_soon_seen_to_be_none(between: str) -> None:
    assert seconds(lambda: coordinates.angle("0" + between * 1_000 + "x")) < 5
    assert seconds(lambda: coordinates.pair("0" + between * 90 + "x")) < 5
