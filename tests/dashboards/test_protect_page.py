"""The page on people to protect, as the server makes it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from dash.development.base_component import Component

from dashboards.pages import protect
from dashboards.pages import protect_ids as ids
from dashboards.texts import Texts
from dashboards.workspace import Workspace
from tests.graph.builders import at, new_case
from workbench.access import gate
from workbench.access import protect as recompute
from workbench.case import Case
from workbench.errors import RefusedError
from workbench.vocabulary import ClaimKind

NAME = "Karim Sultani"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """A victim whom a suspect drove."""
    building = new_case(tmp_path)
    report = building.source("witness_statement")
    building.claim("person-1", ClaimKind.MEETS, "person-2", report, start=at(2))
    db = building.refreshed().db
    db.execute("UPDATE entity SET label = ? WHERE entity_id = 'person-2'", [NAME])
    db.execute(
        "INSERT INTO person_status SELECT mention_id, 'victim', true, NULL, NULL, 'x' "
        "FROM entity_member WHERE entity_id = 'person-2'"
    )
    with building.case as made, made.transaction():
        recompute(made)
        yield_case = made
    with Case.open(yield_case.folder, write=True, user="ana") as opened:
        yield opened


def words(part: Any) -> str:
    """All texts of a component."""
    if isinstance(part, list | tuple):
        return " ".join(map(words, part))
    if isinstance(part, Component):
        return " ".join(words(getattr(part, n, "")) for n in ("children", "label"))
    return "" if part is None else str(part)


def fields(**given: Any) -> dict[str, Any]:
    return dict.fromkeys(protect._FIELDS) | {ids.HOURS: 8} | given


def shown(workspace: Workspace, person: str | None = "person-2") -> str:
    return words(protect.layout(workspace, {"person": person} if person else {}))


def test_a_name_is_shown_only_while_it_is_unlocked(case: Case) -> None:
    workspace = Workspace(case, Texts.load("en", "UTC"))
    assert NAME not in shown(workspace) and "The name is hidden" in shown(workspace)
    asked = fields(**{ids.REASON: "the hospital asks", ids.ANSWERS: "Vera"})
    protect._do(workspace, ids.UNLOCK, "person-2", asked)
    assert NAME in shown(workspace)
    with gate.acting(gate.Actor("mila")):
        assert NAME not in shown(workspace), "to nobody else"
    assert workspace.entities(["person-2"])["person-2"].label == NAME
    protect._do(workspace, ids.LOCK, "person-2", fields())
    assert NAME not in shown(workspace)


def test_what_is_missing_is_asked_for(case: Case) -> None:
    workspace = Workspace(case, Texts.load("en", "UTC"))
    for button, message in ((ids.UNLOCK, "say why"), (ids.REFER, "choose"), (ids.FOLLOW, "choose")):
        with pytest.raises(RefusedError, match=message):
            protect._do(workspace, button, "person-2", fields())
    asked = {ids.SERVICE: "shelter", ids.CONSENT: "given", ids.OFFICE: "Bar", ids.NEXT: "soon"}
    with pytest.raises(RefusedError, match="write the day"):
        protect._do(workspace, ids.REFER, "person-2", fields(**asked))


def test_a_person_is_referred_and_followed(case: Case) -> None:
    workspace = Workspace(case, Texts.load("en", "UTC"))
    assert "no referral" in shown(workspace, None)
    asked = {ids.SERVICE: "shelter", ids.CONSENT: "given", ids.OFFICE: "Safe house, Bar"}
    day = date(2099, 1, 2)
    protect._do(workspace, ids.REFER, "person-2", fields(**asked, **{ids.NEXT: day.isoformat()}))
    said = shown(workspace)
    assert "1: shelter, Safe house, Bar · open · Consent: given · look again 2099-01-02" in said
    protect._do(
        workspace, ids.FOLLOW, "person-2", fields(**{ids.REFERRAL: "1", ids.STATE: "closed"})
    )
    assert "· closed ·" in shown(workspace) and "no referral" not in shown(workspace, None)


@pytest.mark.parametrize(("role", "may"), [("protection_officer", True), ("investigator", False)])
def test_it_is_for_those_who_look_after_them(case: Case, role: str, may: bool) -> None:
    case.db.execute(
        "INSERT INTO account SELECT 'mila', ?, 'x', false, false, 0, NULL, 'ana', "
        "now()::TIMESTAMP, now()::TIMESTAMP",
        [role],
    )
    workspace = Workspace(case, Texts.load("en", "UTC"))
    with gate.acting(case.actor("mila")):
        assert protect.PAGE.offered(workspace) is may
        if may:
            assert "Protected person 1" in shown(workspace)
        else:
            with pytest.raises(RefusedError, match="no right"):
                shown(workspace)
