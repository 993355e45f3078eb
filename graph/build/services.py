"""Bystander hubs: taxis, call centres, information lines, named senders.

They have very many contacts, hardly ever the same one twice, seldom in both directions, and their
contacts do not know each other. Such a hub ties strangers together and would top every ranking, so
it is set apart with its reasons, never dropped in silence, and never when it is a named person.
"""

from dataclasses import dataclass

import duckdb

MIN_CONTACTS = 12
"""With fewer contacts, a service cannot be told from a person."""
MOSTLY_ONCE = 0.75
"""Share of the contacts with two communications at most."""
SELDOM_BOTH_WAYS = 0.35
SELDOM_ACQUAINTED = 0.10
MAX_SHORT_NUMBERS = 0.2
"""Where more of all numbers are short, the numbers are codes for subscribers, not services."""


@dataclass(frozen=True)
class Service:
    """A phone that looks like a service, and why."""

    entity_id: str
    reason: str
    contacts: int


# Grain: one phone on its own with its contacts in the network as filtered so far (table ``kept``).
_HUBS = """
    WITH ends AS (
        SELECT left_entity AS phone, right_entity AS contact, count FROM kept
        WHERE kind = 'communicates'
        UNION ALL
        SELECT right_entity, left_entity, count FROM kept WHERE kind = 'communicates'
    ), phones AS (
        SELECT phone, count(*) AS contacts, avg((count <= 2)::INTEGER) AS once
        FROM ends JOIN entity ON entity_id = phone AND entity.kind = 'phone'
        GROUP BY phone
    ), short AS (
        SELECT entity_id AS phone, bool_and(coalesce(normalised, '') NOT LIKE '+%') AS is_short
        FROM entity_member JOIN mention USING (mention_id) WHERE mention.kind = 'phone'
        GROUP BY entity_id
    ), hubs AS (SELECT * FROM phones WHERE contacts >= $min_contacts AND once >= $mostly_once
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
    SELECT phones.phone, contacts, once, coalesce(mutual.share, 0) AS mutual_share,
        coalesce(acquainted.share, 0) AS acquainted_share, coalesce(is_short, false) AS short_number
    FROM phones
    LEFT JOIN mutual USING (phone) LEFT JOIN acquainted USING (phone) LEFT JOIN short USING (phone)
    WHERE (is_short AND (SELECT avg(is_short::INTEGER) FROM short) <= $max_short)
        OR (phones.phone IN (SELECT phone FROM hubs) AND mutual_share <= $seldom_both_ways
            AND acquainted_share <= $seldom_acquainted)
    ORDER BY length(phones.phone), phones.phone
"""


def find(db: duckdb.DuckDBPyConnection) -> tuple[Service, ...]:
    """Which phones of the temporary table ``kept`` look like services."""
    limits = {
        "min_contacts": MIN_CONTACTS,
        "mostly_once": MOSTLY_ONCE,
        "max_short": MAX_SHORT_NUMBERS,
        "seldom_both_ways": SELDOM_BOTH_WAYS,
        "seldom_acquainted": SELDOM_ACQUAINTED,
    }
    return tuple(_service(*row) for row in db.execute(_HUBS, limits).fetchall())


def _service(
    phone: str, contacts: int, once: float, both_ways: float, acquainted: float, short: bool
) -> Service:
    if short:
        return Service(phone, "a short number or a named sender: a service", contacts)
    reason = (
        f"looks like a service: {contacts} contacts, {once:.0%} of them with two communications "
        f"at most, {both_ways:.0%} in both directions, {acquainted:.0%} of them in touch with "
        "each other"
    )
    return Service(phone, reason, contacts)
