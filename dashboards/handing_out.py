"""Exports written from the pages: where the next one goes, and who may have one that is there."""

import hashlib
import re
import zipfile
from io import BytesIO
from pathlib import Path

from dashboards.workspace import Workspace
from workbench.access.rights import Right
from workbench.case import EXPORTS
from workbench.clock import now_utc
from workbench.encrypting import leaving
from workbench.errors import UnknownObjectError
from workbench.evidence.interchange.beside import manifest_of
from workbench.evidence.pack import MANIFEST, SUMMARY, WORD

_NAME = re.compile(r"(summary|disclosure|network|report)-\d{8}-\d{6}(-\d+)?\.[a-z.]+")


def free_path(workspace: Workspace, stem: str, suffix: str) -> Path:
    """Where an export of this moment goes: ``summary-20240301-120000.zip``."""
    folder = workspace.case.folder / EXPORTS
    folder.mkdir(exist_ok=True)
    stem = f"{stem}-{now_utc():%Y%m%d-%H%M%S}"
    names = [f"{stem}{suffix}", *(f"{stem}-{n}{suffix}" for n in range(2, 100))]
    return next(folder / name for name in names if not (folder / name).exists())


def path_of(workspace: Workspace, name: str) -> Path:
    """Where an export written from a page lies, for whoever may pass it on.

    Who may not see all sources gets only what they wrote themselves. Raises UnknownObjectError for
    any other name, RefusedError.
    """
    workspace.case.require(Right.DISCLOSURE)
    path = workspace.case.folder / EXPORTS / name
    if not _NAME.fullmatch(name) or not path.is_file():
        raise UnknownObjectError("no such export in this case.")
    if workspace.case.hidden and not _made_by_user(workspace, path):
        raise UnknownObjectError("no such export in this case.")
    return leaving.opened(workspace.case.folder, path)


def part_of(workspace: Workspace, name: str, part: str) -> BytesIO:
    """The PDF or the Word document of a pack alone, on the terms of ``path_of``."""
    path = path_of(workspace, name)
    if part not in (SUMMARY, WORD) or not zipfile.is_zipfile(path):
        raise UnknownObjectError("no such export in this case.")
    with zipfile.ZipFile(path) as archive:
        return BytesIO(archive.read(part))


def _made_by_user(workspace: Workspace, path: Path) -> bool:
    """Whether the present user wrote an export, as the case's list of them says."""
    digest = hashlib.sha256(_manifest(workspace.case.folder, path)).hexdigest()
    with workspace.case.ledger() as db:
        found = db.execute(
            "SELECT 1 FROM export WHERE manifest_sha256 = ? AND made_by = ?",
            [digest, workspace.user],
        ).fetchall()
    return bool(found)


def _manifest(case_folder: Path, path: Path) -> bytes:
    if manifest_of(path).is_file():
        return leaving.opened(case_folder, manifest_of(path)).read_bytes()
    with zipfile.ZipFile(leaving.opened(case_folder, path)) as archive:
        return archive.read(MANIFEST)
