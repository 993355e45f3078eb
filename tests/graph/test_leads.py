"""Lines, chains, crossings, contacts around events, bridges and journeys: each told from chance."""

import numpy as np
import pytest

from graph.build.calls import Window
from graph.patterns import PATTERNS, Event
from graph.patterns.border import crossings
from graph.patterns.bridges import bridges
from graph.patterns.call_chain import call_chains
from graph.patterns.cascade import cascades
from graph.patterns.event_contacts import event_contacts
from graph.patterns.events import events
from graph.patterns.findings import LIKELY
from graph.patterns.journeys import journeys
from graph.patterns.leads import Leads
from graph.patterns.one_way import one_way_lines
from tests.graph.builders import CaseBuilder, at
from tests.graph.traffic import Traffic
from tests.graph.traffic_case import record
from workbench.vocabulary import ClaimKind

DAYS = 20


def likely(found: Leads) -> list[tuple[str, ...]]:
    """The entities of the leads that are likelier than not."""
    return [tuple(e for _, e in lead.who) for lead in found.leads if lead.score > LIKELY]


def everyday(building: CaseBuilder, extra: list[tuple[int, int, float]], seed: int = 2) -> None:
    """Sixty people who call a few friends each, both ways, in the daytime, and what is added."""
    chance = np.random.default_rng(seed)
    calls = []
    for one in range(60):
        for other in chance.choice(np.delete(np.arange(60), one), 4, replace=False).tolist():
            days = chance.integers(0, DAYS, int(chance.integers(2, 12))) + chance.uniform(
                0.3, 0.9, 1
            )
            for day in days + chance.normal(0, 0.1, len(days)):
                calls.append((one, other, day) if chance.random() < 0.5 else (other, one, day))
    calls += extra
    calls.sort(key=lambda call: call[2])
    columns = [np.array([call[n] for call in calls]) for n in range(3)]
    record(building, Traffic(columns[0], columns[1], columns[2], {}, 70))
    building.case.db.execute("UPDATE communication SET a_kind = 'e164', b_kind = 'e164'")
    building.refreshed()


def test_a_line_on_which_one_side_only_calls_is_told_with_its_rows(building: CaseBuilder) -> None:
    everyday(building, [(60, 1, day + 0.5) for day in range(DAYS)])
    found = one_way_lines(building.case)
    assert likely(found)[0] == ("phone-61", "phone-2")
    assert len(found.leads[0].rows) == DAYS and "20 days" in found.leads[0].reason
    assert len(likely(found)) <= 3  # of some two hundred pairs


def test_who_passes_calls_on_again_and_again_is_told(building: CaseBuilder) -> None:
    orders = [(60, 1, day + 0.2 + 0.02 * day) for day in range(10)]
    passed = [(1, 61, day + 0.2 + 0.02 * day + 0.004) for day in range(10)]
    everyday(building, orders + passed)
    found = call_chains(building.case)
    assert likely(found) == [("phone-61", "phone-2", "phone-62")]
    assert "10 days" in found.leads[0].reason and len(found.leads[0].rows) == 20


def test_calls_after_each_other_by_habit_are_no_chain(building: CaseBuilder) -> None:
    """Every morning at nine both are called, whatever the other did: days could be dealt anew."""
    chance = np.random.default_rng(1)
    mornings = [(60, 1, day + 0.375 + chance.uniform(0, 0.002)) for day in range(12)]
    later = [(1, 61, day + 0.379 + chance.uniform(0, 0.002)) for day in range(12)]
    everyday(building, mornings + later)
    assert likely(call_chains(building.case)) == []


def roamed(building: CaseBuilder, phone: str, countries: str, start: float = 0) -> list[int]:
    """One record an hour, each served by the network of the country given."""
    file = building.source()
    rows = []
    for hour, country in enumerate(countries.split()):
        row = building.call(file, phone, "phone-99", at(start + hour / 24), place=f"near {country}")
        building.case.db.execute(
            "UPDATE communication SET serving_country = ?, home_country = 'ME' "
            "WHERE source_id = ? AND row_number = ?",
            [country, file, row],
        )
        rows.append(row)
    return rows


def test_a_crossing_is_told_with_the_records_on_both_sides(building: CaseBuilder) -> None:
    rows = roamed(building, "phone-1", "ME ME AL AL AL AL")
    roamed(building, "phone-2", "ME ME AL AL AL AL", start=0.01)
    first = crossings(building.case).leads[0]
    assert first.rows == ((1, "", rows[1]), (1, "", rows[2]))
    assert dict(first.facts)["to_country"] == "AL" and first.score > 0.9
    assert first.others == (("together", ("phone-2",)),)


def test_phones_that_cross_together_are_one_event(building: CaseBuilder) -> None:
    for phone, start in (("phone-1", 0.0), ("phone-2", 0.01), ("phone-3", 1.0)):
        roamed(building, phone, "ME ME AL AL AL AL", start=start)
    found = [(event.what, event.phones) for event in events(building.case, Window())]
    assert found == [
        ("a crossing of 2 phones from ME to AL", ("phone-1", "phone-2")),
        ("a crossing from ME to AL", ("phone-3",)),
    ]


def test_a_mast_that_reaches_over_the_border_is_doubted(building: CaseBuilder) -> None:
    roamed(building, "phone-1", "ME ME AL")
    (found,) = crossings(building.case).leads
    assert found.score <= LIKELY and "reach over borders" in found.cautions[0]


def seizure(building: CaseBuilder, day: float, phone: str) -> None:
    source = building.source("seizure_report")
    building.case.db.execute(
        "INSERT INTO exhibit (exhibit_id, source_id, exhibit_number, description, seized_utc) "
        "VALUES (1, ?, '1', 'telephone', ?)",
        [source, at(day)],
    )
    building.case.db.execute(
        "INSERT INTO exhibit_item VALUES (1, ?)", [building.mention(phone, source)]
    )


def test_last_and_first_contact_around_a_seizure(building: CaseBuilder) -> None:
    file = building.source()
    for day in range(10):
        building.call(file, "phone-1", "phone-2", at(day))
    before = building.call(file, "phone-1", "phone-3", at(5.5, seconds=-300))
    building.call(file, "phone-4", "phone-1", at(5.5, seconds=7200))
    seizure(building, 5.5, "phone-1")
    found = {dict(lead.facts)["side"]: lead for lead in event_contacts(building.case).leads}
    assert found["before"].who == (("phone", "phone-1"), ("contact", "phone-3"))
    assert (
        found["before"].rows == ((file, "", before),)
        and "5 minutes earlier" in found["before"].reason
    )
    assert found["after"].who[1] == ("contact", "phone-4")
    assert found["before"].score > found["after"].score > LIKELY
    named = event_contacts(building.case, given=[Event("the time given", at(2.5), at(2.5))])
    assert {entity for lead in named.leads for _, entity in lead.who} >= {"phone-1", "phone-2"}


def test_calls_that_set_off_calls_after_an_event_stand_out_from_other_days(
    building: CaseBuilder,
) -> None:
    tree = [(60, 1, 0.0), (1, 62, 0.005), (1, 63, 0.008), (62, 64, 0.012), (63, 65, 0.02)]
    moment = 10.6
    everyday(building, [(a, b, moment + 0.01 + after) for a, b, after in tree])
    event = Event("a seizure", at(moment - 8 / 24), at(moment - 8 / 24), ("phone-61",))
    (found,) = [lead for lead in cascades(building.case, given=[event]).leads if lead.score > 0.5]
    assert dict(found.facts)["side"] == "after" and len(found.rows) >= 5
    assert set(found.others[0][1]) >= {f"phone-{n}" for n in (2, 63, 64, 65, 66)}
    quiet = Event("a seizure", at(4), at(4), ("phone-61",))
    assert not cascades(building.case, given=[quiet]).leads


def test_a_seizure_nobody_reacts_to_sets_nothing_off(building: CaseBuilder) -> None:
    everyday(building, [])
    event = Event("a seizure", at(8), at(8), ("phone-3",))
    assert not likely(cascades(building.case, given=[event]))


def test_who_ties_national_groups_together(building: CaseBuilder) -> None:
    file = building.source()
    pairs = [("phone-1", f"phone-{n}") for n in (10, 11, 12, 20, 21, 22)]
    pairs += [("phone-10", "phone-11"), ("phone-20", "phone-21"), ("phone-12", "phone-22")]
    building.calls(file, pairs)
    for phone in (10, 11, 12, 20, 21, 22):
        building.case.db.execute(
            "UPDATE mention SET country = ? WHERE normalised = ?",
            ["AL" if phone < 20 else "RS", f"+38269{phone:06d}"],
        )
    found = bridges(building.refreshed())
    assert likely(found) == [("phone-1",)]
    assert "9 pairs" in found.leads[0].reason and len(found.leads[0].relationships) == 6


CELLS = {"297-1-10-1": (42.44, 19.26), "297-1-10-2": (42.10, 19.10), "297-1-10-3": (45.8, 15.97)}


def travelled(building: CaseBuilder, *stops: tuple[float, str]) -> Leads:
    building.case.db.execute("DELETE FROM cell_site")
    for row, (cell, (latitude, longitude)) in enumerate(CELLS.items()):
        building.case.db.execute(
            "INSERT INTO cell_site (source_id, row_number, cell_written, latitude, longitude, "
            "range_m) VALUES (1, ?, ?, ?, ?, 3000)",
            [row, cell, latitude, longitude],
        )
    file = building.source()
    for hours, cell in stops:
        row = building.call(file, "phone-1", "phone-2", at(hours / 24))
        building.case.db.execute(
            "UPDATE communication SET first_cell = ? WHERE source_id = ? AND row_number = ?",
            [cell, file, row],
        )
    return journeys(building.case)


def test_a_journey_no_road_allows_is_told(building: CaseBuilder) -> None:
    building.sheet = "Calls"
    found = travelled(building, (0, "297/01/0010/00001"), (0.9, "297-1-10-3"))
    assert likely(found) == [("phone-1",)]
    assert "No road" in found.leads[0].reason
    assert [place[1:] for place in found.leads[0].rows] == [("Calls", 1), ("Calls", 2)]


def test_a_drive_is_only_measured_and_within_reach_nothing_moved(building: CaseBuilder) -> None:
    (drive,) = travelled(building, (0, "297-1-10-1"), (0.9, "297-1-10-2")).leads
    assert drive.score < LIKELY and dict(drive.facts)["km"] == pytest.approx(40, abs=1)
    assert not travelled(building, (24, "297-1-10-1"), (24.01, "297-1-10-1")).leads[1:]


def told_by(building: CaseBuilder) -> dict[str, object]:
    """The candidates of every pattern."""
    return {
        name: pattern.find(building.case, Window()).as_json(str)["candidates"]
        for name, pattern in PATTERNS.items()
    }


def test_every_pattern_bears_an_empty_case_and_hides_the_protected(building: CaseBuilder) -> None:
    assert not any(told_by(building).values())
    for n, phone in enumerate(("phone-1", "phone-2")):
        roamed(building, phone, "ME ME AL AL AL AL ME AL AL ME", start=n * 0.01)
    seizure(building, 0.05, "phone-1")
    building.claim("person-1", ClaimKind.USES, "phone-1", building.source("witness_statement"))
    building.refreshed()
    for entity in ("phone-1", "phone-2", "person-1"):
        building.protect(entity)
        building.case.db.execute("UPDATE protected_entity SET pseudonym = entity_id || 'x'")
    assert [name for name, found in told_by(building).items() if "phone-1" in str(found)] == []


def test_after_a_seizure_word_spreads_from_those_in_contact_with_the_seized(
    building: CaseBuilder,
) -> None:
    """phone-1 is seized on day 10 and silent; its contact phone-2 sets off calls to 3, 4 and 5."""
    file = building.source()
    for day in range(21):
        building.call(file, "phone-1", "phone-2", at(day / 2))
        building.call(file, "phone-7", "phone-8", at(day))
    for minutes, caller, called in ((5, 2, 3), (15, 3, 4), (25, 4, 5)):
        when = at(10, seconds=60 * minutes)
        building.call(file, f"phone-{caller}", f"phone-{called}", when)
    seizure = Event("a seizure", at(10), at(10), ("phone-1",))
    (found,) = cascades(building.refreshed(), given=(seizure,)).leads
    assert dict(found.others)["reached"] == ("phone-3", "phone-4", "phone-5")
    assert "join 3 other phones" in found.reason
    assert "in contact with those concerned" in found.cautions[-1]
