"""What a run found, collected in its scratch database before anything is written to the case."""

from collections import Counter

import duckdb
import pyarrow as pa

from entity_resolution.clusters import Groups
from entity_resolution.scoring import EXPLAINED_FROM
from workbench.vocabulary import MentionKind


def create(scratch: duckdb.DuckDBPyConnection) -> None:
    """Make tables ``new_member`` (mention, group and its weakest link), ``new_pair`` and
    ``new_apart`` (what evidence holds apart)."""
    scratch.execute(
        "CREATE TABLE new_member (mention_id BIGINT, kind VARCHAR, group_id BIGINT, "
        "cohesion DOUBLE)"
    )
    scratch.execute(
        "CREATE TABLE new_pair (kind VARCHAR, left_mention BIGINT, right_mention BIGINT, "
        "match_weight DOUBLE, probability DOUBLE, explanation VARCHAR)"
    )
    scratch.execute(
        "CREATE TABLE new_apart (left_mention BIGINT, right_mention BIGINT, reason VARCHAR, "
        "detail VARCHAR)"
    )


def keep_groups(
    scratch: duckdb.DuckDBPyConnection,
    kind: MentionKind,
    groups: Groups,
    record_of: dict[int, int],
    within_record: float,
) -> None:
    """Keep the groups of records as groups of mentions.

    ``within_record`` is the probability that the mentions of one record belong together.
    """
    sizes = Counter(record_of.values())
    mentions = sorted(record_of)
    group = [groups.group[record_of[mention]] for mention in mentions]
    inside = [within_record if sizes[record_of[mention]] > 1 else 1.0 for mention in mentions]
    weakest = [
        min(groups.weakest.get(number, 1.0), local)
        for number, local in zip(group, inside, strict=True)
    ]
    table = pa.table(
        {
            "mention_id": pa.array(mentions, pa.int64()),
            "group_id": pa.array(group, pa.int64()),
            "cohesion": pa.array(weakest, pa.float64()),
        }
    )
    scratch.register("grouped", table)
    scratch.execute(
        "INSERT INTO new_member SELECT mention_id, ?, group_id, cohesion FROM grouped", [kind]
    )
    scratch.unregister("grouped")


def keep_pairs(scratch: duckdb.DuckDBPyConnection, kind: MentionKind, pairs: pa.Table) -> None:
    """Keep the likelier pairs of records as pairs of their first mentions.

    A pair without an explanation stands in the case with the one it has.
    """
    scratch.register("explained", pairs)
    scratch.execute(
        "INSERT INTO new_pair SELECT ?, * FROM explained WHERE probability >= ?",
        [kind, EXPLAINED_FROM],
    )
    scratch.unregister("explained")


def keep_withheld(scratch: duckdb.DuckDBPyConnection, groups: Groups) -> None:
    """Keep why records that are alike enough were not merged."""
    if not groups.withheld:
        return
    left, right = zip(*groups.withheld, strict=True)
    reasons = [str(reason) for reason in groups.withheld.values()]
    scratch.register("withheld", pa.table({"one": left, "other": right, "reason": reasons}))
    scratch.execute("INSERT INTO new_apart SELECT one, other, reason, '' FROM withheld")
    scratch.unregister("withheld")
