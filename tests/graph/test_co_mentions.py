"""Who is named together in sentences of documents: asked for, counted, and led back to them."""

from graph.build import MENTIONED_WITH, NetworkFilter, network
from graph.build.calls import Window
from graph.evidence import locators
from tests.graph.builders import CaseBuilder, at
from workbench.case import Case

TOGETHER = NetworkFilter(co_mentions=True)


def sentence(building: CaseBuilder, source: int, number: int, *people: int) -> None:
    """A sentence of a document that names these persons."""
    for person in people:
        entity = building.entity(f"person-{person}")
        mention = building.case.next_id("mention", "mention_id")
        building.case.db.execute(
            "INSERT INTO mention (mention_id, mention_key, source_id, kind, text, passage_no, "
            "start_char, end_char) VALUES (?, ?, ?, 'person', ?, ?, ?, ?)",
            [mention, f"{source}#{mention}", source, entity, number, 10 * number, 10 * number + 5],
        )
        building.case.db.execute("INSERT INTO entity_member VALUES (?, ?)", [entity, mention])


def pairs(case: Case, chosen: NetworkFilter) -> dict[str, tuple[int, int, str]]:
    ties = network(case, chosen).relationships
    columns = (ties[name] for name in ("relationship_id", "kind", "count", "sources", "nature"))
    return {
        str(name): (int(count), int(sources), str(nature))
        for name, kind, count, sources, nature in zip(*columns, strict=True)
        if kind == MENTIONED_WITH
    }


def told(building: CaseBuilder) -> tuple[Case, int, int]:
    """1 and 2 are named together three times by two statements, 2 and 3 once; 4 alone."""
    one, other = (building.source("witness_statement") for _ in range(2))
    sentence(building, one, 1, 1, 2, 2)
    sentence(building, one, 2, 1, 2)
    sentence(building, one, 3, 4)
    sentence(building, other, 1, 2, 1)
    sentence(building, other, 2, 2, 3)
    return building.refreshed(), one, other


def test_persons_in_one_sentence_are_tied_where_that_is_asked_for(building: CaseBuilder) -> None:
    case, one, _ = told(building)
    assert not pairs(case, NetworkFilter())
    assert pairs(case, TOGETHER) == {
        "person-1~mentioned_with~person-2": (3, 2, "assessment"),
        "person-2~mentioned_with~person-3": (1, 1, "assessment"),
    }
    of_one = NetworkFilter(co_mentions=True, sources=frozenset({one}))
    assert pairs(case, of_one) == {"person-1~mentioned_with~person-2": (2, 1, "assessment")}


def test_the_sentences_are_the_evidence(building: CaseBuilder) -> None:
    case, one, other = told(building)
    found = locators(case, "person-1~mentioned_with~person-2").found
    assert [(at.source_id, at.passage_no) for at in found] == [(one, 1), (one, 2), (other, 1)]
    assert not locators(case, "person-1~mentioned_with~person-3").found
    assert not locators(case, "person-1~mentioned_with~person-2", window=Window(at(0))).found


def test_a_list_of_many_ties_nobody_and_undated_sentences_belong_to_no_period(
    building: CaseBuilder,
) -> None:
    file = building.source("report")
    sentence(building, file, 1, *range(1, 10))
    sentence(building, file, 2, 1, 2)
    case = building.refreshed()
    found = network(case, TOGETHER)
    assert list(found.relationships["relationship_id"]) == ["person-1~mentioned_with~person-2"]
    assert any("lists" in left.reason and left.records == 1 for left in found.left_out)
    dated = network(case, NetworkFilter(co_mentions=True, from_utc=at(0)))
    assert dated.relationships.empty
    assert any("no period" in left.reason and left.records == 1 for left in dated.left_out)
