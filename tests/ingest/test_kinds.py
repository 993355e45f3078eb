"""A received document's kind is known by what it says, without being told."""

from pathlib import Path

import pytest

from ingest import intake
from ingest.call_records.layout import UnknownLayoutError
from sample_data.dossier import compose
from sample_data.writing.documents import documents
from workbench.case import Case


@pytest.mark.parametrize("seed", [7, 501, 502])
def test_documents_of_any_world_are_recognised(tmp_path: Path, seed: int) -> None:
    with Case.create(tmp_path / "case", title="Kinds", user="ana") as case:
        for written in documents(compose(seed).world):
            (tmp_path / written.name).write_bytes(written.data)
            added = intake.add(case, tmp_path / written.name)
            assert added.source.kind == written.letter.kind, written.name


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        (
            "a.txt",
            "Prikupljanje obavještenja od građanina\nVidio sam bijeli kombi.",
            "witness_statement",
        ),
        (
            "b.txt",
            "PËR TË DHËNAT NGA PERSONI QË KA DIJENI\nUnë e njoh Agronin.",
            "witness_statement",
        ),
        ("c.txt", "Потврда о одузимању\n1. Телефон, пронађен у возилу.", "seizure_report"),
        ("d.txt", "Exhibit AB/1: telephone seized from the driver.", "seizure_report"),
    ],
)
def test_a_few_words_are_enough(tmp_path: Path, name: str, text: str, kind: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with Case.create(tmp_path / "case", title="Kinds", user="ana") as case:
        assert intake.add(case, tmp_path / name).source.kind == kind


def test_a_text_that_is_neither_is_refused_and_the_case_stays(tmp_path: Path) -> None:
    (tmp_path / "menu.txt").write_text("Supa 2,50 EUR\nRiba 12,00 EUR\n", encoding="utf-8")
    with Case.create(tmp_path / "case", title="Kinds", user="ana") as case:
        with pytest.raises(UnknownLayoutError, match="--kind"):
            intake.add(case, tmp_path / "menu.txt")
        assert case.db.execute("SELECT count(*) FROM source").fetchone() == (0,)
