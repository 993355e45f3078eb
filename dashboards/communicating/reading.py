"""The evidence that the page points to, read in the shared dialog: hours, pairs, records."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboards.communicating.cards import PER_PAGE as FINDINGS
from dashboards.communicating.cards import some_cards
from dashboards.communicating.findings import about
from dashboards.communicating.subjects import open_groups, subject
from dashboards.components import Children, Component
from dashboards.components.buttons import reading
from dashboards.components.evidence import PER_PAGE, evidence_cards
from dashboards.workspace import Workspace
from graph.evidence import EvidenceKind, Locator
from graph.phones import rows_at
from graph.phones.traffic import Row
from workbench.errors import UnknownObjectError
from workbench.evidence.collected import as_stated
from workbench.evidence.kept_rows import kept_row, records
from workbench.evidence.trace import Trace, evidence_at, trace

Told = Mapping[str, Any]


def read(workspace: Workspace, told: Told) -> tuple[str, Children]:
    """Title and body of the dialog. Raises UnknownObjectError for what makes no sense."""
    try:
        page = max(int(told.get("page") or 1), 1)
        return _title(workspace, told), _body(workspace, told, page)
    except (KeyError, TypeError, ValueError) as error:
        raise UnknownObjectError("no such evidence in this case.") from error


def _title(workspace: Workspace, told: Told) -> str:
    texts = workspace.texts
    if told["of"] == "hour":
        day = texts.say("communications", f"day_{int(told['weekday'])}")
        hour = int(told["hour"])
        return texts.say("communications", "hour_title", day=day, hour=f"{hour:02}:00")
    if told["of"] == "findings":
        return texts.say("communications", f"pattern_{told['pattern']}")
    if told["of"] == "relationship":
        ends = str(told["object"]).split("~")[::2]
        known = workspace.entities(ends)
        return " – ".join(known[end].label for end in ends if end in known)
    return texts.say("communications", "records_title")


def _body(workspace: Workspace, told: Told, page: int) -> Children:
    first = (page - 1) * PER_PAGE
    if told["of"] == "findings":
        return _findings(workspace, told, page)
    if told["of"] == "relationship":
        found = _between(workspace, str(told["object"]), first)
    else:
        rows = _hour(workspace, told) if told["of"] == "hour" else _rows(workspace, told["rows"])
        found = _traced(workspace, rows, first)
    for source in sorted({item.source_id for item in found.evidence}):
        workspace.consulted(f"source-{source}")
    more = page * PER_PAGE < found.total
    return [*evidence_cards(workspace.texts, found, page), _turning(workspace, told, page, more)]


def _between(workspace: Workspace, relationship: str, first: int) -> Trace:
    """The evidence of a relationship; of two phones whoever held them."""
    case, shown = workspace.case, workspace.masking()
    return trace(
        case, relationship, PER_PAGE, first, shown=shown, projection=as_stated(relationship)
    )


def _findings(workspace: Workspace, told: Told, page: int) -> Children:
    """The findings of a pattern, page by page."""
    groups = open_groups(workspace, [str(name) for name in told["entities"]])
    found = about(workspace, str(told["pattern"]), groups)
    here = found[(page - 1) * FINDINGS : page * FINDINGS]
    more = page * FINDINGS < len(found)
    return [some_cards(workspace, here), _turning(workspace, told, page, more)]


def _hour(workspace: Workspace, told: Told) -> Sequence[Row]:
    entity = workspace.entities([str(told["entity"])])[str(told["entity"])]
    asked = subject(workspace, entity)
    if asked.protected:
        return ()
    zone = workspace.texts.zone.key
    return rows_at(workspace.case, asked.held, zone, int(told["weekday"]), int(told["hour"]))


def _rows(workspace: Workspace, rows: Sequence[Sequence[Any]]) -> Sequence[Row]:
    with workspace.case.db.cursor() as db:
        return records(db, [kept_row(row) for row in rows])


def _traced(workspace: Workspace, rows: Sequence[Row], first: int) -> Trace:
    wanted = [
        Locator(EvidenceKind.COMMUNICATION, *row, None, None, None, None)
        for row in rows[first : first + PER_PAGE]
    ]
    found = evidence_at(workspace.case, workspace.masking(), wanted) if wanted else []
    return Trace("", len(rows), tuple(found))


def _turning(workspace: Workspace, told: Told, page: int, more: bool) -> Component:
    """To the evidence before and after."""
    texts = workspace.texts
    plain = {name: value for name, value in told.items() if name != "at"}
    buttons = []
    if page > 1:
        buttons.append(reading(texts.say("communications", "before"), plain | {"page": page - 1}))
    if more:
        buttons.append(reading(texts.say("communications", "after"), plain | {"page": page + 1}))
    return html.Div(buttons, className="turning")
