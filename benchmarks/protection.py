"""Whether anything of protected persons leaves generated cases: in a summary, or masked at all.

    python -m benchmarks.protection --worlds 5

For each world: builds its case, exports a summary with everything that fits in it, verifies it and
searches every byte of it for every attribute in the world's truth; then masks every row and every
sentence of every source, shows every document with what was found in it and the list of whom to
protect, and searches these. Exits with 1 when anything was found.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import sample_data
from benchmarks import the_packages  # noqa: F401
from ingest import intake
from ingest.tables import open_sheets
from sample_data.dossier import compose
from tests.workbench.evidence.leaks import Secret, leaks, secrets
from workbench import sources, steps
from workbench.access import Masking
from workbench.case import Case
from workbench.evidence import documents, summary
from workbench.evidence.safeguarding import to_protect
from workbench.evidence.verify import verify
from workbench.sources import Source
from workbench.vocabulary import SourceKind

_LAST_ROW = 20_000


def main() -> int:
    """Measure some worlds and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=3)
    parser.add_argument("--first", type=int, default=101, help="seed of the first world")
    asked = parser.parse_args()
    found = [_world(seed) for seed in range(asked.first, asked.first + asked.worlds)]
    return int(any(found))


def _world(seed: int) -> int:
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        compose(seed).save(place)
        known = secrets(sample_data.truth(place) / "protected.csv")
        with _case(place) as case:
            started = time.perf_counter()
            made = summary.export(case, place / "summary.zip", recipient="Court", top=60)
            took = time.perf_counter() - started
            verify(made.path)
            sent = leaks(made.path, known)
            shown = place / "masked.txt"
            shown.write_text("\n".join(_masked(case)), encoding="utf-8")
            masked = leaks(shown, known)
        print(
            f"world {seed}: {len(known)} attributes; summary {took:.1f} s, {made.citations} "
            f"citations, {len(_which(sent))} leaked; all masked {len(_which(masked))} leaked"
        )
        for secret in sorted(_which(sent) | _which(masked)):
            print(f"   {secret}")
        return len(sent) + len(masked)


def _which(found: list[tuple[str, Secret]]) -> set[str]:
    return {f"{secret.entity_key} {secret.column} {secret.value}" for _, secret in found}


def _case(place: Path) -> Case:
    case = Case.create(place / "case", title="Benchmark", time_zone="Europe/Podgorica")
    for letter in sample_data.manifest(place):
        options = intake.AddOptions(
            kind=SourceKind(letter.kind) if letter.kind else None,
            country=letter.country,
            time_zone=letter.time_zone,
        )
        intake.add(case, letter.path, options)
    steps.resolve(case)
    return case


def _masked(case: Case) -> Iterator[str]:
    """Every row and sentence of the case as anyone may see it."""
    shown = Masking.load(case)
    for source in sources.every(case.db):
        document = case.db.execute(
            "SELECT text FROM document WHERE source_id = ?", [source.source_id]
        ).fetchone()
        if document:
            yield from _sentences(case, shown, source, str(document[0]))
            yield str(documents.read(case, source.source_id, shown).as_json())
        else:
            yield from _rows(case, shown, source)
    yield str(to_protect(case, shown))


def _sentences(case: Case, shown: Masking, source: Source, text: str) -> Iterator[str]:
    spans = case.db.execute(
        "SELECT start_char, end_char FROM passage WHERE source_id = ? ORDER BY 1",
        [source.source_id],
    ).fetchall()
    for start, end in spans:
        yield shown.text(text[start:end], source.source_id, start)


def _rows(case: Case, shown: Masking, source: Source) -> Iterator[str]:
    for sheet in open_sheets(case.original(source.sha256), source.file_name):
        for number, (text, record) in sheet.rows(range(1, _LAST_ROW)).items():
            place = (source.source_id, sheet.name, number)
            yield shown.row_text(text, *place)
            yield " | ".join(shown.cells(record.cells, *place))


if __name__ == "__main__":
    sys.exit(main())
