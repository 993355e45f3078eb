"""Previewing and exporting the report: nothing leaves with a preview, which stays on the screen."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dashboards.handing_out import free_path
from dashboards.workspace import Workspace
from workbench import collecting, sources
from workbench.access.rights import Right
from workbench.collecting import Kind
from workbench.errors import RefusedError, UnknownObjectError
from workbench.evidence import interchange, preview, summary, verify
from workbench.evidence.handling import Purpose, withheld
from workbench.evidence.request import Request

SUMMARY = summary.FORMAT
FORMATS: Mapping[str, str] = {SUMMARY: ".zip"} | {
    name: form.suffix for name, form in interchange.FORMATS.items()
}
"""Each format's name with the ending of its files."""
PRINCIPAL = 25
MOST_PAGES = 40


@dataclass(frozen=True)
class Asked:
    """For whom, for what, in which language and format."""

    recipient: str
    question: str
    purpose: str
    language: str
    form: str = SUMMARY


@dataclass(frozen=True)
class Written:
    """A file that was written to the case's exports; ``checked`` for a pack that was verified."""

    name: str
    bytes: int
    checked: verify.Verified | None


def pages(workspace: Workspace, asked: Asked) -> tuple[list[str], int]:
    """The summary's first pages as pictures (data addresses), and how many it has in all."""
    found = preview.preview(workspace.case, request(workspace, asked))
    shown = ["data:image/png;base64," + b64encode(page).decode() for page in found[:MOST_PAGES]]
    return shown, len(found)


def request(workspace: Workspace, asked: Asked) -> Request:
    """What the summary is to be: about the collected persons and things, or the whole case."""
    return Request(
        asked.recipient.strip() or workspace.texts.say("report", "nobody"),
        asked.question.strip(),
        focus(workspace, asked.purpose),
        PRINCIPAL,
        Purpose(asked.purpose),
        {},
        asked.language,
        collected=True,
    )


# Grain: one entity that a source not withheld names.
_NAMED = """
    SELECT DISTINCT entity_id FROM entity_member JOIN mention USING (mention_id)
    WHERE entity_id IN (SELECT unnest($entities::VARCHAR[]))
        AND source_id NOT IN (SELECT unnest($withheld::INTEGER[]))
"""


def focus(workspace: Workspace, purpose: str) -> tuple[str, ...]:
    """The entities that were collected themselves, those that may be named for the purpose."""
    items = collecting.every(workspace.case)
    names = [workspace.current(one.object) for one in items if one.kind is Kind.ENTITY]
    with workspace.case.db.cursor() as db:
        kept_back = withheld(sources.every(db), Purpose(purpose), {})
        asked = {"entities": names, "withheld": [one.source_id for one in kept_back]}
        known = {row[0] for row in db.execute(_NAMED, asked).fetchall()}
    return tuple(name for name in dict.fromkeys(names) if name in known)


def write(workspace: Workspace, asked: Asked) -> Written:
    """Write the export and check it. Raises RefusedError and what the formats raise."""
    workspace.case.require(Right.DISCLOSURE)
    if not asked.recipient.strip():
        raise RefusedError(workspace.texts.say("export", "no_recipient"))
    with workspace.writing():
        out = free_path(workspace, "report", FORMATS[asked.form])
        try:
            _send(workspace, asked, out)
        except UnknownObjectError as error:
            # The page names entities of the case only: those sources are not to be passed on.
            raise RefusedError(workspace.texts.say("export", "held_back")) from error
    checked = verify.verify(out) if asked.form == SUMMARY else None
    return Written(out.name, out.stat().st_size, checked)


def _send(workspace: Workspace, asked: Asked, out: Path) -> None:
    if asked.form != SUMMARY:
        purpose, around = Purpose(asked.purpose), focus(workspace, asked.purpose)
        told = interchange.Asked(asked.recipient.strip(), purpose, around=around)
        interchange.export(workspace.case, asked.form, out, told)
        return
    summary.export(
        workspace.case,
        out,
        recipient=asked.recipient.strip(),
        question=asked.question.strip(),
        focus=focus(workspace, asked.purpose),
        top=PRINCIPAL,
        purpose=Purpose(asked.purpose),
        language=asked.language,
        collected=True,
    )
