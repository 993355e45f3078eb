"""The page on communications: whom it is about, what it counts, and where that leads."""

import json
from collections.abc import Iterator
from typing import Any

from dashboards.communicating import lanes, reading
from dashboards.communicating.cards import cards
from dashboards.communicating.findings import Finding, in_local_time
from dashboards.communicating.heat import level
from dashboards.communicating.subjects import asked_for, listed, open_groups, profile
from dashboards.pages import communications
from dashboards.workspace import Workspace
from tests.dashboards.coast import DRITAN, MIRKO, PROTECTED_WORDS, Coast


def phone(workspace: Workspace, number: str) -> str:
    with workspace.case.db.cursor() as db:
        found = db.execute("SELECT entity_id FROM entity WHERE label = ?", [number]).fetchone()
    assert found
    return str(found[0])


def parts(component: Any) -> Iterator[Any]:
    yield component
    if hasattr(component, "_traverse"):
        yield from component._traverse()


def text(component: Any) -> str:
    return json.dumps(component.to_plotly_json(), default=lambda c: c.to_plotly_json())


def test_phones_with_records_of_their_own_are_listed(workspace: Workspace) -> None:
    (only,) = listed(workspace)
    assert only.phone.entity_id == phone(workspace, DRITAN)
    assert only.coverage.records == 71


def test_a_click_on_an_hour_leads_to_as_many_rows_as_it_counts(workspace: Workspace) -> None:
    dritan = phone(workspace, DRITAN)
    (subject,) = asked_for(workspace, dritan)
    told = profile(workspace, subject)
    (weekday, hour), count = next(iter(told.traffic.by_hour.items()))
    asked = {"of": "hour", "entity": dritan, "weekday": weekday, "hour": hour}
    _, shown = reading.read(workspace, asked)
    assert f"of {count}" in str(shown[0])


def test_a_record_is_shown_by_its_row_and_the_sheet_where_that_is_known(
    workspace: Workspace,
) -> None:
    with workspace.case.db.cursor() as db:
        source, row = db.execute(
            "SELECT source_id, min(row_number) FROM communication GROUP BY ALL ORDER BY 1"
        ).fetchall()[0]
    for place, shown in (
        ([source, row], True),
        ([source, "", row], True),
        ([source, "X", row], False),
    ):
        _, found = reading.read(workspace, {"of": "rows", "rows": [place]})
        assert ("of 1" in str(found[0])) is shown, place


def test_everything_is_told_of_the_asked_in_the_order_of_the_address(workspace: Workspace) -> None:
    wanted = [phone(workspace, MIRKO), phone(workspace, DRITAN)]
    found = asked_for(workspace, ",".join([*wanted, "phone-999999", "vehicle-1"]))
    assert [one.entity.entity_id for one in found] == wanted


def test_no_profile_is_made_of_the_protected_or_their_phones(
    coast: Coast, workspace: Workspace
) -> None:
    with workspace.case.db.cursor() as db:
        phones = db.execute("SELECT entity_id FROM protected_entity").fetchall()
    names = [coast.people["Karzai"], *(name for (name,) in phones)]
    for name in names:
        (page,) = [communications.layout(workspace, {"entity": name})]
        shown = text(page)
        assert "heat" not in shown
        assert not any(word in shown for word in PROTECTED_WORDS)
        assert open_groups(workspace, [name]) == []


def test_a_page_of_several_names_nobody_protected(workspace: Workspace) -> None:
    wanted = f"{phone(workspace, DRITAN)},{phone(workspace, MIRKO)}"
    shown = text(communications.layout(workspace, {"entity": wanted}))
    assert "columns-2" in shown
    assert not any(word in shown for word in PROTECTED_WORDS)


def test_the_timeline_says_what_is_held_and_in_which_handset(workspace: Workspace) -> None:
    (subject,) = asked_for(workspace, phone(workspace, DRITAN))
    drawn = lanes.timeline(workspace, [profile(workspace, subject)])
    assert drawn is not None
    shown = text(drawn)
    assert "Adriatel_355672000111.csv: 71 records" in shown
    assert "Handset 01999907674214" in shown


def test_the_darkest_is_the_most() -> None:
    assert [level(count, 10) for count in (0, 1, 2, 3, 9, 10)] == [0, 1, 1, 2, 5, 5]


def test_a_card_says_why_how_likely_what_speaks_against_it_and_where(workspace: Workspace) -> None:
    dritan, mirko = phone(workspace, DRITAN), phone(workspace, MIRKO)
    finding = Finding(
        "one-way",
        (("caller", dritan), ("called", mirko)),
        (),
        0.87,
        "All 6 go one way, from 2024-03-01 08:00 UTC.",
        ("Answers may go elsewhere.",),
        ((1, "", 6), (1, None, 7)),
        (),
    )
    less = Finding("one-way", (("caller", mirko),), (), 0.2, "Few.", (), (), ())
    _, shown = cards(workspace, "one-way", [finding, less], [dritan])
    card = text(shown)
    assert "2024-03-01 09:00 +01:00" in card, "in the case's zone"
    assert "87%" in card and "Answers may go elsewhere." in card
    assert '\\"rows\\": [[1, \\"\\", 6], [1, null, 7]]' in card
    assert "Few." not in card, "the less likely are read in the dialog"


def test_reasons_keep_what_is_no_moment(workspace: Workspace) -> None:
    assert in_local_time(workspace, "On 2024-03-01 nothing.") == "On 2024-03-01 nothing."


def test_the_evidence_of_a_pair_is_its_records(workspace: Workspace) -> None:
    left, right = sorted((phone(workspace, DRITAN), phone(workspace, MIRKO)))
    told = {"of": "relationship", "object": f"{left}~communicates~{right}"}
    title, shown = reading.read(workspace, told)
    assert DRITAN in title
    assert len([part for part in shown if "evidence" in str(getattr(part, "className", ""))]) == 6
