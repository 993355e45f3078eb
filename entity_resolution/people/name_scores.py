"""Names compared once for each distinct pair of them, all at once."""

from threading import Lock

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from duckdb.func import ARROW
from duckdb.sqltypes import BIGINT, DOUBLE

from entity_resolution.blocking import met
from entity_resolution.model import Model
from entity_resolution.names.bulk import WORTH, NameBook
from entity_resolution.names.remembered import Remembered
from entity_resolution.names.words import SLIPS
from entity_resolution.numbering import Ids, Scores, Truths, numbered

NO_SLIP = 99.0
"""For names that no slip of a pen in one word explains."""
TWO_NAMES = 95.0
"""For names that agree but for one word, whose two forms are names that both exist."""
_KINDS = (np.float64, np.float64)


_OF_ONE_HOUSE = """
    SELECT pair FROM born_together
    JOIN records AS l ON l.place = left_place JOIN records AS r ON r.place = right_place
    WHERE len(list_intersect(l.address_words, r.address_words)) >= 2
"""


class NameScores:
    """Functions ``name_score`` and ``name_slips`` for a model's SQL, of the ``name_id`` of two
    records; each pair of names that is worth it is compared once, whoever asks first."""

    def __init__(self, book: NameBook) -> None:
        self._book = book
        self._known = Remembered(_KINDS)
        # The names that were found worth it last, whose bearers are narrowed down next.
        self._alike = Remembered(_KINDS)
        self._lock = Lock()

    asked = "unique_id, name, father, address IS NOT NULL AS is_housed"

    def placed(self, given: pa.Table) -> pa.Table:
        """The places of the records' names in the book (``name_id``, ``father_id``), and ``place``;
        a row for each, in their order."""
        written = self._book.written
        name, father = (pc.index_in(given[column], written) for column in ("name", "father"))
        ids = name.to_numpy()
        # In the order of the names, so that one name's pairs come together.
        in_order = np.lexsort((given["unique_id"].to_numpy(), ids))
        place = np.empty_like(in_order)
        place[in_order] = np.arange(len(ids))
        self._name = ids[in_order].astype(np.int64)
        self._father = pc.fill_null(father, -1).to_numpy()[in_order].astype(np.int64)
        self._is_housed = given["is_housed"].to_numpy()[in_order]
        found = {"name_id": name, "father_id": father, "place": place}
        of_type = {"name_id": pa.int64(), "father_id": pa.int64(), "place": pa.int32()}
        return pa.table({key: pc.cast(values, of_type[key]) for key, values in found.items()})

    def make(self, database: duckdb.DuckDBPyConnection) -> None:
        """Make the functions."""
        for function in (self.name_score, self.name_slips):
            database.create_function(
                function.__name__, function, [BIGINT, BIGINT], DOUBLE, type=ARROW
            )

    def worth_it(self, left: Ids, right: Ids) -> Truths:
        """Which names, by their places in the book, are alike."""
        keys = self._key(left, right)
        _, score, slips = self._compare_near(keys)
        alike = _are_alike(score, slips)
        self._alike = Remembered(_KINDS)
        self._alike.add(keys[alike], (score[alike], slips[alike]))
        return alike

    def narrow(self, database: duckdb.DuckDBPyConnection, model: Model) -> None:
        """Leave out of table ``candidate`` what is not worth scoring.

        Another name, and nothing that people share without being alike in name, is another person.
        """
        pairs = database.execute("FROM candidate").to_arrow_table()
        left, right, together = (column.to_numpy() for column in pairs.columns)
        keys = pa.array(self._key(self._name[left], self._name[right])).dictionary_encode()
        names_of = keys.indices.to_numpy()
        distinct = keys.dictionary.to_numpy()
        near, (score, slips) = self._alike.find(distinct)
        others = np.flatnonzero(~near)
        near[others], score[others], slips[others] = self._compare_near(distinct[others])
        alike = _are_alike(score, slips)
        sure = sum(1 << n for n, block in enumerate(model.blocks) if block.suffices == "true")
        kept = alike[names_of] | (together & sure > 0)
        housed = self._is_housed[left] & self._is_housed[right]
        maybe = ~kept & housed & (together & met(model, "birth_date") > 0)
        kept[_of_one_house(database, pairs, np.flatnonzero(maybe))] = True
        # What else brought two together is set against their names, however unlike these are.
        far = np.unique(names_of[kept & ~near[names_of]])
        score[far], slips[far] = self._compare(distinct[far])
        of_pair = {
            "names_alike": pa.array(score[names_of[kept]]),
            "slips_between": pa.array(slips[names_of[kept]]),
            "fathers_alike": self._fathers_alike(left[kept], right[kept]),
        }
        places = {"left_place": pa.array(left[kept]), "right_place": pa.array(right[kept])}
        database.register("kept_arrow", pa.table(places | of_pair))
        database.execute("CREATE OR REPLACE TABLE candidate AS FROM kept_arrow")
        database.unregister("kept_arrow")

    def _compare_near(self, keys: Ids) -> tuple[Truths, Scores, Scores]:
        """Which pairs of names may be alike, and these compared."""
        near = self._book.may_be_alike(*np.divmod(keys, len(self._book.written)))
        score, slips = np.zeros(len(keys)), np.full(len(keys), NO_SLIP)
        score[near], slips[near] = self._compare(keys[near])
        return near, score, slips

    def _fathers_alike(self, left: Ids, right: Ids) -> pa.Array:
        one, other = self._father[left], self._father[right]
        both = (one >= 0) & (other >= 0)
        score = np.zeros(len(one))
        score[both] = self._scores(self._key(one[both], other[both]))[0]
        return pa.array(score, mask=~both)

    def name_score(self, left: pa.Array, right: pa.Array) -> pa.Array:
        """``names.compare``'s score."""
        return pa.array(self._found(left, right)[0])

    def name_slips(self, left: pa.Array, right: pa.Array) -> pa.Array:
        """Slips in the one word in which two names differ; many where that is not so."""
        return pa.array(self._found(left, right)[1])

    def _found(self, left: pa.Array, right: pa.Array) -> tuple[Scores, Scores]:
        with self._lock:
            return self._scores(self._key(np.asarray(left), np.asarray(right)))

    def _key(self, left: Ids, right: Ids) -> Ids:
        return numbered(left, right, len(self._book.written))

    def _scores(self, keys: Ids) -> tuple[Scores, Scores]:
        """The scores and slips of pairs of names, remembered or found out."""
        is_known, (score, slips) = self._known.find(keys)
        if is_known.all():
            return score, slips
        unknown = np.flatnonzero(~is_known)
        new, back = np.unique(keys[unknown], return_inverse=True)
        found = self._compare(new)
        self._known.add(new, found)
        score[unknown], slips[unknown] = found[0][back], found[1][back]
        return score, slips

    def _compare(self, keys: Ids) -> tuple[Scores, Scores]:
        """The scores and slips of pairs of names."""
        one, other = np.divmod(keys, len(self._book.written))
        found = self._book.compare(one, other)
        slips = np.where(found.one_other, TWO_NAMES, NO_SLIP)
        unlike = np.flatnonzero(found.one_unlike)
        slips[unlike] = self._book.slips(one[unlike], other[unlike])
        return found.score, slips


def _are_alike(score: Scores, slips: Scores) -> Truths:
    return np.asarray((score >= WORTH) | (slips <= SLIPS))


def _of_one_house(database: duckdb.DuckDBPyConnection, pairs: pa.Table, places: Ids) -> Ids:
    """Of the pairs at these places those whose addresses have two words in common."""
    asked = pairs.take(places).append_column("pair", pa.array(places))
    database.register("born_together", asked)
    found = database.execute(_OF_ONE_HOUSE).to_arrow_table()["pair"]
    database.unregister("born_together")
    return np.asarray(found)


_KEPT = """
    CREATE TABLE IF NOT EXISTS name_score (left_name VARCHAR, right_name VARCHAR, score DOUBLE,
        best_token DOUBLE, one_unlike BOOLEAN)
"""
# Grain: one pair of distinct names not compared before, by their places in ``name_book``.
_WANTED = """
    SELECT DISTINCT l.place AS one, r.place AS other FROM ({pairs}) AS wanted
    ANTI JOIN name_score USING (left_name, right_name)
    JOIN name_book AS l ON l.name = left_name JOIN name_book AS r ON r.name = right_name
    WHERE left_name < right_name ORDER BY ALL
"""


def score_pairs(scratch: duckdb.DuckDBPyConnection, book: NameBook, pairs_sql: str) -> None:
    """Fill table ``name_score`` for the pairs of the book's names that a query names:
    left_name < right_name, score, best_token, one_unlike."""
    scratch.execute(_KEPT)
    names = book.written
    scratch.register("name_book", pa.table({"name": names, "place": np.arange(len(names))}))
    wanted = scratch.execute(_WANTED.format(pairs=pairs_sql)).to_arrow_table()
    found = book.compare(np.asarray(wanted["one"]), np.asarray(wanted["other"]))
    scored = [names.take(wanted[side].combine_chunks()) for side in ("one", "other")]
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
