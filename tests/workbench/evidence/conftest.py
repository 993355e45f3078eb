"""A summary of the sample case, exported once."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest import intake
from workbench import steps
from workbench.case import Case
from workbench.evidence import summary

EPOCH = "1735689600"  # 2025-01-01


@dataclass(frozen=True)
class ExportedSample:
    """The case as it is after the export, the pack, and what the export reported."""

    folder: Path
    pack: Path
    report: summary.Exported

    @contextmanager
    def case(self) -> Iterator[Case]:
        with Case.open(self.folder, write=True, user="ana") as case:
            yield case


@pytest.fixture(scope="session")
def exported(built_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> ExportedSample:
    place = tmp_path_factory.mktemp("exported")
    shutil.copytree(built_sample, place / "case")
    with (
        pytest.MonkeyPatch.context() as patch,
        Case.open(place / "case", write=True, user="ana") as case,
    ):
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        report = summary.export(
            case,
            place / "summary.zip",
            recipient="Court of Bar",
            question="Who organised the crossings?",
        )
    return ExportedSample(place / "case", report.path, report)


CALLS = "A broj;B broj;Datum;Vrijeme;Trajanje;Tip;Smjer\n" + "".join(
    f"067111222;{b};{day:02}.09.2024;10:00:00;60;Govor;Odlazni\n"
    for b, days in (("068333444", (1, 2, 3, 20)), ("069555666", (18, 19)))
    for day in days
)
STATEMENT = (
    "Izjava svjedoka.\n\nSvjedok Marko Petrović izjavio je da je Petar Nikolić vozio vozilo "
    "PG AB123. Petar Nikolić koristi broj 067 111 222.\n"
)


@pytest.fixture(scope="session")
def small_case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """One phone's calls, and a statement that says who uses it."""
    folder = tmp_path_factory.mktemp("small")
    with Case.create(
        folder / "case", title="Small", time_zone="Europe/Podgorica", user="ana"
    ) as made:
        for name, text in (("calls.csv", CALLS), ("izjava_svjedoka.txt", STATEMENT)):
            (folder / name).write_text(text, encoding="utf-8")
            intake.add(made, folder / name, intake.AddOptions(country="ME"))
        steps.resolve(made)
        yield made


@pytest.fixture(scope="session")
def small_pack(small_case: Case) -> Path:
    """Its summary."""
    out = small_case.folder.parent / "summary.zip"
    summary.export(small_case, out, recipient="Court")
    return out
