"""Worlds of different seeds are different worlds, told by different hands."""

from pathlib import Path

import pytest

from sample_data.dossier import Dossier
from tests.sample_data.conftest import SEEDS, Worlds


@pytest.fixture(scope="module")
def dossiers(worlds: Worlds) -> list[Dossier]:
    return [worlds.of(seed).dossier for seed in SEEDS]


def test_hardly_a_name_comes_back(dossiers: list[Dossier]) -> None:
    names = [person.name for one in dossiers for person in one.world.people.values()]
    assert len(set(names)) > 0.98 * len(names) - 2 * len(SEEDS)  # each world has two namesakes


@pytest.mark.parametrize(
    "slot", ["organiser", "lieutenant", "driver_ba", "driver_al", "spotter_me"]
)
def test_people_live_elsewhere(dossiers: list[Dossier], slot: str) -> None:
    assert len({one.world.people[slot].home for one in dossiers}) > 1


def test_the_amount_of_traffic_differs(dossiers: list[Dossier]) -> None:
    counts = [len(one.world.communications) for one in dossiers]
    assert max(counts) > 1.1 * min(counts)


def test_namesakes_are_others(dossiers: list[Dossier]) -> None:
    for world in (one.world for one in dossiers):
        for slot, name_of in (
            ("namesake_organiser", "organiser"),
            ("namesake_driver", "driver_ba"),
        ):
            one, other = world.people[slot], world.people[name_of]
            assert one.name == other.name
            assert (one.born, one.paper_number, one.home) != (
                other.born,
                other.paper_number,
                other.home,
            )


def test_statements_come_in_different_formats(dossiers: list[Dossier]) -> None:
    assert len({_suffixes(one) for one in dossiers}) > len(dossiers) // 2


def test_clerks_write_one_text_in_different_hands(worlds: Worlds) -> None:
    """The exchange clerk's statement is taken in Latin and in Cyrillic letters, by seed."""
    texts = [worlds.of(seed).text_of("Zapisnik_svjedok") for seed in SEEDS]
    assert len({"свјед" in text.casefold() for text in texts}) == 2


def _suffixes(dossier: Dossier) -> tuple[str, ...]:
    return tuple(Path(one.name).suffix for one in dossier.written)
