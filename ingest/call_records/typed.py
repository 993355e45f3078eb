"""From cells to typed values: the SQL expressions of one chunk's first step.

The result has one row per record of the chunk: what was written, what it means, and in ``fault``
why a row is no communication (``blank``, ``header``, ``note`` are no data at all; the rest are
reasons of rejection; NULL is a good row).
"""

from collections.abc import Iterator

from ingest.call_records.fields import Convention, Field
from ingest.call_records.layout import Layout
from ingest.tables.sheet import cell_columns

NOT_DATA = ("blank", "header", "note")
_EARLIEST, _LATEST = "TIMESTAMP '1990-01-01'", "TIMESTAMP '2100-01-01'"
# Words of a line that sums up, signs or numbers pages, in the region's languages.
_NOTE = (
    r"\b(total|totali|totals|sum|suma|shuma|ukupno|gjithsej|gjithesej|zbroj|zbir|svega|totale|"
    r"insgesamt|summe|end of|kraj|fundi|page|strana|stranica|faqe|faqja|records|zapisa|"
    r"regjistrime|rekorde|generated|generisano|gjeneruar|printed|izradio|pripremio|prepared|"
    r"pergatiti|potpis|nenshkrimi|signature|napomena|shenim|note|σύνολο|toplam)"
)


def expressions(layout: Layout) -> list[str]:
    """SELECT list over ``c0``... that makes the typed rows of a chunk."""
    made = [f"{sql} AS {name}" for name, sql in _values(layout)]
    return [*made, f"hash({', '.join(cell_columns(layout.width))}) AS row_hash"]


def _values(layout: Layout) -> Iterator[tuple[str, str]]:
    first, second = _ends(layout)
    yield "first_written", first
    yield "second_written", second
    yield "start_written", _start_written(layout)
    yield "local", _local(layout)
    yield "duration_written", _text(layout, Field.DURATION)
    yield "type_written", _text(layout, Field.TYPE)
    yield "direction_written", _text(layout, Field.DIRECTION)
    yield "imei_written", _present(layout, Field.IMEI)
    yield "imsi_written", _present(layout, Field.IMSI)
    yield "first_cell", _cell(layout)
    yield "last_cell", _present(layout, Field.LAST_CELL)
    yield "cell_place", _present(layout, Field.PLACE)
    yield "subscriber", _present(layout, Field.SUBSCRIBER)
    yield "target_written", _text(layout, Field.TARGET)
    yield "fault", _fault(layout)


def _text(layout: Layout, field: Field) -> str:
    cell = layout.cell(field)
    return f"nullif(trim({cell}), '')" if cell else "NULL::VARCHAR"


def _present(layout: Layout, field: Field) -> str:
    """A cell, NULL where a placeholder stands for nothing."""
    cell = layout.cell(field)
    if cell is None:
        return "NULL::VARCHAR"
    return (
        f"CASE WHEN NOT regexp_full_match(lower(trim({cell})), '{_PLACEHOLDER}') "
        f"THEN trim({cell}) END"
    )


# Not a list after IN: the store would join such a list, and a join loses the order of the rows.
_PLACEHOLDER = r"-{0,3}|n/?a|null|none|nil|0|\?|\."


def _cell(layout: Layout) -> str:
    whole = _present(layout, Field.FIRST_CELL)
    area, number = _present(layout, Field.LAC), _present(layout, Field.CELL_NUMBER)
    if layout.cell(Field.FIRST_CELL) or not layout.cell(Field.CELL_NUMBER):
        return whole if layout.cell(Field.FIRST_CELL) else area
    return f"concat_ws('-', {area}, {number})"


def _ends(layout: Layout) -> tuple[str, str]:
    if layout.convention is Convention.CALLER_FIRST:
        return _text(layout, Field.A), _text(layout, Field.B)
    own = Field.TARGET if layout.cell(Field.TARGET) else Field.A
    other = Field.OTHER if layout.cell(Field.OTHER) else Field.B
    literal = "'" + (layout.target or "").replace("'", "''") + "'"
    return (_text(layout, own) if layout.cell(own) else literal), _text(layout, other)


def _start_written(layout: Layout) -> str:
    parts = ", ".join(f"nullif(trim({part}), '')" for part in layout.moment)
    return f"nullif(concat_ws(' ', {parts}), '')"


def _local(layout: Layout) -> str:
    """The moment in the file's zone (UTC where the values carry their offset)."""
    text = _start_written(layout)
    if layout.reading.epoch:
        return f"make_timestamp(TRY_CAST({text} AS BIGINT) * 1000000)"
    readings = [_parsed(text, form) for form in layout.reading.formats]
    return readings[0] if len(readings) == 1 else f"coalesce({', '.join(readings)})"


def _parsed(text: str, form: str) -> str:
    if form == "%Y-%m-%d %H:%M:%S":
        return f"CASE WHEN length({text}) >= 16 THEN TRY_CAST({text} AS TIMESTAMP) END"
    if not form.endswith("%z"):
        return f"try_strptime({text}, '{form}')"
    # The store reads offsets in figures only, and only without a space before them.
    offset = f"regexp_replace({text}, '\\s?(Z|UTC|GMT)$', '+00:00')"
    offset = f"regexp_replace({offset}, '\\s([+-]\\d\\d(:?\\d\\d)?)$', '\\1')"
    return f"timezone('UTC', try_strptime({offset}, '{form}'))"


def _fault(layout: Layout) -> str:
    cells = ", ".join(cell_columns(layout.width))
    first, second = _ends(layout)
    start, local = _start_written(layout), _local(layout)
    names = [(i, cell) for i, cell in enumerate(layout.header.record.cells) if cell.strip()]
    header = " AND ".join(f"c{i} = '{_quoted(cell)}'" for i, cell in names) or "false"
    note = f"regexp_matches(lower(strip_accents(concat_ws(' ', {cells}))), '{_NOTE}')"
    readable = f"{local} BETWEEN {_EARLIEST} AND {_LATEST}"
    whole = "surplus IS NULL OR trim(surplus) = ''"
    ends = f"({first} IS NOT NULL OR {second} IS NOT NULL)"
    return f"""CASE
        WHEN {readable} AND ({whole}) AND {ends} THEN NULL
        WHEN trim(concat_ws('', {cells})) = '' THEN 'blank'
        WHEN {header} THEN 'header'
        WHEN NOT ({whole}) THEN 'more cells than the table has columns'
        WHEN {readable} THEN 'no party'
        WHEN {local} IS NULL AND {note} THEN 'note'
        WHEN {start} IS NULL THEN 'no date'
        WHEN {local} IS NULL THEN 'date or time unreadable'
        ELSE 'date out of range' END"""


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def duration_sql(written: str) -> str:
    """Seconds from ``312``, ``312.0``, ``00:05:12``, ``5:12`` (minutes) or ``312 s``."""
    number = f"TRY_CAST(regexp_extract({written}, '^-?\\d+') AS INTEGER)"
    return f"""CASE
        WHEN {written} IS NULL THEN NULL
        WHEN TRY_CAST({written} AS INTEGER) IS NOT NULL THEN TRY_CAST({written} AS INTEGER)
        WHEN regexp_full_match({written}, '\\d+:\\d{{2}}:\\d{{2}}([.,]\\d+)?') THEN
            TRY_CAST(split_part({written}, ':', 1) AS INTEGER) * 3600
            + TRY_CAST(split_part({written}, ':', 2) AS INTEGER) * 60
            + TRY_CAST(left(split_part({written}, ':', 3), 2) AS INTEGER)
        WHEN regexp_full_match({written}, '\\d+:\\d{{2}}') THEN
            TRY_CAST(split_part({written}, ':', 1) AS INTEGER) * 60
            + TRY_CAST(split_part({written}, ':', 2) AS INTEGER)
        WHEN regexp_full_match(lower({written}), '-?\\d+([.,]\\d+)?\\s*(s|sec|sek|seconds?)?\\.?')
            THEN {number} END"""
