"""Which cell a row is about: its number in whatever columns it stands, and its name."""

from dataclasses import dataclass

from ingest.cell_sites.fields import CellField
from ingest.cell_sites.layout import CellLayout
from ingest.selectors import sims
from ingest.tables import Record
from workbench import cells
from workbench.cells import CellId

_PARTS = (
    CellField.PLMN,
    CellField.MCC,
    CellField.MNC,
    CellField.AREA,
    CellField.NUMBER,
    CellField.ENB,
    CellField.SECTOR,
)


@dataclass(frozen=True)
class Identity:
    """A cell as written (its parts joined by '-'), as understood, and by name."""

    written: str
    cell: CellId | None
    name: str | None


def read(layout: CellLayout, record: Record) -> Identity | None:
    """The cell of a row; None where it names none."""
    whole = layout.cell(record, CellField.CELL)
    name = layout.cell(record, CellField.CELL_NAME) or None
    cell = _by_parts(layout, record) or _whole(layout, whole)
    if cell is None and whole and any(c.isalpha() for c in whole):
        name = name or whole
    parts = [layout.cell(record, f) for f in _PARTS]
    written = whole or "-".join(p for p in parts if p) or name
    if not written or (cell is None and name is None):
        return None
    return Identity(written, cell, name)


def country_of(cell: CellId | None) -> str | None:
    """The country of a cell's network."""
    if cell is None or cell.network is None:
        return None
    mcc, mnc = cell.network
    imsi = sims.normalise_imsi(f"{mcc:03}{mnc:02}".ljust(15, "0"))
    return imsi.country if imsi else None


def _whole(layout: CellLayout, written: str) -> CellId | None:
    base_16 = CellField.CELL in layout.hexadecimal
    return next(iter(cells.readings(written, hexadecimal=base_16)), None)


def _by_parts(layout: CellLayout, record: Record) -> CellId | None:
    """From columns of their own; a lone number in the column of the whole counts as the number."""
    whole = _whole(layout, layout.cell(record, CellField.CELL))
    if whole and whole.network:
        return whole
    enb, sector = _value(layout, record, CellField.ENB), _value(layout, record, CellField.SECTOR)
    number = _value(layout, record, CellField.NUMBER)
    if number is None and enb is not None and sector is not None and sector < 256:
        number = enb * 256 + sector
    if number is None and whole:
        number = whole.number
    area = _value(layout, record, CellField.AREA)
    if number is None or number <= 0:
        return None
    return CellId(_network(layout, record), area or (whole.area if whole else None), number)


def _network(layout: CellLayout, record: Record) -> tuple[int, int] | None:
    plmn = layout.cell(record, CellField.PLMN)
    digits = "".join(c for c in plmn if c.isdecimal())
    if len(digits) in (5, 6):
        return int(digits[:3]), int(digits[3:])
    mcc, mnc = layout.cell(record, CellField.MCC), layout.cell(record, CellField.MNC)
    mcc, mnc = (text.removesuffix(".0") for text in (mcc, mnc))
    return (int(mcc), int(mnc)) if mcc.isdecimal() and mnc.isdecimal() else None


def _value(layout: CellLayout, record: Record, field: CellField) -> int | None:
    text = layout.cell(record, field).removesuffix(".0").lower()
    try:
        if text.startswith("0x") or field in layout.hexadecimal:
            return int(text.removeprefix("0x"), 16)
        return int(text) if text.isdecimal() else None
    except ValueError:
        return None
