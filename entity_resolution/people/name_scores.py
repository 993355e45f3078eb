"""Names compared once for each distinct pair of them, all at once."""

from threading import Lock

import duckdb
import numpy as np
import pyarrow as pa
from duckdb.func import ARROW
from duckdb.sqltypes import BIGINT, DOUBLE

from entity_resolution.blocking import met
from entity_resolution.model import Model
from entity_resolution.names.bulk import Compared, Ids, NameBook, Scores

NO_SLIP = 99.0
"""For names that no slip of a pen in one word explains."""
TWO_NAMES = 95.0
"""For names that agree but for one word, whose two forms are names that both exist."""
_SAY_MUCH = ("documents", "document_slips", "phones", "handles")
"""Columns that bring two together whatever they are called."""
_WORTH_SCORING = 0.7
_MOST_SLIPS = 2

_NAMES = "SELECT name FROM records UNION SELECT father FROM records WHERE father <> '' ORDER BY 1"
_NUMBERED = """
    CREATE OR REPLACE TABLE records AS
    SELECT records.*, called.name_id, fathered.name_id AS father_id
    FROM records JOIN numbered AS called ON called.name = records.name
    LEFT JOIN numbered AS fathered ON fathered.name = father
    ORDER BY unique_id
"""
# Grain: one pair of distinct names that candidates bear.
_NAME_PAIRS = """
    SELECT DISTINCT least(l.name_id, r.name_id) AS one, greatest(l.name_id, r.name_id) AS other
    FROM candidate
    JOIN records AS l ON l.unique_id = left_id JOIN records AS r ON r.unique_id = right_id
"""
# Another name, and nothing that people share without being alike in name, is another person.
_NARROWED = """
    CREATE OR REPLACE TABLE candidate AS
    SELECT candidate.* FROM candidate
    JOIN records AS l ON l.unique_id = left_id JOIN records AS r ON r.unique_id = right_id
    WHERE met & $sure <> 0 OR name_score(l.name_id, r.name_id) >= $worth
        OR name_slips(l.name_id, r.name_id) <= $slips
        OR (met & $born <> 0 AND len(list_intersect(l.address_words, r.address_words)) >= 2)
"""


class NameScores:
    """Functions ``name_score`` and ``name_slips`` for a model's SQL, of the ``name_id`` of two
    records; each pair of names is compared once, whoever asks first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._start([])

    def _start(self, names: list[str]) -> None:
        self._names = names
        self._book = NameBook(names)
        self._keys = np.empty(0, dtype=np.int64)
        self._score = np.empty(0)
        self._slips = np.empty(0)

    def open(self, database: duckdb.DuckDBPyConnection) -> None:
        """Number the names of table ``records`` and make the functions."""
        names = [row[0] for row in database.execute(_NAMES).fetchall()]
        if names != self._names:
            self._start(names)
        numbered = pa.table(
            {
                "name": pa.array(self._names, pa.string()),
                "name_id": pa.array(range(len(names)), pa.int64()),
            }
        )
        database.register("numbered", numbered)
        database.execute(_NUMBERED)
        database.unregister("numbered")
        for function in (self.name_score, self.name_slips):
            database.create_function(
                function.__name__, function, [BIGINT, BIGINT], DOUBLE, type=ARROW
            )

    def narrow(self, database: duckdb.DuckDBPyConnection, model: Model) -> None:
        """Leave out of table ``candidate`` what is not worth scoring."""
        pairs = database.execute(_NAME_PAIRS).to_arrow_table()
        self._learn(np.asarray(pairs["one"]), np.asarray(pairs["other"]))
        sure = sum(met(model, column) for column in _SAY_MUCH)
        bounds = {"worth": _WORTH_SCORING, "slips": _MOST_SLIPS, "born": met(model, "birth_date")}
        database.execute(_NARROWED, {"sure": sure} | bounds)

    def name_score(self, left: pa.Array, right: pa.Array) -> pa.Array:
        """``names.compare``'s score."""
        return self._known(left, right)[0]

    def name_slips(self, left: pa.Array, right: pa.Array) -> pa.Array:
        """Slips in the one word in which two names differ; many where that is not so."""
        return self._known(left, right)[1]

    def _known(self, left: pa.Array, right: pa.Array) -> tuple[pa.Array, pa.Array]:
        one, other = np.asarray(left), np.asarray(right)
        keys = np.minimum(one, other) * len(self._names) + np.maximum(one, other)
        with self._lock:
            self._learn(one, other)
            places = np.searchsorted(self._keys, keys)
            return pa.array(self._score[places]), pa.array(self._slips[places])

    def _learn(self, left: Ids, right: Ids) -> None:
        one, other = np.minimum(left, right), np.maximum(left, right)
        keys = np.unique(one * len(self._names) + other)
        place = np.minimum(np.searchsorted(self._keys, keys), max(len(self._keys) - 1, 0))
        new = keys if not len(self._keys) else keys[self._keys[place] != keys]
        if not len(new):
            return
        one, other = np.divmod(new, len(self._names))
        found = self._book.compare(one, other)
        order = np.argsort(known := np.concatenate([self._keys, new]))
        self._keys = known[order]
        self._score = np.concatenate([self._score, found.score])[order]
        self._slips = np.concatenate([self._slips, self._slipped(one, other, found)])[order]

    def _slipped(self, one: Ids, other: Ids, found: Compared) -> Scores:
        slips = np.where(found.one_other, TWO_NAMES, NO_SLIP)
        for at in np.flatnonzero(found.one_unlike).tolist():
            slips[at] = self._book.slips(int(one[at]), int(other[at]))
        return slips


_KEPT = """
    CREATE TABLE IF NOT EXISTS name_score (left_name VARCHAR, right_name VARCHAR, score DOUBLE,
        best_token DOUBLE, one_unlike BOOLEAN, PRIMARY KEY (left_name, right_name))
"""
# Grain: one pair of distinct names not compared before, by their places in ``name_book``.
_WANTED = """
    SELECT DISTINCT l.place AS one, r.place AS other FROM ({pairs}) AS wanted
    ANTI JOIN name_score USING (left_name, right_name)
    JOIN name_book AS l ON l.name = left_name JOIN name_book AS r ON r.name = right_name
    WHERE left_name < right_name ORDER BY ALL
"""


def score_pairs(scratch: duckdb.DuckDBPyConnection, pairs_sql: str) -> None:
    """Fill table ``name_score`` for the pairs that a query names: left_name < right_name, score,
    best_token, one_unlike."""
    scratch.execute(_KEPT)
    names = [
        row[0]
        for row in scratch.execute(
            f"SELECT left_name FROM ({pairs_sql}) UNION SELECT right_name FROM ({pairs_sql}) "
            "ORDER BY ALL"
        ).fetchall()
    ]
    book = pa.table({"name": pa.array(names, pa.string()), "place": range(len(names))})
    scratch.register("name_book", book)
    wanted = scratch.execute(_WANTED.format(pairs=pairs_sql)).to_arrow_table()
    one, other = np.asarray(wanted["one"]), np.asarray(wanted["other"])
    found = NameBook(names).compare(one, other)
    scored = book["name"].take(wanted["one"]), book["name"].take(wanted["other"])
    scratch.register(
        "scored_arrow",
        pa.table(
            {
                "left_name": scored[0],
                "right_name": scored[1],
                "score": found.score,
                "best_token": found.best_word,
                "one_unlike": found.one_unlike,
            }
        ),
    )
    scratch.execute("INSERT INTO name_score FROM scored_arrow")
    scratch.unregister("scored_arrow")
    scratch.unregister("name_book")
