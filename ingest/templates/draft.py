"""A template drafted for a person to put right: its columns, how sure each is, what to decide."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.tables.headers import fold
from ingest.templates.template import Template
from workbench.vocabulary import SourceKind


@dataclass(frozen=True)
class Column:
    """A column (``place`` from 0) or label (None) with the field it is taken for."""

    name: str
    place: int | None
    field: str | None
    confidence: float
    reason: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A template to put right, its columns, and what a person must decide."""

    template: Template
    columns: tuple[Column, ...]
    questions: tuple[str, ...]
    unread_values: tuple[str, ...] = ()


def of_columns(
    kind: SourceKind,
    file_name: str,
    form: str,
    columns: Sequence[Column],
    facts: Mapping[str, str | None],
    misleading: Sequence[str],
) -> Template:
    """The template of a table with these columns, from the first on.

    ``facts`` may give country, time_zone and date_order; ``misleading`` are headers to ignore.
    """
    names = [column.name for column in columns]
    has_header = any(names)
    by_name: dict[str, str] = {}
    by_number: dict[str, int] = {}
    more: dict[str, tuple[str | int, ...]] = {}
    for place, column in enumerate(columns):
        meant = column.name if column.name and names.count(column.name) == 1 else place + 1
        if not column.field:
            continue
        if column.field in (*by_name, *by_number):
            more[column.field] = (*more.get(column.field, ()), meant)
        elif isinstance(meant, str):
            by_name[column.field] = meant
        else:
            by_number[column.field] = meant
    return Template(
        name=name_of(file_name),
        version=1,
        kind=kind,
        title=f"{Path(file_name).stem} ({form})",
        headers=tuple(n for n in names if n),
        country=facts.get("country"),
        time_zone=facts.get("time_zone"),
        date_order=facts.get("date_order"),
        has_header=has_header,
        width=None if has_header else len(columns),
        columns=by_name,
        numbers=by_number,
        more=more,
        ignore=tuple(misleading),
    )


def name_of(file_name: str) -> str:
    """A template's name from the file's, its figures left out: they may be somebody's number."""
    words = re.findall(r"[a-z]+", fold(Path(file_name).stem))
    return "_".join(words) or "records"
