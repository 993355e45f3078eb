from datetime import date

from dashboards.activity import activity
from dashboards.workspace import Workspace


def test_every_day_between_the_first_and_the_last_has_a_bar(workspace: Workspace) -> None:
    found = activity(workspace)
    assert found is not None
    assert (found.first, found.days) == (date(2024, 3, 1), len(found.bars))
    # 11 calls and 60 to strangers, one every five hours, and one dated meeting.
    assert sum(bar.records for bar in found.bars) == 72
    assert [bar.first for bar in found.bars] == [found.day(n) for n in range(found.days)]


def test_days_outside_the_case_count_as_its_ends(workspace: Workspace) -> None:
    found = activity(workspace)
    assert found is not None
    assert found.number(date(1999, 1, 1)) == 0
    assert found.number(date(2099, 1, 1)) == found.days - 1
