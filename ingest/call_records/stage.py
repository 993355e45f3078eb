"""Where chunks are made ready: temporary tables of a session of their own, beside the case's.

The store reads rows that a transaction has just written itself with one processor only. What a
chunk becomes is therefore worked out in a second session, whose rows are committed at once and
which sees nothing of the case; the result is carried over into the transaction of the case.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import pyarrow as pa

Session = duckdb.DuckDBPyConnection
_ROWS_AT_ONCE = 122_880  # as many as the store packs together; each lot goes to one processor


@contextmanager
def opened(db: Session) -> Iterator[Session]:
    """A second session of the same store; its tables go with it."""
    with db.cursor() as stage:
        stage.execute("SET TimeZone = 'UTC'")
        stage.execute("SET enable_progress_bar = false")
        yield stage


@contextmanager
def carried(
    origin: Session, query: str, to: Session, name: str, parameters: object = None
) -> Iterator[None]:
    """What a query of one session gives, in order, under this name in another."""
    with shown(taken(origin, query, parameters), name, to):
        yield


def taken(origin: Session, query: str, parameters: object = None) -> pa.Table:
    """What a query gives, in order, in memory."""
    return origin.execute(query, parameters).to_arrow_table(_ROWS_AT_ONCE)


@contextmanager
def shown(rows: pa.Table, name: str, *sessions: Session) -> Iterator[None]:
    """Rows under this name in these sessions."""
    for session in sessions:
        session.register(name, rows)
    try:
        yield
    finally:
        for session in sessions:
            session.unregister(name)
