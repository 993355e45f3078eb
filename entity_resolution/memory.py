"""What earlier runs found out and this one need not: learnt weights, and the scores of pairs of
records that are as they were.

The result is the same as without: a pair is taken over only where both its records, the model, the
weights and the software are the same. Nothing of it is written before ``keep``.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

import duckdb
import pyarrow as pa

from entity_resolution.comparing import ROWS_AT_ONCE, Records
from entity_resolution.estimation import ENOUGH_TO_LEARN, learn
from entity_resolution.lessons import Shifts, moved, shifts_in_force
from entity_resolution.model import Model
from entity_resolution.outcome import compress, handed_over, write
from entity_resolution.reach import keep_keys, reached
from entity_resolution.scoring import score
from entity_resolution.weights import Weights, from_json
from workbench.case import Case
from workbench.vocabulary import MentionKind

GROWN = 2.0
"""A case that has grown this much since its weights were learnt learns them anew."""
TOO_MANY = 0.5
"""With a larger share of the records changed, all pairs are scored again."""
_COMPUTING = ("duckdb", "igraph", "pyicu", "rapidfuzz", "splink")

_OF_SOFTWARE = (
    *("known_name", "known_word", "known_source", "known_person", "known_bearer"),
    *("known_namesakes", "known_by_text", "known_selector"),
)
_FOUND_BY = "SELECT fingerprint FROM scoring WHERE kind = 'software'"
OF_SOURCES = (
    *("scoring", "scored_record", "scored_pair", "known_key", "known_group"),
    *("known_contradiction", *_OF_SOFTWARE),
)
"""Tables of what was found out of sources, whose words they may repeat."""
_TABLES = {
    "now_scoring": "kind VARCHAR, fingerprint VARCHAR",
    "now_whole": "kind VARCHAR",
    "now_stale": "kind VARCHAR, record_id BIGINT",
    "now_record": "kind VARCHAR, record_id BIGINT, fingerprint UBIGINT",
    "now_key": "kind VARCHAR, record_id BIGINT, block UTINYINT, key UBIGINT",
    "now_pair": "kind VARCHAR, left_id BIGINT, right_id BIGINT, match_weight DOUBLE, "
    "probability DOUBLE",
    "now_group": "kind VARCHAR, record_id BIGINT, component_id BIGINT, group_id BIGINT, "
    "weakest DOUBLE, said UBIGINT",
    "now_contradiction": "left_id BIGINT, right_id BIGINT, contradicts BOOLEAN",
    "now_selector": "group_id BIGINT, written UBIGINT",
    "now_learnt": "kind VARCHAR, fingerprint VARCHAR, records BIGINT, weights VARCHAR",
}
# Grain: one record that is new, changed or gone.
_STALE = """
    SELECT record_id
    FROM (SELECT record_id, fingerprint FROM now_record WHERE kind = $kind) AS now
    FULL JOIN known_record USING (record_id)
    WHERE now.fingerprint IS DISTINCT FROM known_record.fingerprint ORDER BY record_id
"""
# Grain: one record whose pairs were scored by this run, or that is gone.
_SCORED_ANEW = """
    CREATE VIEW scored_anew AS
    SELECT kind, record_id FROM now_record WHERE kind IN (SELECT kind FROM now_whole)
    UNION ALL FROM now_stale
"""
_PAIR = "SELECT left_id, right_id, match_weight, probability"
# Grain: one pair that is asked of, taken over or found now.
_KNOWN_PAIRS = f"""
    {_PAIR} FROM scored_pair {{asked}}
    WHERE kind = $kind AND NOT $whole AND probability >= $least
"""
_TOGETHER = f"""
    FROM known_pair
    WHERE left_id NOT IN (SELECT record_id FROM now_stale WHERE kind = $kind)
        AND right_id NOT IN (SELECT record_id FROM now_stale WHERE kind = $kind)
    UNION ALL {_PAIR} FROM now_pair {{asked}} WHERE kind = $kind AND probability >= $least
    ORDER BY left_id, right_id
"""
_AMONG = """
    SEMI JOIN {asked} AS l ON l.record_id = left_id SEMI JOIN {asked} AS r ON r.record_id = right_id
"""
_THESE = "SEMI JOIN {asked} USING (left_id, right_id)"
_LARGE = {
    "now_pair": ("scored_pair", "*"),
    "now_key": ("known_key", "record_id, block, key"),
}
"""Tables that are written a batch after the other, with where to and what of them."""
_KEEP_EXPLAINED = "INSERT INTO pair_score SELECT ?, ?, * FROM arriving"
_KEEP = (
    "DELETE FROM known_group WHERE kind IN (SELECT kind FROM now_whole)",
    """
    DELETE FROM known_group
    USING (FROM now_stale UNION SELECT kind, record_id FROM now_group) AS anew
    WHERE known_group.kind = anew.kind AND known_group.record_id = anew.record_id
    """,
    "INSERT INTO known_group FROM now_group",
    """
    DELETE FROM known_contradiction WHERE rowid IN (
        WITH anew AS (SELECT record_id FROM now_group UNION SELECT record_id FROM now_stale)
        SELECT before.rowid FROM known_contradiction AS before
        ANTI JOIN now_contradiction USING (left_id, right_id, contradicts)
        WHERE left_id IN (FROM anew) OR right_id IN (FROM anew)
            OR EXISTS (FROM now_whole WHERE kind = 'person'))
    """,
    """
    INSERT INTO known_contradiction FROM now_contradiction
    ANTI JOIN known_contradiction USING (left_id, right_id)
    """,
    """
    DELETE FROM known_selector WHERE rowid IN (
        SELECT before.rowid FROM known_selector AS before
        ANTI JOIN now_selector USING (group_id, written))
    """,
    "INSERT INTO known_selector FROM now_selector ANTI JOIN known_selector USING (group_id)",
    "DELETE FROM scored_pair WHERE kind IN (SELECT kind FROM now_whole)",
    """
    DELETE FROM scored_pair USING now_stale AS stale
    WHERE scored_pair.kind = stale.kind AND left_id = record_id
    """,
    """
    DELETE FROM scored_pair USING now_stale AS stale
    WHERE scored_pair.kind = stale.kind AND right_id = record_id
    """,
    """
    DELETE FROM known_key USING scored_record AS before
    WHERE known_key.record_id = before.record_id AND before.kind IN (SELECT kind FROM now_whole)
    """,
    "DELETE FROM known_key WHERE record_id IN (SELECT record_id FROM now_stale)",
    "DELETE FROM scored_record WHERE kind IN (SELECT kind FROM now_whole)",
    """
    DELETE FROM scored_record USING now_stale AS stale
    WHERE scored_record.kind = stale.kind AND scored_record.record_id = stale.record_id
    """,
    "INSERT INTO scored_record FROM now_record ANTI JOIN scored_record USING (kind, record_id)",
    "INSERT OR REPLACE INTO scoring FROM now_scoring",
    "INSERT OR REPLACE INTO learnt_weights FROM now_learnt",
)


def prepare(scratch: duckdb.DuckDBPyConnection) -> None:
    """Make the tables in which a run collects what is to be remembered, and view ``scored_anew``
    (kind, record_id)."""
    for name, columns in _TABLES.items():
        scratch.execute(f"CREATE TABLE {name} ({columns})")
    scratch.execute(_SCORED_ANEW)


def scored(
    case: Case,
    records: Records,
    run_id: int,
    kind: MentionKind,
    model: Model,
    progress: Callable[[float], None] = lambda _: None,
) -> str:
    """Score pairs of records as ``scoring.score`` does, but only those that are not known; where
    the weights came from. The explained pairs are added to the case's at once, in the caller's
    transaction."""
    scratch = records.scratch
    weights = weights_of(case, records, kind, model)
    fingerprint = _fingerprint(model, replace(weights, method="").as_json())
    scratch.execute("INSERT INTO now_scoring VALUES (?, ?)", [kind, fingerprint])
    listed = f"SELECT ?, record_id, fingerprint FROM {records.listed}"
    scratch.execute(f"INSERT INTO now_record {listed}", [kind])
    touched = None
    if _find_stale(case, scratch, kind, fingerprint):
        touched = reached(case, records, kind, model)
    else:
        scratch.execute("INSERT INTO now_whole VALUES (?)", [kind])
    found = score(records, model, weights, touched, progress)
    write(scratch, "INSERT INTO now_pair SELECT ?, * FROM arriving", found.pairs(), [kind])
    write(case.db, _KEEP_EXPLAINED, found.explained(), [run_id, kind])
    if touched is None:
        keep_keys(records, kind, model)
    compress(scratch)
    return weights.method


def is_whole(scratch: duckdb.DuckDBPyConnection, kind: MentionKind) -> bool:
    """Whether all pairs of a kind were scored, nothing being known that could be taken over."""
    asked = scratch.execute("SELECT count(*) FROM now_whole WHERE kind = ?", [kind])
    return bool(asked.fetchall()[0][0])


def pairs_among(
    case: Case,
    scratch: duckdb.DuckDBPyConnection,
    kind: MentionKind,
    records: str,
    least: float = 0.0,
) -> pa.Table:
    """The pairs (left_id, right_id, match_weight, probability), taken over or scored now, of two
    records of a scratch table (record_id); the ``least`` probable that are asked for."""
    return _pairs(case, scratch, kind, _AMONG, records, least)


def pairs_of(
    case: Case, scratch: duckdb.DuckDBPyConnection, kind: MentionKind, pairs: str
) -> pa.Table:
    """As ``pairs_among``, of pairs in a scratch table (left_id, right_id)."""
    return _pairs(case, scratch, kind, _THESE, pairs, 0.0)


def _pairs(
    case: Case,
    scratch: duckdb.DuckDBPyConnection,
    kind: MentionKind,
    which: str,
    asked: str,
    least: float,
) -> pa.Table:
    wanted = {"kind": kind, "whole": is_whole(scratch, kind), "least": least}
    known = _KNOWN_PAIRS.format(asked=which.format(asked="asked"))
    with handed_over(case, scratch, {"asked": f"FROM {asked}"}):
        scratch.register("known_pair", case.db.execute(known, wanted).to_arrow_table())
    together = _TOGETHER.format(asked=which.format(asked=asked))
    found = scratch.execute(together, {"kind": kind, "least": least}).to_arrow_table()
    scratch.unregister("known_pair")
    return found


def keep(case: Case, scratch: duckdb.DuckDBPyConnection) -> None:
    """Write what the run found out into the case, in the caller's transaction."""
    if case.db.execute(_FOUND_BY).fetchall() != [(software(),)]:
        for table in _OF_SOFTWARE:
            case.db.execute(f"DELETE FROM {table}")
        case.db.execute("INSERT OR REPLACE INTO scoring VALUES ('software', ?)", [software()])
    found = {name: f"FROM {name}" for name in _TABLES if name not in _LARGE}
    with handed_over(case, scratch, found):
        for statement in _KEEP:
            case.db.execute(statement)
    for table, (into, columns) in _LARGE.items():
        rows = scratch.execute(f"SELECT {columns} FROM {table}").to_arrow_reader(ROWS_AT_ONCE)
        write(case.db, f"INSERT INTO {into} FROM arriving", rows)


def taken_over(case: Case, table: str, columns: str = "*") -> pa.Table:
    """A table of what an earlier run found, without rows where that was of other software."""
    asked = f"SELECT {columns} FROM {table} WHERE ({_FOUND_BY}) = $now"
    return case.db.execute(asked, {"now": software()}).to_arrow_table()


def forget(case: Case) -> None:
    """Let the next run find out everything anew, in the caller's transaction. Lessons stay."""
    for table in (*OF_SOURCES, "learnt_weights"):
        case.db.execute(f"DELETE FROM {table}")


def weights_of(
    case: Case, records: Records, kind: MentionKind, model: Model, shifts: Shifts | None = None
) -> Weights:
    """The weights that records' pairs are scored with: learnt earlier or now, or shipped; moved by
    ``shifts``, else by the lesson in force."""
    fingerprint = _fingerprint(model, "")
    weights = _known_weights(case, kind, fingerprint, records.count)
    if weights is None:
        weights = learn(records, model)
        if records.count >= ENOUGH_TO_LEARN and model.learn_by:
            learnt = [kind, fingerprint, records.count, weights.as_json()]
            records.scratch.execute("INSERT INTO now_learnt VALUES (?, ?, ?, ?)", learnt)
    return moved(weights, model, shifts_in_force(case, kind) if shifts is None else shifts)


def _known_weights(case: Case, kind: str, fingerprint: str, records: int) -> Weights | None:
    row = case.db.execute(
        "SELECT weights, records FROM learnt_weights WHERE kind = ? AND fingerprint = ?",
        [kind, fingerprint],
    ).fetchone()
    if row is None or records < ENOUGH_TO_LEARN or not 1 / GROWN < records / row[1] < GROWN:
        return None
    return from_json(row[0])


def _find_stale(
    case: Case, scratch: duckdb.DuckDBPyConnection, kind: str, fingerprint: str
) -> bool:
    """Add to table ``now_stale`` the records that are not as they were; False, and none are added,
    where all pairs have to be scored."""
    before = case.db.execute("SELECT fingerprint FROM scoring WHERE kind = ?", [kind]).fetchone()
    if before != (fingerprint,):
        return False
    known = case.db.execute(
        "SELECT record_id, fingerprint FROM scored_record WHERE kind = ?", [kind]
    ).to_arrow_table()
    scratch.register("known_record", known)
    stale = scratch.execute(_STALE, {"kind": kind}).to_arrow_table()
    scratch.unregister("known_record")
    if stale.num_rows > TOO_MANY * known.num_rows:
        return False
    scratch.register("stale_arrow", stale)
    scratch.execute("INSERT INTO now_stale SELECT ?, record_id FROM stale_arrow", [kind])
    scratch.unregister("stale_arrow")
    return True


def _fingerprint(model: Model, weights: str) -> str:
    """Names all that a pair's score follows from beside its two records."""
    return hashlib.sha256(f"{model!r} {weights} {software()}".encode()).hexdigest()


@cache
def software() -> str:
    """Names what this package consists of, rules and lists of names, not their version only; and
    what it computes with."""
    found = hashlib.sha256(" ".join(map(version, _COMPUTING)).encode())
    for path, content in sorted(_contents(files("entity_resolution"), "")):
        found.update(f"{path} {len(content)} ".encode() + content)
    return found.hexdigest()


def _contents(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        here = f"{path}/{entry.name}"
        if entry.is_dir():
            yield from _contents(entry, here)
        elif entry.name.endswith((".py", ".toml", ".sql", ".csv")):
            yield here, entry.read_bytes()
