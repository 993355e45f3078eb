"""Many files taken in at once: in order, whole or not at all, none stopping the others."""

import os
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.documents import DocumentUnreadableError
from ingest.many import add_all
from ingest.reading_ahead import Readers
from ingest.reading_documents import DocumentRead, Task
from workbench.case import Case
from workbench.cli import case_commands

STATEMENT = """ZAPISNIK O SASLUŠANJU SVJEDOKA

Ime i prezime: Ana Perić
Telefon: 067 111 22{0}

Svjedok izjavljuje: Marko Vujović me je zvao sa broja 069 333 44{0}. Nikada mi nije prijetio.
"""
MESSAGE = """From: ana@example.me
To: ivo@example.me
Date: Tue, 12 Mar 2024 10:00:00 +0100
Subject: Izjava svjedoka
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=XX

--XX
Content-Type: text/plain; charset=utf-8

U prilogu je izjava svjedoka. Zvao me je Marko sa 069 111 333.
--XX
Content-Type: text/plain; charset=utf-8
Content-Disposition: attachment; filename="izjava.txt"

ZAPISNIK O SASLUŠANJU SVJEDOKA

Vidio sam ga.
--XX
Content-Type: application/octet-stream
Content-Disposition: attachment; filename="x.bin"
Content-Transfer-Encoding: base64

AAAA
--XX--
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(5):
        text = STATEMENT.format(number)
        (tmp_path / f"izjava_{number}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 this is no document")
    (tmp_path / "copy.txt").write_text(STATEMENT.format(0), encoding="utf-8")
    return tmp_path


def stored(case: Case) -> list[tuple[object, ...]]:
    return case.db.execute("""
        SELECT source.source_id, file_name, mention.text, start_char
        FROM source JOIN mention USING (source_id) ORDER BY source.source_id, mention_id
    """).fetchall()


def test_several_processes_give_what_one_gives_in_the_order_of_the_files(
    folder: Path, tmp_path: Path
) -> None:
    files = sorted(folder.glob("*.*"))
    with Case.create(tmp_path / "many", title="Many", user="ana") as case:
        outcomes = list(add_all(case, files))
        together = stored(case)
    with Case.create(tmp_path / "single", title="Single", user="ana") as case:
        for file in files:
            list(add_all(case, [file]))
        assert stored(case) == together
    assert [outcome.file for outcome in outcomes] == files
    assert [o.file.name for o in outcomes if o.error] == ["broken.docx"]
    assert [o.file.name for o in outcomes if o.added and o.added.already_known] == ["izjava_0.txt"]


def test_add_says_how_far_it_is_and_sums_up_what_was_refused(case: Case, folder: Path) -> None:
    case.close()
    files = [str(file) for file in sorted(folder.glob("[bi]*.*"))[:3]]
    done = CliRunner().invoke(case_commands.add, [str(case.folder), *files])
    assert done.exit_code == 1
    assert "broken.docx: cannot be read as DOCX" in done.stderr
    assert "1 of 3 files were refused; the others are in." in done.stderr


def test_the_files_of_a_message_become_sources_that_name_it(case: Case, tmp_path: Path) -> None:
    said: list[str] = []
    (tmp_path / "mail.eml").write_text(MESSAGE, encoding="utf-8")
    outcomes = list(
        add_all(case, [tmp_path / "mail.eml"], progress=lambda step, _: said.append(step))
    )
    assert [o.file.name for o in outcomes] == ["mail.eml", "izjava.txt", "x.bin"]
    assert outcomes[2].error
    assert outcomes[0].added
    assert outcomes[0].added.notes[-2:] == (
        "attachment izjava.txt (text/plain, 46 bytes)",
        "attachment x.bin (application/octet-stream, 3 bytes)",
    )
    assert case.db.execute("FROM source_part").fetchall() == [(2, 1)]
    assert any("2 of 3 files" in step and "left" in step for step in said)


def _one_dies(task: Task) -> DocumentRead | None:
    if task.file_name == "dies":
        os._exit(1)
    if task.file_name == "hangs":
        time.sleep(60)
    raise DocumentUnreadableError(f"{task.file_name}: was reached.")


def test_a_file_that_kills_or_holds_up_its_reader_is_refused_and_the_next_is_read() -> None:
    with Readers(1, read=_one_dies, seconds=1.0) as readers:
        numbers = [readers.submit(Task(Path(n), n)) for n in ("dies", "next", "hangs", "last")]
        answers = [str(readers.answer(number)) for number in numbers]
    assert "dies: stopped the program" in answers[0]
    assert answers[1] == "next: was reached."
    assert "hangs: takes longer" in answers[2]
    assert answers[3] == "last: was reached."
