"""The network that a filter leaves, and what it says it leaves out."""

import pytest

from graph.build import Network, NetworkFilter, Projection, Services, network
from tests.graph.builders import CaseBuilder, at
from workbench.errors import UnknownObjectError
from workbench.vocabulary import ClaimKind, Nature

ALL = NetworkFilter(projection=Projection.ALL)


def ties(found: Network) -> dict[str, int]:
    return dict(
        zip(found.relationships["relationship_id"], found.relationships["count"], strict=True)
    )


def reasons(found: Network) -> dict[str, tuple[int, int, int]]:
    return {o.reason: (o.entities, o.relationships, o.records) for o in found.left_out}


def test_a_phone_acts_for_the_person_who_uses_it(building: CaseBuilder) -> None:
    calls, statement = building.source(), building.source("witness_statement")
    building.call(calls, "phone-1", "phone-2", at(0))
    building.call(calls, "phone-3", "phone-2", at(1))
    building.claim("person-1", ClaimKind.USES, "phone-1", statement)
    building.claim("person-1", ClaimKind.USES, "phone-3", statement)
    found = network(building.refreshed())
    assert ties(found) == {"person-1~communicates~phone-2": 2}
    assert [(h.phone, h.person) for h in found.folded] == [
        ("phone-1", "person-1"),
        ("phone-3", "person-1"),
    ]


def test_the_full_projection_keeps_phones_and_things(building: CaseBuilder) -> None:
    file = building.source("witness_statement")
    building.claim("person-1", ClaimKind.USES, "phone-1", file)
    building.claim("person-1", ClaimKind.DRIVES, "vehicle-1", file)
    case = building.refreshed()
    assert set(ties(network(case, ALL))) == {"person-1~uses~phone-1", "person-1~drives~vehicle-1"}
    found = network(case)
    assert ties(found) == {}
    assert sum(relationships for _, relationships, _ in reasons(found).values()) == 1


def test_a_phone_that_changed_hands_follows_its_holder_of_the_time(building: CaseBuilder) -> None:
    calls, file = building.source(), building.source("witness_statement")
    for day in (1, 2, 5, 8):
        building.call(calls, "phone-1", "phone-2", at(day))
    building.claim("person-1", ClaimKind.USES, "phone-1", file, start=at(0), end=at(3))
    building.claim("person-2", ClaimKind.USES, "phone-1", file, start=at(6), end=at(9))
    found = ties(network(building.refreshed()))
    assert found == {
        "person-1~communicates~phone-2": 2,
        "person-2~communicates~phone-2": 1,
        "phone-1~communicates~phone-2": 1,
        "person-1~uses~phone-1": 1,
        "person-2~uses~phone-1": 1,
    }


def test_a_seized_phone_counts_as_its_holders_to_the_end_of_that_day(building: CaseBuilder) -> None:
    building.case.db.execute(
        "UPDATE case_property SET value = 'Europe/Tirane' WHERE name = 'time_zone'"
    )
    calls, file = building.source(), building.source("witness_statement")
    seized = at(3).replace(hour=4, minute=30)
    for when in (at(0), seized.replace(hour=22), seized.replace(hour=23, minute=5), at(9)):
        building.call(calls, "phone-1", "phone-2", when)
    building.claim("person-1", ClaimKind.USES, "phone-1", file)
    building.claim("phone-1", ClaimKind.SEIZED_FROM, "person-1", file, start=seized)
    assert ties(network(building.refreshed())) == {
        "person-1~communicates~phone-2": 2,
        "phone-1~communicates~phone-2": 2,
        "person-1~uses~phone-1": 1,
        "phone-1~seized_from~person-1": 1,
    }


def test_who_is_said_to_use_a_phone_after_it_was_seized_holds_it_again(
    building: CaseBuilder,
) -> None:
    calls, file = building.source(), building.source("witness_statement")
    for day in (0, 5, 9):
        building.call(calls, "phone-1", "phone-2", at(day))
    building.claim("phone-1", ClaimKind.SEIZED_FROM, "person-1", file, start=at(3))
    building.claim("person-1", ClaimKind.USES, "phone-1", file, start=at(6))
    assert ties(network(building.refreshed()))["person-1~communicates~phone-2"] == 2


def test_two_users_without_periods_leave_the_phone_on_its_own(building: CaseBuilder) -> None:
    calls, file = building.source(), building.source("witness_statement")
    building.call(calls, "phone-1", "phone-2", at(0))
    building.claim("person-1", ClaimKind.USES, "phone-1", file)
    building.claim("person-2", ClaimKind.SEIZED_FROM, "phone-1", file)
    found = network(building.refreshed())
    assert found.folded == ()
    assert set(ties(found)) == {
        "person-1~uses~phone-1",
        "person-2~seized_from~phone-1",
        "phone-1~communicates~phone-2",
    }


def test_who_uses_a_phone_outweighs_who_is_registered(building: CaseBuilder) -> None:
    calls, file = building.source(), building.source("witness_statement")
    building.call(calls, "phone-1", "phone-2", at(0))
    building.claim("phone-1", ClaimKind.REGISTERED_TO, "person-1", file)
    building.claim("person-2", ClaimKind.USES, "phone-1", file)
    assert ties(network(building.refreshed())) == {
        "person-2~communicates~phone-2": 1,
        "person-2~registered_to~person-1": 1,
    }


def test_an_assessment_never_attributes_a_phone(building: CaseBuilder) -> None:
    calls, file = building.source(), building.source("witness_statement")
    building.call(calls, "phone-1", "phone-2", at(0))
    building.claim("person-1", ClaimKind.USES, "phone-1", file, nature=Nature.ASSESSMENT)
    assert "phone-1~communicates~phone-2" in ties(network(building.refreshed()))


def test_folded_relationships_count_each_source_once(building: CaseBuilder) -> None:
    first, second = building.source(), building.source()
    file = building.source("witness_statement")
    building.call(first, "phone-1", "phone-9", at(0))
    building.call(first, "phone-2", "phone-9", at(1))
    building.call(second, "phone-2", "phone-9", at(2))
    building.claim("person-1", ClaimKind.USES, "phone-1", file)
    building.claim("person-1", ClaimKind.USES, "phone-2", file)
    found = network(building.refreshed()).relationships
    assert found[["count", "sources"]].to_numpy().tolist() == [[3, 2]]
    assert found["first_utc"][0] == at(0) and found["last_utc"][0] == at(2)


def test_a_stretch_of_time_recounts_and_names_undated_claims(building: CaseBuilder) -> None:
    calls, file = building.source(), building.source("witness_statement")
    for day in range(5):
        building.call(calls, "phone-1", "phone-2", at(day))
    building.claim("person-1", ClaimKind.MEETS, "person-2", file, start=at(1), end=at(2))
    building.claim("person-1", ClaimKind.PAYS, "person-2", file)
    chosen = NetworkFilter(from_utc=at(2), to_utc=at(4))
    found = network(building.refreshed(), chosen)
    assert ties(found) == {"person-1~meets~person-2": 1, "phone-1~communicates~phone-2": 2}
    assert (0, 0, 1) in reasons(found).values()


def test_filters_say_how_much_each_took_away(building: CaseBuilder) -> None:
    calls, file = building.source(), building.source("witness_statement")
    building.calls(calls, [("phone-1", "phone-2"), ("phone-1", "phone-2"), ("phone-1", "phone-3")])
    building.call(calls, None, "phone-3", at(2), direction="incoming")
    building.claim("person-1", ClaimKind.MEETS, "person-2", file)
    building.claim("person-1", ClaimKind.INSTRUCTS, "person-2", file, nature=Nature.ASSESSMENT)
    chosen = NetworkFilter(
        kinds=frozenset({"communicates", "instructs"}), min_count=2, nature=Nature.FACT
    )
    found = network(building.refreshed(), chosen)
    assert ties(found) == {"phone-1~communicates~phone-2": 2}
    assert sorted(reasons(found).values()) == [
        (0, 0, 1),  # the withheld caller
        (0, 1, 0),  # meets
        (0, 1, 0),  # the assessment
        (0, 1, 0),  # the single call
        (3, 0, 0),  # two persons and a phone left without a relationship
    ]


def test_around_an_entity_goes_so_many_steps(building: CaseBuilder) -> None:
    line = [(f"phone-{i}", f"phone-{i + 1}") for i in range(1, 6)]
    building.calls(building.source(), line)
    case = building.refreshed()
    assert network(case, NetworkFilter(around=("phone-1",), hops=2)).ids == [
        "phone-1",
        "phone-2",
        "phone-3",
    ]


def test_around_a_held_phone_means_its_holder(building: CaseBuilder) -> None:
    calls, file = building.source(), building.source("witness_statement")
    building.call(calls, "phone-1", "phone-2", at(0))
    building.claim("person-1", ClaimKind.USES, "phone-1", file)
    found = network(building.refreshed(), NetworkFilter(around=("phone-1",)))
    assert found.ids == ["person-1", "phone-2"]


def test_around_a_redirected_entity_follows_it(building: CaseBuilder) -> None:
    building.calls(building.source(), [("phone-1", "phone-2")])
    building.case.db.execute("INSERT INTO entity_redirect VALUES ('phone-77', 'phone-1', 1)")
    found = network(building.refreshed(), NetworkFilter(around=("phone-77",)))
    assert found.ids == ["phone-1", "phone-2"]


def test_an_unknown_centre_is_refused_without_repeating_the_words(building: CaseBuilder) -> None:
    with pytest.raises(UnknownObjectError) as error:
        network(building.case, NetworkFilter(around=("Somebody Secret",)))
    assert "Secret" not in str(error.value)


def taxi(building: CaseBuilder) -> None:
    """Forty strangers call one number once; a group of five calls each other often."""
    file = building.source()
    for stranger in range(100, 140):
        building.call(file, f"phone-{stranger}", "phone-1", at(stranger / 50))
    for day in range(6):
        for one in range(10, 15):
            for other in range(one + 1, 15):
                building.call(file, f"phone-{one}", f"phone-{other}", at(day + one / 100))
                building.call(file, f"phone-{other}", f"phone-{one}", at(day + one / 90))


def test_a_taxi_is_set_apart_with_its_reason(building: CaseBuilder) -> None:
    taxi(building)
    case = building.refreshed()
    found = network(case)
    assert [service.entity_id for service in found.set_apart] == ["phone-1"]
    assert "40 contacts" in found.set_apart[0].reason
    assert reasons(found)["services set apart"] == (1, 40, 0)
    assert len(network(case, NetworkFilter(services=Services.KEEP)).ids) == 46


def test_a_taxi_stays_set_apart_where_only_its_regular_customers_are_shown(
    building: CaseBuilder,
) -> None:
    taxi(building)
    file = building.source()
    for day in range(4):
        building.call(file, "phone-100", "phone-1", at(day + 0.5))
    found = network(building.refreshed(), NetworkFilter(min_count=3))
    assert [service.entity_id for service in found.set_apart] == ["phone-1"]
    assert "phone-1" not in found.ids and "phone-10" in found.ids


def test_a_taxi_with_regular_customers_is_recognised_by_its_spread(building: CaseBuilder) -> None:
    file = building.source()
    for customer in range(100, 150):
        for ride in range(3):
            building.call(file, f"phone-{customer}", "phone-1", at(customer / 50 + ride))
            building.call(file, "phone-1", f"phone-{customer}", at(customer / 50 + ride + 0.01))
    for one in range(10, 16):
        for other in range(one + 1, 16):
            building.call(file, f"phone-{one}", f"phone-{other}", at(one / 100))
    (service,) = network(building.refreshed()).set_apart
    assert service.entity_id == "phone-1"
    assert "spread" in service.reason


def test_a_service_asked_for_is_kept(building: CaseBuilder) -> None:
    taxi(building)
    found = network(building.refreshed(), NetworkFilter(around=("phone-1",)))
    assert len(found.ids) == 41 and not found.set_apart


def test_the_centre_of_a_group_is_no_service(building: CaseBuilder) -> None:
    file = building.source()
    for day in range(6):
        for member in range(2, 40):
            building.call(file, "phone-1", f"phone-{member}", at(day + member / 100))
            building.call(file, f"phone-{member}", "phone-1", at(day + member / 90))
    assert network(building.refreshed()).set_apart == ()


def test_a_named_sender_is_a_service_unless_all_numbers_are_short(building: CaseBuilder) -> None:
    file = building.source()
    building.mention("phone-1", file, normalised="INFO")
    building.calls(file, [("phone-1", "phone-2"), ("phone-2", "phone-3")])
    building.calls(file, [("phone-3", "phone-4"), ("phone-4", "phone-5")])
    assert [s.entity_id for s in network(building.refreshed()).set_apart] == ["phone-1"]


def test_where_subscribers_have_short_codes_these_are_no_services(building: CaseBuilder) -> None:
    file = building.source()
    for number in (1, 2, 3):
        building.mention(f"phone-{number}", file, normalised=str(number))
    building.calls(file, [("phone-1", "phone-2"), ("phone-2", "phone-3")])
    assert network(building.refreshed()).set_apart == ()


def test_parallel_relationships_become_one_weighted_edge(building: CaseBuilder) -> None:
    file = building.source("witness_statement")
    building.claim("person-1", ClaimKind.MEETS, "person-2", file)
    building.claim("person-2", ClaimKind.PAYS, "person-1", file)
    building.claim("person-2", ClaimKind.PAYS, "person-1", file)
    graph = network(building.refreshed()).graph
    assert graph.ecount() == 1 and graph.es["weight"] == [3.0]


def test_an_empty_case_has_an_empty_network(building: CaseBuilder) -> None:
    found = network(building.refreshed())
    assert found.ids == [] and found.graph.vcount() == 0 and found.left_out == ()
