"""A small case of two statements, resolved once: what an analyst has before the first word."""

import shutil
from pathlib import Path

import pytest

SERBIAN = """ZAPISNIK O SASLUŠANJU SVJEDOKA

Svjedok: Nenad Bošković
Datum: 14. 5. 2024.

Dritan Gjoka je Arbena Leku zvao sa broja 069 714 882. Dritan Gjoka je vozio kombi BR AB 417.
U kombiju je bio dječak Karim Sultani, star 14 godina, bez pratnje roditelja.
Samira Haidari, migrantkinja iz Avganistana, trudna je i kaže da joj je vozač uzeo pasoš.
"""
ALBANIAN = """PROCESVERBAL PËR MARRJEN E DEKLARIMEVE

Dëshmitari: Agron Hoxha
Data: 20.06.2024

Dëshmitari deklaron: Arben Leka takoi Dritan Gjokën në Shkodër më 18.06.2024.
E mitura Amina Karimi, 15 vjeç, udhëtonte me vëllain e saj.
"""
SECRETS = ("Karim", "Sultani", "Samira", "Haidari", "Amina", "Karimi")


@pytest.fixture(scope="session")
def resolved_statements(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case. Do not change it; copy it (statements)."""
    from ingest import intake
    from workbench import steps
    from workbench.case import Case
    from workbench.vocabulary import SourceKind

    place = tmp_path_factory.mktemp("statements")
    with Case.create(place / "case", title="T", country="ME", user="ana") as case:
        for name, text, country in (
            ("izjava.txt", SERBIAN, "ME"),
            ("deklarim.txt", ALBANIAN, "AL"),
        ):
            (place / name).write_text(text, encoding="utf-8")
            options = intake.AddOptions(kind=SourceKind.WITNESS_STATEMENT, country=country)
            intake.add(case, place / name, options)
        steps.resolve(case)
    return place / "case"


@pytest.fixture
def statements(resolved_statements: Path, tmp_path: Path) -> Path:
    """A copy of the case for a test to change."""
    shutil.copytree(resolved_statements, tmp_path / "statements")
    return tmp_path / "statements"
