"""Handsets and numbers over time, from the device fields of call records."""

from graph.patterns.handset_change import Change, handset_changes
from tests.graph.builders import CaseBuilder, at

OLD, NEW = "359999016612341", "869012345678907"


def test_a_number_that_moves_to_another_handset_is_told_with_its_rows(
    building: CaseBuilder,
) -> None:
    file = building.source()
    rows = [
        building.call(file, "phone-1", "phone-2", at(day), imei=OLD if day < 5 else NEW)
        for day in range(10)
    ]
    (found,) = handset_changes(building.case).changes
    assert (found.change, found.constant) == (Change.HANDSET, "phone-1")
    assert (found.before, found.after) == (OLD[:14], NEW[:14])
    assert (found.last_utc, found.first_utc) == (at(4), at(5))
    assert found.rows == ((file, "", rows[4]), (file, "", rows[5]))
    assert "24.0 hours later" in found.reason


def test_a_new_number_in_a_handset_is_told(building: CaseBuilder) -> None:
    file = building.source()
    building.call(file, "phone-1", "phone-2", at(0), imei=OLD)
    building.call(file, "phone-2", "phone-3", at(1), direction="incoming", imei=OLD)
    (found,) = handset_changes(building.case).changes
    assert (found.change, found.constant) == (Change.NUMBER, OLD[:14])
    assert (found.before, found.after) == ("phone-1", "phone-3")  # the called side's handset


def test_sixteen_digits_and_fifteen_are_one_handset(building: CaseBuilder) -> None:
    file = building.source()
    building.call(file, "phone-1", "phone-2", at(0), imei=OLD)
    building.call(file, "phone-1", "phone-2", at(1), imei=OLD[:14] + "01")
    assert not handset_changes(building.case).changes


def test_numbers_that_take_turns_share_the_handset(building: CaseBuilder) -> None:
    file = building.source()
    for day in range(10):
        building.call(file, f"phone-{1 + day % 2}", "phone-3", at(day), imei=OLD)
    (found,) = handset_changes(building.case).changes
    assert (found.change, found.turns) == (Change.SHARED, 9)


def test_a_placeholder_is_no_handset_and_the_protected_stay_unnamed(building: CaseBuilder) -> None:
    file = building.source()
    for day, imei in enumerate((OLD, "000000000000000", NEW)):
        building.call(file, "phone-1", "phone-2", at(day), imei=imei)
    assert len(handset_changes(building.case).changes) == 1
    building.protect("phone-1")
    found = handset_changes(building.case)
    assert not found.changes and found.left_out[0].entities == 1


def test_a_number_on_another_sim_is_told_with_what_else_it_may_be(building: CaseBuilder) -> None:
    file = building.source()
    rows = []
    for day, sim in enumerate(("297010000000001", "000000000000000", "297010000000002")):
        rows.append(building.call(file, "phone-1", "phone-2", at(day)))
        building.case.db.execute(
            "UPDATE communication SET imsi = ? WHERE row_number = ?", [sim, rows[-1]]
        )
    (found,) = handset_changes(building.case).changes
    assert (found.change, found.before, found.after) == (
        Change.SIM,
        "297010000000001",
        "297010000000002",
    )
    assert found.rows == ((file, "", rows[0]), (file, "", rows[2]))
    assert "lost card" in found.cautions[0] and found.score == 1.0
    building.protect("phone-1")
    assert not handset_changes(building.case).changes
