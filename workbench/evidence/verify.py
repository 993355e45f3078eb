"""Checks a pack without the case: its files against the manifest, its citations' words against the
originals and extracts. A pack is a ZIP file, or the folder it was unpacked into.
"""

from dataclasses import dataclass
from pathlib import Path

from workbench.evidence.opened_pack import PackFaultError, opened
from workbench.evidence.quoted import check_citations

__all__ = ["PackFaultError", "Verified", "verify"]


@dataclass(frozen=True)
class Verified:
    """A sound pack: how many files and citations were checked, and the hash of its manifest."""

    files: int
    citations: int
    manifest_sha256: str


def verify(pack: Path) -> Verified:
    """Check everything. Raises PackFaultError, which names the first file at fault."""
    with opened(pack) as found:
        manifest = found.check_files()
        citations = check_citations(found)
        return Verified(len(manifest.files), citations, manifest.sha256)
