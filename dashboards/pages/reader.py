"""The dialog in which longer things are read: files, what is left out, ranks, keys."""

from dataclasses import replace
from typing import Any

from dash import Dash, no_update
from dash.dependencies import Input, Output, State

from dashboards import ids
from dashboards.communicating import reading as records
from dashboards.components import Children, ranks, strip
from dashboards.components import evidence as evidence_parts
from dashboards.components.keys import keys_table
from dashboards.components.overview import rejected_rows
from dashboards.gestures import shown_ids
from dashboards.overview import rejected
from dashboards.pages.saved import comparison
from dashboards.reading import extract_at
from dashboards.views import View
from dashboards.workspace import Workspace

LISTED = 40

Json = dict[str, Any]


def register(app: Dash, workspace: Workspace) -> None:
    """Connect the dialog."""

    @app.callback(
        Output(ids.READER, "opened"),
        Output(ids.READER, "title"),
        Output(ids.READER_BODY, "children"),
        Input(ids.READING, "data"),
        State(ids.VIEW, "data"),
        prevent_initial_call=True,
    )
    def read(told: Json | None, view: Json) -> tuple[Any, Any, Any]:
        texts = workspace.texts
        match (told or {}).get("what"):
            case None if not told:
                return no_update, no_update, no_update
            case "keys":
                return True, texts.say("keys", "title"), keys_table(texts)
            case "compare":
                return True, *comparison(workspace, told or {}, view)
            case "rejected":
                number = int((told or {}).get("source") or 0)
                workspace.consulted(f"source-{number}")
                rows = rejected(workspace, number)
                return True, texts.say("overview", "rejected_title"), rejected_rows(texts, rows)
            case "records":
                return True, *records.read(workspace, told or {})
            case "ranks":
                return True, texts.say("measure", "firm"), _firm_ranks(workspace, view)
            case "left-out":
                return True, texts.say("statement", "details"), _left_out(workspace, view)
        found = extract_at(workspace, told or {})
        workspace.consulted(f"source-{found.place.source_id}")
        place = evidence_parts.place_text(texts, found.place)
        title = texts.say("evidence", "context_title", file=found.file, place=place)
        return True, title, evidence_parts.extract(texts, found)


def _left_out(workspace: Workspace, view: Json) -> Children:
    seen = View.from_json(view)
    network = workspace.network(seen.chosen(workspace.texts.zone))
    apart = workspace.entities([service.entity_id for service in network.set_apart])
    shown = shown_ids(workspace, seen)
    return strip.left_out(workspace.texts, seen, shown, network, apart)


def _firm_ranks(workspace: Workspace, view: Json) -> Children:
    seen = View.from_json(view)
    ranking = workspace.firm_ranking(seen.chosen(workspace.texts.zone), seen.measure)
    first = replace(ranking, ranked=ranking.ranked[:LISTED])
    entities = workspace.entities([item.entity_id for item in first.ranked])
    return ranks.firm_ranks(workspace.texts, first, entities)
