"""How often one person is called by another name is counted on pairs that are one for certain, how
often many bear one on all that do."""

from dataclasses import replace

import duckdb
import pytest

from entity_resolution import estimation
from entity_resolution.model import Block, Comparison, Level, Model, Sure, Together
from entity_resolution.weights import shipped

_OTHER_BIRTH = ("birth", "other birth date")
_MODEL = Model(
    (
        Comparison(
            "birth",
            "birth",
            (
                Level("same day", "birth_l = birth_r", 0.99, 0.001),
                Level(_OTHER_BIRTH[1], "ELSE", 0.01, 0.999, told=True),
            ),
            told_by=Sure(Block(("document",))),
        ),
        Comparison(
            "name",
            "name",
            (
                Level("borne by several", "name_l = name_r", 0.2, 0.1, rests_on=_OTHER_BIRTH),
                Level("another name", "ELSE", 0.8, 0.9),
            ),
        ),
    ),
    (),
    (),
    (),
)


def _told(wrong_dates: int) -> tuple[float, float]:
    """m of another birth date, and of the outcome that rests on it, where so many of 500 people
    with two papers of one number have two birth dates."""
    with duckdb.connect() as database:
        database.execute(
            "CREATE TABLE records AS SELECT person * 2 + copy AS unique_id, person AS document, "
            "'A' AS name, CASE WHEN copy = 1 AND person < ? THEN '1990' ELSE '1980' END AS birth "
            "FROM range(500) AS p(person), range(2) AS c(copy)",
            [wrong_dates],
        )
        weights = shipped(_MODEL, 0.001, "")
        told = weights.levels | estimation._told(database, _MODEL, weights)
        levels = estimation._resting(_MODEL, told)
    birth, name = levels["birth"][1], levels["name"][0]
    assert birth and name
    return birth[0], name[0]


def test_an_outcome_met_often_among_sure_pairs_says_less_against() -> None:
    assert _told(45) == (0.05, 1.0)


def test_of_a_name_that_many_bear_the_pairs_are_counted() -> None:
    met_by = Together(Block(("name",)), "borne = 11")
    often = Level("borne by more than 10", "name_l = name_r AND borne_l = 11", 0.5, 0.001, 1.0)
    model = Model((Comparison("name", "name", (replace(often, met_by=met_by),)),), (), (), ())
    share = 0.0001
    with duckdb.connect() as database:
        # Two names of a hundred records each that many bear, and as many others.
        database.execute(
            "CREATE TABLE records AS SELECT i // 100 AS name, "
            "CASE WHEN i < 200 THEN 11 ELSE 1 END AS borne FROM range(400) AS r(i)"
        )
        shipped_levels = shipped(model, share, "").levels
        ((counted,),) = estimation._met(database, model, shipped_levels, 400, share).values()
    strangers = 2 * (100 * 99 / 2) / (400 * 399 / 2) - share * 0.5
    assert counted and counted[0] == 0.5
    assert counted[1] == pytest.approx(strangers)


def test_what_is_shipped_counts_as_many_pairs() -> None:
    other_birth, several = _told(0)
    assert other_birth == 0.005
    assert several == 0.2
