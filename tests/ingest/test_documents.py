"""What a document holds is read; what only says it is one is refused before it is unpacked."""

import zipfile
from pathlib import Path

import pytest

from ingest.documents import read_document
from ingest.tables import open_sheets
from workbench.errors import WorkbenchError


@pytest.mark.parametrize("name", ["statement.docx", "records.xlsx", "records.zip"])
def test_a_file_that_would_fill_the_machine_is_not_unpacked(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        if name != "records.zip":
            archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"a" * (64 << 20))
    with pytest.raises(WorkbenchError, match="unpacks to 67,1"):
        read_document(file) if name.endswith(".docx") else open_sheets(file, name)


def test_one_line_without_end_is_no_table(tmp_path: Path) -> None:
    file = tmp_path / "records.csv"
    file.write_text("1,2," * 20_000, encoding="ascii")
    with pytest.raises(WorkbenchError, match="rows of 40,001 columns"):
        open_sheets(file, file.name)
