"""An open pack, as distrustful as a reader must be of a file that came from outside.

Names are checked against the few a pack may have before anything is read; nothing is unpacked under
a name that the pack chose; entries are stored, never compressed, so none can be larger than the
archive; and an archive must be, byte for byte, what writing its contents again would give.
"""

import filecmp
import hashlib
import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError
from workbench.evidence import pack, signing

_NAMES = re.compile(
    r"summary\.(pdf|docx)|citations\.json|figures\.json|manifest\.json|manifest\.sha256|signature\.json|verify\.py"
    r"|originals/S\d{1,9}(\.[a-z0-9]{1,8})?|extracts/S\d{1,9}\.json"
)
_OWN = pack.BESIDE


class PackFaultError(WorkbenchError):
    """The pack is not what was sent."""


@dataclass(frozen=True)
class Manifest:
    """The manifest's list of files, its own hash, and the key that signed it."""

    files: tuple[pack.Listed, ...]
    sha256: str
    made_at_utc: datetime
    public_key: str


@dataclass(frozen=True)
class OpenedPack:
    """A pack whose files lie at known places on this machine; ``name`` is for messages."""

    name: str
    files: Mapping[str, Path]
    archive: Path | None

    def json(self, path: str) -> Any:
        """A JSON file of the pack. Raises PackFaultError."""
        try:
            return json.loads(self.files[path].read_bytes())
        except KeyError as error:
            raise PackFaultError(f"{path}: is missing from {self.name}.") from error
        except (ValueError, RecursionError) as error:
            raise PackFaultError(f"{path}: is not the JSON that a pack holds.") from error

    def check_files(self) -> Manifest:
        """Every file against the manifest, the manifest against its hash, the archive itself."""
        for path in _OWN:
            if path not in self.files:
                raise PackFaultError(f"{path}: is missing from {self.name}. It is no whole pack.")
        written = self.files[pack.MANIFEST].read_bytes()
        if self.files[pack.MANIFEST_HASH].read_bytes() != pack.hash_line(written):
            raise PackFaultError(
                f"{pack.MANIFEST}: was altered (it and {pack.MANIFEST_HASH} do not agree)."
            )
        digest, signer = hashlib.sha256(written).hexdigest(), self._signer(written)
        manifest = _manifest(self.json(pack.MANIFEST), digest, signer)
        self._compare(manifest)
        if self.archive is not None:
            self._check_archive(self.archive, manifest.made_at_utc)
        return manifest

    def _signer(self, manifest: bytes) -> str:
        try:
            signed = signing.check(self.json(pack.SIGNATURE), manifest)
        except (KeyError, TypeError, ValueError) as error:
            raise PackFaultError(f"{pack.SIGNATURE}: is not the signature of a pack.") from error
        if signed is None:
            raise PackFaultError(f"{pack.MANIFEST}: was altered (its signature does not hold).")
        return signed.public_key

    def _compare(self, manifest: Manifest) -> None:
        expected = {one.path: one for one in manifest.files}
        for path in sorted(self.files.keys() - expected.keys() - set(_OWN)):
            raise PackFaultError(
                f"{path}: was added to {self.name} (the manifest has no such file)."
            )
        for path in sorted(expected):
            if path not in self.files:
                raise PackFaultError(f"{path}: is missing from {self.name}.")
            if pack.listed(path, self.files[path]) != expected[path]:
                raise PackFaultError(f"{path}: was altered (its SHA-256 or size is another).")

    def _check_archive(self, archive: Path, moment: datetime) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            again = Path(scratch) / "again.zip"
            pack.write(again, self.files, moment)
            if not filecmp.cmp(archive, again, shallow=False):
                raise PackFaultError(
                    f"{self.name}: the archive itself was altered or packed anew, though its files "
                    "are whole. If that was meant, unpack it and verify the folder."
                )


def _manifest(found: Any, sha256: str, public_key: str) -> Manifest:
    try:
        if found["format"] != pack.FORMAT:
            raise PackFaultError(
                f"{pack.MANIFEST}: has the format {str(found['format'])[:60]!r}; this version "
                f"checks {pack.FORMAT}."
            )
        files = tuple(
            pack.Listed(str(one["path"]), str(one["sha256"]), int(one["bytes"]))
            for one in found["files"]
        )
        return Manifest(files, sha256, datetime.fromisoformat(found["made_at_utc"]), public_key)
    except (KeyError, TypeError, ValueError) as error:
        raise PackFaultError(f"{pack.MANIFEST}: is not the manifest of a pack.") from error


@contextmanager
def opened(place: Path) -> Iterator[OpenedPack]:
    """Open a pack's archive or folder. Raises PackFaultError."""
    if place.is_dir():
        yield OpenedPack(place.name, _in_folder(place), None)
        return
    with tempfile.TemporaryDirectory() as scratch:
        try:
            yield OpenedPack(place.name, _unpacked(place, Path(scratch)), place)
        except OSError as error:
            raise PackFaultError(f"{place.name}: cannot be read ({error.strerror}).") from error


def _in_folder(folder: Path) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            raise PackFaultError(f"{name!r}: is a link, and a pack has none.")
        if path.is_file():
            _check_name(name)
            found[name] = path
    return found


def _unpacked(archive: Path, scratch: Path) -> dict[str, Path]:
    """The archive's entries, copied under names of our own."""
    try:
        with zipfile.ZipFile(archive) as opened_archive:
            return _copied(opened_archive, archive.stat().st_size, scratch)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError) as error:
        raise PackFaultError(f"{archive.name}: is no readable ZIP file.") from error


def _copied(archive: zipfile.ZipFile, size: int, scratch: Path) -> dict[str, Path]:
    found: dict[str, Path] = {}
    entries = archive.infolist()
    if sum(entry.file_size for entry in entries) > size:
        raise PackFaultError("the archive says it holds more than its own size: it is refused.")
    for number, entry in enumerate(entries):
        name = entry.filename
        _check_name(name)
        if name in found:
            raise PackFaultError(f"{name}: stands in the archive twice.")
        if entry.compress_type != zipfile.ZIP_STORED:
            raise PackFaultError(f"{name}: is compressed, and a pack's files never are.")
        found[name] = scratch / f"{number}{Path(name).suffix}"
        try:
            with archive.open(entry) as source, found[name].open("wb") as target:
                shutil.copyfileobj(source, target)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
            raise PackFaultError(f"{name}: was altered (it cannot be read).") from error
    return found


def _check_name(name: str) -> None:
    if not _NAMES.fullmatch(name):
        raise PackFaultError(f"{name[:80]!r}: is no file of a pack (added, renamed, or hostile).")
