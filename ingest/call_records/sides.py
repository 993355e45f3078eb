"""Whose handset, SIM and cells a row gives, where a file has columns for both sides.

With the caller first these are the caller's and the called party's columns; with the target first
they are the target's and the other party's.
"""

from collections.abc import Iterator

from ingest.call_records.fields import OF_CALLED, Convention, Field
from ingest.call_records.layout import Layout
from ingest.call_records.written import both_ends, first_cell, present, said

_TAIL = 8
_SECOND = {
    "imei_written": Field.B_IMEI,
    "imsi_written": Field.B_IMSI,
    "first_cell": Field.B_FIRST_CELL,
    "last_cell": Field.B_LAST_CELL,
}


def has_both(layout: Layout) -> bool:
    """Whether a file has columns for the devices or cells of both sides."""
    return any(layout.cell(field) for field in OF_CALLED)


def expressions(layout: Layout) -> Iterator[tuple[str, str]]:
    """Names and SQL of what a row's own device is, which side it belongs to (``device_side``: 'a',
    'b' or NULL), and of what the other side had (``other_…``) where the file has both."""
    first = _first(layout)
    if not has_both(layout):
        yield from (*first.items(), ("device_side", "NULL::VARCHAR"))
        return
    second = {name: present(layout, field) for name, field in _SECOND.items()}
    if layout.convention is Convention.TARGET_FIRST:
        yield from first.items()
        yield from ((f"other_{name}", sql) for name, sql in second.items())
        yield "device_side", "NULL::VARCHAR"
        return
    side = _side(layout, first, second)
    for name in first:
        yield name, f"CASE WHEN {side} = 'b' THEN {second[name]} ELSE {first[name]} END"
        yield f"other_{name}", f"CASE WHEN {side} = 'b' THEN {first[name]} ELSE {second[name]} END"
    yield "device_side", side


def _first(layout: Layout) -> dict[str, str]:
    return {
        "imei_written": present(layout, Field.IMEI),
        "imsi_written": present(layout, Field.IMSI),
        "first_cell": first_cell(layout),
        "last_cell": present(layout, Field.LAST_CELL),
    }


def _side(layout: Layout, first: dict[str, str], second: dict[str, str]) -> str:
    """SQL: the side of the number asked about; where none is, of whoever has a device."""
    caller, called = (_last_digits(written) for written in both_ends(layout))
    digits = "".join(c for c in layout.target or "" if c.isdigit())[-_TAIL:]
    target = f"nullif('{digits}', '')"
    if layout.cell(Field.TARGET):
        target = _last_digits(said(layout, Field.TARGET))
    return f"""CASE WHEN {called} = {target} AND {caller} IS DISTINCT FROM {target} THEN 'b'
        WHEN {caller} = {target} AND {called} IS DISTINCT FROM {target} THEN 'a'
        WHEN coalesce({", ".join(first.values())}) IS NOT NULL THEN 'a'
        WHEN coalesce({", ".join(second.values())}) IS NOT NULL THEN 'b' END"""


def _last_digits(written: str) -> str:
    return rf"nullif(right(regexp_replace({written}, '\D', '', 'g'), {_TAIL}), '')"
