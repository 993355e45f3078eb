"""Persons across sources: what to compare, which pairs to consider, with which weights.

Shipped m and u probabilities were set from generated cases (see docs/identity.md) and are used
where a case is too small to learn its own.
"""

import duckdb
import numpy as np
import pyarrow as pa

from entity_resolution.model import Comparison, Level, Model
from entity_resolution.names import compare

_EITHER_EMPTY = "len({0}_l) = 0 OR len({0}_r) = 0"
_EITHER_NULL = "{0}_l IS NULL OR {0}_r IS NULL"

# Grain: one person of one source. ``rival`` says that the name is borne by people known to differ.
RECORDS = """
    CREATE OR REPLACE TABLE person_record AS
    WITH named AS (
        SELECT local_id, person.name, name.is_full, name.name_key, count(*) AS times
        FROM local_member JOIN person USING (mention_id) JOIN name USING (name) GROUP BY ALL
    ), called AS (
        SELECT local_id,
            first(name ORDER BY is_full DESC, times DESC, length(name) DESC, name) AS name,
            first(name_key ORDER BY is_full DESC, times DESC, length(name) DESC, name) AS name_key,
            bool_or(is_full) AS is_full
        FROM named GROUP BY local_id
    ), known AS (
        SELECT local_id, any_value(source_id) AS source_id,
            max(birth_date) AS birth_date, max(birth_year) AS birth_year, max(father) AS father,
            max(sex) AS sex, max(nationality) AS nationality, max(birth_place) AS birth_place,
            list_sort(list_distinct(flatten(list(aliases)))) AS aliases,
            list_sort(list_distinct(flatten(list(documents)))) AS documents,
            list_sort(list_distinct(flatten(list(phones)))) AS phones,
            list_sort(list_distinct(flatten(list(vehicles)))) AS vehicles
        FROM local_member JOIN person USING (mention_id) GROUP BY local_id
    ), rivals AS (
        SELECT name_key FROM called JOIN known USING (local_id)
        GROUP BY name_key HAVING count(DISTINCT birth_date) > 1
            AND max(birth_year::INTEGER) - min(birth_year::INTEGER) > 1
    )
    SELECT local_id AS unique_id, source_id, called.name, name_key, called.is_full,
        list_sort(list_distinct(list(stem))) AS stems,
        birth_date, birth_year, father, sex, nationality, birth_place, aliases,
        documents, phones, vehicles, name_key IN (FROM rivals) AS rival
    FROM called JOIN known USING (local_id) JOIN name_stem ON name_stem.name = called.name
    GROUP BY ALL ORDER BY unique_id
"""

_NAME = Comparison(
    "name",
    "name",
    (
        Level("no name", "name_key_l = '' OR name_key_r = ''"),
        Level(
            "same full name", "name_key_l = name_key_r AND is_full_l AND NOT rival_l", 0.6, 0.0004
        ),
        Level(
            "same full name, borne by several", "name_key_l = name_key_r AND is_full_l", 0.6, 0.02
        ),
        Level("same name, much alike", "name_score(name_l, name_r) >= 0.93", 0.2, 0.0008),
        Level("alike", "name_score(name_l, name_r) >= 0.85", 0.1, 0.002),
        Level(
            "part of the name",
            "name_score(name_l, name_r) >= 0.68 AND (NOT is_full_l OR NOT is_full_r)",
            0.05,
            0.02,
        ),
        Level("another name", "ELSE", 0.03, 0.95),
    ),
)
_BIRTH = Comparison(
    "birth_date",
    "birth_date",
    (
        Level("not known", _EITHER_NULL.format("birth_year")),
        Level("same day", "birth_date_l = birth_date_r", 0.83, 0.0002),
        Level(
            "day and month changed places",
            "birth_date_l = left(birth_date_r, 5) || right(birth_date_r, 2) || '-' || "
            "substr(birth_date_r, 6, 2)",
            0.02,
            0.0001,
        ),
        Level("one figure differs", "levenshtein(birth_date_l, birth_date_r) = 1", 0.05, 0.004),
        Level(
            "same year, day not given",
            "birth_year_l = birth_year_r AND (birth_date_l IS NULL OR birth_date_r IS NULL)",
            0.09,
            0.04,
        ),
        Level("other birth date", "ELSE", 0.01, 0.955),
    ),
)
_FATHER = Comparison(
    "father",
    "father",
    (
        Level("not known", _EITHER_NULL.format("father")),
        Level("same father's name", "name_score(father_l, father_r) >= 0.88", 0.94, 0.02),
        Level("father's name alike", "name_score(father_l, father_r) >= 0.75", 0.03, 0.02),
        Level("other father's name", "ELSE", 0.03, 0.96),
    ),
)


def _shared(name: str, m: float, u: float, same: str, other: str) -> Comparison:
    return Comparison(
        name,
        name,
        (
            Level("not known", _EITHER_EMPTY.format(name)),
            Level(same, f"list_has_any({name}_l, {name}_r)", m, u),
            Level(other, "ELSE", 1 - m, 1 - u),
        ),
    )


def _equal(name: str, m: float, u: float) -> Comparison:
    said = name.replace("_", " ")
    return Comparison(
        name,
        name,
        (
            Level("not known", _EITHER_NULL.format(name)),
            Level(f"same {said}", f"{name}_l = {name}_r", m, u),
            Level(f"other {said}", "ELSE", 1 - m, 1 - u),
        ),
    )


MODEL = Model(
    comparisons=(
        _NAME,
        _BIRTH,
        _FATHER,
        _shared("documents", 0.75, 0.00002, "same document", "other documents"),
        _shared("phones", 0.45, 0.003, "same phone", "other phones"),
        _shared("aliases", 0.6, 0.002, "same alias", "other aliases"),
        _shared("vehicles", 0.4, 0.02, "same vehicle", "other vehicles"),
        _equal("sex", 0.99, 0.7),
        _equal("nationality", 0.95, 0.4),
        _equal("birth_place", 0.85, 0.06),
    ),
    blocks=(
        (("stems",), ("stems",)),
        (("documents",), ("documents",)),
        (("phones",), ("phones",)),
        (("aliases",), ("aliases",)),
        (("birth_date",), ()),
    ),
    sure=(
        "list_has_any(l.documents, r.documents)",
        "l.name_key = r.name_key AND l.is_full AND NOT l.rival",
        "l.birth_date = r.birth_date AND list_has_any(l.stems, r.stems)",
    ),
    learn_by=("birth_date", "name_key"),
)


def name_score(left: pa.Array, right: pa.Array) -> pa.Array:
    """Vectorised ``names.compare``: each distinct pair of names is compared once."""
    pairs = pa.table({"l": left, "r": right}).to_pandas()
    distinct = pairs.drop_duplicates()
    scores = [
        compare(one, other).score if isinstance(one, str) and isinstance(other, str) else np.nan
        for one, other in zip(distinct["l"], distinct["r"], strict=True)
    ]
    joined = pairs.merge(distinct.assign(score=scores), on=["l", "r"], how="left")
    return pa.array(joined["score"].to_numpy(), pa.float64(), from_pandas=True)


def build_records(scratch: duckdb.DuckDBPyConnection) -> None:
    """Fill table ``person_record`` from the persons of each source."""
    scratch.execute(RECORDS)
