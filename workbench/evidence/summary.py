"""Exports an evidence summary as a pack, and logs that it left."""

import hashlib
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from workbench import access, originals
from workbench.access import Masking
from workbench.access.rights import Right
from workbench.case import STORE, Case
from workbench.clock import now_utc
from workbench.encrypting import leaving
from workbench.errors import RefusedError, WorkbenchError
from workbench.evidence import departures, occasions, pack, pseudonyms, signing
from workbench.evidence.composing import Composed, compose
from workbench.evidence.enclosures import citations, enclosures
from workbench.evidence.handling import Purpose
from workbench.evidence.manifest import manifest
from workbench.evidence.request import Request, Template
from workbench.evidence.typesetting import typeset
from workbench.evidence.word_document import word_document
from workbench.progress import Progress, silent

FORMAT = "summary"


@dataclass(frozen=True)
class Exported:
    """A pack that was written: where, what it holds, and the hash under which it is logged."""

    path: Path
    export_id: int
    files: int
    citations: int
    originals: int
    extracts: int
    withheld: int
    manifest_sha256: str


def export(
    case: Case,
    out: Path,
    *,
    recipient: str,
    question: str = "",
    focus: Sequence[str] = (),
    top: int = 25,
    purpose: Purpose = Purpose.JUDICIAL,
    permissions: Mapping[int, str] | None = None,
    language: str = "en",
    template: Template = Template.OVERVIEW,
    from_utc: datetime | None = None,
    to_utc: datetime | None = None,
    turn_utc: datetime | None = None,
    collected: bool = False,
    everything: bool = False,
    tsa: str | None = None,
    progress: Progress = silent,
) -> Exported:
    """Write a summary as asked (see ``Request``), with all that the handling codes let go.

    ``tsa`` is the address of a time-stamping authority (RFC 3161) that is to stamp the PDF.

    Replaces an earlier pack at ``out``, and nothing else. Raises RefusedError, UnknownObjectError,
    CaseDamagedError, WorkbenchError.
    """
    case.require(Right.DISCLOSURE)
    known = access.for_export(case)
    by_pseudonym = {name: entity for entity, name in known.pseudonyms.items()}
    around = tuple(by_pseudonym.get(name, name) for name in focus)
    asked = (recipient, question, around, top, purpose, permissions or {}, language)
    request = Request(*asked, template, from_utc, to_utc, turn_utc, collected, everything)
    occasions.check(request)
    _check(case, out)
    made_at_utc = now_utc().replace(microsecond=0)
    shown = pseudonyms.for_export(case, known, departures.about(case, FORMAT, asdict(request)))
    composed = compose(case, shown, request, made_at_utc, progress)
    progress("setting the summary", 0.8)
    contents = enclosures(case, composed)
    contents[pack.CITATIONS] = pack.as_json(citations(composed.report, composed.disclosures))
    contents[pack.FIGURES] = pack.as_json(composed.figures)
    set_pdf = typeset(composed.report, made_at_utc)
    contents[pack.SUMMARY] = signing.sign_pdf(case, set_pdf, made_at_utc, tsa)
    contents[pack.WORD] = word_document(composed.report, made_at_utc)
    contents[pack.VERIFIER] = _verifier()
    listed = manifest(case, shown, request, composed, contents, made_at_utc)
    contents[pack.MANIFEST] = written = pack.as_json(listed)
    contents[pack.MANIFEST_HASH] = pack.hash_line(written)
    contents[signing.SIGNATURE] = signing.sign_manifest(case, written)
    progress("writing the pack", 0.95)
    return _send(case, out, request, shown, composed, contents, made_at_utc)


def _verifier() -> bytes:
    """The script that checks a pack without the workbench."""
    return (files("workbench.evidence") / "verify_alone.py").read_bytes()


def _check(case: Case, out: Path) -> None:
    if out.is_dir():
        raise RefusedError(f"{out}: is a folder. Name the file to write, such as summary.zip.")
    if not out.parent.is_dir():
        raise RefusedError(f"{out}: there is no folder {out.parent}. Make it first.")
    if out.suffix.lower() == ".pdf":
        raise RefusedError(
            f"{out}: a summary goes out as a pack that holds the PDF. Name a .zip file."
        )
    inside = (case.folder / originals.FOLDER).resolve()
    if inside in out.resolve().parents or out.resolve() == (case.folder / STORE).resolve():
        raise RefusedError(f"{out}: belongs to the case itself. Name another file.")
    if out.exists() and not _is_pack(out):
        raise RefusedError(f"{out}: is there already and is no pack. Name another file.")


def _is_pack(out: Path) -> bool:
    if not zipfile.is_zipfile(out):
        return False
    with zipfile.ZipFile(out) as archive:
        return pack.MANIFEST_HASH in archive.namelist()


def _send(
    case: Case,
    out: Path,
    request: Request,
    shown: Masking,
    composed: Composed,
    contents: dict[str, pack.Content],
    made_at_utc: datetime,
) -> Exported:
    """Write beside the place, then log and put it there together."""
    manifest_bytes = contents[pack.MANIFEST]
    assert isinstance(manifest_bytes, bytes)
    digest = hashlib.sha256(manifest_bytes).hexdigest()
    wholes = sum(one.whole for one in composed.disclosures.values())
    try:
        with leaving.workplace(case.folder, out, ".pack-") as scratch:
            made = Path(scratch) / "pack.zip"
            pack.write(made, contents, made_at_utc)
            with case.transaction():
                left = departures.Left(
                    FORMAT, request.recipient, request.purpose, made_at_utc, digest
                )
                number = departures.disclosed(case, left, shown)
                leaving.put(case.folder, made, out)
    except OSError as error:
        raise WorkbenchError(
            f"{out}: cannot be written ({error.strerror}). Nothing was exported."
        ) from error
    return Exported(
        path=out,
        export_id=number,
        files=len(contents) - len(pack.BESIDE),
        citations=len(composed.report.citations),
        originals=wholes,
        extracts=len(composed.disclosures) - wholes,
        withheld=len(composed.withheld),
        manifest_sha256=digest,
    )
