"""The sample case, built from its files as real units would send them."""

from pathlib import Path

import sample_data
from ingest import intake
from workbench import steps
from workbench.case import Case
from workbench.progress import Progress, silent
from workbench.vocabulary import SourceKind


def build(folder: Path, progress: Progress = silent) -> list[intake.Added]:
    """Make the sample case in ``folder``: take in every file, then resolve."""
    letters = sample_data.manifest()
    added = []
    with Case.create(
        folder,
        title="Operation Sample Coast (fictional)",
        reference="SAMPLE-1",
        country="ME",
        time_zone="Europe/Podgorica",
    ) as case:
        for place, letter in enumerate(letters):
            progress(f"taking in {letter.file_name}", 0.5 * place / len(letters))
            added.append(intake.add(case, letter.path, _options(letter)))
        steps.resolve(case, lambda step, share: progress(step, 0.5 + share / 2))
    return added


def _options(letter: "sample_data.Letter") -> intake.AddOptions:
    return intake.AddOptions(
        kind=SourceKind(letter.kind) if letter.kind else None,
        country=letter.country,
        time_zone=letter.time_zone,
        authority=letter.authority,
        received_from=letter.received_from,
        received_at=letter.received_at,
        legal_basis=letter.legal_basis,
        handling_code=letter.handling_code,
        source_reliability=letter.source_reliability,
        information_credibility=letter.information_credibility,
    )
