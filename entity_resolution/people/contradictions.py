"""Improbable pairs of persons that contradict each other, as against those nobody says enough of.

Of two bearers of a frequent name it is improbable that they are one until a source says more of
both; that alone does not keep two groups apart, as other birth dates do.
"""

import numpy as np
import pyarrow as pa

from entity_resolution.comparing import Records
from entity_resolution.names.bulk import NameBook
from entity_resolution.numbering import Ids, Truths
from entity_resolution.people.name_scores import score_pairs

ALIKE = 0.84
"""Full names less alike than this, and no slip of a pen apart, are two names."""
ALIKE_FATHERS = 0.8

# Grain: one pair of distinct names, or of fathers' names, that pairs of records bear.
_NAME_PAIRS = """
    WITH said AS (
        SELECT l.name AS one, r.name AS other FROM improbable
        JOIN person_record AS l ON l.unique_id = left_id
        JOIN person_record AS r ON r.unique_id = right_id
        WHERE l.is_full AND r.is_full
        UNION ALL
        SELECT l.father, r.father FROM improbable
        JOIN person_record AS l ON l.unique_id = left_id
        JOIN person_record AS r ON r.unique_id = right_id
        WHERE l.father_key <> r.father_key
    )
    SELECT DISTINCT least(one, other) AS left_name, greatest(one, other) AS right_name
    FROM said WHERE one <> other
"""
# Grain: one pair of records that contradict each other. What is joined by is equal or NULL: any
# other condition would have all names looked through for each pair.
_CONTRADICTING = """
    WITH said AS (
        SELECT place,
            CASE WHEN l.is_full AND r.is_full THEN least(l.name, r.name) END AS one_name,
            greatest(l.name, r.name) AS other_name,
            CASE WHEN l.father_key <> r.father_key THEN least(l.father, r.father) END AS one_father,
            greatest(l.father, r.father) AS other_father,
            (damerau_levenshtein(l.birth_date, r.birth_date) > 1
                AND l.birth_date <> left(r.birth_date, 5) || right(r.birth_date, 2) || '-'
                    || substr(r.birth_date, 6, 2))
            OR (l.birth_year <> r.birth_year AND (l.birth_date IS NULL OR r.birth_date IS NULL))
            OR l.set_apart <> r.set_apart OR l.sex <> r.sex OR l.nationality <> r.nationality
            OR l.birth_place <> r.birth_place AS by_facts
        FROM improbable
        JOIN person_record AS l ON l.unique_id = left_id
        JOIN person_record AS r ON r.unique_id = right_id
    )
    SELECT place FROM said
    LEFT JOIN name_score AS names
        ON names.left_name = one_name AND names.right_name = other_name
    LEFT JOIN name_score AS fathers
        ON fathers.left_name = one_father AND fathers.right_name = other_father
    WHERE by_facts OR (names.score < $alike AND NOT names.one_unlike) OR fathers.score < $fathers
"""


def contradicting(records: Records, book: NameBook, left: Ids, right: Ids) -> Truths:
    """Which pairs of person records contradict each other."""
    scratch = records.scratch
    found = np.zeros(len(left), dtype=np.bool_)
    if not len(left):
        return found
    improbable = {"place": np.arange(len(left)), "left_id": left, "right_id": right}
    scratch.register("improbable", pa.table(improbable))
    records.make("(SELECT unnest([left_id, right_id]) AS record_id FROM improbable)")
    score_pairs(scratch, book, _NAME_PAIRS)
    bounds = {"alike": ALIKE, "fathers": ALIKE_FATHERS}
    found[scratch.execute(_CONTRADICTING, bounds).to_arrow_table()["place"].to_numpy()] = True
    scratch.unregister("improbable")
    return found
