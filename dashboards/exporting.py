"""Writing an evidence summary from the page, and handing it out for download."""

import hashlib
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from dashboards.gestures import shown_ids
from dashboards.views import View
from dashboards.workspace import Workspace
from workbench.access.rights import Right
from workbench.case import EXPORTS
from workbench.clock import now_utc
from workbench.errors import RefusedError, UnknownObjectError
from workbench.evidence import summary, verify
from workbench.evidence.pack import MANIFEST

PRINCIPAL = 25
"""How many principal actors a summary has."""
_NAME = re.compile(r"summary-\d{8}-\d{6}(-\d+)?\.zip")


class Scope(StrEnum):
    """What a summary is to be about."""

    CASE = "case"
    SELECTION = "selection"
    PICTURE = "picture"


@dataclass(frozen=True)
class Pack:
    """A written pack: its name among the case's exports, and what checking it found."""

    name: str
    bytes: int
    files: int
    citations: int


def focus_of(
    workspace: Workspace, scope: Scope, view: View, selection: Mapping[str, Any]
) -> list[str]:
    """The entities a summary is to centre on; none for the whole case, or where none are chosen."""
    match scope:
        case Scope.CASE:
            return []
        case Scope.SELECTION:
            relationship = str(selection.get("relationship") or "")
            ends = relationship.split("~")[::2] if relationship else []
            return [str(entity) for entity in (*(selection.get("entities") or []), *ends)]
        case Scope.PICTURE:
            shown = shown_ids(workspace, view)
            ranking = workspace.ranking(view.chosen(workspace.texts.zone), view.measure)
            return [one.entity_id for one in ranking.ranked if one.entity_id in shown][:PRINCIPAL]


def write(workspace: Workspace, recipient: str, question: str, focus: Sequence[str]) -> Pack:
    """Write a summary about ``focus`` (none: the whole case) and check it.

    Raises RefusedError without a recipient or where handling codes hold all of the focus back, and
    what ``summary.export`` raises.
    """
    if not recipient.strip():
        raise RefusedError(workspace.texts.say("export", "no_recipient"))
    with workspace.writing():
        out = _free_path(workspace.case.folder / EXPORTS)
        try:
            summary.export(
                workspace.case,
                out,
                recipient=recipient.strip(),
                question=question.strip(),
                focus=list(focus),
                top=PRINCIPAL,
            )
        except UnknownObjectError as error:
            # The page names entities of the case only: those sources are not to be passed on.
            raise RefusedError(workspace.texts.say("export", "held_back")) from error
    found = verify.verify(out)
    return Pack(out.name, out.stat().st_size, found.files, found.citations)


def path_of(workspace: Workspace, name: str) -> Path:
    """Where a pack written from here lies, for whoever may pass it on.

    Who may not see all sources gets only what they wrote themselves. Raises UnknownObjectError for
    any other name, RefusedError.
    """
    workspace.case.require(Right.DISCLOSURE)
    path = workspace.case.folder / EXPORTS / name
    if not _NAME.fullmatch(name) or not path.is_file():
        raise UnknownObjectError("no such export in this case.")
    if workspace.case.hidden and not _made_by(workspace, path):
        raise UnknownObjectError("no such export in this case.")
    return path


def _made_by(workspace: Workspace, path: Path) -> bool:
    """Whether the present user wrote a pack, as the case's list of exports says."""
    with zipfile.ZipFile(path) as archive:
        digest = hashlib.sha256(archive.read(MANIFEST)).hexdigest()
    with workspace.case.ledger() as db:
        found = db.execute(
            "SELECT 1 FROM export WHERE manifest_sha256 = ? AND made_by = ?",
            [digest, workspace.user],
        ).fetchone()
    return found is not None


def _free_path(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    stem = f"summary-{now_utc():%Y%m%d-%H%M%S}"
    names = [f"{stem}.zip", *(f"{stem}-{n}.zip" for n in range(2, 100))]
    return next(folder / name for name in names if not (folder / name).exists())
