"""What a run found, collected in its scratch database before anything is written to the case."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import duckdb
import pyarrow as pa

from workbench.case import Case

_MUCH = 1 << 30
"""Bytes from which a store is compressed."""
# Grain: one mention that has no entity yet.
_UNPLACED = "SELECT mention_id FROM mention ANTI JOIN entity_member USING (mention_id)"
_TABLES = {
    "new_member": "mention_id BIGINT, kind VARCHAR, group_id BIGINT, cohesion DOUBLE",
    "new_pair": "kind VARCHAR, left_mention BIGINT, right_mention BIGINT, match_weight DOUBLE, "
    "probability DOUBLE, explanation VARCHAR",
    "new_apart": "left_mention BIGINT, right_mention BIGINT, reason VARCHAR, detail VARCHAR",
}


def create(case: Case, scratch: duckdb.DuckDBPyConnection) -> None:
    """Make table ``unplaced`` of the mentions that have no entity yet, and the tables to be filled:

    ``new_member``, each mention whose entity may not stand as it is, with its group and the group's
    weakest link; ``new_pair``, pairs found anew that no model scored; ``new_apart``, all that
    evidence holds apart.
    """
    scratch.register("unplaced_arrow", case.db.execute(_UNPLACED).to_arrow_table())
    scratch.execute("CREATE TABLE unplaced AS FROM unplaced_arrow")
    scratch.unregister("unplaced_arrow")
    for name, columns in _TABLES.items():
        scratch.execute(f"CREATE TABLE {name} ({columns})")


def compress(store: duckdb.DuckDBPyConnection) -> None:
    """Have the tables of a store in memory take less of it, where that is worth the time: as they
    are made they are not compressed."""
    used = store.execute("SELECT sum(memory_usage_bytes) FROM duckdb_memory()").fetchall()[0][0]
    if used > _MUCH:
        store.execute("CHECKPOINT")


def write(
    db: duckdb.DuckDBPyConnection,
    sql: str,
    arriving: pa.RecordBatchReader,
    values: Sequence[object] = (),
) -> None:
    """Have a statement write what another store finds (``arriving``), a batch after the other."""
    db.register("arriving", arriving)
    db.execute(sql, values)
    db.unregister("arriving")


@contextmanager
def handed_over(
    case: Case, scratch: duckdb.DuckDBPyConnection, found: Mapping[str, str]
) -> Iterator[None]:
    """While it lasts the case's store sees, by these names, what queries of the scratch database
    find; all of it is in memory, ``write`` is for what is large."""
    for name, sql in found.items():
        case.db.register(name, scratch.execute(sql).to_arrow_table())
    yield
    # Not after an error: a transaction that failed takes no word more, not even to forget them.
    for name in found:
        case.db.unregister(name)
