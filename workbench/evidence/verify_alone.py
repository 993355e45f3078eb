#!/usr/bin/env python3
"""Checks the pack this file lies in, with nothing but Python 3.9 or newer. Read it, then run it.

    python3 verify.py [the pack's folder or ZIP file]

It checks that every file has the SHA-256 and size that manifest.json lists and that there are no
others; that manifest.json has the hash of manifest.sha256 and is signed by the key in
signature.json (Ed25519, RFC 8032); that the citations of every statement are given; that the
words of every citation stand in the extract it names, or, for originals that are plain text, in
the original; that citations.json holds as much as manifest.json counts; and that the number of
every relationship comes out when what figures.json lists of it is counted again.
Originals in other formats (spreadsheets, documents, PDF) it compares by hash only: "workbench
verify" reads these too.
"""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

Point = tuple[int, int, int, int]
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


def check_figures(files: dict[str, bytes]) -> int:
    """Counts the communications and statements of every relationship again.

    Returns how many numbers could be counted: of very many records the rows are not listed.
    """
    listed, counted = parsed(files, "citations.json"), 0
    figures = {one["number"]: one for one in parsed(files, "figures.json")["relationships"]}
    for row in listed["relationships"]:
        number, *_, shown, _, _ = (value for key, value in row.items() if key != "cites")
        figure = figures.get(number)
        if figure is None or "".join(c for c in shown if c.isdigit()) != str(figure["count"]):
            raise Fault(f"figures.json: relationship {number} has another number than the table")
        if figure["each"] is None:
            continue
        rows = [label for one in figure["each"] for label in one]
        if len(figure["each"]) != figure["count"] or not all(figure["each"]):
            raise Fault(f"figures.json: relationship {number} does not add up")
        if any(len(one) > 1 for one in figure["each"]) and len(set(rows)) < len(rows):
            raise Fault(f"figures.json: a row is counted twice for relationship {number}")
        counted += 1
    return counted


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
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    try:
        files = files_of(place)
        count, key = check_files(files), check_signature(files)
        citations, read = check_citations(files)
        counted = check_figures(files)
    except Fault as fault:
        sys.stderr.write(f"FAULT: {fault}.\n")
        return 1
    except (OSError, ValueError, KeyError, TypeError, csv.Error, zipfile.BadZipFile) as error:
        sys.stderr.write(f"FAULT: this is no readable pack ({type(error).__name__}).\n")
        return 1
    sys.stdout.write(
        f"verified: {count} files, {citations} citations ({read} of them word for word here), "
        f"{counted} numbers counted again\n"
        f"signed by the key {key}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
