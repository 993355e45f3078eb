"""Nights, working hours, breaks: the habits of a phone, from the cells of its records."""

from datetime import date, timedelta

from graph.patterns.pattern_of_life import lives
from tests.graph.builders import DAY_ONE, CaseBuilder


def live(building: CaseBuilder, days: int = 20) -> None:
    """Nights at home and working days in the town; two nights away; silent for five days."""
    building.source()
    for day in range(days):
        if 10 <= day < 15:
            continue
        morning = DAY_ONE.replace(hour=0) + timedelta(days=day)
        night = "Bar" if day in (3, 4) else "Nikšić"
        building.call(1, "phone-1", "phone-2", morning + timedelta(hours=11), place="Podgorica")
        building.call(1, "phone-1", "phone-2", morning + timedelta(hours=23), place=night)
        building.call(1, "phone-1", "phone-2", morning + timedelta(hours=26), place=night)


def test_nights_and_working_hours_are_told_apart(building: CaseBuilder) -> None:
    live(building)
    (found,) = lives(building.case).lives
    assert (found.phone, found.records) == ("phone-1", 45)
    assert found.home is not None and found.work is not None
    assert (found.home.area, found.home.days, found.home.of_days) == ("Nikšić", 13, 15)
    assert found.work.area == "Podgorica"
    assert round(found.night_share, 2) == 0.67
    assert len(found.home.rows) == 13 and found.home.score == 13 / 16
    assert "on 13 of 15 nights seen in Nikšić" in found.reason


def test_breaks_of_habit_are_dated(building: CaseBuilder) -> None:
    live(building)
    (found,) = lives(building.case).lives
    assert found.away == (date(2024, 3, 4), date(2024, 3, 5))
    # The last night before the silence reaches into its first day.
    assert found.silences == ((date(2024, 3, 12), date(2024, 3, 15)),)


def test_a_night_is_that_of_the_cases_zone(building: CaseBuilder) -> None:
    live(building)
    building.case.db.execute(
        "INSERT OR REPLACE INTO case_property VALUES ('time_zone', 'Asia/Tokyo')"
    )
    (found,) = lives(building.case).lives
    assert found.home is None  # eleven at night in UTC is morning there
    assert found.work is not None and found.work.area == "Nikšić"


def test_few_days_are_no_habit_and_protected_phones_are_left_out(building: CaseBuilder) -> None:
    live(building, days=3)
    assert lives(building.case).lives[0].home is None
    building.protect("phone-1")
    found = lives(building.case)
    assert not found.lives and found.left_out[0].entities == 1
