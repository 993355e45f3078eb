"""The manifest that lies beside a network for another program, and whether the two agree."""

import hashlib
import json
from pathlib import Path

from workbench.evidence import pack
from workbench.evidence.opened_pack import PackFaultError

FORMAT = "adria-workbench-network/1"
_SUFFIX = ".manifest.json"


def manifest_of(file: Path) -> Path:
    """Where the manifest of an exported file lies."""
    return file.with_name(file.name + _SUFFIX)


def check(file: Path) -> str:
    """The hash of the manifest, which the case has logged. Raises PackFaultError."""
    manifest = manifest_of(file)
    written = manifest.read_bytes()
    try:
        found = json.loads(written)
        (listed,) = found["files"]
        known = pack.Listed(file.name, str(listed["sha256"]), int(listed["bytes"]))
        form = str(found["format"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise PackFaultError(f"{manifest.name}: is not the manifest of an export.") from error
    if form != FORMAT:
        raise PackFaultError(
            f"{manifest.name}: has the format {form[:60]!r}; this version checks {FORMAT}."
        )
    if pack.listed(file.name, file) != known:
        raise PackFaultError(f"{file.name}: was altered (its SHA-256 or size is another).")
    return hashlib.sha256(written).hexdigest()
