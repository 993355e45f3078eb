"""From cells to typed values: the SQL expressions of one chunk's first step.

The result has one row per record of the chunk: what was written, what it means, and in ``fault``
why a row is no communication (``blank``, ``header``, ``note`` are no data at all; the rest are
reasons of rejection; NULL is a good row).
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from ingest.call_records import sides
from ingest.call_records.fields import Convention, Field
from ingest.call_records.layout import Layout
from ingest.call_records.moments import Reading, months
from ingest.call_records.wording import seconds_each
from ingest.call_records.written import (
    NO_DURATION,
    both_ends,
    present,
    said,
    unless_placeholder,
)
from ingest.tables.sheet import cell_columns

NOT_DATA = ("blank", "header", "note")
_ZONES = (("CET", "01"), ("CEST", "02"), ("EET", "02"), ("EEST", "03"))
_MOST_REPEATED, _FEW_LETTERS = 40, 4
_RULED = r"[-=_+|*~.\s]*"  # blank, or a line drawn with characters
_EARLIEST, _LATEST = "TIMESTAMP '1990-01-01'", "TIMESTAMP '2100-01-01'"
# Words of a line that sums up, signs or numbers pages, in the region's languages.
_NOTE = (
    r"\b(total\w*|suma|sum|summe|shuma|ukupno|gjithsej|gjithesej|zbroj|zbir|svega|insgesamt|"
    r"skupaj|toplam\w*|end of|end|kraj|konec|fundi|fine|ende|page|strana|stranica|faqe|faqja|"
    r"seite|pagina|sayfa|records?|zapisa|regjistrime|rekorde|kayit|generated|generisano|"
    r"gjeneruar|printed|ispis\w*|izradio|pripremio|prepared|pergatiti|potpis\w*|nenshkrimi|"
    r"signature|obradi\w*|kontrolisa\w*|ovjeri\w*|rukovodilac|odgovorn\w*|napomen\w*|"
    r"shenim\w*|opomb\w*|note|notes)\b|"
    # Letters beyond ASCII have no word boundaries there.
    r"συνολο|σελιδα|τελοσ|τελος|укупно|вкупно|збир|крај|страна|напомен|общо"
)


_TRIMMED = re.compile(r"trim\((c\d+|surplus)\)")


def untrimmed(listed: Iterable[str]) -> list[str]:
    """The same for cells without blanks at their ends: trimming is half the work of reading."""
    return [_TRIMMED.sub(r"\1", sql) for sql in listed]


def expressions(layout: Layout) -> list[str]:
    """SELECT list over ``c0``... that makes the typed rows of a chunk."""
    made = [f"{sql} AS {name}" for name, sql in _values(layout)]
    return [*made, f"hash({', '.join(cell_columns(layout.width))}) AS row_hash"]


def _values(layout: Layout) -> Iterator[tuple[str, str]]:
    first, second = both_ends(layout)
    yield "first_written", first
    yield "second_written", second
    yield "start_written", _start_written(layout)
    yield "local", _local(layout)
    yield "duration_written", _duration(layout)
    yield "type_written", said(layout, Field.TYPE)
    yield "direction_written", said(layout, Field.DIRECTION)
    yield from sides.expressions(layout)
    yield "cell_place", present(layout, Field.PLACE)
    yield "subscriber", present(layout, Field.SUBSCRIBER)
    yield "forwarded_written", present(layout, Field.FORWARDED_TO)
    yield "end_written", _joined([part for part in layout.end if part not in layout.moment])
    yield "end_local", _end_local(layout)
    apart = layout.convention is Convention.CALLER_FIRST  # else it is the first party
    yield "target_written", said(layout, Field.TARGET) if apart else "NULL::VARCHAR"
    yield "fault", _fault(layout)


def _start_written(layout: Layout) -> str:
    return _joined(layout.moment)


def _joined(parts: Sequence[str]) -> str:
    if not parts:
        return "NULL::VARCHAR"
    if len(parts) == 1:
        return f"nullif(trim({parts[0]}), '')"
    cells = ", ".join(f"nullif(trim({part}), '')" for part in parts)
    return f"nullif(concat_ws(' ', {cells}), '')"


def _local(layout: Layout) -> str:
    """The moment in the file's zone (UTC where the values carry their offset)."""
    return moment_sql(layout.reading, _start_written(layout))


def moment_sql(reading: Reading, text: str) -> str:
    """SQL of the moment that a text (SQL) is; NULL where it is none."""
    if reading.epoch:
        microseconds = 1_000_000 // reading.per_second
        return f"make_timestamp((TRY_CAST({text} AS DOUBLE) * {microseconds})::BIGINT)"
    if reading.serial:
        days = f"TRY_CAST(replace({text}, ',', '.') AS DOUBLE)"
        return f"TIMESTAMP '1899-12-30' + to_seconds(round({days} * 86400))"
    if reading.named_months:
        text = _in_figures(text)
    readings = [_parsed(text, form) for form in reading.formats]
    return readings[0] if len(readings) == 1 else f"coalesce({', '.join(readings)})"


def _in_figures(text: str) -> str:
    """SQL: a date such as 31-DEC-2024 or Dec 31, 2024 as 31.12.2024."""
    text = rf"regexp_replace({text}, '^(\d+)(st|nd|rd|th)', '\1')"
    tests = " ".join(
        rf"WHEN regexp_full_match(name, '{pattern}') THEN '{number}'"
        for number, pattern in months()
    ).replace(r"\w", ".")  # all of the name are letters, and there, \w is ASCII
    name = rf"lower(regexp_extract({text}, '\pL+'))"  # worked out once, not for each test
    month = f"list_transform([{name}], lambda name: CASE {tests} END)[1]"
    return rf"""CASE WHEN regexp_matches({text}, '^\d')
        THEN regexp_replace({text}, '^(\d{{1,2}})[ ./-]{{1,2}}\pL+\.?[ .,/-]{{1,2}}',
            '\1.' || {month} || '.')
        ELSE regexp_replace({text}, '^\pL+\.? (\d{{1,2}}),? ', '\1.' || {month} || '.') END"""


def _end_local(layout: Layout) -> str:
    """The end in the file's zone; a time of day is the first one after the start."""
    if not layout.end:
        return "NULL::TIMESTAMP"
    start, end = _local(layout), moment_sql(layout.reading, _joined(layout.end))
    if layout.end[0] != layout.moment[0]:
        return end
    return f"CASE WHEN {end} < {start} THEN {end} + INTERVAL 1 DAY ELSE {end} END"


def _duration(layout: Layout) -> str:
    """The duration as written, or where no column has it, from start to end in seconds."""
    if layout.cell(Field.DURATION) or not layout.end:
        return _in_seconds(layout, unless_placeholder(layout.cell(Field.DURATION), NO_DURATION))
    spent = (
        f"date_diff('second', {_local(layout)}, {moment_sql(layout.reading, _joined(layout.end))})"
    )
    if layout.end[0] == layout.moment[0]:  # the end has no date of its own
        spent = f"(({spent} + 86400) % 86400)"
    return f"CASE WHEN {spent} >= 0 THEN {spent}::VARCHAR END"


def _in_seconds(layout: Layout, written: str) -> str:
    """SQL: a plain number of milliseconds or minutes in seconds, if the header says so."""
    column, names = layout.columns.get(Field.DURATION), layout.header.record.cells
    each = seconds_each(names[column]) if column is not None and column < len(names) else 1.0
    if each == 1.0:
        return written
    number = f"TRY_CAST(replace({written}, ',', '.') AS DOUBLE)"
    return f"coalesce(round({number} * {each})::BIGINT::VARCHAR, {written})"


def _parsed(text: str, form: str) -> str:
    if form == "%Y-%m-%d %H:%M:%S":
        return f"CASE WHEN length({text}) >= 16 THEN TRY_CAST({text} AS TIMESTAMP) END"
    if not form.endswith("%z"):
        return f"try_strptime({text}, '{form}')"
    # The store reads offsets in figures only, and only without a space before them.
    offset = f"regexp_replace({text}, '\\s?(Z|UTC|GMT)$', '+00:00')"
    for name, hours in _ZONES:
        offset = f"regexp_replace({offset}, '\\s?{name}$', '+{hours}:00')"
    offset = f"regexp_replace({offset}, '\\s([+-]\\d\\d(:?\\d\\d)?)$', '\\1')"
    return f"timezone('UTC', try_strptime({offset}, '{form}'))"


def _fault(layout: Layout) -> str:
    cells = ", ".join(cell_columns(layout.width))
    first, second = both_ends(layout)
    start, local = _start_written(layout), _local(layout)
    names = [(i, cell) for i, cell in enumerate(layout.header.record.cells) if cell.strip()]
    header = " AND ".join(f"c{i} = '{_quoted(cell)}'" for i, cell in names) or "false"
    header = " OR ".join([f"({header})", *_repeated(layout, cells)])
    numbered = f"coalesce(regexp_matches({second}, '\\d{{5}}'), false)"
    note = f"regexp_matches(lower(strip_accents(concat_ws(' ', {cells}))), '{_NOTE}')"
    note = f"NOT {numbered} AND {note}"
    readable = f"{local} BETWEEN {_EARLIEST} AND {_LATEST}"
    whole = "surplus IS NULL OR trim(surplus) = ''"
    ends = f"({first} IS NOT NULL OR {second} IS NOT NULL)"
    return f"""CASE
        WHEN {readable} AND ({whole}) AND {ends} THEN NULL
        WHEN regexp_full_match(concat_ws('', {cells}), '{_RULED}') THEN 'blank'
        WHEN {header} THEN 'header'
        WHEN NOT ({whole}) THEN 'more cells than the table has columns'
        WHEN {readable} THEN 'no party'
        WHEN {local} IS NULL AND {note} THEN 'note'
        WHEN {start} IS NULL THEN 'no date'
        WHEN {local} IS NULL THEN 'date or time unreadable'
        ELSE 'date out of range' END"""


def _repeated(layout: Layout, cells: str) -> list[str]:
    """SQL: whether a row says again what stands above the columns, as on every page.

    Figures count as alike, for the pages are numbered.
    """
    spoken = {re.sub(r"\d", "9", " ".join(" ".join(row).split())) for row in layout.repeated}
    worded = [text for text in sorted(spoken) if sum(map(str.isalpha, text)) > _FEW_LETTERS]
    said = rf"regexp_replace(trim(concat_ws(' ', {cells})), '\s+', ' ', 'g')"
    said = rf"regexp_replace({said}, '\d', '9', 'g')"
    return [f"{said} = '{_quoted(text)}'" for text in worded[:_MOST_REPEATED]]


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
