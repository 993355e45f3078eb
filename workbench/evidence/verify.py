"""Checks a pack without the case: its files against the manifest, its citations' words against the
originals and extracts, its numbers against what they were counted from. A pack is a ZIP file, or
the folder it was unpacked into. A network for another program is checked against the manifest
beside it.
"""

from dataclasses import dataclass
from pathlib import Path

from workbench.evidence.interchange import beside
from workbench.evidence.opened_pack import PackFaultError, opened
from workbench.evidence.quoted import check_citations, check_numbers

__all__ = ["PackFaultError", "Verified", "verify"]


@dataclass(frozen=True)
class Verified:
    """A sound pack: how many files and citations were checked, its manifest's hash, who signed.

    ``signed_by`` is a public key; '' where nothing is signed. ``figures`` are the numbers stated,
    each with whether it was counted again.
    """

    files: int
    citations: int
    manifest_sha256: str
    signed_by: str = ""
    figures: tuple[tuple[str, bool], ...] = ()

    @property
    def counted_again(self) -> int:
        """How many numbers were counted again."""
        return sum(known for _, known in self.figures)


def verify(pack: Path) -> Verified:
    """Check everything. Raises PackFaultError, which names the first file at fault."""
    if beside.manifest_of(pack).is_file():
        return Verified(1, 0, beside.check(pack))
    with opened(pack) as found:
        manifest = found.check_files()
        citations = check_citations(found)
        figures = tuple(check_numbers(found))
        known = (len(manifest.files), citations, manifest.sha256, manifest.public_key)
        return Verified(*known, figures)
