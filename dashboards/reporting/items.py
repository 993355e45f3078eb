"""The collected items as anyone may see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.communicating.findings import Finding, in_local_time
from dashboards.workspace import Entity, Workspace
from workbench import collecting
from workbench.collecting import Item, Kind


@dataclass(frozen=True)
class Shown:
    """An item with its words. ``told`` opens its evidence; None where it has none.

    ``missing``: what it is about is no more in the case, or not for this user.
    """

    item: Item
    heading: str
    entities: tuple[Entity, ...]
    text: str
    note: str
    told: dict[str, object] | None
    missing: bool = False


def every(workspace: Workspace) -> tuple[Shown, ...]:
    """All items in the order of the report."""
    return tuple(_shown(workspace, item) for item in collecting.every(workspace.case))


def _shown(workspace: Workspace, item: Item) -> Shown:
    match item.kind:
        case Kind.ENTITY:
            return _object(workspace, item, [workspace.current(item.object)])
        case Kind.RELATIONSHIP:
            return _object(workspace, item, item.object.split("~")[::2])
        case Kind.FINDING:
            return _finding(workspace, item)
        case Kind.PICTURE:
            return _picture(workspace, item)
        case Kind.NOTE:
            heading = workspace.texts.say("report", "note")
            return Shown(item, heading, (), "", _note(workspace, item), None)


def _note(workspace: Workspace, item: Item) -> str:
    return workspace.masking().text(item.note)


def _entities(workspace: Workspace, names: Sequence[str]) -> tuple[Entity, ...]:
    known = workspace.entities(names)
    return tuple(known[name] for name in names if name in known)


def _object(workspace: Workspace, item: Item, names: Sequence[str]) -> Shown:
    texts, known = workspace.texts, _entities(workspace, names)
    heading = texts.say("report", str(item.kind))
    text = ""
    if item.kind is Kind.RELATIONSHIP:
        text = texts.term("relation", item.object.split("~")[1])
    told: dict[str, object] = {"what": "records", "of": "relationship", "object": item.object}
    missing = len(known) < len(names)
    return Shown(item, heading, known, text, _note(workspace, item), told, missing)


def _finding(workspace: Workspace, item: Item) -> Shown:
    finding = Finding.from_content(item.content)
    rows = [list(row) for row in finding.rows]
    told: dict[str, object] = {"what": "records", "of": "rows", "rows": rows}
    return Shown(
        item,
        workspace.texts.say("communications", f"pattern_{finding.pattern}"),
        _entities(workspace, list(dict.fromkeys(entity for _, entity in finding.who))),
        " ".join(in_local_time(workspace, words) for words in (finding.reason, *finding.cautions)),
        _note(workspace, item),
        told if rows else None,
        not _may_see(workspace, finding),
    )


def _may_see(workspace: Workspace, finding: Finding) -> bool:
    """Whether all that a finding rests on is for the present user."""
    sources = {source for source, *_ in finding.rows}
    with workspace.case.db.cursor() as db:
        known = {row[0] for row in db.execute("SELECT source_id FROM source").fetchall()}
    return sources <= known and len(workspace.entities(finding.entities)) == len(finding.entities)


def _picture(workspace: Workspace, item: Item) -> Shown:
    texts, content = workspace.texts, item.content
    known = _entities(workspace, content["entities"])
    text = texts.say(
        "report",
        "picture_text",
        entities=texts.count("entity", len(known)),
        ties=texts.count("relationship", len(content["ties"])),
    )
    name = workspace.masking().text(str(content["name"]))
    heading = texts.say("report", "picture_named", name=name)
    return Shown(item, heading, known, text, _note(workspace, item), None)
