#!/usr/bin/env python3
"""Checks the pack this file lies in, with nothing but Python 3.9 or newer. Read it, then run it.

    python3 verify.py [the pack's folder or ZIP file] [--figures]

It checks that every file has the SHA-256 and size that manifest.json lists and that there are no
others; that manifest.json has the hash of manifest.sha256 and is signed by the key in
signature.json (Ed25519, RFC 8032); that the citations of every statement are given; that the
words of every citation stand in the extract it names, or, for originals that are plain text, in
the original; that citations.json holds as much as manifest.json counts; that summary.docx says
the same as citations.json and figures.json; and that every number which figures.json takes apart
comes out when its parts are counted again: of relationships, actors, rows of sources, days of
records, the network and the measures of it. --figures says of each whether it was.
Originals in other formats (spreadsheets, documents, PDF) it compares by hash only: "workbench
verify" reads these too.
"""

from __future__ import annotations

import csv
import hashlib
import html
import io
import itertools
import json
import math
import re
import sys
import zipfile
from collections import Counter, deque
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

Point = tuple[int, int, int, int]
Counted = list[tuple[str, bool]]
BESIDE = ("manifest.json", "manifest.sha256", "signature.json")


class Fault(Exception):  # noqa: N818
    """What is wrong, in one line."""


# ------------------------------------------------------------------ reading


def files_of(place: Path) -> dict[str, bytes]:
    """All files by name; a ZIP file is read, never unpacked."""
    if place.is_dir():
        found = (path for path in sorted(place.rglob("*")) if path.is_file())
        return {path.relative_to(place).as_posix(): path.read_bytes() for path in found}
    with zipfile.ZipFile(place) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > place.stat().st_size:
            raise Fault("the archive says it holds more than its own size")
        names = archive.namelist()
        if len(set(names)) < len(names):
            raise Fault("a file stands in the archive twice")
        return {name: archive.read(name) for name in names}


def parsed(files: dict[str, bytes], name: str) -> Any:
    """A JSON file."""
    if name not in files:
        raise Fault(f"{name}: is missing")
    return json.loads(files[name].decode("utf-8"))


# ------------------------------------------------------------------ the seal


def check_files(files: dict[str, bytes]) -> int:
    """Hashes and sizes, and the manifest's own hash. Returns how many files there are."""
    manifest = parsed(files, "manifest.json")
    digest = hashlib.sha256(files["manifest.json"]).hexdigest()
    if files.get("manifest.sha256") != f"{digest}  manifest.json\n".encode():
        raise Fault("manifest.json: was altered (manifest.sha256 says another hash)")
    listed = {one["path"]: one for one in manifest["files"]}
    for name in sorted(set(files) - set(listed) - set(BESIDE)):
        raise Fault(f"{name}: was added")
    for name, one in sorted(listed.items()):
        if name not in files:
            raise Fault(f"{name}: is missing")
        known = (hashlib.sha256(files[name]).hexdigest(), len(files[name]))
        if known != (one["sha256"], one["bytes"]):
            raise Fault(f"{name}: was altered (its SHA-256 or size is another)")
    return len(listed)


def check_signature(files: dict[str, bytes]) -> str:
    """The signature of manifest.json. Returns the key it is by."""
    written = parsed(files, "signature.json")
    key, signature = bytes.fromhex(written["public_key"]), bytes.fromhex(written["signature"])
    if not ed25519(key, files["manifest.json"], signature):
        raise Fault("manifest.json: was altered (its signature does not hold)")
    return key.hex()


P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def recovered_x(y: int, sign: int) -> int | None:
    """The x of a point by its y (RFC 8032, 5.1.3), or None."""
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT % P
    if (x * x - x2) % P or (x == 0 and sign):
        return None
    return P - x if x % 2 != sign else x


def point(data: bytes) -> Point | None:
    """A point in extended coordinates, or None."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    x = recovered_x(y, sign) if y < P else None
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = point(BASE_Y.to_bytes(32, "little")) or (0, 1, 1, 0)


def added(a: Point, b: Point) -> Point:
    """The sum of two points (RFC 8032, 5.1.4)."""
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number: int, base: Point) -> Point:
    """A point so many times."""
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = added(total, base)
        base = added(base, base)
        number >>= 1
    return total


def ed25519(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature of a message is by a key (RFC 8032, 5.1.7)."""
    if len(key) != 32 or len(signature) != 64:
        return False
    a, r = point(key), point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    hashed = hashlib.sha512(signature[:32] + key + message).digest()
    left = times(s, BASE)
    right = added(r, times(int.from_bytes(hashed, "little") % L, a))
    return not (
        (left[0] * right[2] - right[0] * left[2]) % P
        or (left[1] * right[2] - right[1] * left[2]) % P
    )


# ------------------------------------------------------------------ the words


def check_citations(files: dict[str, bytes]) -> tuple[int, int]:
    """Labels, words and figures. Returns how many citations there are and how many were read."""
    listed, manifest = parsed(files, "citations.json"), parsed(files, "manifest.json")
    known = {one["label"] for one in listed["citations"]}
    for part in ("statements", "entities", "things", "relationships"):
        for one in listed[part]:
            for label in set(one["cites"]) - known:
                raise Fault(f"citations.json: {label} is cited but not given")
    for name, count in manifest["counts"].items():
        if len(listed[name]) != count:
            raise Fault(f"manifest.json: counts {count} {name}, there are {len(listed[name])}")
    read = 0
    for citation in listed["citations"]:
        if citation["file"] not in files:
            raise Fault(f"{citation['file']}: is cited and missing")
        stands = words_at(files[citation["file"]], citation)
        read += stands is not None
        if stands is False:
            where = f"{citation['label']} does not say what stands in {citation['file']}"
            raise Fault(f"citations.json: {where}")
    return len(listed["citations"]), read


# ------------------------------------------------------------------ the numbers


def check_figures(files: dict[str, bytes]) -> Counted:
    """Counts every number again that can be. Returns each, and whether it was."""
    listed, figures = parsed(files, "citations.json"), parsed(files, "figures.json")
    document = Document(files)
    document.check(listed, figures["brief"])
    texts = {one["number"]: one["text"] for one in listed["statements"]}
    counted = check_ties("relationships", listed, figures)
    counted += check_ties("things", listed, figures)
    counted += check_entities(listed, figures)
    check_statements(texts, figures)
    counted += check_sources(figures, document)
    counted += check_coverage(figures, document)
    counted += check_brief(listed, figures)
    return counted + check_measures(texts, figures["network"])


def fail(what: str) -> None:
    """A number that is not what its parts give."""
    raise Fault(f"figures.json: {what}")


def numbers(text: str) -> list[int]:
    """The whole numbers in a text, groups of three put together."""
    return [int(found) for found in re.findall(r"[0-9]+", text.replace("\u202f", ""))]


def moments(text: str) -> set[str]:
    """The moments in a text, in UTC to the minute."""
    found = re.findall(r"(\d{4}-\d\d-\d\d \d\d:\d\d) ([+-]\d\d:\d\d)", text)
    known = (datetime.fromisoformat(f"{day}{offset}") for day, offset in found)
    return {f"{one.astimezone(timezone.utc):%Y-%m-%dT%H:%M}" for one in known}  # noqa: UP017


def cells(row: dict[str, Any]) -> list[str]:
    """The cells of a table's row."""
    return [str(value) for key, value in row.items() if key != "cites"]


def ends(figure: dict[str, Any]) -> set[str]:
    """First and last moment of a relationship, to the minute."""
    return {figure[end][:16] for end in ("first", "last") if figure[end]}


def check_ties(part: str, listed: Any, figures: Any) -> Counted:
    """Number, first and last time and duration of each relationship of a table."""
    known = {one["number"]: one for one in figures[part]}
    if len(known) != len(listed[part]):
        fail(f"has another number of {part} than the table")
    counted: Counted = []
    for row in listed[part]:
        number, _, _, _, count, period, *_ = cells(row)
        figure = known.get(number)
        if figure is None or numbers(count) != [figure["count"]] or moments(period) != ends(figure):
            fail(f"relationship {number} has another number or time than the table")
            continue
        counted += recounted(number, figure)
    return counted


def recounted(number: str, figure: dict[str, Any]) -> Counted:
    """One relationship from its parts; of very many records they are not listed."""
    each = figure["each"]
    known = each is not None
    told = [(f"{number}: how often", known)]
    told += [(f"{number}: {end} time", known and figure["dated"]) for end in ("first", "last")]
    told += [(f"{number}: seconds", known and figure["timed"])] if figure["s"] else []
    if not known:
        return told
    rows = [label for one in each for label in one["rows"]]
    if len(each) != figure["count"] or not all(one["rows"] for one in each):
        fail(f"relationship {number} does not add up")
    if any(len(one["rows"]) > 1 for one in each) and len(set(rows)) < len(rows):
        fail(f"a row is counted twice for relationship {number}")
    times = sorted(one["at"] for one in each if one["at"]) or [None]
    if figure["dated"] and (times[0], times[-1]) != (figure["first"], figure["last"]):
        fail(f"the times of relationship {number} are not those of its rows")
    if figure["timed"] and sum(one.get("s", 0) for one in each) != (figure["s"] or 0):
        fail(f"the duration of relationship {number} does not add up")
    return told


def check_entities(listed: Any, figures: Any) -> Counted:
    """How often and in how many files each actor is mentioned."""
    known = figures["entities"]
    if len(known) != len(listed["entities"]):
        fail("has another number of actors than the table")
    counted: Counted = []
    for row, figure in zip(listed["entities"], known):  # noqa: B905
        number, stated = cells(row)[0], [figure["mentions"], figure["files"]]
        if number != figure["number"] or numbers(cells(row)[5]) != stated:
            fail(f"actor {number} has other numbers than the table")
        if [sum(figure["each"].values()), len(figure["each"])] != stated:
            fail(f"the mentions of actor {number} do not add up")
        counted += [(f"{number}: mentions", True), (f"{number}: files", True)]
    return counted


def check_statements(texts: dict[int, str], figures: Any) -> None:
    """That statements give the numbers of the relationships and actors they are about."""
    parts = ("relationships", "things", "entities")
    known = {one["number"]: one for part in parts for one in figures[part]}
    for one in figures["statements"]:
        text, figure = texts[one["statement"]], known[one["states"]]
        wanted = [figure.get("count", figure.get("mentions")), figure.get("files", 0)]
        said = set(numbers(text))
        right = all(number in said for number in wanted if number > 1)
        if "count" in figure:
            right = right and moments(text) == ends(figure)
            lasted = str(timedelta(seconds=figure["s"] or 0))
            right = right and (not figure["s"] or lasted in text)
        if not right:
            fail(f"statement {one['statement']} has other numbers than {one['states']}")


def check_sources(figures: Any, document: Document) -> Counted:
    """That the rows of each source add up, and are as many as are listed."""
    counted: Counted = []
    for one in figures["sources"]:
        stated = [one["rows_in"], one["accepted"], one["rejected"], one["duplicate"]]
        if stated[0] != sum(stated[1:]):
            fail(f"the rows of {one['source']} do not add up")
        if document.numbers(8, 0, one["source"], 5) != stated:
            fail(f"the rows of {one['source']} are not those of the table")
        for what, sheets in one["rows"].items():
            runs = [run for sheet in sheets.values() for run in sheet]
            if sum(last - first + 1 for first, last in runs) != one[what]:
                fail(f"the {what} rows of {one['source']} are not those listed")
        counted += [(f"{one['source']}: rows in", True)]
        names = ("accepted", "rejected", "duplicate")
        counted += [(f"{one['source']}: {what} rows", what in one["rows"]) for what in names]
    return counted


def check_coverage(figures: Any, document: Document) -> Counted:
    """Days and records of each file of call records."""
    counted: Counted = []
    for one in figures["coverage"]:
        name, stated = one["source"], [one["days"], one["records"]]
        if [len(one["each"]), sum(one["each"].values())] != stated:
            fail(f"the days or records of {name} do not add up")
        if document.numbers(7, 1, name, 5) + document.numbers(7, 1, name, 6) != stated:
            fail(f"the days or records of {name} are not those of the table")
        counted += [(f"{name}: days", True), (f"{name}: records", True)]
    return counted


def check_brief(listed: Any, figures: Any) -> Counted:
    """The totals of the answer in brief, as far as what is listed gives them."""
    network, kinds = figures["network"], Counter(one["kind"] for one in figures["sources"])
    read = ("call_records", "seizure_report", "witness_statement")
    ties = network["ties"]
    if ties is not None and sum(tie[2] for tie in ties) != network["relationships"]:
        fail("the relationships of the network do not add up")
    stated = [one for one in figures["relationships"] if not one["calls"]]
    assessed = sum(one["nature"] == "assessment" for one in stated)
    material = {"files": len(figures["sources"])} | {kind: kinds[kind] for kind in read}
    sizes = {
        "actors of the network": network["actors"],
        "relationships of the network": network["relationships"],
        "actors given": len(listed["entities"]),
        "relationships given": len(listed["relationships"]),
    }
    natures = {"facts": len(stated) - assessed, "assessments": assessed}
    lines = [Counter(numbers(line)) for line in figures["brief"]]
    for wanted, places in ((material, lines[:1]), (sizes, lines[1:2]), (natures, lines[2:])):
        if not any(not Counter(wanted.values()) - line for line in places):
            fail(f"the answer in brief has other numbers of {', '.join(wanted)}")
    unsure = ("communications in all", "statements in all")
    known = [(name, True) for name in (*material, *natures, "actors given", "relationships given")]
    return [
        *known,
        *((name, ties is not None) for name in list(sizes)[:2]),
        *((name, False) for name in unsure),
    ]


def check_measures(texts: dict[int, str], network: Any) -> Counted:
    """The values and places of actors by each measure, from the network that the pack carries."""
    counted: Counted = []
    for one in network["measures"]:
        text, rest = texts.get(one["statement"], ""), 0
        for rank, said in ((each["rank"], each["value"]) for each in one["places"]):
            at = text.find(f"{rank}.\u00a0", rest)
            rest = text.find(f"({said}", at) + 1
            if at < 0 or not rest or text[rest + len(said)] not in ";)":
                fail(f"the places by {one['measure']} are not those of the statement")
        can = one["recount"] and network["ties"] is not None
        if can:
            check_places(one, measured(one["measure"], network))
        lines = range(1, len(one["places"]) + 1)
        counted += [(f"{one['measure']}: value and place of line {line}", can) for line in lines]
    return counted


def check_places(one: Any, values: list[float]) -> None:
    """That values are right, and that places follow from them."""
    largest = max(values, default=0.0) or 1.0
    level, rank_before = math.inf, 0
    for place, each in enumerate(one["places"], 1):
        value, rank, said = values[each["vertex"]], each["rank"], each["value"]
        unit = 10.0 ** (math.floor(math.log10(value)) - 3) if value > 0 else 1e-9
        wanted = rank_before if round(value / largest, 10) == level else place
        if abs(float(said) - value) > 0.5001 * unit or rank != wanted:
            fail(f"by {one['measure']} place {rank} is not what the network gives")
        level, rank_before = round(value / largest, 10), rank


def measured(measure: str, network: Any) -> list[float]:
    """Degree, strength or betweenness of every actor, of the simple undirected network."""
    near: list[dict[int, int]] = [{} for _ in range(network["actors"])]
    for left, right, _, weight in network["ties"]:
        near[left][right] = near[right][left] = weight
    if measure == "degree":
        return [float(len(others)) for others in near]
    if measure == "strength":
        return [float(sum(others.values())) for others in near]
    return betweenness(near)


def betweenness(near: list[dict[int, int]]) -> list[float]:
    """The share of shortest paths between two others that pass through (Brandes 2001)."""
    size = len(near)
    total = [0.0] * size
    for source in range(size):
        paths, distance = [0] * size, [-1] * size
        paths[source], distance[source] = 1, 0
        queue, order = deque([source]), []
        while queue:
            one = queue.popleft()
            order.append(one)
            for other in near[one]:
                if distance[other] < 0:
                    distance[other] = distance[one] + 1
                    queue.append(other)
                if distance[other] == distance[one] + 1:
                    paths[other] += paths[one]
        share = [0.0] * size
        for one in reversed(order):
            for other in near[one]:
                if distance[other] == distance[one] + 1:
                    share[one] += paths[one] / paths[other] * (1 + share[other])
            total[one] += share[one] if one != source else 0
    pairs = (size - 1) * (size - 2)
    return [value / pairs if pairs > 0 else 0.0 for value in total]


# ------------------------------------------------------------------ the document

TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(tab|br|cr)(?: [^>]*)?/>")
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Document:
    """The words of summary.docx, without white space: paragraphs, and rows of tables."""

    def __init__(self, files: dict[str, bytes]) -> None:
        if "summary.docx" not in files:
            raise Fault("summary.docx: is missing")
        with zipfile.ZipFile(io.BytesIO(files["summary.docx"])) as archive:
            if archive.getinfo("word/document.xml").file_size > 500_000_000:
                raise Fault("summary.docx: is too large")
            text = archive.read("word/document.xml").decode("utf-8")
        parts = text.split("</w:tr>")
        self.rows = {
            tuple(squeezed(words(cell)) for cell in row.split("</w:tc>")[:-1])
            for row in (part.rpartition("<w:tr>")[2] for part in parts[:-1])
        }
        self.paragraphs = [squeezed(words(one)) for one in text.split("</w:p>")]

    def check(self, listed: Any, brief: list[str]) -> None:
        """That it says what citations.json and figures.json say."""
        known = set(self.paragraphs)
        for line in brief:
            if squeezed(line) not in known:
                raise Fault("summary.docx: has another answer in brief than figures.json")
        for one in listed["statements"]:
            text = squeezed(f"{one['number']}. {one['text']}")
            cited = f"{text}[" if one["cites"] else text
            if not any(found.startswith(cited) for found in self.paragraphs):
                raise Fault(f"summary.docx: has another statement {one['number']}")
        for part in ("entities", "things", "relationships"):
            for row in listed[part]:
                shown = (*cells(row), "; ".join(row["cites"]))
                if tuple(map(squeezed, shown)) not in self.rows:
                    raise Fault(f"summary.docx: has another row {shown[0]}")

    def numbers(self, width: int, key: int, name: str, column: int) -> list[int]:
        """The numbers of one cell, of the row so wide that has a name in one of its cells."""
        found = [row[column] for row in self.rows if len(row) == width and row[key] == name]
        return [int(one) for text in found for one in re.findall(r"[0-9]+", text)]


def words(xml: str) -> str:
    """The text of a piece of a document."""
    return html.unescape("".join(found[1] or " " for found in TEXT.finditer(xml)))


def squeezed(text: str) -> str:
    """Without white space and with what XML cannot hold replaced, as the document has it."""
    return "".join(NOT_XML.sub("\ufffd", text).split())


# ------------------------------------------------------------------ the words again


def words_at(data: bytes, citation: dict[str, Any]) -> bool | None:
    """Whether the words of a citation stand in its file; None where this script cannot read it."""
    if citation["file"].startswith("extracts/"):
        mine = (citation["locator"], citation["text"], citation.get("cells"))
        passages = json.loads(data.decode("utf-8"))["passages"]
        return any((p["locator"], p["text"], p.get("cells")) == mine for p in passages)
    text = decoded(data) if citation["file"].endswith((".csv", ".txt")) else None
    if text is None:
        return None
    if "cells" not in citation:
        return True if citation["text"] in text else None
    if not all(cell in text or cell.replace('"', '""') in text for cell in citation["cells"]):
        return False
    return True if stands_in_row(text, citation) else None


def decoded(data: bytes) -> str | None:
    """A text file in UTF-8 or a code page of the region, else None."""
    for encoding in ("utf-8-sig", "cp1250", "cp1251"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def stands_in_row(text: str, citation: dict[str, Any]) -> bool:
    """Whether the row cited has the cells cited, by whichever separator."""
    wanted = [cell.strip() for cell in citation["cells"]]
    for separator in ",;\t|":
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        row = next(itertools.islice(rows, citation["locator"]["row"] - 1, None), [])
        if [cell.strip() for cell in row] == wanted:
            return True
    return False


def main() -> int:
    """Check and say what was found; 0 sound, 1 a fault."""
    given = [one for one in sys.argv[1:] if one != "--figures"]
    place = Path(given[0]) if given else Path(__file__).resolve().parent
    try:
        files = files_of(place)
        count, key = check_files(files), check_signature(files)
        citations, read = check_citations(files)
        figures = check_figures(files)
    except Fault as fault:
        sys.stderr.write(f"FAULT: {fault}.\n")
        return 1
    except (
        OSError, ValueError, KeyError, TypeError, LookupError, csv.Error, zipfile.BadZipFile
    ) as error:  # fmt: skip
        sys.stderr.write(f"FAULT: this is no readable pack ({type(error).__name__}).\n")
        return 1
    again = sum(known for _, known in figures)
    sys.stdout.write(
        f"verified: {count} files, {citations} citations ({read} of them word for word here), "
        f"{again} of {len(figures)} numbers counted again\nsigned by the key {key}\n"
    )
    if "--figures" in sys.argv:
        told = (f"{'again' if known else 'as is'}: {name}\n" for name, known in figures)
        sys.stdout.writelines(told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
