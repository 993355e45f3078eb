"""SQL of cells as written: text, what placeholders leave empty, a cell's number, both parties."""

from ingest.call_records.fields import Convention, Field
from ingest.call_records.layout import Layout


def said(layout: Layout, field: Field) -> str:
    """A cell without blanks around it, NULL where nothing is left."""
    cell = layout.cell(field)
    return f"nullif(trim({cell}), '')" if cell else "NULL::VARCHAR"


def present(layout: Layout, field: Field) -> str:
    """A cell, NULL where a placeholder stands for nothing."""
    return unless_placeholder(layout.cell(field), _PLACEHOLDER)


def unless_placeholder(cell: str | None, placeholder: str) -> str:
    """SQL of a cell; what is long or begins with a figure is not compared with words at all."""
    if cell is None:
        return "NULL::VARCHAR"
    text = f"trim({cell})"
    least = "0" if placeholder == NO_DURATION else "1"
    return (
        f"CASE WHEN strlen({text}) > {_LONGEST_PLACEHOLDER} THEN {text} "
        f"WHEN {text} BETWEEN '{least}' AND '9~' THEN {text} "
        f"WHEN NOT regexp_full_match(lower({text}), '{placeholder}') THEN {text} END"
    )


# Not a list after IN: the store would join such a list, and a join loses the order of the rows.
NO_DURATION = r"-{0,3}|n/?a|null|none|nil|\?|\."
_PLACEHOLDER = rf"{NO_DURATION}|0"
_LONGEST_PLACEHOLDER = 4


def first_cell(layout: Layout) -> str:
    """The first cell in one cell of the table, or put together from its parts."""
    if layout.cell(Field.FIRST_CELL):
        return present(layout, Field.FIRST_CELL)
    parts = (Field.MCC, Field.MNC, Field.LAC, Field.CELL_NUMBER)
    given = [present(layout, part) for part in parts if layout.cell(part)]
    local = [present(layout, part) for part in parts[2:] if layout.cell(part)]
    if not local:
        return "NULL::VARCHAR"
    whole = f"concat_ws('-', {', '.join(given)})"
    return f"CASE WHEN coalesce({', '.join(local)}) IS NOT NULL THEN {whole} END"


def both_ends(layout: Layout) -> tuple[str, str]:
    """The two parties, first and second as the convention counts them."""
    if layout.convention is Convention.CALLER_FIRST:
        return said(layout, Field.A), said(layout, Field.B)
    own = Field.TARGET if layout.cell(Field.TARGET) else Field.A
    other = Field.OTHER if layout.cell(Field.OTHER) else Field.B
    literal = "'" + (layout.target or "").replace("'", "''") + "'"
    return (said(layout, own) if layout.cell(own) else literal), said(layout, other)
