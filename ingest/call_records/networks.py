"""In which country's network a handset was: the mobile country code of its cell.

Distinct cells are read once and joined back. Beside the SIM's own country this tells roaming.
"""

import pyarrow as pa

from ingest.call_records.fields import Field
from ingest.call_records.layout import Layout
from ingest.call_records.stage import Session
from ingest.selectors import sims
from workbench import cells

_CELLS = (Field.FIRST_CELL, Field.LAST_CELL, Field.CELL_NUMBER, Field.B_FIRST_CELL)
CELL = "coalesce(first_cell, last_cell)"
"""SQL: the cell of a row that says where the handset was."""


def has_cells(layout: Layout) -> bool:
    """Whether a sheet says in which cells handsets were."""
    return any(layout.cell(field) for field in _CELLS)


def prepare(db: Session) -> None:
    """Forget the sheet before."""
    db.execute("CREATE OR REPLACE TEMP TABLE network (cell VARCHAR, country VARCHAR)")


def add_new(db: Session, cell: str = CELL) -> None:
    """Read the cells of ``placed`` (SQL of which) not met before."""
    found = db.execute(
        f"""SELECT DISTINCT {cell} AS cell FROM placed WHERE {cell} IS NOT NULL
        AND NOT EXISTS (FROM network n WHERE n.cell = {cell}) ORDER BY cell"""
    ).fetchall()
    written = [row[0] for row in found]
    read = pa.table(
        {
            "cell": pa.array(written, pa.string()),
            "country": pa.array([_country(cell) for cell in written], pa.string()),
        }
    )
    db.register("cells_in_memory", read)
    db.execute("INSERT INTO network FROM cells_in_memory")
    db.unregister("cells_in_memory")


def _country(cell: str) -> str | None:
    """The country of a cell that names its network; None where readings of it differ."""
    codes = {reading.network[0] for reading in cells.readings(cell) if reading.network}
    return sims.country_of_mcc(f"{codes.pop():03}") if len(codes) == 1 else None
