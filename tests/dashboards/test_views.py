from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.views import MOST, View
from graph.build import Projection, Services
from graph.measures import Measure
from workbench.vocabulary import ClaimKind, Nature

PODGORICA = ZoneInfo("Europe/Podgorica")
ids = st.lists(st.from_regex(r"person-[1-9]\d{0,2}", fullmatch=True), unique=True).map(tuple)
views = st.builds(
    View,
    without_relationships=st.lists(st.sampled_from(list(map(str, ClaimKind))), unique=True).map(
        tuple
    ),
    from_day=st.none() | st.dates().map(lambda day: day.isoformat()),
    min_count=st.integers(1, 50),
    facts_only=st.booleans(),
    projection=st.sampled_from(Projection),
    services=st.sampled_from(Services),
    co_mentions=st.booleans(),
    measure=st.sampled_from(Measure),
    limit=st.integers(1, MOST),
    added=ids,
    hidden=ids,
    path=ids,
    arrangement=st.integers(0, 9),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


@settings(max_examples=40, deadline=None)
@given(views)
def test_a_view_comes_back_from_the_browser_as_it_went(view: View) -> None:
    assert View.from_json(view.as_json()) == view


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(list(View().as_json())), anything))
def test_whatever_a_browser_sends_makes_a_view(sent: dict[str, object]) -> None:
    view = View.from_json(sent)
    assert 1 <= view.limit <= MOST
    assert view.min_count >= 1


def test_what_makes_no_sense_is_as_in_a_first_view() -> None:
    sent = {"measure": "charm", "limit": 12, "from_day": "yesterday", "unheard": 1}
    assert View.from_json(sent) == View(limit=12)


def test_days_are_local_and_both_included() -> None:
    chosen = View(from_day="2024-10-26", to_day="2024-10-27").chosen(PODGORICA)
    assert chosen.from_utc == datetime(2024, 10, 25, 22)
    # The last day is the one on which the clocks go back: it has 25 hours.
    assert chosen.to_utc == datetime(2024, 10, 27, 23)


def test_switched_off_kinds_are_not_asked_for() -> None:
    view = View(without_relationships=("meets",), without_entities=("phone",), facts_only=True)
    chosen = view.chosen(PODGORICA)
    assert chosen.kinds is not None and "meets" not in chosen.kinds and "pays" in chosen.kinds
    assert chosen.entity_kinds is not None and "phone" not in chosen.entity_kinds
    assert chosen.nature is Nature.FACT and not chosen.co_mentions
    assert View(co_mentions=True).chosen(PODGORICA).co_mentions


def test_counting_what_a_kind_would_bring_looks_at_all_kinds() -> None:
    view = View(without_relationships=("meets",), min_count=3)
    assert view.unsorted(PODGORICA).kinds is None
    assert view.unsorted(PODGORICA).min_count == 3
