"""Adding to the report from any page: what was pointed to becomes an item of the case."""

from collections.abc import Mapping
from typing import Any

from dashboards import saving
from dashboards.communicating.findings import every as found_by
from dashboards.pictures import part_of, shown_vertices
from dashboards.workspace import Workspace
from graph.patterns import PATTERNS
from workbench import collecting
from workbench.collecting import Kind
from workbench.errors import UnknownObjectError

Json = Mapping[str, Any]


def add(workspace: Workspace, told: Json) -> int:
    """Collect what a button names; the item's number.

    Raises UnknownObjectError where the case has no such thing, RefusedError.
    """
    kind = Kind(str(told.get("kind")))
    obj, content = _READERS[kind](workspace, told)
    note = str(told.get("note") or "")
    with workspace.writing():
        return collecting.collect(workspace.case, kind, obj, content, note)


def _entity(workspace: Workspace, told: Json) -> tuple[str, Json]:
    entity = workspace.current(str(told["object"]))
    if entity not in workspace.entities([entity]):
        raise _gone(workspace)
    return entity, {}


def _relationship(workspace: Workspace, told: Json) -> tuple[str, Json]:
    name = str(told["object"])
    parts = name.split("~")
    if len(parts) != 3 or len(workspace.entities(parts[::2])) < 2:
        raise _gone(workspace)
    return name, {}


def _finding(workspace: Workspace, told: Json) -> tuple[str, Json]:
    """A finding with all its particulars: it stays as it was, though the case changes."""
    pattern, key = str(told["pattern"]), str(told["key"])
    found = found_by(workspace, pattern) if pattern in PATTERNS else ()
    meant = next((one for one in found if one.key == key), None)
    if meant is None:
        raise _gone(workspace)
    return key, meant.as_content()


def _picture(workspace: Workspace, told: Json) -> tuple[str, Json]:
    """A saved picture with what it shows today."""
    saved = saving.get(workspace, int(told["view"]))
    chosen = saved.view.chosen(workspace.texts.zone)
    network = workspace.network(chosen)
    measured = workspace.measured(chosen, saved.view.measure)
    drawn = part_of(network, shown_vertices(network, measured, saved.view))
    ties = [str(name) for name in drawn.relationships["relationship_id"]]
    content = {"name": told.get("name") or saved.name, "entities": list(drawn.ids), "ties": ties}
    return f"view-{saved.view_id}", content


def _note(_: Workspace, __: Json) -> tuple[str, Json]:
    return "", {}


_READERS = {
    Kind.ENTITY: _entity,
    Kind.RELATIONSHIP: _relationship,
    Kind.FINDING: _finding,
    Kind.PICTURE: _picture,
    Kind.NOTE: _note,
}


def _gone(workspace: Workspace) -> UnknownObjectError:
    return UnknownObjectError(workspace.texts.say("report", "gone"))
