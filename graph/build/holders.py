"""Who held a phone when, as far as sources state it as a fact.

What someone is said to use, or had on them when it was seized, outweighs in whose name a number is
registered or who owns it: subscribers are often not users. One holder is taken to hold the phone
throughout, unless every source gives a period. Where several people held it, each holds it from
the first to the last time a source says so; where these overlap or nothing is said, the phone
stays on its own: nobody is guessed. Who had it taken away holds it to the end of that day, unless
a source says so of a later time.
"""

from dataclasses import dataclass
from datetime import datetime

import duckdb

from workbench.vocabulary import ClaimKind

USING = (ClaimKind.USES, ClaimKind.HOLDS, ClaimKind.SEIZED_FROM)
OWNING = (ClaimKind.OWNS, ClaimKind.REGISTERED_TO)
HOLDING = USING + OWNING


@dataclass(frozen=True)
class Holding:
    """A person (entity id) acts for a phone (entity id) in ``[from_utc, to_utc)``; None: open."""

    phone: str
    person: str
    from_utc: datetime | None
    to_utc: datetime | None


# Grain: one phone and one stretch of time, with its holder there or NULL. Stretches do not overlap
# and cover all time; only phones somebody is said to hold appear.
_HELD = """
    CREATE OR REPLACE TEMP TABLE held AS
    WITH case_zone AS (
        SELECT coalesce(any_value(value), 'UTC') AS zone FROM case_property
        WHERE name = 'time_zone'
    ), sided AS (
        SELECT kind, start_utc,
            CASE WHEN end_utc IS NULL AND kind = $seized
                 THEN timezone('UTC', timezone(zone, INTERVAL 1 DAY
                     + date_trunc('day', timezone(zone, timezone('UTC', start_utc)))))
                 ELSE coalesce(end_utc, start_utc + INTERVAL 1 DAY) END AS end_utc,
            end_utc > start_utc + INTERVAL 36 HOURS AS is_period,
            unnest([{thing: left_mention, person: right_mention},
                    {thing: right_mention, person: left_mention}], recursive := true)
        FROM claim, case_zone
        WHERE kind IN (SELECT unnest($holding)) AND nature = 'fact'
            AND NOT negated AND state <> 'refused'
    ), said AS (
        SELECT phone.entity_id AS phone, holder.entity_id AS person, start_utc, sided.end_utc,
            coalesce(is_period, false) AS is_period, sided.kind = $seized AS seized,
            sided.kind IN (SELECT unnest($using)) AS uses
        FROM sided
        JOIN entity_member AS thing_member ON thing_member.mention_id = thing
        JOIN entity AS phone ON phone.entity_id = thing_member.entity_id AND phone.kind = 'phone'
        JOIN entity_member AS person_member ON person_member.mention_id = person
        JOIN entity AS holder ON holder.entity_id = person_member.entity_id
            AND holder.kind = 'person'
    ), decisive AS (
        SELECT * FROM said QUALIFY uses OR NOT bool_or(uses) OVER (PARTITION BY phone)
    ), spans AS (
        SELECT phone, person, min(start_utc) AS first_utc, max(end_utc) AS last_utc,
            bool_and(is_period) AS only_periods, bool_or(start_utc IS NULL) AS undated,
            bool_or(seized AND start_utc IS NOT NULL) AS seized
        FROM decisive GROUP BY phone, person
    ), limited AS (
        SELECT phone, person, undated OR (count(*) OVER (PARTITION BY phone) = 1
                                          AND NOT only_periods) AS always,
            CASE WHEN always THEN TIMESTAMP '-infinity' ELSE first_utc END AS from_utc,
            CASE WHEN always AND NOT seized THEN TIMESTAMP 'infinity' ELSE last_utc END AS to_utc
        FROM spans
    ), turning AS (
        SELECT phone, from_utc AS turn FROM limited UNION SELECT phone, to_utc FROM limited
        UNION SELECT phone, TIMESTAMP '-infinity' FROM limited
    ), stretches AS (
        SELECT phone, turn AS from_utc, lead(turn, 1, TIMESTAMP 'infinity') OVER (
            PARTITION BY phone ORDER BY turn) AS to_utc
        FROM turning WHERE turn < TIMESTAMP 'infinity'
    )
    SELECT stretches.phone, stretches.from_utc, stretches.to_utc,
        CASE WHEN count(person) = 1 THEN min(person) END AS person
    FROM stretches LEFT JOIN limited ON limited.phone = stretches.phone
        AND limited.from_utc <= stretches.from_utc AND limited.to_utc >= stretches.to_utc
    GROUP BY ALL
"""

_FOUND = """
    SELECT phone, person, nullif(from_utc, TIMESTAMP '-infinity'),
        nullif(to_utc, TIMESTAMP 'infinity')
    FROM held WHERE person IS NOT NULL ORDER BY length(phone), phone, held.from_utc
"""


def prepare(db: duckdb.DuckDBPyConnection) -> None:
    """Make the temporary table ``held`` (phone, from_utc, to_utc, person) on this connection."""
    parameters = {
        "holding": [str(k) for k in HOLDING],
        "using": [str(k) for k in USING],
        "seized": str(ClaimKind.SEIZED_FROM),
    }
    db.execute(_HELD, parameters)


def holdings(db: duckdb.DuckDBPyConnection) -> tuple[Holding, ...]:
    """Who acts for which phone; ``prepare`` first."""
    return tuple(Holding(*row) for row in db.execute(_FOUND).fetchall())


def changing(db: duckdb.DuckDBPyConnection) -> list[str]:
    """Phones whose holder is known for a part of the time only; ``prepare`` first."""
    found = db.execute(
        "SELECT phone FROM held GROUP BY phone HAVING count(*) > 1 AND count(person) > 0 "
        "ORDER BY length(phone), phone"
    ).fetchall()
    return [row[0] for row in found]
