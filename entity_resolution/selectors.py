"""Phones, handsets, SIMs, documents, accounts, places: one thing for one normalised value.

A full E.164 number, an IMEI, an IMSI names one thing, so equality is nearly certain; what is left
to doubt (a misread digit, a re-programmed handset) stands in the probability. A SIM has two such
numbers, which sources join (``cards``). Judgements split and join as everywhere. Pure SQL but for
the groups that an analyst or a source spoke of: call records bring very many.
"""

from collections import defaultdict
from collections.abc import Sequence

import duckdb
import pyarrow as pa

from entity_resolution import cards, memory
from entity_resolution.judgements import Judged
from entity_resolution.sets import DisjointSets
from workbench.case import Case
from workbench.vocabulary import MentionKind

EXACT = (
    MentionKind.PHONE,
    MentionKind.HANDSET,
    MentionKind.SIM,
    MentionKind.DOCUMENT,
    MentionKind.ACCOUNT,
    MentionKind.PLACE,
    MentionKind.ORGANISATION,
    MentionKind.VESSEL,
)
METHOD = "equal normalised values"
PROBABILITY = 0.999
"""That two mentions of one full selector mean one thing."""

# Grain: one mention of an exact kind with the value that it is known by.
# A handset is the first 14 digits of its IMEI. A short code means one thing in one country only.
_MENTIONS = """
    SELECT mention_id, kind, min(mention_id) OVER (PARTITION BY kind, CASE
            WHEN kind = 'handset' THEN left(named, 14)
            WHEN kind = 'phone' AND named NOT LIKE '+%' THEN named || '@' || coalesce(country, '')
            WHEN kind = 'document'
                THEN coalesce(nullif(regexp_replace(upper(named), '[^0-9A-Z]', '', 'g'), ''), named)
            WHEN kind IN ('place', 'organisation', 'vessel')
                THEN strip_accents(lower(named))
            ELSE named END) AS group_id, hash(mention_id, kind, named) AS written
    FROM (SELECT mention_id, kind, country, coalesce(nullif(trim(normalised), ''), text) AS named
          FROM mention WHERE kind IN (SELECT unnest($kinds)))
    ORDER BY mention_id
"""

# Grain: one mention of an exact kind, with its group.
_GROUPED = """
    CREATE TABLE exact_member AS
    SELECT mention_id, kind, written, coalesce(decided.group_id, exact.group_id) AS group_number,
        CASE WHEN count(*) OVER (PARTITION BY group_number) > 1
            THEN coalesce(decided.cohesion, $p) ELSE 1 END AS cohesion
    FROM exact LEFT JOIN decided USING (mention_id)
"""
# Grain: one group, with a number for its mentions and how they are written.
_SELECTORS = """
    INSERT INTO now_selector
    SELECT min(mention_id), bit_xor(written) FROM exact_member GROUP BY group_number
"""
_SET = """
    SELECT min(mention_id) AS group_id, count(*) AS mentions, sum(hash(mention_id)) AS told_by,
        min(cohesion) AS cohesion
"""
# Grain: one entity that stands.
_STANDING = f"""
    {_SET} FROM entity_member JOIN entity USING (entity_id)
    WHERE kind IN (SELECT unnest($kinds)) GROUP BY entity_id
"""
# Not of groups that are written as they were, and whose mentions are an entity that stands.
_MEMBERS = f"""
    INSERT INTO new_member
    SELECT mention_id, kind, group_number, cohesion FROM exact_member WHERE group_number NOT IN (
        SELECT group_number FROM ({_SET}, group_number FROM exact_member GROUP BY group_number)
        SEMI JOIN standing USING (group_id, mentions, told_by, cohesion)
        SEMI JOIN (FROM now_selector SEMI JOIN known_selector USING (group_id, written))
            USING (group_id))
    ORDER BY mention_id
"""


def resolve(case: Case, scratch: duckdb.DuckDBPyConnection, judged: Judged) -> None:
    """Group the case's mentions of every exact kind."""
    kinds = {"kinds": [str(kind) for kind in EXACT]}
    scratch.register("exact_arrow", case.db.execute(_MENTIONS, kinds).to_arrow_table())
    scratch.execute("CREATE TABLE exact AS FROM exact_arrow")
    linked = cards.join(case, scratch)
    groups, parts = _decided(scratch, judged, linked)
    mentions = list(groups)
    decided = pa.table(
        {
            "mention_id": pa.array(mentions, pa.int64()),
            "group_id": pa.array([groups.find(mention) for mention in mentions], pa.int64()),
            "cohesion": pa.array(
                [parts.get(groups.find(mention), PROBABILITY) for mention in mentions],
                pa.float64(),
            ),
        }
    )
    scratch.register("decided", decided)
    scratch.execute(_GROUPED, {"p": PROBABILITY})
    scratch.execute(_SELECTORS)
    scratch.register("known_selector", memory.taken_over(case, "known_selector"))
    scratch.register("standing", case.db.execute(_STANDING, kinds).to_arrow_table())
    scratch.execute(_MEMBERS)
    for arrow in ("known_selector", "standing"):
        scratch.unregister(arrow)


def _decided(
    scratch: duckdb.DuckDBPyConnection, judged: Judged, linked: Sequence[cards.Link]
) -> tuple[DisjointSets, dict[int, float]]:
    """The groups that an analyst or a source spoke of, put together anew under what was said, and
    the least probable link of those that a link joins."""
    spoken_of = {mention for pair in judged.same | judged.different for mention in pair}
    spoken_of |= {mention for link in linked for mention in (link.left, link.right)}
    by_value: dict[int, list[int]] = defaultdict(list)
    for mention, value in scratch.execute(
        "SELECT mention_id, group_id FROM exact WHERE group_id IN "
        "(SELECT group_id FROM exact WHERE list_contains($spoken_of, mention_id)) ORDER BY ALL",
        {"spoken_of": sorted(spoken_of)},
    ).fetchall():
        by_value[value].append(mention)
    groups = DisjointSets(mention for mentions in by_value.values() for mention in mentions)
    for one, other in sorted(judged.same):
        if one in groups and other in groups:
            groups.join(one, other, judged.different)
    for mentions in by_value.values():
        for place, mention in enumerate(mentions):
            any(groups.join(earlier, mention, judged.different) for earlier in mentions[:place])
    joined = [link for link in linked if groups.join(link.left, link.right, judged.different)]
    weakest = {groups.find(link.left): link.probability for link in joined}
    return groups, weakest
