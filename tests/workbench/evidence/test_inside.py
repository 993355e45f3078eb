"""A file leaves whole only where every name in it can be searched for."""

from pathlib import Path

import pytest

from workbench.evidence.inside import NotSearchableError, texts_in


@pytest.mark.parametrize(
    "data",
    [
        rb"{\rtf1\ansi\ansicpg1250 \'8aari\'e6}",
        b"From: a@example.me\nMIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\nxaBhcmnEhw==",
        b"\x89PNG\r\n\x1a\n\x00\x00",
    ],
)
def test_what_spells_names_in_codes_is_not_searchable(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "file").write_bytes(data)
    with pytest.raises(NotSearchableError):
        list(texts_in(tmp_path / "file", "cp1250"))


def test_a_name_is_found_in_a_page_whatever_it_is_broken_by(tmp_path: Path) -> None:
    page = "<html><p>&Scaron;ari<b>ć</b></p><img alt='Ana Peri&#263;'>"
    (tmp_path / "file").write_text(page, encoding="utf-8")
    found = " ".join(texts_in(tmp_path / "file", "utf-8"))
    assert "Šarić" in found
    assert "Ana Perić" in found
