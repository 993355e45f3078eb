"""Weights added up here are those that Splink would predict from the same model."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from splink import DuckDBAPI

from entity_resolution import estimation, memory, people, scoring
from entity_resolution.comparing import Records
from entity_resolution.judgements import judged
from entity_resolution.people import comparisons
from entity_resolution.weights import shipped
from tests.entity_resolution.population import USUAL, populate
from workbench.case import Case


@pytest.fixture
def compared(tmp_path: Path) -> Iterator[Records]:
    with (
        duckdb.connect() as scratch,
        Case.create(tmp_path / "case", title="Scoring", user="test") as case,
    ):
        populate(600, 5, USUAL).load(case)
        memory.prepare(scratch)
        records, _ = people.prepare(case, scratch, judged(case))
        with records as compared:
            yield compared


def test_a_weight_is_what_splink_predicts(compared: Records) -> None:
    weights = shipped(comparisons.MODEL, 0.001, "")
    found = scoring.score(compared, comparisons.MODEL, weights).pairs().read_all()
    ours = {
        (left, right): (weight, probability)
        for left, right, weight, probability in zip(
            *(found[column].to_pylist() for column in found.column_names[:4]), strict=True
        )
    }
    database = compared.database
    database.register("found", found)
    database.execute(
        "CREATE TABLE considered AS SELECT '0' AS match_key, left_id AS join_key_l, "
        "right_id AS join_key_r FROM found"
    )
    linker = estimation._linker(database, comparisons.MODEL, weights)
    considered = DuckDBAPI(connection=database).register("considered")
    linker.table_management.register_blocked_pairs_for_predict(considered)
    predicted = linker.inference.predict(warning_mode="never").physical_name
    rows = database.execute(
        f"SELECT unique_id_l, unique_id_r, match_weight, match_probability FROM {predicted}"
    ).fetchall()
    assert len(rows) == len(ours) > 300
    for left, right, weight, probability in rows:
        assert ours[left, right][0] == pytest.approx(weight, abs=1e-9)
        assert ours[left, right][1] == pytest.approx(probability, abs=1e-12)
