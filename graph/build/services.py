"""Bystander hubs: taxis, call centres, information lines, named senders.

They have very many contacts who do not know each other, or no more than chance would have it among
phones as busy as these: a call centre's customers may live in one town. Either it is hardly ever
the same one twice and seldom in both directions; or their communications are spread over far more
contacts, about evenly, than anybody else's: people speak mostly with a few. Where nearly all goes
one way and is spread so, it does not matter who knows whom. Such a hub ties strangers together and
would top every ranking, so it is set apart with its reasons, never dropped in silence, and never
when it is a named person.
"""

from dataclasses import dataclass

import duckdb

MIN_CONTACTS = 12
"""With fewer contacts, a service cannot be told from a person."""
MOSTLY_ONCE = 0.75
"""Share of the contacts with two communications at most."""
SELDOM_BOTH_WAYS = 0.35
SELDOM_ACQUAINTED = 0.10
MIN_SPREAD = 15
"""Effective number of contacts (inverse Simpson index, Hill 1973) from which it may be one."""
WIDE_SPREAD = 30
WIDER_THAN_OTHERS = 3
"""How many times the median of the others' effective numbers of contacts a wide spread has."""
HARDLY_ACQUAINTED = 0.03
LIKE_CHANCE = 1.5
"""Up to how many times as many of its contacts know each other as strangers would by chance."""
ONE_WAY = 0.9
"""Share of a hub's communications in one direction from which it speaks or listens only."""
OTHERS_CONTACTS = 5
"""Those with fewer contacts are no measure for a spread."""
MAX_SHORT_NUMBERS = 0.2
"""Where more of all numbers are short, the numbers are codes for subscribers, not services."""


@dataclass(frozen=True)
class Service:
    """A phone that looks like a service, and why."""

    entity_id: str
    reason: str
    contacts: int


@dataclass(frozen=True)
class _Habits:
    """What tells a service from a person; shares of its contacts."""

    contacts: int
    spread: float
    usual_spread: float
    once: float
    both_ways: float
    acquainted: float
    by_chance: float = 0.0
    one_way: float = 0.0


# Grain: one phone on its own with its contacts among all relationships (table ``tie``).
# ``by_chance``: the share of its contacts that would know each other had everybody's contacts been
# drawn by chance (Chung and Lu 2002).
_HUBS = """
    WITH pairs AS (
        SELECT l.code AS one, r.code AS other, count
        FROM tie JOIN spoken_of AS l ON l.entity_id = left_entity
        JOIN spoken_of AS r ON r.entity_id = right_entity
        WHERE tie.kind = 'communicates'
    ), ends AS (
        FROM pairs UNION ALL SELECT other, one, count FROM pairs
    ), actors AS (
        SELECT one AS code, count(*) AS contacts, avg((count <= 2)::INTEGER) AS once,
            sum(count) * sum(count) / sum(count * count) AS spread
        FROM ends GROUP BY one
    ), usual AS (
        SELECT coalesce(median(spread) FILTER (contacts >= $others_contacts), 1) AS spread,
            greatest(sum(contacts), 1) AS ends
        FROM actors
    ), rare AS (
        SELECT avg(is_short::INTEGER) <= $max_short AS short FROM spoken_of WHERE kind = 'phone'
    ), hubs AS (
        SELECT actors.* FROM actors JOIN usual ON true
        SEMI JOIN spoken_of ON spoken_of.code = actors.code AND spoken_of.kind = 'phone'
        WHERE contacts >= $min_contacts AND actors.spread >= $min_spread
            AND (once >= $mostly_once
                 OR actors.spread >= greatest($wide, $wider * usual.spread))
    ), around AS (
        SELECT hubs.code, other AS contact, actors.contacts AS known
        FROM hubs JOIN ends ON one = hubs.code JOIN actors ON actors.code = other
    ), acquainted AS (
        SELECT first.code, count(*) AS pairs
        FROM around AS first JOIN pairs ON one = first.contact
        JOIN around AS second ON second.code = first.code AND second.contact = other
        GROUP BY first.code
    ), strangers AS (
        -- One contact of each is the hub itself.
        SELECT code, (sum(known - 1) * sum(known - 1) - sum((known - 1) * (known - 1)))
            / (2 * any_value(usual.ends)) AS pairs
        FROM around JOIN usual ON true GROUP BY code
    ), member AS (
        SELECT code, mention_id FROM hubs JOIN spoken_of USING (code)
        JOIN entity_member USING (entity_id)
    ), spoken AS (
        SELECT code, b_mention AS contact_mention, true AS called
        FROM communication JOIN member ON mention_id = a_mention
        UNION ALL
        SELECT code, a_mention, false FROM communication JOIN member ON mention_id = b_mention
    ), ways AS (
        SELECT code, entity_id AS contact, bool_or(called) AND NOT bool_and(called) AS both_ways,
            count(*) FILTER (called) AS calls, count(*) AS every
        FROM spoken JOIN entity_member ON mention_id = contact_mention
        GROUP BY ALL
    ), mutual AS (
        SELECT code, avg(both_ways::INTEGER) AS share,
            greatest(sum(calls), sum(every) - sum(calls)) / sum(every) AS one_way
        FROM ways GROUP BY code
    )
    SELECT entity_id, is_short AND rare.short, contacts, actors.spread, usual.spread, once,
        coalesce(mutual.share, 0), coalesce(acquainted.pairs, 0) * 2 / (contacts * (contacts - 1)),
        coalesce(strangers.pairs, 0) * 2 / (contacts * (contacts - 1)), coalesce(one_way, 0)
    FROM actors JOIN usual ON true JOIN rare ON true JOIN spoken_of USING (code)
    LEFT JOIN mutual USING (code) LEFT JOIN acquainted USING (code)
    LEFT JOIN strangers USING (code)
    WHERE spoken_of.kind = 'phone'
        AND (code IN (SELECT code FROM hubs) OR is_short AND rare.short)
    ORDER BY length(entity_id), entity_id
"""

# Grain: one entity of the network, with a number for counting.
_SPOKEN_OF = """
    CREATE OR REPLACE TEMP TABLE spoken_of AS
    WITH short AS (
        SELECT entity_id, bool_and(coalesce(normalised, '') NOT LIKE '+%') AS is_short
        FROM entity_member JOIN mention USING (mention_id) WHERE mention.kind = 'phone'
        GROUP BY entity_id
    )
    SELECT entity_id, kind, row_number() OVER () AS code, coalesce(is_short, false) AS is_short
    FROM entity LEFT JOIN short USING (entity_id)
"""


def find(db: duckdb.DuckDBPyConnection) -> tuple[Service, ...]:
    """Which phones of the temporary table ``tie`` look like services."""
    limits = {
        "min_contacts": MIN_CONTACTS,
        "min_spread": MIN_SPREAD,
        "mostly_once": MOSTLY_ONCE,
        "wide": WIDE_SPREAD,
        "wider": WIDER_THAN_OTHERS,
        "others_contacts": OTHERS_CONTACTS,
        "max_short": MAX_SHORT_NUMBERS,
    }
    db.execute(_SPOKEN_OF)
    judged = [
        (phone, _reason(short, _Habits(*habits)), habits[0])
        for phone, short, *habits in db.execute(_HUBS, limits).fetchall()
    ]
    return tuple(Service(phone, why, contacts) for phone, why, contacts in judged if why)


def _reason(short: bool, habits: _Habits) -> str:
    """Why it is a service; empty when it is none."""
    if short:
        return "a short number or a named sender: a service"
    strangers = habits.acquainted <= LIKE_CHANCE * habits.by_chance
    seldom = (
        habits.once >= MOSTLY_ONCE
        and habits.both_ways <= SELDOM_BOTH_WAYS
        and (habits.acquainted <= SELDOM_ACQUAINTED or strangers)
    )
    wide = habits.spread >= max(WIDE_SPREAD, WIDER_THAN_OTHERS * habits.usual_spread) and (
        habits.acquainted <= HARDLY_ACQUAINTED or strangers or habits.one_way >= ONE_WAY
    )
    if not (seldom or wide):
        return ""
    found = (
        f"looks like a service: {habits.contacts} contacts, as widely spread as over "
        f"{habits.spread:.0f} alike (others: {habits.usual_spread:.0f}), {habits.once:.0%} of them "
        f"with two communications at most, {habits.both_ways:.0%} in both directions, "
        f"{habits.acquainted:.0%} of them in touch with each other"
    )
    if habits.acquainted <= HARDLY_ACQUAINTED:
        return found
    return f"{found} (by chance {habits.by_chance:.0%}), {habits.one_way:.0%} of it one way"
