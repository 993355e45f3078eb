"""Which pairs are looked at: those that share a key, unless too many share it."""

from collections.abc import Iterator
from dataclasses import replace

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest

from entity_resolution import blocking
from entity_resolution.model import Block, Model

_FOUND = "SELECT left_place // 10, right_place // 10, met FROM candidate"
_MODEL = Model((), (Block(("born",)), Block(lists=("phones",))), (), ())


@pytest.fixture
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as made:
        made.execute(
            "CREATE TABLE records AS SELECT *, unique_id * 10 AS place FROM (VALUES "
            "(1, '1980', ['a', 'b']), (2, '1980', ['b']), (3, NULL, ['b', 'b']), (4, NULL, NULL)) "
            "AS r(unique_id, born, phones)"
        )
        yield made


def _pairs(
    database: duckdb.DuckDBPyConnection,
    at_once: int = 100,
    model: Model = _MODEL,
    worth_it: blocking.WorthIt | None = None,
) -> list[tuple[int, ...]]:
    """All parts together, by the tens of their places."""
    found = []
    for _ in blocking.candidates(database, model, at_once, worth_it):
        found += database.execute(_FOUND).fetchall()
    return sorted(found)


def test_a_pair_is_looked_at_once_and_knows_what_brought_it_together(
    database: duckdb.DuckDBPyConnection,
) -> None:
    assert _pairs(database) == [(1, 2, 3), (1, 3, 2), (2, 3, 2)]
    assert (blocking.met(_MODEL, "born"), blocking.met(_MODEL, "phones")) == (1, 2)


def test_pairs_that_are_known_come_by_their_places(database: duckdb.DuckDBPyConnection) -> None:
    database.execute("UPDATE records SET place = 50 - place")
    pairs = pa.table({"left_id": [1, 2, 1], "right_id": [4, 3, 3], "met": [1, 2, 3]})
    for at_once in (1, 100):
        found = []
        for _ in blocking.given(database, pairs.to_reader(), at_once):
            found += database.execute(_FOUND).fetchall()
        assert sorted(found) == [(1, 4, 1), (2, 3, 2), (2, 4, 3)]


def test_what_very_many_share_brings_nobody_together(
    database: duckdb.DuckDBPyConnection,
) -> None:
    few = replace(_MODEL, blocks=tuple(replace(block, most=2) for block in _MODEL.blocks))
    assert _pairs(database, model=few) == [(1, 2, 1)]


def test_pairs_that_come_in_parts_are_the_same_pairs(database: duckdb.DuckDBPyConnection) -> None:
    database.execute(
        "CREATE OR REPLACE TABLE records AS SELECT i AS unique_id, (i * 37 % 100 * 10)::INTEGER "
        "AS place, (i % 7)::VARCHAR AS born, [(i % 11)::VARCHAR, (i % 5)::VARCHAR] AS phones "
        "FROM range(100) AS r(i)"
    )
    whole = _pairs(database, at_once=10_000)
    assert _pairs(database, at_once=50) == whole
    assert len({pair[:2] for pair in whole}) == len(whole)


def test_of_names_only_those_worth_it_bring_their_bearers_together(
    database: duckdb.DuckDBPyConnection,
) -> None:
    # Ten names, each borne by ten records that stand side by side, in three families.
    database.execute(
        "CREATE OR REPLACE TABLE records AS SELECT i AS unique_id, i * 10 AS place, "
        "i // 10 AS name_id, [i // 10 % 3] AS families, i % 7 AS born "
        "FROM range(100) AS r(i)"
    )
    by_name = Block(lists=("families",), by_name=True)
    model = Model((), (by_name, Block(("born",))), (), ())

    def are_neighbours(left: blocking.Places, right: blocking.Places) -> npt.NDArray[np.bool_]:
        return np.asarray(abs(left - right) <= 3)

    wanted = {
        (one, other, met if worth else 2)
        for one, other, met in _pairs(database, model=model)
        for worth in (abs(one // 10 - other // 10) <= 3,)
        if worth or met & 2
    }
    for at_once in (10_000, 50):
        found = _pairs(database, at_once, model, are_neighbours)
        assert len(found) == len(wanted)
        assert set(found) == wanted


def test_parts_say_how_far_they_are(database: duckdb.DuckDBPyConnection) -> None:
    shares = [*blocking.candidates(database, _MODEL, at_once=1)]
    assert len(shares) > 1
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
