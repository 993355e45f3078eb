"""Writing an evidence summary from the page, and handing it out for download."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dashboards.gestures import shown_ids
from dashboards.handing_out import free_path
from dashboards.views import View
from dashboards.workspace import Workspace
from workbench.errors import RefusedError, UnknownObjectError
from workbench.evidence import summary, verify

PRINCIPAL = 25
"""How many principal actors a summary has."""


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
        out = free_path(workspace, "summary", ".zip")
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
