"""Every number in the network leads to the rows and passages it was counted from."""

import pytest

from graph.build import NetworkFilter, Projection, network
from graph.build.calls import Window
from graph.evidence import EvidenceKind, locators
from tests.graph.builders import CaseBuilder, at
from workbench.errors import UnknownObjectError
from workbench.vocabulary import ClaimKind


def handed_over(building: CaseBuilder) -> None:
    """phone-1 is with person-1, then nobody, then person-2; phone-3 always with person-3."""
    calls, file = building.source(), building.source("witness_statement")
    for day in range(10):
        building.call(calls, "phone-1", "phone-2", at(day))
        building.call(calls, "phone-3", "phone-1", at(day + 0.5))
    building.claim("person-1", ClaimKind.USES, "phone-1", file, start=at(0), end=at(3))
    building.claim("person-2", ClaimKind.USES, "phone-1", file, start=at(6), end=at(9))
    building.claim("person-3", ClaimKind.USES, "phone-3", file)
    building.claim("person-3", ClaimKind.CALLS, "phone-1", file, start=at(7))
    building.claim("person-3", ClaimKind.CALLS, "phone-1", file)
    building.claim("person-3", ClaimKind.CALLS, "person-2", file)
    building.claim("person-2", ClaimKind.MEETS, "person-3", file)


@pytest.mark.parametrize("projection", Projection, ids=str)
def test_every_relationship_leads_to_as_many_records_as_it_counts(
    building: CaseBuilder, projection: Projection
) -> None:
    handed_over(building)
    case = building.refreshed()
    found = network(case, NetworkFilter(projection=projection)).relationships
    counts = dict(zip(found["relationship_id"], found["count"], strict=True))
    assert counts.get("person-1~communicates~person-3", 3) == 3
    traced = {name: locators(case, name, projection=projection).total for name in counts}
    assert traced == counts


def test_both_operators_records_of_one_call_are_shown(building: CaseBuilder) -> None:
    first, second = building.source(), building.source()
    building.call(first, "phone-1", "phone-2", at(0))
    building.call(second, "phone-1", "phone-2", at(0, seconds=1), direction="incoming")
    found = locators(building.refreshed(), "phone-1~communicates~phone-2").found
    assert [(row.source_id, row.row_number) for row in found] == [(first, 1), (second, 2)]


def test_claims_lead_to_their_passages(building: CaseBuilder) -> None:
    file = building.source("witness_statement")
    claim = building.claim("person-2", ClaimKind.MEETS, "person-1", file)
    (found,) = locators(building.refreshed(), "person-1~meets~person-2").found
    assert (found.kind, found.object_id) == (EvidenceKind.CLAIM, claim)
    assert (found.passage_no, found.start_char, found.end_char) == (1, 0, 10)


def test_an_entity_leads_to_its_mentions(building: CaseBuilder) -> None:
    for _ in range(3):
        file = building.source("witness_statement")
        building.mention("person-1", file, passage=2, start=5, end=9)
    found = locators(building.case, "person-1")
    assert found.total == 3 and {row.kind for row in found.found} == {EvidenceKind.MENTION}
    assert [row.source_id for row in found.found] == [1, 2, 3]


def test_pages_are_cut_from_one_order(building: CaseBuilder) -> None:
    file = building.source()
    for day in range(7):
        building.call(file, "phone-1", "phone-2", at(6 - day))
    case, name = building.refreshed(), "phone-1~communicates~phone-2"
    whole = locators(case, name).found
    assert [row.row_number for row in whole] == [7, 6, 5, 4, 3, 2, 1]
    pages = [locators(case, name, limit=3, offset=offset) for offset in (0, 3, 6, 9)]
    assert sum((page.found for page in pages), ()) == whole
    assert {page.total for page in pages} == {7}


def test_a_stretch_of_time_limits_the_evidence(building: CaseBuilder) -> None:
    file = building.source()
    for day in range(7):
        building.call(file, "phone-1", "phone-2", at(day))
    window = Window(at(2), at(4))
    assert locators(building.refreshed(), "phone-1~communicates~phone-2", window=window).total == 2


@pytest.mark.parametrize("words", ["Somebody Secret", "person-1~meets~Secret", "a~b", ""])
def test_unknown_words_are_refused_without_repeating_them(
    building: CaseBuilder, words: str
) -> None:
    building.entity("person-1")
    with pytest.raises(UnknownObjectError) as error:
        locators(building.case, words)
    assert "Secret" not in str(error.value)
