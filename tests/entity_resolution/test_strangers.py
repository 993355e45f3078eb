"""How often strangers agree is counted in the case where it is large enough."""

import duckdb
import pytest

from entity_resolution import strangers
from entity_resolution.model import Comparison, Level, Model
from entity_resolution.strangers import met_by_strangers
from entity_resolution.weights import shipped

_SAME = "place_l = place_r"
_MODEL = Model(
    (
        Comparison(
            "place",
            "place",
            (
                Level("not known", "place_l IS NULL OR place_r IS NULL"),
                Level("same", _SAME, 0.8, 0.5, u_per_prior=100.0, most_u=0.7, strangers=_SAME),
                Level("other", "ELSE", 0.2, 0.5),
            ),
            strangers_where="country_l = country_r",
        ),
    ),
    (),
    (),
    (),
)


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strangers, "DRAWN_PAIRS", 200_000)


def _same_place(share: float) -> float:
    with duckdb.connect() as database:
        # Four countries of four places each; of every other person no place is known.
        database.execute(
            "CREATE TABLE records AS SELECT i AS unique_id, i % 4 AS country, "
            "CASE WHEN i % 8 < 4 THEN i % 32 END AS place FROM range(3200) AS p(i)"
        )
        found = met_by_strangers(database, _MODEL, shipped(_MODEL, share, ""))
    chances = found["place"][1]
    assert chances
    return chances[1]


def test_strangers_are_drawn_where_they_could_agree() -> None:
    assert _same_place(0.0) == pytest.approx(0.25, abs=0.02)


def test_what_follows_from_the_share_that_match_comes_on_top_but_for_its_limit() -> None:
    assert _same_place(0.001) == pytest.approx(0.35, abs=0.02)
    assert _same_place(0.01) == 0.7
