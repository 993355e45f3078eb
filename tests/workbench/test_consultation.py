"""Lists of entities are logged in short, and found again by each of them."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.access.consultation import runs, shows

IDS = st.sets(st.builds("{}-{}".format, st.sampled_from(["person", "phone"]), st.integers(1, 60)))


@given(IDS, IDS)
def test_a_list_in_short_shows_just_what_it_showed(listed: set[str], asked: set[str]) -> None:
    written = runs(listed)
    assert {one for one in asked | listed if shows(written, one)} == listed


def test_neighbours_stand_as_one_run() -> None:
    assert runs({"person-1", "person-2", "person-3", "person-9", "phone-4"}) == (
        "person 1-3,9; phone 4"
    )
    assert not shows("", "person-1") and not shows("person 1", "claim")
