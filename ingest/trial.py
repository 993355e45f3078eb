"""Reading a file on trial, in a case that is thrown away: what would a template make of it?"""

import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from ingest import intake
from ingest.hints import Hints
from ingest.templates import Template
from ingest.templates.writing import text
from workbench.case import Case
from workbench.progress import Progress, silent
from workbench.vocabulary import SourceKind

_PREVIEW = 20
_EXHIBIT_COLUMNS = (
    "row_number", "exhibit_number", "description", "items", "seized_from", "seized_written",
    "place_written", "seized_by", "amount", "currency", "hand_overs",
)  # fmt: skip
_COLUMNS = (
    "row_number", "kind", "direction", "a_written", "a_number", "b_written", "b_number",
    "start_written", "start_utc", "duration_s", "imei", "imsi", "first_cell", "device_party",
)  # fmt: skip


@dataclass(frozen=True)
class Trial:
    """What was made of the file: how it reconciles, and its first communications or exhibits."""

    added: intake.Added
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    rejected: tuple[tuple[object, ...], ...]


def trial(
    file: Path,
    template: Template,
    hints: Hints,
    head_bytes: int | None = None,
    progress: Progress = silent,
) -> Trial:
    """Read a file, or its first lines, by a template. Raises what ``intake.add`` raises."""
    with tempfile.TemporaryDirectory() as folder:
        stated = Path(folder) / "template.toml"
        stated.write_text(template.source_text or text(template), encoding="utf-8")
        part = _head(file, Path(folder), head_bytes)
        options = intake.AddOptions(
            kind=template.kind,
            template=str(stated),
            country=hints.country,
            time_zone=hints.time_zone,
            date_order=hints.date_order,
            convention=hints.convention,
            target=hints.target,
        )
        with Case.create(Path(folder) / "case", title="trial", user="trial") as case:
            added = intake.add(case, part, options, progress)
            named = replace(added, source=replace(added.source, file_name=file.name))
            forms = template.kind is SourceKind.SEIZURE_REPORT
            return Trial(named, _EXHIBIT_COLUMNS if forms else _COLUMNS, *_shown(case, forms))


# Grain: one exhibit with its items as written.
_EXHIBITS = """
    SELECT row_number, exhibit_number, description,
        (SELECT string_agg(text, ', ' ORDER BY mention_id) FROM exhibit_item
            JOIN mention USING (mention_id) WHERE exhibit_item.exhibit_id = exhibit.exhibit_id),
        (SELECT text FROM mention WHERE mention_id = seized_from),
        seized_written, place_written, seized_by, amount, currency,
        (SELECT count(*) FROM custody WHERE custody.exhibit_id = exhibit.exhibit_id)
    FROM exhibit ORDER BY exhibit_id
"""


def _shown(
    case: Case, forms: bool
) -> tuple[tuple[tuple[object, ...], ...], tuple[tuple[object, ...], ...]]:
    calls = f"SELECT {', '.join(_COLUMNS)} FROM communication ORDER BY sheet, row_number"
    good = case.db.execute(f"{_EXHIBITS if forms else calls} LIMIT {_PREVIEW}").fetchall()
    bad = case.db.execute(
        "SELECT row_number, reason, text FROM rejected_row ORDER BY sheet, row_number "
        f"LIMIT {_PREVIEW}"
    ).fetchall()
    return tuple(good), tuple(bad)


def _head(file: Path, folder: Path, size: int | None) -> Path:
    """The file itself, or a copy of its first lines where it is a longer text."""
    if size is None or file.stat().st_size <= size:
        return file
    with file.open("rb") as source:
        start = source.read(size)
    if b"\0" in start[:512] or start.startswith(b"PK"):
        return file
    part = folder / "head" / file.name
    part.parent.mkdir()
    end = max(start.rfind(b"\n"), start.rfind(b"\r")) + 1
    part.write_bytes(start[:end] if end else start)
    shutil.copymode(file, part)
    return part
