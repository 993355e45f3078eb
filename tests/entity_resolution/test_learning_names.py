"""How often one person is called by another name is counted on pairs that are one for certain."""

import duckdb

from entity_resolution import estimation
from entity_resolution.model import Block, Comparison, Level, Model, Sure
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


def test_what_is_shipped_counts_as_many_pairs() -> None:
    other_birth, several = _told(0)
    assert other_birth == 0.005
    assert several == 0.2
