"""A pack: one ZIP file whose every byte is determined by what is in it.

Nothing is compressed, all entries bear the moment of the export, and they stand in the order of
their names, so that the same contents give the same archive on every machine, and any byte that is
not as it would be written again gives an alteration away.
"""

import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

MANIFEST = "manifest.json"
MANIFEST_HASH = "manifest.sha256"
CITATIONS = "citations.json"
FIGURES = "figures.json"
SUMMARY = "summary.pdf"
WORD = "summary.docx"
VERIFIER = "verify.py"
SIGNATURE = "signature.json"
BESIDE = (MANIFEST, MANIFEST_HASH, SIGNATURE)
"""What the manifest cannot list: itself, its hash and its signature."""
FORMAT = "adria-workbench-pack/3"

_EARLIEST = datetime(1980, 1, 1)
_READABLE_BY_ALL = 0o100644 << 16
_BLOCK = 1 << 20

Content = bytes | Path


@dataclass(frozen=True)
class Listed:
    """A file as the manifest lists it."""

    path: str
    sha256: str
    bytes: int


def listed(path: str, content: Content) -> Listed:
    """Hash and size of what goes into the pack under ``path``."""
    if isinstance(content, bytes):
        return Listed(path, hashlib.sha256(content).hexdigest(), len(content))
    with content.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Listed(path, digest, content.stat().st_size)


def as_json(value: object) -> bytes:
    """JSON as packs hold it: UTF-8, indented, ending with a line feed."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def hash_line(manifest: bytes) -> bytes:
    """What ``manifest.sha256`` says, in the form that sha256sum reads."""
    return f"{hashlib.sha256(manifest).hexdigest()}  {MANIFEST}\n".encode()


def write(out: Path, contents: Mapping[str, Content], moment: datetime) -> None:
    """Write the archive, entries by name."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for path in sorted(contents):
            _add(archive, path, contents[path], moment)


def _add(archive: zipfile.ZipFile, path: str, content: Content, moment: datetime) -> None:
    entry = zipfile.ZipInfo(path, max(moment, _EARLIEST).timetuple()[:6])
    entry.create_system = 3
    entry.external_attr = _READABLE_BY_ALL
    if isinstance(content, bytes):
        archive.writestr(entry, content)
        return
    entry.file_size = content.stat().st_size
    with content.open("rb") as source, archive.open(entry, "w") as target:
        while block := source.read(_BLOCK):
            target.write(block)
