"""Statements taken into a case: what is stored, who is protected, what is refused."""

from pathlib import Path

import docx
import pytest

from ingest import intake
from ingest.documents import read_document
from ingest.intake import AddOptions
from workbench.case import Case
from workbench.errors import WorkbenchError
from workbench.vocabulary import SourceKind

STATEMENT = """ZAPISNIK O SASLUŠANJU SVJEDOKA

Ime i prezime: Ana Perić
Telefon: 067 111 222

Svjedok izjavljuje: Marko Vujović me je zvao sa broja 069 333 444. Nikada mi nije prijetio.
"""
MIGRANT = """RECORD OF INTERVIEW
Person interviewed: Farid Azizi
Status: smuggled migrant, witness

I travelled with my brother Jawad Azizi, who is 15 years old. The other passengers were
Omar Haddad and Lina Haddad. The driver was Marko Vujović and he threatened us.
"""


def add(case: Case, folder: Path, text: str, name: str = "izjava.txt") -> None:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    intake.add(case, file, AddOptions(kind=SourceKind.WITNESS_STATEMENT, country="ME"))


def test_every_sentence_is_counted_and_every_claim_leads_to_its_sentence(
    case: Case, tmp_path: Path
) -> None:
    add(case, tmp_path, STATEMENT)
    rows = case.db.execute("""
        SELECT l.text, claim.kind, r.text, negated,
            document.text[claim.start_char + 1:claim.end_char]
        FROM claim JOIN document USING (source_id)
        JOIN mention AS l ON l.mention_id = left_mention
        JOIN mention AS r ON r.mention_id = right_mention ORDER BY claim_id
    """).fetchall()
    assert ("Marko Vujović", "uses", "069 333 444", False) in {row[:4] for row in rows}
    assert ("Marko Vujović", "threatens", "Ana Perić", True) in {row[:4] for row in rows}
    by_kind = {row[1]: row[4] for row in rows}
    assert by_kind["threatens"] == "Nikada mi nije prijetio."
    counted = case.db.execute("SELECT rows_in, accepted FROM reconciliation").fetchone()
    assert counted == case.db.execute("SELECT count(*), count(*) FROM passage").fetchone()


def test_a_denial_makes_no_relationship(case: Case, tmp_path: Path) -> None:
    from workbench import steps

    add(case, tmp_path, STATEMENT)
    steps.resolve(case)
    kinds = {k for (k,) in case.db.execute("SELECT kind FROM relationship").fetchall()}
    assert "uses" in kinds
    assert "threatens" not in kinds


def test_migrants_their_family_and_fellow_travellers_are_protected(
    case: Case, tmp_path: Path
) -> None:
    add(case, tmp_path, MIGRANT)
    rows = case.db.execute("""
        SELECT DISTINCT mention.text FROM person_status JOIN mention USING (mention_id)
        WHERE category = 'smuggled_migrant' OR minor ORDER BY ALL
    """).fetchall()
    assert [name for (name,) in rows] == [
        "Farid Azizi",
        "Jawad Azizi",
        "Lina Haddad",
        "Omar Haddad",
    ]
    minors = case.db.execute("""
        SELECT DISTINCT mention.text FROM person_status JOIN mention USING (mention_id) WHERE minor
    """).fetchall()
    assert minors == [("Jawad Azizi",)]


def test_the_person_heard_is_a_witness_unless_the_title_says_suspect(
    case: Case, tmp_path: Path
) -> None:
    add(case, tmp_path, STATEMENT)
    add(
        case,
        tmp_path,
        "ZAPISNIK O SASLUŠANJU OSUMNJIČENOG\n\nIme i prezime: Igor Savić\n\nNisam kriv.",
        "drugi.txt",
    )
    found = case.db.execute(
        "SELECT text, category FROM person_status JOIN mention USING (mention_id) ORDER BY ALL"
    ).fetchall()
    assert ("Ana Perić", "witness") in found
    assert ("Igor Savić", "suspect") in found


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("broken.docx", b"PK\x03\x04 this is no document"),
        ("broken.pdf", b"%PDF-1.7 nothing follows"),
        ("empty.txt", b"  \n\n "),
    ],
)
def test_a_broken_document_is_refused_in_one_line_and_changes_nothing(
    case: Case, tmp_path: Path, name: str, content: bytes
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(WorkbenchError) as refused:
        intake.add(case, file, AddOptions(kind=SourceKind.WITNESS_STATEMENT))
    assert name in str(refused.value)
    assert "\n" not in str(refused.value)
    assert case.db.execute("SELECT count(*) FROM source").fetchone() == (0,)


def test_a_word_table_reads_row_by_row(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("IZJAVA")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Ime i prezime", "Ana Perić"
    document.add_paragraph("Nemam šta da dodam.")
    document.save(str(tmp_path / "izjava.docx"))
    assert read_document(tmp_path / "izjava.docx").text.split("\n") == [
        "IZJAVA",
        "Ime i prezime\tAna Perić",
        "Nemam šta da dodam.",
    ]


def test_columns_of_a_pdf_form_are_parted_and_cyrillic_keeps_its_order() -> None:
    folder = Path(__file__).parents[3] / "sample_data" / "files"
    texts = [read_document(file).text for file in sorted(folder.glob("*.pdf"))]
    cyrillic = next(text for text in texts if "ЗАПИСНИК" in text)
    assert any(line.startswith("Име и презиме\t") or "\t" in line for line in cyrillic.split("\n"))
    assert cyrillic.index("ЗАПИСНИК") < cyrillic.index("изјав")
