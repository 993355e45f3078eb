"""Which person mentions are one person: first within each source, then across sources."""

from collections.abc import Callable
from functools import partial

import duckdb

from entity_resolution import memory
from entity_resolution.clusters import cluster
from entity_resolution.comparing import Records
from entity_resolution.judgements import Judged
from entity_resolution.names.bulk import NameBook
from entity_resolution.outcome import keep_groups, keep_pairs, keep_withheld
from entity_resolution.people import comparisons, coreference, known, mentions, records
from entity_resolution.people.contradictions import contradicting
from entity_resolution.people.name_scores import NameScores
from workbench.case import Case
from workbench.vocabulary import MentionKind

KIND = MentionKind.PERSON


TABLE = "person_record"
MODEL = comparisons.MODEL


def prepare(
    case: Case, scratch: duckdb.DuckDBPyConnection, judged: Judged
) -> tuple[dict[int, int], NameBook]:
    """Make the records to be compared; person mention to record, and the names."""
    book = mentions.prepare(case, scratch)
    _oppose(scratch, judged)
    known.recall_persons(case, scratch)
    coreference.link_within_sources(scratch, book)
    records.build(scratch)
    return dict(scratch.execute("FROM local_member ORDER BY mention_id").fetchall()), book


def resolve(
    case: Case,
    scratch: duckdb.DuckDBPyConnection,
    judged: Judged,
    progress: Callable[[float], None] = lambda _: None,
) -> str:
    """Group the case's person mentions; says where the weights came from.

    ``progress`` is told which share of the pairs was looked at, once there are persons to compare.
    """
    record_of, book = prepare(case, scratch, judged)
    progress(0.0)
    with Records(scratch, TABLE, NameScores(book)) as compared:
        scored = memory.scored(case, compared, KIND, MODEL, progress)
    opposed = scratch.execute("SELECT DISTINCT one, other FROM opposed ORDER BY ALL").fetchall()
    full = scratch.execute("SELECT unique_id FROM person_record WHERE is_full").fetchall()
    groups = cluster(
        sorted(set(record_of.values())),
        scored.pairs,
        together=judged.lifted(judged.same, record_of),
        apart=judged.lifted(judged.different, record_of),
        opposed=judged.lifted(opposed, record_of),
        strangers=[row[0] for row in full],
        contradicting=partial(contradicting, scratch, book),
    )
    keep_groups(scratch, KIND, groups, record_of, coreference.PROBABILITY)
    keep_pairs(scratch, KIND, scored.pairs)
    keep_withheld(scratch, groups)
    scratch.execute(_LOCAL_PAIRS, {"p": coreference.PROBABILITY})
    scratch.execute(_APART)
    return scored.method


def _oppose(scratch: duckdb.DuckDBPyConnection, judged: Judged) -> None:
    """An analyst's word counts for more than what evidence makes of two mentions."""
    for pair in sorted(judged.same):
        scratch.execute("DELETE FROM opposed WHERE one = ? AND other = ?", pair)
    for pair in sorted(judged.different):
        scratch.execute("INSERT INTO opposed VALUES (?, ?, 'judgement', '')", pair)


# Grain: one mention that joined an earlier one of its source.
_LOCAL_PAIRS = """
    INSERT INTO new_pair
    SELECT 'person', local_id, local_member.mention_id, log2($p / (1 - $p)), $p,
        to_json([{'comparison': 'source', 'level': 'same source, fitting name',
            'left': l.name, 'right': r.name, 'weight': round(log2($p / (1 - $p)), 3)}])
    FROM local_member
    JOIN person AS l ON l.mention_id = local_id
    JOIN person AS r ON r.mention_id = local_member.mention_id
    WHERE local_id <> local_member.mention_id ORDER BY local_member.mention_id
"""

# Grain: one reason to hold two mentions apart, where their names or numbers would bring them
# together.
_APART = """
    INSERT INTO new_apart
    SELECT DISTINCT one, other, reason, detail
    FROM opposed
    JOIN local_member AS l ON l.mention_id = one JOIN local_member AS r ON r.mention_id = other
    LEFT JOIN (FROM new_pair WHERE kind = 'person') AS scored
        ON scored.left_mention = least(l.local_id, r.local_id)
        AND scored.right_mention = greatest(l.local_id, r.local_id)
    WHERE reason <> 'judgement' AND (scored.probability IS NOT NULL OR reason = 'facts')
    ORDER BY ALL
"""
