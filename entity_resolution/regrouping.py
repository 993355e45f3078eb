"""Groups made anew only where something changed.

Which group a record belongs to follows from the records that likely pairs connect it with, directly
or through others: what they are, how probable pairs of them are, and what an analyst or evidence
says of two of them. Where all of that is as it was, the groups of an earlier run stand; the result
is the same as without.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import igraph
import numpy as np
import pyarrow as pa

from entity_resolution import memory
from entity_resolution.clusters import Contradicting, Groups, Pair
from entity_resolution.judgements import Judged
from entity_resolution.numbering import Ids, Truths
from entity_resolution.outcome import handed_over
from entity_resolution.settling import RIVAL, components
from workbench.case import Case
from workbench.vocabulary import ApartReason, MentionKind

AT_ONCE = 500_000
"""Records grouped together, about: what is known of their pairs has to fit into memory."""
_BY_GROUPS = (ApartReason.RIVALS, ApartReason.BRIDGE, ApartReason.OTHERS)
"""Reasons that follow from how records were grouped."""


@dataclass(frozen=True)
class Kind:
    """A kind with the scratch tables of its records (``record_id``) and of their mentions
    (``mention_id``, ``local_id``), and SQL for the mentions that evidence keeps apart (``one``,
    ``other``)."""

    kind: MentionKind
    records: str
    members: str
    opposed: str = "SELECT 0 AS one, 0 AS other WHERE false"


@dataclass(frozen=True)
class Asked:
    """The records to be grouped anew, their pairs, and what is said of two of them; as ``cluster``
    takes them."""

    records: Ids
    pairs: pa.Table
    together: set[Pair]
    apart: set[Pair]
    opposed: set[Pair]


# Grain: one thing said of two records.
_SAID = """
    CREATE OR REPLACE TABLE said AS
    SELECT DISTINCT least(l.local_id, r.local_id) AS one, greatest(l.local_id, r.local_id) AS other,
        what
    FROM (FROM judged_arrow UNION ALL SELECT one, other, 'opposed' FROM ({opposed})) AS pair
    JOIN {members} AS l ON l.mention_id = pair.one JOIN {members} AS r ON r.mention_id = pair.other
    WHERE least(l.local_id, r.local_id) <> greatest(l.local_id, r.local_id)
"""
# Grain: one component of table {grouped} of which something is said. That the two are of one is
# said of both at once: else all records of a component would be joined with each other.
_SAID_WITHIN = """
    SELECT l.component_id, bit_xor(hash(one, other, what)) AS said
    FROM said JOIN {grouped} AS l ON l.record_id = one JOIN {grouped} AS r ON r.record_id = other
    WHERE least(l.component_id, r.component_id) = greatest(l.component_id, r.component_id)
    GROUP BY l.component_id
"""
_KNOWN_GROUPS = """
    SELECT record_id, component_id, said FROM known_group WHERE kind = ? AND NOT ?
"""
# Grain: one record whose group does not stand: it is new, or of a component of which a record, a
# likely pair or something said is not as it was, or a mention has no entity.
_REGROUPED = f"""
    CREATE OR REPLACE TABLE regrouped AS
    WITH linked AS (
        SELECT left_id AS one, right_id AS other, true AS is_new FROM now_pair
        WHERE kind = $kind AND probability >= {RIVAL}
        UNION ALL SELECT one, other, false FROM said WHERE what = 'together'
    ), changed AS (
        SELECT component_id FROM known_group
        SEMI JOIN (FROM now_stale WHERE kind = $kind) USING (record_id)
        UNION
        SELECT unnest([l.component_id, r.component_id]) FROM linked
        LEFT JOIN known_group AS l ON l.record_id = one
        LEFT JOIN known_group AS r ON r.record_id = other
        WHERE is_new OR l.component_id IS DISTINCT FROM r.component_id
        UNION
        SELECT component_id FROM (SELECT DISTINCT component_id, said FROM known_group) AS before
        LEFT JOIN ({_SAID_WITHIN.format(grouped="known_group")}) AS now USING (component_id)
        WHERE coalesce(now.said, 0) <> before.said
        UNION
        SELECT component_id FROM known_group
        JOIN {{members}} AS member ON member.local_id = record_id
        SEMI JOIN unplaced USING (mention_id)
    )
    SELECT record_id, 0 AS part FROM {{records}} LEFT JOIN known_group USING (record_id)
    WHERE component_id IS NULL
        OR component_id IN (FROM changed WHERE component_id IS NOT NULL)
    ORDER BY record_id
"""
_PART = """
    CREATE OR REPLACE TABLE regrouped_part AS
    SELECT record_id FROM regrouped WHERE part = ? ORDER BY record_id
"""
# Grain: one pair that is asked of, and that was before, of two records that are as they were.
_CONTRADICTIONS = """
    SELECT place, contradicts FROM pair JOIN known_contradiction ON left_id = l AND right_id = r
    WHERE l NOT IN (SELECT record_id FROM stale)
        AND r NOT IN (SELECT record_id FROM stale)
"""
_KEEP_GROUPS = f"""
    INSERT INTO now_group
    SELECT $kind, grouped.*, coalesce(said, 0)
    FROM grouped LEFT JOIN ({_SAID_WITHIN.format(grouped="grouped")}) USING (component_id)
"""
_KEEP_MEMBERS = """
    INSERT INTO new_member
    SELECT mention_id, $kind, group_id, least(weakest,
        CASE WHEN count(*) OVER (PARTITION BY record_id) > 1 THEN $within ELSE 1 END)
    FROM {members} JOIN grouped ON record_id = local_id ORDER BY mention_id
"""
# Grain: one pair that an earlier run did not merge.
_WITHHELD = """
    SELECT left_mention, right_mention, reason FROM held_apart WHERE list_contains(?, reason)
"""
# Of records whose group stands.
_KEEP_WITHHELD = """
    INSERT INTO new_apart
    SELECT left_mention, right_mention, reason, '' FROM withheld_arrow
    SEMI JOIN {records} ON record_id = left_mention
    WHERE left_mention NOT IN (SELECT record_id FROM regrouped)
"""


def ask(
    case: Case, scratch: duckdb.DuckDBPyConnection, kind: Kind, judged: Judged
) -> Iterator[Asked]:
    """What of a kind is to be grouped anew, one part after the other: nothing joins records of two
    parts. Makes table ``regrouped`` (record_id, part) first, and keeps what stands."""
    scratch.register("judged_arrow", _as_table(judged))
    scratch.execute(_SAID.format(opposed=kind.opposed, members=kind.members))
    standing = [kind.kind, memory.is_whole(scratch, kind.kind)]
    scratch.register("known_group", case.db.execute(_KNOWN_GROUPS, standing).to_arrow_table())
    made = _REGROUPED.format(records=kind.records, members=kind.members)
    scratch.execute(made, {"kind": kind.kind})
    for arrow in ("judged_arrow", "known_group"):
        scratch.unregister(arrow)
    parts = _part(case, scratch, kind)
    _keep_withheld(case, scratch, kind)
    return (_of_part(case, scratch, kind, part) for part in range(parts))


def _part(case: Case, scratch: duckdb.DuckDBPyConnection, kind: Kind) -> int:
    """Give the records to be grouped a part each, so that those that likely pairs or judgements
    connect have the same; how many parts there are."""
    ids = scratch.execute("SELECT record_id FROM regrouped ORDER BY record_id").to_arrow_table()
    records = ids["record_id"].to_numpy()
    if len(records) <= AT_ONCE:
        return 1
    likely = memory.pairs_among(case, scratch, kind.kind, "regrouped", RIVAL)
    together = np.array(sorted(_said(scratch, "together", "regrouped")), np.int64).reshape(-1, 2)
    ends = np.concatenate([np.column_stack([likely["left_id"], likely["right_id"]]), together])
    edges = np.searchsorted(records, ends)
    component = components(igraph.Graph(n=len(records), edges=edges))
    size = np.bincount(component, minlength=len(records))
    part = ((np.cumsum(size) - size) // AT_ONCE)[component]
    scratch.register("part_arrow", pa.table({"record_id": records, "part": part}))
    scratch.execute("CREATE OR REPLACE TABLE regrouped AS FROM part_arrow")
    scratch.unregister("part_arrow")
    return int(part.max()) + 1


def _of_part(case: Case, scratch: duckdb.DuckDBPyConnection, kind: Kind, part: int) -> Asked:
    scratch.execute(_PART, [part])
    records = scratch.execute("FROM regrouped_part").to_arrow_table()["record_id"].to_numpy()
    pairs = memory.pairs_among(case, scratch, kind.kind, "regrouped_part")
    said = (_said(scratch, what, "regrouped_part") for what in ("together", "apart", "opposed"))
    return Asked(records, pairs, *said)


def contradicting(
    case: Case,
    scratch: duckdb.DuckDBPyConnection,
    kind: MentionKind,
    looked_at: Contradicting,
    left: Ids,
    right: Ids,
) -> Truths:
    """Which pairs of records contradict each other: as an earlier run found of records that are as
    they were, and ``looked_at`` of the others."""
    found, is_new = np.zeros(len(left), dtype=np.bool_), np.ones(len(left), dtype=np.bool_)
    if not memory.is_whole(scratch, kind):
        pairs = pa.table({"place": np.arange(len(left)), "l": left, "r": right})
        scratch.register("pair_arrow", pairs)
        with handed_over(case, scratch, {"pair": "FROM pair_arrow", "stale": "FROM now_stale"}):
            known = case.db.execute(_CONTRADICTIONS).to_arrow_table()
        scratch.unregister("pair_arrow")
        places = known["place"].to_numpy()
        found[places], is_new[places] = known["contradicts"].to_numpy(), False
    found[is_new] = looked_at(left[is_new], right[is_new])
    columns = {"left_id": left, "right_id": right, "contradicts": found}
    scratch.register("contradiction_arrow", pa.table(columns))
    scratch.execute("INSERT INTO now_contradiction FROM contradiction_arrow")
    scratch.unregister("contradiction_arrow")
    return found


def keep(
    scratch: duckdb.DuckDBPyConnection,
    kind: Kind,
    groups: Groups,
    within_record: float,
) -> None:
    """Keep the groups of a part's records, as groups of mentions, and why alike ones were not
    merged.

    ``within_record`` is the probability that the mentions of one record belong together.
    """
    columns = {
        "record_id": groups.records,
        "component_id": groups.component,
        "group_id": groups.group,
        "weakest": groups.weakest,
    }
    scratch.register("grouped", pa.table(columns))
    scratch.execute(_KEEP_GROUPS, {"kind": kind.kind})
    within = {"kind": kind.kind, "within": within_record}
    scratch.execute(_KEEP_MEMBERS.format(members=kind.members), within)
    scratch.unregister("grouped")
    if groups.withheld:
        left, right = zip(*groups.withheld, strict=True)
        found = {"one": left, "other": right, "reason": map(str, groups.withheld.values())}
        scratch.register("withheld_arrow", pa.table({k: pa.array(v) for k, v in found.items()}))
        scratch.execute("INSERT INTO new_apart SELECT one, other, reason, '' FROM withheld_arrow")
        scratch.unregister("withheld_arrow")


def _keep_withheld(case: Case, scratch: duckdb.DuckDBPyConnection, kind: Kind) -> None:
    """Keep why records whose groups stand were not merged with others."""
    reasons = [str(reason) for reason in _BY_GROUPS]
    scratch.register("withheld_arrow", case.db.execute(_WITHHELD, [reasons]).to_arrow_table())
    scratch.execute(_KEEP_WITHHELD.format(records=kind.records))
    scratch.unregister("withheld_arrow")


def _as_table(judged: Judged) -> pa.Table:
    pairs = [(*pair, "together") for pair in sorted(judged.same)]
    pairs += [(*pair, "apart") for pair in sorted(judged.different)]
    one, other, what = zip(*pairs, strict=True) if pairs else ((), (), ())
    ids = {"one": pa.array(one, pa.int64()), "other": pa.array(other, pa.int64())}
    return pa.table(ids | {"what": pa.array(what, pa.string())})


def _said(scratch: duckdb.DuckDBPyConnection, what: str, records: str) -> set[Pair]:
    asked = (
        f"SELECT one, other FROM said WHERE what = ? AND one IN (SELECT record_id FROM {records}) "
        f"AND other IN (SELECT record_id FROM {records})"
    )
    return set(scratch.execute(asked, [what]).fetchall())
