"""Bystander hubs: taxis, call centres, information lines, named senders.

They have very many contacts who do not know each other. Either it is hardly ever the same one twice
and seldom in both directions; or their communications are spread over far more contacts, about
evenly, than anybody else's: people speak mostly with a few. Such a hub ties strangers together and
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


# Grain: one phone on its own with its contacts in the network as filtered so far (table ``kept``).
_HUBS = """
    WITH ends AS (
        SELECT left_entity AS phone, right_entity AS contact, count FROM kept
        WHERE kind = 'communicates'
        UNION ALL
        SELECT right_entity, left_entity, count FROM kept WHERE kind = 'communicates'
    ), actors AS (
        SELECT phone, count(*) AS contacts, avg((count <= 2)::INTEGER) AS once,
            sum(count) * sum(count) / sum(count * count) AS spread
        FROM ends GROUP BY phone
    ), phones AS (
        SELECT * FROM actors SEMI JOIN entity ON entity_id = phone AND entity.kind = 'phone'
    ), short AS (
        SELECT entity_id AS phone, bool_and(coalesce(normalised, '') NOT LIKE '+%') AS is_short
        FROM entity_member JOIN mention USING (mention_id) WHERE mention.kind = 'phone'
        GROUP BY entity_id
    ), hubs AS (
        SELECT * FROM phones WHERE contacts >= $min_contacts AND spread >= $min_spread
    ), acquainted AS (
        SELECT hubs.phone, 2 * count(*) / (any_value(contacts) * (any_value(contacts) - 1)) AS share
        FROM hubs
        JOIN ends AS one ON one.phone = hubs.phone
        JOIN kept ON kept.left_entity = one.contact AND kept.kind = 'communicates'
        JOIN ends AS other ON other.phone = hubs.phone AND other.contact = kept.right_entity
        GROUP BY hubs.phone
    ), member AS (
        SELECT phone, mention_id FROM hubs JOIN entity_member ON entity_id = phone
    ), spoken AS (
        SELECT phone, b_mention AS contact_mention, true AS called
        FROM communication JOIN member ON mention_id = a_mention
        UNION ALL
        SELECT phone, a_mention, false FROM communication JOIN member ON mention_id = b_mention
    ), ways AS (
        SELECT phone, entity_id AS contact, bool_or(called) AND NOT bool_and(called) AS both_ways
        FROM spoken JOIN entity_member ON mention_id = contact_mention
        GROUP BY ALL
    ), mutual AS (
        SELECT phone, avg(both_ways::INTEGER) AS share FROM ways GROUP BY phone
    )
    SELECT phones.phone, coalesce(is_short, false), contacts, spread,
        coalesce((SELECT median(spread) FROM actors WHERE contacts >= $others_contacts), 1)
            AS usual_spread,
        once, coalesce(mutual.share, 0) AS both_ways, coalesce(acquainted.share, 0) AS acquainted
    FROM phones
    LEFT JOIN mutual USING (phone) LEFT JOIN acquainted USING (phone) LEFT JOIN short USING (phone)
    WHERE (is_short AND (SELECT avg(is_short::INTEGER) FROM short) <= $max_short)
        OR phones.phone IN (SELECT phone FROM hubs)
    ORDER BY length(phones.phone), phones.phone
"""


def find(db: duckdb.DuckDBPyConnection) -> tuple[Service, ...]:
    """Which phones of the temporary table ``kept`` look like services."""
    limits = {
        "min_contacts": MIN_CONTACTS,
        "min_spread": MIN_SPREAD,
        "others_contacts": OTHERS_CONTACTS,
        "max_short": MAX_SHORT_NUMBERS,
    }
    judged = [
        (phone, _reason(short, _Habits(*habits)), habits[0])
        for phone, short, *habits in db.execute(_HUBS, limits).fetchall()
    ]
    return tuple(Service(phone, why, contacts) for phone, why, contacts in judged if why)


def _reason(short: bool, habits: _Habits) -> str:
    """Why it is a service; empty when it is none."""
    if short:
        return "a short number or a named sender: a service"
    seldom = (
        habits.once >= MOSTLY_ONCE
        and habits.both_ways <= SELDOM_BOTH_WAYS
        and habits.acquainted <= SELDOM_ACQUAINTED
    )
    wide = (
        habits.spread >= max(WIDE_SPREAD, WIDER_THAN_OTHERS * habits.usual_spread)
        and habits.acquainted <= HARDLY_ACQUAINTED
    )
    if not (seldom or wide):
        return ""
    return (
        f"looks like a service: {habits.contacts} contacts, as widely spread as over "
        f"{habits.spread:.0f} alike (others: {habits.usual_spread:.0f}), {habits.once:.0%} of them "
        f"with two communications at most, {habits.both_ways:.0%} in both directions, "
        f"{habits.acquainted:.0%} of them in touch with each other"
    )
