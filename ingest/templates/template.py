"""Reading templates, and finding the one that a file fits."""

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from ingest.tables.headers import fold
from workbench.errors import WorkbenchError
from workbench.vocabulary import SourceKind

BY_HEADERS = "by headers"
SEVERAL = (SourceKind.CONTACTS, SourceKind.PHONE_EXTRACTION)
"""Kinds in which several columns may mean one thing (telephone numbers)."""
Fields = TypeVar("Fields", bound=StrEnum)


class TemplateError(WorkbenchError):
    """A template that does not exist or says something impossible."""


@dataclass(frozen=True)
class Template:
    """One layout.

    ``headers`` (all of them) and ``words`` (any of them, above the columns or in a column) must
    occur in a file for the template to be chosen; ``imsi_prefixes`` must be those of its IMSIs.
    ``columns`` maps a field to its header, ``numbers`` to the column's number (from 1); what is not
    mapped is found by synonyms, except headers to ``ignore``; ``more`` has further columns (headers
    or numbers) of a field, where files of the kind may have several. Without ``has_header`` all
    columns go by number, and ``width`` is how many there are.
    """

    name: str
    version: int
    kind: SourceKind
    title: str = ""
    headers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    imsi_prefixes: tuple[str, ...] = ()
    country: str | None = None
    time_zone: str | None = None
    date_order: str | None = None
    convention: str | None = None
    authority: str | None = None
    has_header: bool = True
    width: int | None = None
    date_formats: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    more: Mapping[str, tuple[str | int, ...]] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    directions: Mapping[str, str] = field(default_factory=dict)
    source_text: str = field(default="", compare=False)

    def fits(self, headers: Collection[str], text: str, imsis: Collection[str]) -> bool:
        """Whether a file with these headers, this text above them and these IMSIs is meant."""
        present = {fold(h) for h in headers}
        spoken = fold(text)
        return (
            bool(self.headers)
            and all(fold(h) in present for h in self.headers)
            and (not self.words or any(fold(w) in spoken for w in self.words))
            and (not self.imsi_prefixes or _mostly(imsis, self.imsi_prefixes))
        )


def _mostly(imsis: Collection[str], prefixes: tuple[str, ...]) -> bool:
    return bool(imsis) and sum(1 for i in imsis if i.startswith(prefixes)) * 2 > len(imsis)


def generic(kind: SourceKind) -> Template:
    """The template of a file whose columns are found by synonyms and content alone."""
    return Template(name=BY_HEADERS, version=1, kind=kind)


@cache
def shipped() -> tuple[Template, ...]:
    """All templates that come with the workbench, by name."""
    folder = files("ingest.templates").joinpath("shipped")
    texts = [
        (e.name, e.read_text(encoding="utf-8"))
        for e in folder.iterdir()
        if e.name.endswith(".toml")
    ]
    return tuple(parse(text, name) for name, text in sorted(texts))


def known_field(template: Template, name: str, fields: type[Fields], table: str) -> Fields:
    """The field a template names, of those a ``table`` can have. Raises TemplateError."""
    try:
        return fields(name)
    except ValueError as error:
        known = ", ".join(fields)
        raise TemplateError(
            f"template {template.name}: {name!r} is no column of {table}. Known: {known}."
        ) from error


def load(path: Path) -> Template:
    """A template from a file. Raises TemplateError."""
    try:
        return parse(path.read_text(encoding="utf-8"), str(path))
    except OSError as error:
        raise TemplateError(f"{path}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise TemplateError(f"{path}: is not UTF-8 text. See docs/templates.md.") from error


def named(name: str, kept: Sequence[Template] = ()) -> Template:
    """The template of this name (a case's ``kept`` ones come first), or in the file of this name.

    Raises TemplateError.
    """
    known = (*sorted(kept, key=lambda t: -t.version), *shipped())
    for template in known:
        if template.name == name:
            return template
    if name.endswith(".toml"):
        return load(Path(name))
    names = ", ".join(dict.fromkeys(t.name for t in known)) or "none"
    raise TemplateError(f"{name}: no such template. Known are {names}; or name a .toml file.")


def fitting(
    candidates: Iterable[Template], headers: Collection[str], text: str, imsis: Collection[str]
) -> Template | None:
    """The template that says most about a file among those it fits."""
    found = [t for t in candidates if t.fits(headers, text, imsis)]
    return max(found, key=lambda t: (len(t.headers), len(t.words), t.version), default=None)


_NO_TEMPLATE = (tomllib.TOMLDecodeError, LookupError, ValueError, TypeError, AttributeError)


def parse(text: str, where: str) -> Template:
    """The template that a TOML text states; ``where`` names it in errors. Raises TemplateError."""
    try:
        data = tomllib.loads(text)
        when, reading, values = (data.get(k, {}) for k in ("when", "reading", "values"))
        kind = SourceKind(data["kind"])
        columns = dict(data.get("columns", {}))
        ignore = tuple(columns.pop("ignore", ()))
        more = {f: tuple(c[1:]) for f, c in columns.items() if isinstance(c, list)}
        if more and kind not in SEVERAL:
            raise ValueError(f"{next(iter(more))} is one column only")
        columns = {f: c[0] if isinstance(c, list) else c for f, c in columns.items()}
        template = Template(
            name=data["name"],
            version=int(data["version"]),
            kind=kind,
            title=data.get("title", ""),
            headers=tuple(when.get("headers", ())),
            words=tuple(when.get("words", ())),
            imsi_prefixes=tuple(when.get("imsi_prefixes", ())),
            country=reading.get("country"),
            time_zone=reading.get("time_zone"),
            date_order=reading.get("date_order"),
            convention=reading.get("convention"),
            authority=reading.get("authority"),
            has_header=bool(when.get("has_header", True)),
            width=when.get("columns"),
            date_formats=tuple(reading.get("date_formats", ())),
            ignore=ignore,
            columns={f: c for f, c in columns.items() if isinstance(c, str)},
            numbers={f: c for f, c in columns.items() if isinstance(c, int)},
            more=more,
            source_text=text,
            kinds=_inverted(values.get("kind", {})),
            directions=_inverted(values.get("direction", {})),
        )
        _check_words(template)
        return template
    except _NO_TEMPLATE as error:
        raise TemplateError(f"{where}: is no template ({error}). See docs/templates.md.") from error


def _check_words(template: Template) -> None:
    """Raise TypeError where a list or a figure stands for words, or the other way round."""
    lists = (template.headers, template.words, template.imsi_prefixes, template.date_formats)
    words = [word for given in (*lists, template.ignore) for word in given]
    circumstances = (template.country, template.time_zone, template.date_order)
    words += [word for word in (*circumstances, template.convention, template.authority) if word]
    written = (template.name, template.title, *template.kinds, *template.directions)
    if wrong := next((word for word in (*words, *written) if not isinstance(word, str)), None):
        raise TypeError(f"{wrong!r} stands where words are to stand")
    if not isinstance(template.width, int | None):
        raise TypeError(f"columns = {template.width!r} is no number")


def _inverted(values: Mapping[str, Collection[str]]) -> dict[str, str]:
    return {written: meaning for meaning, writings in values.items() for written in writings}
