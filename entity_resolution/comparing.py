"""Records laid out to be compared, and what SQL asks of two of them."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import duckdb

from entity_resolution.model import Comparison, Model
from workbench import encrypting


class PairFunctions(Protocol):
    """What a model's SQL asks of two records beyond what SQL can say."""

    def open(self, database: duckdb.DuckDBPyConnection) -> None:
        """Make the functions, and add to table ``records`` the columns they take.

        ``place`` may be changed, so that records whose pairs are compared together are neighbours.
        """

    def narrow(self, database: duckdb.DuckDBPyConnection, model: Model) -> None:
        """Leave out of table ``candidate`` what is not worth scoring."""


_RECORDS = """
    CREATE TABLE records AS
    SELECT *, (row_number() OVER (ORDER BY unique_id) - 1)::INTEGER AS place FROM records_arrow
"""


@contextmanager
def opened(
    scratch: duckdb.DuckDBPyConnection, table: str, functions: PairFunctions | None
) -> Iterator[tuple[duckdb.DuckDBPyConnection, int]]:
    """A database with the table as ``records`` and the functions, and how many records."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    records = scratch.execute(f"FROM {table} ORDER BY unique_id").to_arrow_table()
    with encrypting.scratch() as database:
        database.register("records_arrow", records)
        database.execute(_RECORDS)
        if functions:
            functions.open(database)
        yield database, records.num_rows


def outcome(comparison: Comparison) -> str:
    """SQL for the place of a comparison's outcome among its levels, of two records' columns (_l,
    _r) and the model's columns of the pair."""
    cases = " ".join(
        f"ELSE {place}" if level.sql == "ELSE" else f"WHEN {level.sql} THEN {place}"
        for place, level in enumerate(comparison.levels)
    )
    return f"CASE {cases} END"


def by_functions(model: Model, sql: str) -> str:
    """SQL that asks the functions for what it would read in the model's columns of a pair."""
    for column, call in model.of_pair.items():
        sql = sql.replace(column, call)
    return sql
