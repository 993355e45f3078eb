"""Who took over from whom: several people throw their phones away on the same day."""

import pytest

from graph.build.calls import Window
from graph.patterns.number_change import NumberChanges, number_changes
from tests.graph.builders import CaseBuilder, at
from tests.graph.towns import Town, build
from tests.graph.traffic import Habits, generate
from tests.graph.traffic_case import record
from workbench.vocabulary import ClaimKind

WORLDS = {
    "as a rule": Habits(),
    "within the hour": Habits(phones=250, apart_h=1),
    "and others come and go": Habits(phones=250, churn=0.15),
    "though a tenth of the calls still go to the old": Habits(phones=250, residual=0.05, early=0.5),
    "and the boss speaks to them only": Habits(boss_others=0),
}


def first(found: NumberChanges) -> dict[str, str]:
    return {one.old: one.new for one in found.candidates if one.rank == 1}


@pytest.mark.parametrize("world", WORLDS)
def test_all_successors_rank_first_although_only_they_call_each_other(
    building: CaseBuilder, world: str
) -> None:
    traffic = generate(3, WORLDS[world])
    record(building, traffic)
    found = first(number_changes(building.refreshed()))
    truth = {f"phone-{old + 1}": f"phone-{new + 1}" for old, new in traffic.successors.items()}
    assert {old: found.get(old) for old in truth} == truth


def changed(building: CaseBuilder, *, same_handset: bool = False, both: bool = True) -> None:
    """phone-1 becomes phone-2 on day 10; both call 3, 4 and 5. The file is about these two."""
    file = building.source()
    for day in range(10):
        for friend in ("phone-3", "phone-4", "phone-5"):
            building.call(file, "phone-1", friend, at(day), imei="35999901661234")
            later = "35999901661234" if same_handset else "86901234567890"
            if both:
                building.call(file, "phone-2", friend, at(10 + day), imei=later)
    for day in range(20):
        building.call(file, f"phone-{6 + day}", f"phone-{7 + day}", at(day))
        building.call(file, "phone-3", "phone-4", at(day))


def test_the_reason_is_told_and_leads_to_the_calls(building: CaseBuilder) -> None:
    changed(building, same_handset=True)
    found = number_changes(building.refreshed()).candidates[0]
    assert (found.old, found.new, found.rank) == ("phone-1", "phone-2", 1)
    assert found.score > 0.5 and found.same_handset
    assert found.shared == ("phone-3", "phone-4", "phone-5")
    assert "3 of the new number's 3 contacts were the old one's" in found.reason
    assert "same handset" in found.reason
    assert "phone-1~communicates~phone-3" in found.evidence


def test_what_came_before_is_no_successor(building: CaseBuilder) -> None:
    changed(building, same_handset=True)
    found = number_changes(building.refreshed()).candidates
    assert ("phone-2", "phone-1") not in {(one.old, one.new) for one in found}


def test_without_traffic_nothing_is_found(building: CaseBuilder) -> None:
    assert number_changes(building.refreshed()).candidates == ()


def test_a_window_before_the_change_shows_none(building: CaseBuilder) -> None:
    changed(building)
    found = number_changes(building.refreshed(), Window(at(0), at(9)))
    assert "phone-1" not in {one.old for one in found.candidates if one.score > 0.5}


def test_protected_numbers_are_not_named(building: CaseBuilder) -> None:
    changed(building)
    building.protect("phone-2")
    found = number_changes(building.refreshed())
    assert "phone-2" not in {one.new for one in found.candidates}
    assert found.left_out[0].entities == 1


def test_records_that_end_are_no_silence(building: CaseBuilder) -> None:
    """phone-30 is seen through phone-31's records only, which stop half way."""
    changed(building, both=False)
    short = building.source()
    for day in range(10):
        building.call(short, "phone-31", "phone-30", at(day))
    building.case.db.execute(
        "UPDATE source SET period_from_utc = ?, period_to_utc = ? WHERE source_id = ?",
        [at(0), at(10), short],
    )
    building.claim("person-1", ClaimKind.USES, "phone-31", building.source("witness_statement"))
    found = number_changes(building.refreshed()).candidates
    scores = [one.score for one in found if one.old in ("phone-30", "phone-31")]
    assert max(scores, default=0) < 0.03


TOWNS = {
    "and two in five of their men change too": Town(people=250, crew_changes=0.4),
    "and a fifth of their contacts are others": Town(people=250, renewed=0.2, crew_changes=0.2),
    "among sixty numbers thrown away": Town(people=250, throw_away=60, drifters=0.1),
    "seen from their own records only": Town(held=0.0, lingering=0.03),
}


@pytest.mark.parametrize("town", TOWNS)
def test_a_band_of_another_town_is_followed_too(building: CaseBuilder, town: str) -> None:
    traffic = build(1, TOWNS[town])
    record(building, traffic)
    found = first(number_changes(building.refreshed()))
    truth = {f"phone-{old + 1}": f"phone-{new + 1}" for old, new in traffic.successors.items()}
    assert {old: found.get(old) for old in truth} == truth


@pytest.mark.parametrize("direction", ["outgoing", "unknown"])
def test_who_stays_where_they_were_is_told_from_others_who_came_that_day(
    building: CaseBuilder, direction: str
) -> None:
    """Two old and two new numbers with the same contacts: only the places tell them apart, also
    where the file does not say whose cells it gives."""
    file = building.source()
    for day in range(20):
        later = day >= 10
        for number, place in ((3 if later else 1, "Bar"), (4 if later else 2, "Tivat")):
            for friend in (5, 6, 7):
                who = f"phone-{number}", f"phone-{friend}"
                building.call(file, *who, at(day), place=place, direction=direction)
        for other in range(10, 20):
            who = f"phone-{other}", f"phone-{other + 1}"
            building.call(file, *who, at(day), place="Kotor", direction=direction)
    found = number_changes(building.refreshed())
    assert {old: new for old, new in first(found).items() if old in ("phone-1", "phone-2")} == {
        "phone-1": "phone-3",
        "phone-2": "phone-4",
    }
    assert "in the same places" in found.candidates[0].reason
    said = " ".join(found.candidates[0].cautions)
    assert ("does not say whose cells" in said) == (direction == "unknown")
