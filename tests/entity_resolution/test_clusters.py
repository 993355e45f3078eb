"""Groups of records: no chains, nothing against what keeps apart, an analyst's word above all."""

import numpy as np
import pyarrow as pa

from entity_resolution.clusters import Groups, cluster
from workbench.vocabulary import ApartReason

Scored = dict[tuple[int, int], float]


def _table(scored: Scored) -> pa.Table:
    likely = np.array(list(scored.values()))
    return pa.table(
        {
            "left_id": pa.array([left for left, _ in scored], pa.int64()),
            "right_id": pa.array([right for _, right in scored], pa.int64()),
            "match_weight": np.log2(likely / (1 - likely)),
            "probability": likely,
        }
    )


def _grouped(
    scored: Scored,
    together: tuple[tuple[int, int], ...] = (),
    apart: tuple[tuple[int, int], ...] = (),
    opposed: tuple[tuple[int, int], ...] = (),
) -> Groups:
    records = sorted({record for pair in (*scored, *together) for record in pair})
    return cluster(records, _table(scored), together, apart, opposed)


def _sets(groups: Groups) -> set[frozenset[int]]:
    made: dict[int, set[int]] = {}
    for record, group in zip(groups.records.tolist(), groups.group.tolist(), strict=True):
        made.setdefault(group, set()).add(record)
    return {frozenset(members) for members in made.values()}


TWO_TRIANGLES: Scored = {
    (1, 2): 0.99, (1, 3): 0.99, (2, 3): 0.99,
    (4, 5): 0.99, (4, 6): 0.99, (5, 6): 0.99,
}  # fmt: skip


def test_two_groups_are_not_joined_by_one_weak_bridge() -> None:
    groups = _grouped({**TWO_TRIANGLES, (3, 4): 0.9})
    assert _sets(groups) == {frozenset({1, 2, 3}), frozenset({4, 5, 6})}
    assert groups.withheld == {(3, 4): ApartReason.BRIDGE}


def test_a_sure_bridge_or_a_second_one_joins_them() -> None:
    whole = {frozenset(range(1, 7))}
    assert _sets(_grouped({**TWO_TRIANGLES, (3, 4): 0.98})) == whole
    assert _sets(_grouped({**TWO_TRIANGLES, (3, 4): 0.9, (2, 5): 0.9})) == whole


def test_one_record_joins_a_group_by_one_link() -> None:
    groups = _grouped({(1, 2): 0.99, (2, 3): 0.99, (1, 3): 0.99, (3, 4): 0.9})
    assert _sets(groups) == {frozenset({1, 2, 3, 4})}
    assert groups.weakest.tolist() == [0.9] * 4


def test_evidence_keeps_two_apart_who_share_a_likeness() -> None:
    scored = {(1, 2): 0.99, (2, 3): 0.95, (1, 3): 0.9}
    groups = _grouped(scored, opposed=((2, 3),))
    assert not any({2, 3} <= found for found in _sets(groups))


def test_only_improbable_pairs_that_contradict_each_other_keep_groups_apart() -> None:
    scored = {(1, 2): 0.99, (2, 3): 0.95, (1, 3): 0.02}
    records, table = [1, 2, 3], _table(scored)
    assert len(_sets(cluster(records, table, (), ()))) > 1
    unknown = cluster(records, table, (), (), contradicting=lambda left, _: left < 0)
    assert _sets(unknown) == {frozenset(records)}


def test_a_record_that_fits_two_opposed_ones_as_well_joins_neither() -> None:
    groups = _grouped({(1, 2): 0.95, (1, 3): 0.95}, opposed=((2, 3),))
    assert len(_sets(groups)) == 3
    assert groups.withheld == {(1, 2): ApartReason.RIVALS, (1, 3): ApartReason.RIVALS}


def test_an_analysts_same_overrules_evidence_between_whole_groups() -> None:
    groups = _grouped(TWO_TRIANGLES, together=((1, 6),), opposed=((2, 5), (3, 4)))
    assert _sets(groups) == {frozenset(range(1, 7))}


def test_an_analysts_different_stands_against_everything() -> None:
    groups = _grouped({(1, 2): 0.999, (2, 3): 0.999, (1, 3): 0.999}, apart=((1, 3),))
    assert not any({1, 3} <= found for found in _sets(groups))
    groups = _grouped({(1, 2): 0.999}, together=((1, 2),), apart=((1, 2),))
    assert len(_sets(groups)) == 2
