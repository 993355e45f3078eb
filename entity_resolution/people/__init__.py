"""Which person mentions are one person: first within each source, then across sources."""

from collections.abc import Callable
from functools import partial

import duckdb

from entity_resolution import memory, regrouping
from entity_resolution.clusters import cluster
from entity_resolution.comparing import Records
from entity_resolution.judgements import Judged
from entity_resolution.names.bulk import NameBook
from entity_resolution.outcome import compress
from entity_resolution.people import (
    bearers,
    borne,
    comparisons,
    coreference,
    exclusions,
    frequency,
    known,
)
from entity_resolution.people.contradictions import contradicting
from entity_resolution.people.mentions import Persons
from entity_resolution.people.name_scores import NameScores
from entity_resolution.people.records import Rows
from entity_resolution.regrouping import Kind
from entity_resolution.scoring import EXPLAINED_FROM
from workbench.case import Case
from workbench.vocabulary import MentionKind

KIND = MentionKind.PERSON
TABLE = "person_record"
MODEL = comparisons.MODEL
MEMBERS = "local_member"
_LISTED = "person_listed"
_GROUPED = Kind(KIND, _LISTED, MEMBERS, "SELECT one, other FROM opposed")


def prepare(
    case: Case, scratch: duckdb.DuckDBPyConnection, judged: Judged
) -> tuple[Records, NameBook]:
    """The records to be compared, whose rows are made as they are asked for, and the names; makes
    table ``local_member`` of their mentions."""
    exclusions.gather(case, scratch)
    _oppose(scratch, judged)
    known.recall(case, scratch)
    persons = Persons(case, scratch)
    persons.read_sources("unread")
    book = borne.take_names_apart(case, scratch)
    frequency.count(scratch)
    coreference.link_within_sources(scratch, book)
    bearers.build(scratch)
    compress(scratch)
    return Records(
        case.scratch, scratch, TABLE, _LISTED, NameScores(book), Rows(scratch, persons)
    ), book


def keep(case: Case, scratch: duckdb.DuckDBPyConnection) -> None:
    """Write what the run read into the case, in the caller's transaction."""
    known.keep(case, scratch)
    borne.keep(case, scratch)


def resolve(
    case: Case,
    scratch: duckdb.DuckDBPyConnection,
    run_id: int,
    judged: Judged,
    progress: Callable[[float], None] = lambda _: None,
) -> str:
    """Group the case's person mentions; where the weights came from.

    ``progress`` is told which share of the pairs was looked at, once there are persons to compare.
    """
    compared, book = prepare(case, scratch, judged)
    progress(0.0)
    with compared:
        method = memory.scored(case, compared, run_id, KIND, MODEL, progress)
    looked_at = partial(contradicting, compared, book)
    for asked in regrouping.ask(case, scratch, _GROUPED, judged):
        groups = cluster(
            asked.records,
            asked.pairs,
            together=asked.together,
            apart=asked.apart,
            opposed=asked.opposed,
            strangers=scratch.execute(_FULL_NAMES).to_arrow_table()["record_id"].to_numpy(),
            contradicting=partial(regrouping.contradicting, case, scratch, KIND, looked_at),
        )
        regrouping.keep(scratch, _GROUPED, groups, coreference.PROBABILITY)
    scratch.execute(_LOCAL_PAIRS, {"p": coreference.PROBABILITY})
    _keep_apart(case, scratch)
    return method


def _keep_apart(case: Case, scratch: duckdb.DuckDBPyConnection) -> None:
    scratch.register("scored_arrow", memory.pairs_of(case, scratch, KIND, _OPPOSED))
    scratch.execute(_APART, {"least": EXPLAINED_FROM})
    scratch.unregister("scored_arrow")


def _oppose(scratch: duckdb.DuckDBPyConnection, judged: Judged) -> None:
    """An analyst's word counts for more than what evidence makes of two mentions."""
    for pair in sorted(judged.same):
        scratch.execute("DELETE FROM opposed WHERE one = ? AND other = ?", pair)
    for pair in sorted(judged.different):
        scratch.execute("INSERT INTO opposed VALUES (?, ?, 'judgement', '')", pair)


_FULL_NAMES = """
    SELECT record_id FROM named_bearer SEMI JOIN regrouped_part USING (record_id) WHERE is_full
"""

# Grain: one mention that joined an earlier one of its source, where their record changed.
_LOCAL_PAIRS = """
    INSERT INTO new_pair
    SELECT 'person', local_id, local_member.mention_id, log2($p / (1 - $p)), $p,
        to_json([{'comparison': 'source', 'level': 'same source, fitting name',
            'left': l.name, 'right': r.name, 'weight': round(log2($p / (1 - $p)), 3)}])
    FROM local_member
    JOIN person AS l ON l.mention_id = local_id
    JOIN person AS r ON r.mention_id = local_member.mention_id
    WHERE local_id <> local_member.mention_id
        AND local_id IN (SELECT record_id FROM scored_anew WHERE kind = 'person')
    ORDER BY local_member.mention_id
"""

# Grain: one pair of records that evidence holds apart, as ``regrouping.ask`` found what is said.
_OPPOSED = "(SELECT one AS left_id, other AS right_id FROM said WHERE what = 'opposed')"
# Grain: one reason to hold two mentions apart, where their names or numbers would bring them
# together.
_APART = """
    INSERT INTO new_apart
    SELECT DISTINCT one, other, reason, detail
    FROM opposed
    JOIN local_member AS l ON l.mention_id = one JOIN local_member AS r ON r.mention_id = other
    LEFT JOIN (FROM scored_arrow WHERE probability >= $least) AS scored
        ON scored.left_id = least(l.local_id, r.local_id)
        AND scored.right_id = greatest(l.local_id, r.local_id)
    WHERE reason <> 'judgement' AND (scored.probability IS NOT NULL OR reason = 'facts')
    ORDER BY ALL
"""
