"""Names compared once for each distinct pair, and joined back."""

import duckdb
import pyarrow as pa

from entity_resolution.names import compare


def score_pairs(scratch: duckdb.DuckDBPyConnection, pairs_sql: str) -> None:
    """Fill table ``name_score`` for the pairs that a query names: left_name < right_name, score,
    best_token, one_unlike."""
    scratch.execute(
        "CREATE TABLE IF NOT EXISTS name_score (left_name VARCHAR, right_name VARCHAR, "
        "score DOUBLE, best_token DOUBLE, one_unlike BOOLEAN, PRIMARY KEY (left_name, right_name))"
    )
    wanted = scratch.execute(
        f"SELECT DISTINCT left_name, right_name FROM ({pairs_sql}) AS wanted "
        "ANTI JOIN name_score USING (left_name, right_name) "
        "WHERE left_name < right_name ORDER BY ALL"
    ).fetchall()
    compared = [compare(left, right) for left, right in wanted]
    table = pa.table(
        {
            "left_name": pa.array([left for left, _ in wanted], pa.string()),
            "right_name": pa.array([right for _, right in wanted], pa.string()),
            "score": pa.array([c.score for c in compared], pa.float64()),
            "best_token": pa.array(
                [max((p.score for p in c.parts), default=0.0) for c in compared], pa.float64()
            ),
            "one_unlike": pa.array([c.differs_in_one_word for c in compared], pa.bool_()),
        }
    )
    scratch.register("scored_arrow", table)
    scratch.execute("INSERT INTO name_score FROM scored_arrow")
    scratch.unregister("scored_arrow")
