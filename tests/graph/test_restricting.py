"""Networks of a part of the case: certain files, grades, places and kinds, and what that hides."""

import pytest

from graph.build import NetworkFilter, network
from tests.graph.builders import CaseBuilder, at
from tests.graph.test_network import reasons, ties
from workbench.errors import UnknownObjectError
from workbench.vocabulary import ClaimKind

HIDDEN = "records and statements of other files, grades or places than those chosen"


def told(building: CaseBuilder) -> None:
    """Calls at Bar and Tivat in file 1, at Bar again in file 2; a statement (B3) in file 3."""
    first, second = building.source(), building.source()
    building.call(first, "phone-1", "phone-2", at(0), place="Bar")
    building.call(first, "phone-1", "phone-2", at(1), place="Tivat")
    building.call(second, "phone-1", "phone-3", at(2), place="Бар")
    file = building.source("witness_statement")
    building.claim("person-1", ClaimKind.MEETS, "person-2", file)
    building.claim("person-3", ClaimKind.MEETS, "person-4", file)
    building.case.db.execute(
        "UPDATE source SET source_reliability = 'B', information_credibility = '3' "
        "WHERE source_id = ?",
        [file],
    )


def test_a_file_alone_shows_what_it_says(building: CaseBuilder) -> None:
    told(building)
    found = network(building.refreshed(), NetworkFilter(sources=frozenset({2})))
    assert ties(found) == {"phone-1~communicates~phone-3": 1}
    assert reasons(found)[HIDDEN] == (0, 0, 4)


@pytest.mark.parametrize(("least", "met"), [("B3", True), ("B2", False), ("A4", False)])
def test_a_source_below_the_grade_is_hidden(building: CaseBuilder, least: str, met: bool) -> None:
    told(building)
    found = network(building.refreshed(), NetworkFilter(least_grade=least))
    assert ("person-1~meets~person-2" in ties(found)) is met
    assert "phone-1~communicates~phone-2" in ties(found)


def test_a_place_is_the_same_in_any_script(building: CaseBuilder) -> None:
    told(building)
    assert ties(network(building.refreshed(), NetworkFilter(places=frozenset({"bar"})))) == {
        "phone-1~communicates~phone-2": 1,
        "phone-1~communicates~phone-3": 1,
    }


def test_what_is_not_in_the_case_is_refused(building: CaseBuilder) -> None:
    told(building)
    for chosen in (NetworkFilter(sources=frozenset({9})), NetworkFilter(places=frozenset({"Ulm"}))):
        with pytest.raises(UnknownObjectError):
            network(building.case, chosen)


def test_the_whole_case_is_seen_again_after_a_part(building: CaseBuilder) -> None:
    told(building)
    case = building.refreshed()
    network(case, NetworkFilter(sources=frozenset({2})))
    assert len(network(case).relationships) == 4
