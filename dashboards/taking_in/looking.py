"""What a waiting file is, what its columns mean, what would be made of it: found out on trial."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from dashboards.taking_in.waiting import Waiting, WaitingRoom
from ingest import drafting, templates
from ingest.drafting import Draft
from ingest.intake import AddOptions
from ingest.templates import Template
from ingest.trial import Trial, recognised
from workbench.case import Case
from workbench.errors import WorkbenchError
from workbench.vocabulary import SourceKind

_HEAD = 2 << 20
"""So much of a long text is read to see what it is."""


def look(case: Case, room: WaitingRoom, waiting: Waiting) -> None:
    """Read a file on trial and keep what was seen, or why it cannot be read."""
    trial, problem = _tried(case, waiting, waiting.options)
    draft = _drafted(waiting, trial)
    seen: dict[str, object] = {
        "looked_at": True,
        "trial": trial,
        "problem": problem,
        "draft": draft,
    }
    if draft:
        facts = _facts(draft.template, trial)
        seen |= {"meanings": tuple(c.field for c in draft.columns), "facts": facts}
    room.change(waiting, **seen)


def settle(
    case: Case,
    room: WaitingRoom,
    waiting: Waiting,
    meanings: Sequence[str | None],
    facts: Mapping[str, str | None],
) -> Waiting | None:
    """Read a file by the layout as the user puts it right, and keep what comes of it."""
    if waiting.draft is None:
        return waiting
    template = drafting.settled(waiting.draft, meanings, facts, _version(case, waiting.draft))
    trial, problem = _tried(case, waiting, waiting.options, template)
    return room.change(
        waiting, trial=trial, problem=problem, meanings=tuple(meanings), facts=dict(facts),
        template=template,
    )  # fmt: skip


def describe(room: WaitingRoom, waiting: Waiting, options: AddOptions) -> None:
    """Keep what the user says of a file; where that changes how it is read, have it looked at
    again."""
    if options == waiting.options:
        return
    again = any(getattr(options, name) != getattr(waiting.options, name) for name in _READ_BY)
    room.change(waiting, options=options, **(_UNSEEN if again else {}))


_READ_BY = ("kind", "country", "time_zone", "target", "exhibit")
_UNSEEN: Mapping[str, object] = {"looked_at": False, "template": None}


def _tried(
    case: Case, waiting: Waiting, options: AddOptions, template: Template | None = None
) -> tuple[Trial | None, str | None]:
    with TemporaryDirectory() as folder:
        if template is not None:
            options = with_template(options, template, Path(folder))
        try:
            trial = recognised(
                waiting.path,
                options,
                kept=templates.kept(case),
                country=case.property("country"),
                head_bytes=_HEAD,
            )
        except WorkbenchError as error:
            return None, str(error)
    return trial, None


def with_template(options: AddOptions, template: Template, folder: Path) -> AddOptions:
    """Options by which a file is read by a template, whose text is written into ``folder``."""
    stated = folder / "template.toml"
    stated.write_text(template.source_text, encoding="utf-8")
    return replace(options, kind=template.kind, template=str(stated))


def _drafted(waiting: Waiting, trial: Trial | None) -> Draft | None:
    """The layout to be put right, of files that have one."""
    kind = SourceKind(trial.added.source.kind) if trial else waiting.options.kind
    try:
        kind = kind or drafting.kind_of(waiting.path)
        if kind not in drafting.DRAFTED:
            return None
        if trial and kind is SourceKind.SEIZURE_REPORT and not trial.added.source.template:
            return None  # a report in prose
        return drafting.draft(waiting.path, kind, waiting.options.hints)
    except WorkbenchError:
        return None


def _facts(template: Template, trial: Trial | None) -> dict[str, str | None]:
    """What the file does not say itself, as it was found out or is still open."""
    source = trial.added.source if trial else None
    return {
        "country": template.country or (source.country if source else None),
        "time_zone": template.time_zone or (source.time_zone if source else None),
        "date_order": template.date_order,
        "convention": template.convention,
    }


def _version(case: Case, draft: Draft) -> int:
    """One more than the newest of that name which the case keeps."""
    kept = [t.version for t in templates.kept(case) if t.name == draft.template.name]
    return max(kept, default=0) + 1
