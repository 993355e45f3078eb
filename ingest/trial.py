"""Reading a file on trial, in a case that is thrown away: what is it, what would be made of it?"""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest import intake, templates
from ingest.hints import Hints
from ingest.templates import Template
from ingest.templates.writing import text
from workbench.access import Masking
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
    """What was made of the file: how it reconciles, and the first of what was read in it:
    communications, exhibits, cells, or what its rows and sentences name.

    ``whole``: all of it was read, not only its first lines.
    """

    added: intake.Added
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    rejected: tuple[tuple[object, ...], ...]
    whole: bool = True


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
        options = intake.AddOptions(
            kind=template.kind,
            template=str(stated),
            country=hints.country,
            time_zone=hints.time_zone,
            date_order=hints.date_order,
            convention=hints.convention,
            target=hints.target,
        )
        return recognised(file, options, head_bytes=head_bytes, progress=progress)


def recognised(
    file: Path,
    options: intake.AddOptions,
    *,
    kept: Sequence[Template] = (),
    country: str = "",
    head_bytes: int | None = None,
    progress: Progress = silent,
) -> Trial:
    """Read a file, or its first lines, as a case of this ``country`` that keeps these templates
    would take it in. Raises what ``intake.add`` raises."""
    with tempfile.TemporaryDirectory() as folder:
        part = _head(file, Path(folder), head_bytes)
        place = Path(folder) / "case"
        with Case.create(place, title="trial", country=country, user="trial") as case:
            with case.transaction():
                for template in kept:
                    templates.keep(case, template)
            added = intake.add(case, part, options, progress)
            named = replace(added, source=replace(added.source, file_name=file.name))
            return Trial(named, *_shown(case, added.source.kind), whole=part == file)


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


# Grain: one mention with where it stands.
_MENTIONS = """
    SELECT coalesce(row_number, passage_no), kind, text, normalised FROM mention
    ORDER BY coalesce(sheet, ''), coalesce(row_number, passage_no), start_char, mention_id
"""
# Grain: one name of a number in a phone.
_CONTACTS = """
    SELECT contact.row_number, name, mention.text, mention.normalised
    FROM contact JOIN mention ON mention_id = phone
    ORDER BY contact.sheet, contact.row_number, mention_id, name
"""
_CONTACT_COLUMNS = ("row_number", "name", "text", "normalised")
_MENTION_COLUMNS = ("row_number", "kind", "text", "normalised")
_CELL_COLUMNS = (
    "row_number", "cell_written", "site_name", "address", "town", "latitude", "longitude",
    "azimuth_deg", "beam_width_deg", "range_m", "technology",
)  # fmt: skip
_Rows = tuple[tuple[object, ...], ...]


def _shown(case: Case, kind: str) -> tuple[tuple[str, ...], _Rows, _Rows]:
    """Columns and first rows of what was read, and the first rejected rows."""
    columns: tuple[str, ...] = _MENTION_COLUMNS
    query = _MENTIONS
    if kind == SourceKind.CALL_RECORDS:
        columns = _COLUMNS
        query = f"SELECT {', '.join(_COLUMNS)} FROM communication ORDER BY sheet, row_number"
    elif kind == SourceKind.CELL_SITES:
        columns = _CELL_COLUMNS
        query = f"SELECT {', '.join(columns)} FROM cell_site ORDER BY sheet, row_number"
    elif kind in (SourceKind.CONTACTS, SourceKind.PHONE_EXTRACTION):
        if _count(case, "communication"):
            columns = _COLUMNS
            query = f"SELECT {', '.join(_COLUMNS)} FROM communication ORDER BY sheet, row_number"
        elif _count(case, "contact"):
            columns, query = _CONTACT_COLUMNS, _CONTACTS
    elif kind == SourceKind.SEIZURE_REPORT and _has_rows(case):
        columns, query = _EXHIBIT_COLUMNS, _EXHIBITS
    good = case.db.execute(f"{query} LIMIT {_PREVIEW}").fetchall()
    bad = case.db.execute(
        "SELECT row_number, reason, text FROM rejected_row ORDER BY sheet, row_number "
        f"LIMIT {_PREVIEW}"
    ).fetchall()
    return columns, _masked(case, good), _masked(case, bad)


def _masked(case: Case, rows: Sequence[tuple[object, ...]]) -> _Rows:
    """Whoever the file itself says is to be protected is not named."""
    masking = Masking.load(case)
    return tuple(
        tuple(masking.text(value) if isinstance(value, str) else value for value in row)
        for row in rows
    )


def _has_rows(case: Case) -> bool:
    return not _count(case, "document")


def _count(case: Case, table: str) -> int:
    row = case.db.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0


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
