"""A received document's kind is known by what it says, without being told."""

from pathlib import Path

import pytest

from ingest import intake, rereading
from ingest.call_records.layout import UnknownLayoutError
from sample_data.dossier import compose
from sample_data.writing.documents import documents
from workbench.case import Case
from workbench.vocabulary import SourceKind


@pytest.mark.parametrize("seed", [502])
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


def test_prose_that_is_neither_is_another_report_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(
        "Prema operativnom saznanju Kenan Mujić iz Bihaća prevozio je ljude vozilom E12-K-345.\n"
        "Kontakt telefon: 061/234-567.\n",
        encoding="utf-8",
    )
    with Case.create(tmp_path / "case", title="Kinds", country="ME", user="ana") as case:
        added = intake.add(case, tmp_path / "note.txt")
        assert added.source.kind == "report"
        assert any("--kind" in note for note in added.notes)
        phones = "SELECT normalised FROM mention WHERE kind = 'phone'"
        assert case.db.execute(phones).fetchall() == [("+38761234567",)]  # Bihać is in Bosnia


def test_a_text_that_names_no_country_is_of_the_case_s(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(
        "Osoba koja je organizovala prevoz javila se na 067/418-220 i tražila novac.\n",
        encoding="utf-8",
    )
    with Case.create(tmp_path / "case", title="Kinds", country="ME", user="ana") as case:
        intake.add(case, tmp_path / "note.txt")
        phones = "SELECT normalised FROM mention WHERE kind = 'phone'"
        assert case.db.execute(phones).fetchall() == [("+38267418220",)]


def test_a_document_taken_for_another_is_read_anew_as_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(
        "Jučer je Kenan Mujić došao do mene i rekao da ima posla za vozače.\n", encoding="utf-8"
    )
    with Case.create(tmp_path / "case", title="Kinds", country="BA", user="ana") as case:
        source = intake.add(case, tmp_path / "note.txt").source
        assert source.kind == "report"
        rereading.reread(case, source.source_id, kind=SourceKind.WITNESS_STATEMENT)
        assert case.db.execute("SELECT kind FROM source").fetchall() == [("witness_statement",)]
