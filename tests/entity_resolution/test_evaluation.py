"""Resolution against a known truth, and how good it is on people it was not tuned on."""

import csv
from pathlib import Path

import pytest

from entity_resolution import evaluate, resolve
from entity_resolution.evaluation import KindEvaluation
from tests.entity_resolution.building import CaseBuilder
from tests.entity_resolution.population import populate
from workbench.case import Case
from workbench.errors import WorkbenchError


def _truth(folder: Path, rows: list[tuple[str, str, str]]) -> Path:
    path = folder / "truth.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("mention_key", "kind", "entity_key"))
        writer.writerows(rows)
    return path


@pytest.fixture(scope="module")
def of_population(tmp_path_factory: pytest.TempPathFactory) -> KindEvaluation:
    folder = tmp_path_factory.mktemp("population")
    population = populate(900, seed=11)
    with Case.create(folder / "case", title="Population", user="ana") as case:
        population.load(case)
        resolve(case)
        rows = [(f"{mention}", "person", key) for mention, key in population.truth.items()]
        return evaluate(case, _truth(folder, rows)).kinds["person"]


def test_people_of_a_population_are_found(of_population: KindEvaluation) -> None:
    assert of_population.pairwise.precision >= 0.93
    assert of_population.pairwise.f1 >= 0.88


def test_probabilities_mean_what_they_say(of_population: KindEvaluation) -> None:
    calibration = of_population.calibration
    assert calibration.brier is not None and calibration.brier < 0.06
    surest = calibration.bins[-1]
    assert abs(surest.mean_probability - surest.share_true) < 0.05


def test_counting_pairs_and_cubes(building: CaseBuilder, tmp_path: Path) -> None:
    names = ["Dritan Gjoka", "Dritan Gjoka", "Marko Petrović", "Marko Petrović"]
    mentions = [building.person(building.source(), name) for name in names]
    resolve(building.case)
    keys = [
        row[0]
        for row in building.case.db.execute(
            "SELECT mention_key FROM mention ORDER BY mention_id"
        ).fetchall()
    ]
    assert len(mentions) == 4
    truth = _truth(
        tmp_path, [(key, "person", entity) for key, entity in zip(keys, "AABC", strict=True)]
    )
    found = evaluate(building.case, truth).as_json()["person"]
    assert found["pairwise"] == {"precision": 0.5, "recall": 1.0, "f1": 0.6667}
    assert found["bcubed"] == {"precision": 0.75, "recall": 1.0, "f1": 0.8571}
    assert set(found["calibration"]) == {"brier", "bins"}  # type: ignore[call-overload]


def test_a_mention_that_was_not_found_costs_recall(building: CaseBuilder, tmp_path: Path) -> None:
    building.person(building.source(), "Dritan Gjoka")
    resolve(building.case)
    row = building.case.db.execute("SELECT mention_key FROM mention").fetchone()
    assert row is not None
    truth = _truth(tmp_path, [(row[0], "person", "A"), ("1.txt#900-920", "person", "A")])
    assert evaluate(building.case, truth).kinds["person"].pairwise.recall == 0


def test_a_truth_with_other_columns_is_refused(building: CaseBuilder, tmp_path: Path) -> None:
    path = tmp_path / "truth.csv"
    path.write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(WorkbenchError, match="mention_key"):
        evaluate(building.case, path)
