"""One SIM by the number of its subscription and the number printed on it."""

from collections.abc import Iterator

import duckdb
import pytest

from entity_resolution import cards, memory, outcome, selectors
from entity_resolution.judgements import Judged
from tests.entity_resolution.building import CaseBuilder
from workbench.vocabulary import MentionKind

IMSI, OTHER_IMSI = "218997329075360", "218994217674343"
ICCID, OTHER_ICCID = "8938799099865930044", "8938799099113922199"
ALBANIAN_ICCID = "8935599716318519516"
NUMBER = "+38766002792"


@pytest.fixture
def scratch(building: CaseBuilder) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as made:
        outcome.create(building.case, made)
        memory.prepare(made)
        yield made


def _sim(building: CaseBuilder, number: str, row: int | None = None, source: int = 0) -> int:
    country = None if number.startswith("89") else "BA"
    made = building.mention(MentionKind.SIM, source or building.source(), number, None, country)
    building.case.db.execute("UPDATE mention SET row_number = ? WHERE mention_id = ?", [row, made])
    return made


def _exhibit(building: CaseBuilder, seized: str, *items: int) -> None:
    number = building.case.next_id("exhibit", "exhibit_id")
    building.case.db.execute(
        "INSERT INTO exhibit (exhibit_id, source_id, exhibit_number, description, seized_utc) "
        "VALUES (?, 1, ?, 'telefon', ?)",
        [number, f"{number}", seized],
    )
    for item in items:
        building.case.db.execute("INSERT INTO exhibit_item VALUES (?, ?)", [number, item])


def _heard(building: CaseBuilder, imsi: str, *moments: str) -> None:
    for row, moment in enumerate(moments, 1):
        building.case.db.execute(
            "INSERT INTO communication (source_id, row_number, kind, direction, a_number, a_kind, "
            "b_kind, device_party, imsi, start_utc, time_zone) "
            "VALUES (1, ?, 'call', 'outgoing', ?, 'e164', 'e164', 'a', ?, ?, 'UTC')",
            [row, NUMBER, imsi, moment],
        )


def _groups(building: CaseBuilder, scratch: duckdb.DuckDBPyConnection, judged: Judged) -> set[int]:
    selectors.resolve(building.case, scratch, judged)
    rows = scratch.execute("SELECT group_id FROM new_member WHERE kind = 'sim'").fetchall()
    return {row[0] for row in rows}


_NOTHING_JUDGED = Judged(frozenset(), frozenset())


def test_a_row_with_both_numbers_means_one_card(
    building: CaseBuilder, scratch: duckdb.DuckDBPyConnection
) -> None:
    source = building.source()
    for number in (IMSI, ICCID):
        _sim(building, number, 4, source)
    _sim(building, IMSI)
    assert len(_groups(building, scratch, _NOTHING_JUDGED)) == 1


def test_an_analyst_parts_the_two_numbers(
    building: CaseBuilder, scratch: duckdb.DuckDBPyConnection
) -> None:
    source = building.source()
    pair = (_sim(building, IMSI, 4, source), _sim(building, ICCID, 4, source))
    assert len(_groups(building, scratch, Judged(frozenset(), frozenset({pair})))) == 2


def test_a_row_with_two_cards_joins_nothing(
    building: CaseBuilder, scratch: duckdb.DuckDBPyConnection
) -> None:
    source = building.source()
    for number in (IMSI, ICCID, OTHER_IMSI, OTHER_ICCID):
        _sim(building, number, 4, source)
    assert cards.join(building.case, scratch) == []


def test_a_card_of_another_country_waits_for_a_word(
    building: CaseBuilder, scratch: duckdb.DuckDBPyConnection
) -> None:
    source = building.source()
    for number in (IMSI, ALBANIAN_ICCID):
        _sim(building, number, 4, source)
    assert cards.join(building.case, scratch) == []
    assert scratch.execute("SELECT probability FROM new_pair").fetchall() == [(0.5,)]


def test_a_number_seized_with_a_card_tells_its_subscription(
    building: CaseBuilder, scratch: duckdb.DuckDBPyConnection
) -> None:
    phone = building.mention(MentionKind.PHONE, building.source(), NUMBER)
    imsi, iccid = _sim(building, IMSI), _sim(building, ICCID)
    _exhibit(building, "2024-03-10", phone, iccid)
    _heard(building, IMSI, "2024-02-01", "2024-03-09")
    (link,) = cards.join(building.case, scratch)
    assert (link.left, link.right, link.probability) == (imsi, iccid, cards.BY_NUMBER)


def test_a_number_that_moved_to_another_card_is_not_one_card(
    building: CaseBuilder, scratch: duckdb.DuckDBPyConnection
) -> None:
    phone = building.mention(MentionKind.PHONE, building.source(), NUMBER)
    old, new = _sim(building, IMSI), _sim(building, OTHER_IMSI)
    iccid = _sim(building, ICCID)
    _exhibit(building, "2024-06-10", phone, iccid)
    _heard(building, IMSI, "2024-01-01", "2024-03-01")
    _heard(building, OTHER_IMSI, "2024-04-01", "2024-06-09")
    assert [(link.left, link.right) for link in cards.join(building.case, scratch)] == [
        (new, iccid)
    ]
    selectors.resolve(building.case, scratch, _NOTHING_JUDGED)
    group = dict(scratch.execute("SELECT mention_id, group_id FROM new_member").fetchall())
    assert group[old] not in (group[new], group[iccid])


def test_an_imsi_goes_with_the_better_attested_card(
    building: CaseBuilder, scratch: duckdb.DuckDBPyConnection
) -> None:
    for iccid, times in ((ICCID, 1), (OTHER_ICCID, 2)):
        for _ in range(times):
            source = building.source()
            for number in (IMSI, iccid):
                _sim(building, number, 4, source)
    (link,) = cards.join(building.case, scratch)
    text = "SELECT text FROM mention WHERE mention_id = ?"
    assert building.case.db.execute(text, [link.right]).fetchone() == (OTHER_ICCID,)
    assert scratch.execute("SELECT min(probability) FROM new_pair").fetchone() == (0.4,)
