"""How much data a session carried, in bytes.

The unit stands with the value, else in the header; without any, figures are bytes. Figures without
a unit smaller than the byte have no fractions, so what parts them groups their digits.
"""

import re
from collections.abc import Iterator, Mapping

from ingest.call_records.fields import Field
from ingest.call_records.layout import Layout

_COLUMNS: Mapping[str, Field] = {
    "volume_up_bytes": Field.VOLUME_UP,
    "volume_down_bytes": Field.VOLUME_DOWN,
    "volume_total": Field.VOLUME,
}
_PREFIXES = "kmgt"
_UNIT = re.compile(r"(?i)(?<![a-z])([kmgt])i?(?:b|byte|bytes)(?![a-z])")
_BYTES = re.compile(r"(?i)(?<![a-z])(?:b|bytes?|octets?|bajt\w*|oktet\w*)(?![a-z])")


def expressions(layout: Layout) -> Iterator[str]:
    """SELECT list over the cells of a chunk: bytes up, down and together as one column says."""
    for name, field in _COLUMNS.items():
        cell = layout.cell(field)
        yield f"{_bytes(cell, _factor(layout, field)) if cell else 'NULL::BIGINT'} AS {name}"


def notes(layout: Layout) -> Iterator[str]:
    """What was taken for granted in reading volumes."""
    given = [field for field in _COLUMNS.values() if layout.cell(field)]
    headers = [_header(layout, field) for field in given]
    if any(_UNIT.search(header) for header in headers):
        yield "volumes in kB, MB or GB were read as 1,024 of the next smaller unit"
    if any(not _UNIT.search(header) and not _BYTES.search(header) for header in headers):
        yield "volumes without a unit were read as bytes"


def _header(layout: Layout, field: Field) -> str:
    cells, place = layout.header.record.cells, layout.columns[field]
    return cells[place] if place < len(cells) else ""


def _factor(layout: Layout, field: Field) -> int:
    """Bytes in the unit that the header names."""
    unit = _UNIT.search(_header(layout, field))
    return 1024 ** (_PREFIXES.index(unit[1].lower()) + 1) if unit else 1


def _bytes(cell: str, factor: int) -> str:
    """SQL of a whole number of bytes; NULL where the cell is no volume."""
    text = f"lower(trim({cell}))"
    figures = rf"nullif(regexp_extract({text}, '^(\d[\d .,]*?)\s*([kmgt]?i?b|bytes?)?$', 1), '')"
    unit = rf"regexp_extract({text}, '\d\s*([kmgt]?)i?b[a-z]*$', 1)"
    size = " ".join(f"WHEN '{p}' THEN {1024 ** (i + 1)}" for i, p in enumerate(_PREFIXES))
    bare = rf"regexp_full_match({text}, '[\d .,]+')"
    whole = rf"TRY_CAST(regexp_replace({figures}, '[ .,]', '', 'g') AS BIGINT)"
    parted = f"round(TRY_CAST(replace(replace({figures}, ' ', ''), ',', '.') AS DOUBLE)"
    times = f"CASE WHEN {bare} THEN {factor} ELSE CASE {unit} {size} ELSE 1 END END"
    return (
        rf"CASE WHEN {cell} IS NULL THEN NULL WHEN regexp_full_match({cell}, '\d{{1,15}}') "
        f"THEN {cell}::BIGINT * {factor} WHEN {times} = 1 THEN {whole} "
        f"ELSE TRY_CAST({parted} * {times}) AS BIGINT) END"
    )
