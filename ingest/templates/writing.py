"""A template as TOML text, with comments for whoever corrects it."""

import json
from collections.abc import Iterator, Mapping, Sequence

from ingest.templates.template import Template
from workbench.vocabulary import SourceKind

_WHAT = {
    SourceKind.CALL_RECORDS: "call records",
    SourceKind.SEIZURE_REPORT: "seizure forms",
    SourceKind.CELL_SITES: "tables of cells",
    SourceKind.CONTACTS: "contact lists",
    SourceKind.PHONE_EXTRACTION: "the contents of phones",
}
_UNASKED = {
    SourceKind.SEIZURE_REPORT: ("date_order", "convention"),
    SourceKind.CELL_SITES: ("convention",),
    SourceKind.CONTACTS: ("time_zone", "date_order", "convention", "authority"),
    SourceKind.PHONE_EXTRACTION: ("convention", "authority"),
}


def text(
    template: Template,
    *,
    remarks: Mapping[str, str] | None = None,
    questions: Sequence[str] = (),
    unread_values: Sequence[str] = (),
) -> str:
    """TOML of a template; ``remarks`` stand beside columns, ``questions`` at the top."""
    lines = [*_head(template, questions), *_when(template), *_reading(template)]
    lines += [*_columns(template, remarks or {}), *_values(template, unread_values)]
    return "\n".join(lines) + "\n"


def _head(template: Template, questions: Sequence[str]) -> Iterator[str]:
    yield f"# A layout of {_WHAT[template.kind]}; docs/templates.md explains every entry."
    for question in questions:
        yield f"# DECIDE: {question}"
    yield f"name = {_quoted(template.name)}"
    yield f"version = {template.version}"
    yield f"kind = {_quoted(template.kind)}"
    yield f"title = {_quoted(template.title)}"


def _when(template: Template) -> Iterator[str]:
    yield from ("", "[when]  # how files of this layout are known")
    if not template.has_header:
        yield "has_header = false"
        yield f"columns = {template.width}"
        return
    yield f"headers = {_list(template.headers)}"
    for name, values in (("words", template.words), ("imsi_prefixes", template.imsi_prefixes)):
        if values:
            yield f"{name} = {_list(values)}"


def _reading(template: Template) -> Iterator[str]:
    yield from ("", "[reading]  # what the file itself does not say")
    facts: tuple[tuple[str, str | None, str], ...] = (
        ("country", template.country, '"ME": whose national numbers these are'),
        ("time_zone", template.time_zone, '"UTC" or such as "Europe/Tirane"'),
        ("date_order", template.date_order, '"dmy", "mdy" or "ymd"'),
        ("convention", template.convention, '"caller_first" or "target_first"'),
        ("authority", template.authority, "who draws such files up"),
    )
    unasked = _UNASKED.get(template.kind, ())
    facts = tuple(fact for fact in facts if fact[0] not in unasked)
    for name, value, choice in facts:
        yield f"{name} = {_quoted(value)}" if value else f"# {name} = {choice}"
    if template.date_formats:
        yield f"date_formats = {_list(template.date_formats)}"


def _columns(template: Template, remarks: Mapping[str, str]) -> Iterator[str]:
    yield from ("", "[columns]  # what each column is: by its header, or by its number from 1")
    mapped: dict[str, str | int] = {**template.columns, **template.numbers}
    for field, column in mapped.items():
        value = _one_or_several([column, *template.more.get(field, ())])
        remark = f"  # {remarks[field]}" if field in remarks else ""
        yield f"{field} = {value}{remark}"
    if template.ignore:
        yield f"ignore = {_list(template.ignore)}"


def _values(template: Template, unread: Sequence[str]) -> Iterator[str]:
    for table, values in (("kind", template.kinds), ("direction", template.directions)):
        meanings = dict.fromkeys(values.values())
        if meanings:
            yield from ("", f"[values.{table}]")
        for meaning in meanings:
            yield f"{meaning} = {_list([w for w, m in values.items() if m == meaning])}"
    if unread:
        yield from ("", "# Values whose meaning is not known here; say what they are, such as")
        if template.kind is SourceKind.CALL_RECORDS:
            yield from ("#   [values.kind]", f"#   call = {_list(unread)}")
        yield from ("#   [values.direction]", f"#   outgoing = {_list(unread)}")


def _one_or_several(columns: Sequence[str | int]) -> str:
    written = [_quoted(c) if isinstance(c, str) else str(c) for c in columns]
    return written[0] if len(written) == 1 else f"[{', '.join(written)}]"


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _list(values: Sequence[str]) -> str:
    return "[" + ", ".join(map(_quoted, values)) + "]"
