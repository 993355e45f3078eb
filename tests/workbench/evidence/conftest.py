"""A summary of the sample case, exported once."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

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
