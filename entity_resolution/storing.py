"""Writing what a run found into the case: members, entities, redirects, pairs, the run itself."""

import hashlib
import json
from collections.abc import Mapping, Sequence

import duckdb

from entity_resolution import identities
from entity_resolution.estimation import SEED
from entity_resolution.judgements import in_force
from entity_resolution.labels import label_entities
from entity_resolution.outcome import handed_over
from entity_resolution.review import LIKELY
from entity_resolution.settling import MERGE
from workbench import __version__
from workbench.case import Case
from workbench.clock import now_utc
from workbench.vocabulary import MentionKind

# Grain: one mention with the entity that it had, where that may not stand, or the mention is gone.
_OLD_MEMBERS = """
    SELECT mention_id, kind, entity_id FROM entity_member JOIN entity USING (entity_id)
    WHERE mention_id IN (FROM anew) OR mention_id NOT IN (SELECT mention_id FROM mention)
"""
# Grain: one kind with the highest number that an id of it ever had.
_HIGHEST = """
    SELECT split_part(entity_id, '-', 1) AS kind,
        max(split_part(entity_id, '-', 2)::BIGINT) AS highest
    FROM (SELECT entity_id FROM entity UNION ALL SELECT old_entity_id FROM entity_redirect)
    GROUP BY 1
"""
# Grain: one vanished entity with the first of the mentions that it last had.
_VANISHED = """
    SELECT old_entity_id AS entity_id,
        json_extract(settings, '$.vanished."' || old_entity_id || '"')::BIGINT AS mention_id
    FROM entity_redirect JOIN resolution_run USING (run_id) ORDER BY old_entity_id
"""
_VANISHING = """
    SELECT entity_id, min(mention_id) FROM old_member
    JOIN redirected ON old_entity_id = entity_id GROUP BY entity_id ORDER BY entity_id
"""
# Grain: one entity that a run merged into another, with the first mention each had before.
_MERGED = """
    SELECT redirected.old_entity_id, min(gone.mention_id), min(kept.mention_id)
    FROM redirected JOIN old_member AS gone ON gone.entity_id = old_entity_id
    JOIN old_member AS kept ON kept.entity_id = new_entity_id
    GROUP BY redirected.old_entity_id ORDER BY redirected.old_entity_id
"""
_RESULTS = {
    "result_member": "SELECT named.entity_id, mention_id FROM new_member "
    "JOIN named USING (group_id, kind) ORDER BY mention_id",
    "result_entity": "SELECT named.entity_id, named.kind, min(cohesion) AS cohesion "
    "FROM new_member JOIN named USING (group_id, kind) GROUP BY ALL ORDER BY min(mention_id)",
    "result_redirect": "FROM redirected ORDER BY old_entity_id",
    "result_pair": "FROM new_pair",
    "result_apart": "SELECT DISTINCT * FROM new_apart ORDER BY ALL",
    # What joins the numbers of cards is found out anew by every run.
    "restated_kind": f"SELECT kind FROM now_whole UNION SELECT '{MentionKind.SIM}'",
    "restated": "SELECT kind, record_id FROM now_stale",
    "unsettled": "SELECT mention_id FROM old_member",
}
# What stands already stays, with the run that found it.
_DIFFERENCES = (
    "DELETE FROM pair_score WHERE run_id < $run AND kind IN (SELECT kind FROM restated_kind)",
    *(
        f"DELETE FROM pair_score USING restated WHERE run_id < $run "
        f"AND pair_score.kind = restated.kind AND {side} = record_id"
        for side in ("left_mention", "right_mention")
    ),
    """
    INSERT INTO pair_score
    SELECT $run, kind, left_mention, right_mention, match_weight, probability, explanation
    FROM result_pair
    """,
    """
    DELETE FROM entity_member WHERE mention_id IN (SELECT mention_id FROM unsettled)
        AND mention_id NOT IN (SELECT mention_id FROM result_member)
    """,
    """
    UPDATE entity_member SET entity_id = found.entity_id FROM result_member AS found
    WHERE entity_member.mention_id = found.mention_id
        AND entity_member.entity_id <> found.entity_id
    """,
    "INSERT INTO entity_member FROM result_member ANTI JOIN entity_member USING (mention_id)",
    "DELETE FROM entity WHERE entity_id NOT IN (SELECT entity_id FROM entity_member)",
    """
    UPDATE entity SET cohesion = found.cohesion, run_id = $run FROM result_entity AS found
    WHERE entity.entity_id = found.entity_id AND entity.cohesion <> found.cohesion
    """,
    """
    INSERT INTO entity SELECT entity_id, kind, entity_id, $run, cohesion
    FROM result_entity ANTI JOIN entity USING (entity_id)
    """,
    """
    CREATE OR REPLACE TEMP TABLE found_apart AS
    SELECT result_apart.*, l.entity_id = r.entity_id AS overruled FROM result_apart
    JOIN entity_member AS l ON l.mention_id = left_mention
    JOIN entity_member AS r ON r.mention_id = right_mention
    """,
    """
    DELETE FROM held_apart WHERE rowid NOT IN (
        SELECT held_apart.rowid FROM held_apart
        JOIN found_apart USING (left_mention, right_mention, reason, detail, overruled))
    """,
    """
    INSERT INTO held_apart FROM found_apart
    ANTI JOIN held_apart USING (left_mention, right_mention, reason, detail, overruled)
    """,
    "DROP TABLE found_apart",
    # An id that came back is no redirect any more; older redirects follow to where it went.
    "DELETE FROM entity_redirect WHERE old_entity_id IN (SELECT entity_id FROM entity)",
    """
    UPDATE entity_redirect SET new_entity_id = result_redirect.new_entity_id
    FROM result_redirect WHERE entity_redirect.new_entity_id = result_redirect.old_entity_id
    """,
    """
    INSERT OR REPLACE INTO entity_redirect
    SELECT old_entity_id, new_entity_id, $run FROM result_redirect
    """,
)


def store(
    case: Case, scratch: duckdb.DuckDBPyConnection, run_id: int, methods: Mapping[str, str]
) -> None:
    """Make the run's result the case's current entities, in the caller's transaction."""
    with handed_over(case, scratch, {"anew": "SELECT mention_id FROM new_member"}):
        scratch.register("old_member", case.db.execute(_OLD_MEMBERS).to_arrow_table())
    scratch.register("highest_number", case.db.execute(_HIGHEST).to_arrow_table())
    scratch.register("vanished", case.db.execute(_VANISHED).to_arrow_table())
    identities.assign(scratch)
    vanishing = dict(scratch.execute(_VANISHING).fetchall())
    merged = {gone: [one, other] for gone, one, other in scratch.execute(_MERGED).fetchall()}
    settings = _settings(methods, vanishing, merged)
    case.db.execute(
        "INSERT INTO resolution_run VALUES (?, ?, ?, ?, ?, ?)",
        [run_id, now_utc(), case.user, __version__, settings, _input_hash(case)],
    )
    with handed_over(case, scratch, _RESULTS):
        _replace(case, run_id)
        label_entities(case, "result_entity")


def _replace(case: Case, run_id: int) -> None:
    """Write what differs from what stands: little, after a small addition."""
    for statement in _DIFFERENCES:
        case.db.execute(statement, {"run": run_id} if "$run" in statement else None)


def _settings(
    methods: Mapping[str, str],
    vanishing: Mapping[str, int],
    merged: Mapping[str, Sequence[int]],
) -> str:
    chosen = {
        "merge_at": MERGE,
        "review_from": LIKELY,
        "seed": SEED,
        "weights": dict(methods),
        "vanished": dict(vanishing),
        "merged": dict(merged),
    }
    return json.dumps(chosen, sort_keys=True)


def _input_hash(case: Case) -> str:
    """Names what the run saw: the sources' hashes and the judgements in force."""
    sources = case.db.execute("SELECT sha256 FROM source ORDER BY source_id").fetchall()
    judged = [(j.judgement_id, j.decision) for j in in_force(case)]
    return hashlib.sha256(json.dumps([sources, judged]).encode()).hexdigest()
