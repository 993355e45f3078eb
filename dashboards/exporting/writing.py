"""Previewing and writing exports: nothing leaves with a preview, which stays on the screen."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboards.exporting.asked import DISCLOSURE, Asked, stretch
from dashboards.exporting.focus import PRINCIPAL, focus_of
from dashboards.handing_out import free_path
from dashboards.views import View
from dashboards.workspace import Workspace
from workbench.access.rights import Right
from workbench.encrypting import leaving
from workbench.errors import RefusedError, UnknownObjectError
from workbench.evidence import interchange, preview, summary, verify
from workbench.evidence.handling import Purpose
from workbench.evidence.request import Request, Template

MOST_PAGES = 40

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Written:
    """A file that was written to the case's exports; ``checked`` for a pack that was verified."""

    name: str
    bytes: int
    checked: verify.Verified | None


def pages(workspace: Workspace, asked: Asked, view: View, selection: Json) -> tuple[list[str], int]:
    """The summary's first pages as pictures (data addresses), and how many it has in all.

    Raises RefusedError and what summaries raise.
    """
    found = preview.preview(workspace.case, request(workspace, asked, view, selection))
    shown = ["data:image/png;base64," + b64encode(page).decode() for page in found[:MOST_PAGES]]
    return shown, len(found)


def request(workspace: Workspace, asked: Asked, view: View, selection: Json) -> Request:
    """What the summary is to be. Raises RefusedError."""
    times = stretch(workspace.texts, asked)
    return Request(
        recipient=asked.recipient.strip() or workspace.texts.say("export", "nobody"),
        question=asked.question.strip(),
        focus=focus_of(workspace, asked, view, selection),
        top=PRINCIPAL,
        purpose=Purpose(asked.purpose),
        language=asked.language,
        template=Template(asked.template),
        from_utc=times.from_utc,
        to_utc=times.to_utc,
        turn_utc=times.turn_utc,
        collected=asked.collected,
        everything=asked.form == DISCLOSURE,
    )


def write(workspace: Workspace, asked: Asked, view: View, selection: Json) -> Written:
    """Write the export and check it. Raises RefusedError and what the formats raise."""
    workspace.case.require(Right.DISCLOSURE)
    if not asked.recipient.strip():
        raise RefusedError(workspace.texts.say("export", "no_recipient"))
    wanted = request(workspace, asked, view, selection)
    with workspace.writing():
        stem = asked.form if asked.is_summary else "network"
        out = free_path(workspace, stem, asked.suffix)
        try:
            _send(workspace, asked, wanted, out)
        except UnknownObjectError as error:
            # The page names entities of the case only: those sources are not to be passed on.
            raise RefusedError(workspace.texts.say("export", "held_back")) from error
    readable = leaving.opened(workspace.case.folder, out)
    checked = verify.verify(readable) if asked.is_summary else None
    return Written(out.name, readable.stat().st_size, checked)


def _send(workspace: Workspace, asked: Asked, wanted: Request, out: Path) -> None:
    if asked.is_summary:
        summary.export(workspace.case, out, **vars(wanted))
        return
    network = interchange.Asked(
        wanted.recipient,
        wanted.purpose,
        around=wanted.focus,
        from_utc=wanted.from_utc,
        to_utc=wanted.to_utc,
    )
    interchange.export(workspace.case, asked.form, out, network)
