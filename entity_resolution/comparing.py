"""Records laid out to be compared, and what SQL asks of two of them."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from functools import cached_property
from typing import Protocol

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from entity_resolution.blocking import Places
from entity_resolution.model import Comparison, Model
from entity_resolution.outcome import compress, write

ROWS_AT_ONCE = 20_000
"""Rows handed from one store to another in a batch."""


class PairFunctions(Protocol):
    """What a model's SQL asks of two records beyond what SQL can say."""

    asked: str
    """SQL for the columns of a record that ``placed`` looks at."""

    def placed(self, given: pa.Table) -> pa.Table:
        """For each record what the functions take, among it ``name_id``, a number for the record's
        name; and ``place``, which numbers them from 0, those of one name side by side."""

    def make(self, database: duckdb.DuckDBPyConnection) -> None:
        """Make the functions."""

    def worth_it(self, left: Places, right: Places) -> npt.NDArray[np.bool_]:
        """Which names, by their numbers, are so alike that their bearers' pairs are worth
        scoring."""

    def narrow(self, database: duckdb.DuckDBPyConnection, model: Model) -> None:
        """Leave out of table ``candidate`` what is not worth scoring, and add the columns of a pair
        that are known by then."""


def _all_made(_asked: str | None) -> None:
    """The table has all rows from the start."""


class Records:
    """Records of a scratch table, with ``unique_id`` and the columns that a model names.

    ``listed`` is a table of them all (``record_id``, ``fingerprint`` of all that a record follows
    from, and ``name_id`` where functions compare names); ``make`` adds to ``table`` the rows of
    those in a scratch table or query (``record_id``), or of all. They are laid out, in a database
    of their own (``open_store``), when they are first compared: those that are ``needed``, given in
    the same way.
    """

    def __init__(
        self,
        open_store: Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]],
        scratch: duckdb.DuckDBPyConnection,
        table: str,
        listed: str,
        functions: PairFunctions | None = None,
        make: Callable[[str | None], None] = _all_made,
    ) -> None:
        self._open = open_store
        self.scratch = scratch
        self.table = table
        self.functions = functions
        self.listed = listed
        self.make = make
        self.needed: str | None = None
        self._opened = ExitStack()
        row = scratch.execute(f"SELECT count(*) FROM {listed}").fetchone()
        self.count = int(row[0]) if row else 0

    @cached_property
    def database(self) -> duckdb.DuckDBPyConnection:
        """A database that has them as table ``records``, in the order of their ids, and the
        functions."""
        logging.getLogger("splink").setLevel(logging.ERROR)
        database = self._opened.enter_context(self._open())
        self.make(self.needed)
        only = f"SEMI JOIN {self.needed} AS needed ON record_id = unique_id" if self.needed else ""
        rows = f"FROM {self.table} {only} ORDER BY unique_id"
        asked = self.functions.asked if self.functions else "unique_id"
        given = self.scratch.execute(f"SELECT {asked} {rows}").to_arrow_table()
        if self.functions:
            placed = self.functions.placed(given)
            self.functions.make(database)
        else:
            placed = pa.table({"place": pa.array(np.arange(given.num_rows), pa.int32())})
        # A batch after the other, and side by side: whole, they would take as much memory again.
        whole = self.scratch.execute(f"SELECT {self.table}.* {rows}").to_arrow_reader(ROWS_AT_ONCE)
        database.register("placed", placed)
        write(database, "CREATE TABLE records AS FROM arriving POSITIONAL JOIN placed", whole)
        database.unregister("placed")
        compress(database)
        return database

    def __enter__(self) -> "Records":
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()


def paired(pairs: str) -> str:
    """SQL for pairs (left_id, right_id) of a table or query with the columns of their records, _l
    and _r."""
    return (
        "SELECT pairs.*, COLUMNS(l.*) AS '\\0_l', COLUMNS(r.*) AS '\\0_r' "
        f"FROM {pairs} AS pairs JOIN records AS l ON l.unique_id = left_id "
        "JOIN records AS r ON r.unique_id = right_id"
    )


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
        sql = sql.replace(column, f"({call})")
    return sql
