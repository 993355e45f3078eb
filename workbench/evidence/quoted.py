"""Whether a pack's citations say what stands in its originals and extracts."""

import zipfile
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from ingest.documents import read_document
from ingest.tables import open_sheets
from workbench.errors import WorkbenchError
from workbench.evidence import pack
from workbench.evidence.opened_pack import OpenedPack, PackFaultError
from workbench.evidence.places import Place, RowPlace, from_json
from workbench.evidence.verify_alone import Counted, Fault, check_figures

Words = tuple[str, tuple[str, ...]]
_ORIGINALS = "originals/"
_COUNTED = (pack.CITATIONS, pack.FIGURES, pack.WORD)


def check_numbers(found: OpenedPack) -> Counted:
    """Count every number again that can be; each, and whether it was. Raises PackFaultError."""
    try:
        listed = {path: found.files[path].read_bytes() for path in _COUNTED if path in found.files}
        return check_figures(listed)
    except Fault as error:
        raise PackFaultError(f"{error}.") from error
    except (LookupError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise PackFaultError(f"{pack.FIGURES} or {pack.WORD}: is not what a pack holds.") from error


def check_citations(found: OpenedPack) -> int:
    """Look every citation up where it says it stands, and every label among the citations.

    Returns how many there are. Raises PackFaultError.
    """
    listed = found.json(pack.CITATIONS)
    try:
        _check_labels(listed)
        for file, citations in _by_file(listed["citations"]).items():
            _check_file(found, file, citations)
        return len(listed["citations"])
    except (KeyError, TypeError, ValueError) as error:
        raise PackFaultError(f"{pack.CITATIONS}: is not the list that a pack holds.") from error


def _check_labels(listed: Any) -> None:
    known = {citation["label"] for citation in listed["citations"]}
    for part in ("statements", "entities", "things", "relationships"):
        for one in listed[part]:
            for label in one["cites"]:
                if label not in known:
                    raise PackFaultError(f"{pack.CITATIONS}: {label} is cited but not given.")


def _by_file(citations: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for citation in citations:
        found.setdefault(citation["file"], []).append(citation)
    return found


def _check_file(found: OpenedPack, file: str, citations: list[Any]) -> None:
    if file not in found.files:
        raise PackFaultError(f"{file}: is cited and is missing from {found.name}.")
    places = {c["label"]: from_json(int(c["source"]), c["locator"]) for c in citations}
    words = _words(found, file, list(places.values()))
    for citation in citations:
        stated = (citation["text"], tuple(citation.get("cells", ())))
        if words.get(places[citation["label"]]) != stated:
            raise PackFaultError(
                f"{pack.CITATIONS}: {citation['label']} does not say what stands in {file}."
            )


def _words(found: OpenedPack, file: str, places: list[Place]) -> Mapping[Place, Words]:
    if not file.startswith(_ORIGINALS):
        return dict(_of_extract(found.json(file)))
    try:
        return dict(_of_original(found.files[file], Path(file).name, places))
    except WorkbenchError as error:
        raise PackFaultError(
            f"{file}: cannot be read as the source that it is cited as."
        ) from error


def _of_extract(extract: Any) -> Iterator[tuple[Place, Words]]:
    for passage in extract["passages"]:
        place = from_json(int(extract["source"]), passage["locator"])
        yield place, (passage["text"], tuple(passage.get("cells", ())))


def _of_original(path: Path, name: str, places: list[Place]) -> Iterator[tuple[Place, Words]]:
    rows = [place for place in places if isinstance(place, RowPlace)]
    original = _Original(path, name)
    for sheet in original.sheets if rows else ():
        wanted = {place.row_number for place in rows if place.sheet == sheet.name}
        for number, (text, record) in sheet.rows(wanted).items() if wanted else ():
            yield RowPlace(rows[0].source_id, sheet.name, number), (text, record.cells)
    for place in places:
        if not isinstance(place, RowPlace):
            yield place, (original.text[place.start : place.end], ())


class _Original:
    def __init__(self, path: Path, name: str) -> None:
        self._path, self._name = path, name

    @cached_property
    def sheets(self) -> list[Any]:
        return list(open_sheets(self._path, self._name))

    @cached_property
    def text(self) -> str:
        return read_document(self._path, name=self._name).text
