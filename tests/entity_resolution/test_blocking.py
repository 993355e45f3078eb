"""Which pairs are looked at: those that share a key, unless too many share it."""

from collections.abc import Iterator

import duckdb
import pytest

from entity_resolution import blocking
from entity_resolution.model import Block, Model

_MODEL = Model((), (Block(("born",)), Block(lists=("phones",))), (), ())


@pytest.fixture
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as made:
        made.execute(
            "CREATE TABLE records AS FROM (VALUES (1, '1980', ['a', 'b']), (2, '1980', ['b']), "
            "(3, NULL, ['b', 'b']), (4, NULL, NULL)) AS r(unique_id, born, phones)"
        )
        yield made


def _pairs(database: duckdb.DuckDBPyConnection) -> list[tuple[int, ...]]:
    return database.execute("FROM candidate ORDER BY ALL").fetchall()


def test_a_pair_is_looked_at_once_and_knows_what_brought_it_together(
    database: duckdb.DuckDBPyConnection,
) -> None:
    assert blocking.find_candidates(database, _MODEL) == 3
    assert _pairs(database) == [(1, 2, 3), (1, 3, 2), (2, 3, 2)]
    assert (blocking.met(_MODEL, "born"), blocking.met(_MODEL, "phones")) == (1, 2)


def test_only_pairs_of_some_records(database: duckdb.DuckDBPyConnection) -> None:
    blocking.find_candidates(database, _MODEL, touching=[1])
    assert _pairs(database) == [(1, 2, 3), (1, 3, 2)]


def test_what_very_many_share_brings_nobody_together(
    database: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocking, "MOST_SHARING", 2)
    blocking.find_candidates(database, _MODEL)
    assert _pairs(database) == [(1, 2, 1)]
