"""What keeps two mentions apart: evidence that they are two people, each with its reason.

Two people of one event or one enumeration, two personal numbers, two passports of one country seen
in one month, somebody else's document found on one, two places too far apart for the time between,
two phones that spoke to each other.
All of it can be wrong (a forged passport, a borrowed phone): an analyst's "same" counts for more.
"""

import duckdb
import pyarrow as pa

from entity_resolution import days
from entity_resolution.names import compare, parse
from entity_resolution.names.bulk import WORTH
from ingest.selectors import places
from workbench.case import Case
from workbench.vocabulary import ApartReason

TALKED = 3
"""Answered calls between two phones from which their users are taken for two people."""
PASSPORT_DAYS = 30
"""Two passports of one country that were seen within so many days are two people's."""
SPEED_KM_H = 200.0
TOWN_KM = 40.0
"""Distance at which the coordinates of towns begin to tell two places apart."""

# Grain: one claim seen from one of its sides (``one``). Ids that are equal are joined at once; that
# one of two is equal would be looked for claim by claim.
SIDED_CLAIMS = """(
            SELECT left_mention AS one, right_mention AS other, * FROM claim
            UNION ALL SELECT right_mention, left_mention, * FROM claim) AS sided"""

# Grain: two person mentions that one claim sets against each other.
_CLAIMED = """
    SELECT DISTINCT least(left_mention, right_mention) AS one,
        greatest(left_mention, right_mention) AS other, claim.kind AS detail
    FROM claim
    JOIN mention AS l ON l.mention_id = left_mention AND l.kind = 'person'
    JOIN mention AS r ON r.mention_id = right_mention AND r.kind = 'person'
    WHERE left_mention <> right_mention AND claim.state <> 'refused'
"""

# Grain: two neighbours in an enumeration: "Ana Nika, Beqo Nika and Cane". A word that joins names
# in one language may be an article in another; a comma may also stand before a nickname.
_ENUMERATED = """
    WITH placed AS (
        SELECT mention_id, source_id, passage_no, mention.text, start_char, end_char,
            document.language, document.text AS whole,
            lead(mention_id) OVER following AS next_id, lead(mention.text) OVER following AS next,
            lead(start_char) OVER following AS next_start
        FROM mention JOIN document USING (source_id)
        WHERE kind = 'person' AND start_char IS NOT NULL
        WINDOW following AS (PARTITION BY source_id, passage_no ORDER BY start_char, mention_id)
    ), gaps AS (
        SELECT *, lower(trim(substring(whole, end_char + 1, next_start - end_char))) AS gap
        FROM placed WHERE next_id IS NOT NULL AND next_start - end_char BETWEEN 1 AND 10
    )
    SELECT mention_id AS one, next_id AS other, passage_no::VARCHAR AS detail FROM gaps
    WHERE (gap = ',' AND contains(text, ' ') AND contains(next, ' '))
        OR list_contains(CASE
            WHEN language = 'sq' THEN ['dhe', ', dhe', 'edhe', 'ose']
            WHEN language IN ('bs', 'hr', 'sr', 'cnr', 'me')
                THEN ['i', ', i', 'te', 'kao i', 'ili', 'и', ', и', 'те', 'као и', 'или']
            WHEN language = 'it' THEN ['e', 'ed', 'o']
            ELSE ['and', ', and', 'or', '&'] END, gap)
"""

# Grain: one paper of a person, with the moment it was seen; not a passport that had ended by then,
# which its holder may keep beside the next one. What was seized from somebody is theirs where no
# source says whose it is, and the source seized one of its kind: who carries or makes passports
# has many. Numbers one slip apart are not told apart.
_PAPERS = f"""
    WITH paper AS (
        SELECT mention_id, any_value(country) AS country,
            max(value) FILTER (value IN ('passport', 'personal_number')) AS type,
            upper(any_value(coalesce(normalised, text))) AS number,
            min(value) FILTER (name = 'expiry_date') AS ends
        FROM mention JOIN attribute USING (mention_id)
        WHERE mention.kind = 'document' AND name IN ('document_type', 'expiry_date')
        GROUP BY mention_id HAVING type IS NOT NULL
    ), held AS (
        SELECT DISTINCT person.mention_id AS person, person.source_id, type, number,
            sided.kind <> 'seized_from' AS is_theirs,
            coalesce(sided.start_utc, day) AS seen,
            coalesce(paper.country, regexp_replace(regexp_replace(number, '[A-Z]', 'A', 'g'),
                '[0-9]', '9', 'g')) AS issuer
        FROM {SIDED_CLAIMS}
        JOIN mention AS person ON person.kind = 'person' AND person.mention_id = one
        JOIN paper ON paper.mention_id = other
        LEFT JOIN day_written ON written = time_written
        WHERE NOT negated AND state <> 'refused' AND sided.kind IN ('holds', 'owns', 'seized_from')
            AND coalesce(seen::DATE <= try_cast(ends AS DATE), true)
    ), theirs AS (
        FROM held WHERE is_theirs
        UNION ALL
        FROM held WHERE NOT is_theirs AND number NOT IN (SELECT number FROM held WHERE is_theirs)
        WINDOW seized AS (PARTITION BY source_id, type, issuer)
        QUALIFY min(number) OVER seized = max(number) OVER seized
    )
    SELECT DISTINCT least(l.person, r.person) AS one, greatest(l.person, r.person) AS other,
        l.type AS detail
    FROM theirs AS l JOIN theirs AS r ON l.type = r.type AND l.issuer = r.issuer
        AND l.number < r.number AND l.person <> r.person
    WHERE damerau_levenshtein(l.number, r.number) > 1
        AND (l.type = 'personal_number' OR abs(date_diff('day', l.seen, r.seen)) <= $days)
"""

# Grain: two persons whom a document is tied to: one was found with it, the other is named as its
# holder; or one source says that both have it (``by_one``).
_ONE_PAPER = f"""
    WITH tied AS (
        SELECT person.mention_id AS person, person.source_id, paper.normalised AS item,
            coalesce(nullif(trim(person.normalised), ''), person.text) AS name,
            regexp_replace(upper(coalesce(item, paper.text)), '[^0-9A-Z]', '', 'g') AS number,
            bool_or(sided.kind <> 'seized_from') AS is_theirs
        FROM {SIDED_CLAIMS}
        JOIN mention AS person ON person.kind = 'person' AND person.mention_id = one
        JOIN mention AS paper ON paper.kind = 'document' AND paper.mention_id = other
        WHERE NOT negated AND state <> 'refused' AND sided.kind IN ('holds', 'owns', 'seized_from')
        GROUP BY ALL HAVING number <> ''
    )
    SELECT DISTINCT l.person AS one, r.person AS other, l.name AS one_name, r.name AS other_name,
        l.item, l.is_theirs AND r.is_theirs AS by_one
    FROM tied AS l JOIN tied AS r USING (number)
    WHERE l.person < r.person
        AND (l.is_theirs <> r.is_theirs OR (l.is_theirs AND l.source_id = r.source_id))
        AND damerau_levenshtein(lower(l.name), lower(r.name)) > 2
"""
_NOT_THEIRS = """
    CREATE TABLE not_theirs AS
    SELECT DISTINCT unnest([one, other]) AS person, item FROM two_arrow
    WHERE by_one AND item IS NOT NULL
"""

# Grain: two users of two phones that spoke to each other several times.
_TALKED = f"""
    WITH used AS (
        SELECT DISTINCT person.mention_id AS person, thing.normalised AS number
        FROM {SIDED_CLAIMS}
        JOIN mention AS person ON person.kind = 'person' AND person.mention_id = one
        JOIN mention AS thing ON thing.kind = 'phone' AND thing.normalised LIKE '+%'
            AND thing.mention_id = other
        WHERE NOT negated AND state <> 'refused'
            AND sided.kind IN ('uses', 'owns', 'registered_to', 'seized_from')
    ), spoke AS (
        SELECT least(a_number, b_number) AS low, greatest(a_number, b_number) AS high,
            count(*) AS calls
        FROM (SELECT DISTINCT a_number, b_number, start_utc FROM communication
            WHERE kind = 'call' AND NOT missed AND duration_s > 0 AND a_number <> b_number
                AND a_number IN (SELECT number FROM used)
                AND b_number IN (SELECT number FROM used))
        GROUP BY ALL HAVING count(*) >= $talked
    )
    SELECT DISTINCT least(l.person, r.person) AS one, greatest(l.person, r.person) AS other,
        calls || ' calls' AS detail
    FROM spoke JOIN used AS l ON l.number = low JOIN used AS r ON r.number = high
    WHERE l.person <> r.person AND NOT EXISTS (
        SELECT 1 FROM used AS one JOIN used AS other USING (number)
        WHERE one.person = l.person AND other.person = r.person)
"""

# Grain: one place where a person was, from when to when. Of a date without an hour ``slack_h`` is
# a day: any moment of it may be meant.
_WHEREABOUTS = f"""
    SELECT person.mention_id AS person, coalesce(place.normalised, place.text) AS place,
        coalesce(sided.start_utc, day) AS since, coalesce(sided.end_utc, since) AS until,
        CASE WHEN sided.end_utc IS NULL AND (sided.start_utc IS NULL OR (sided.start_utc
                AT TIME ZONE 'UTC' AT TIME ZONE coalesce(time_zone, 'UTC'))::TIME = TIME '00:00')
            THEN 24 ELSE 0 END AS slack_h
    FROM {SIDED_CLAIMS} JOIN source USING (source_id)
    LEFT JOIN day_written ON written = time_written AND sided.start_utc IS NULL
    JOIN mention AS person ON person.kind = 'person' AND person.mention_id = one
    JOIN mention AS place ON place.kind = 'place' AND place.mention_id = coalesce(place_mention,
        CASE WHEN sided.kind = 'present_at' THEN right_mention END)
    WHERE sided.kind IN ('present_at', 'seized_from') AND since IS NOT NULL
        AND NOT negated AND state <> 'refused' AND first_hand AND nature = 'fact'
    ORDER BY ALL
"""
# Grain: two people in two places that nobody gets between in the time there was at most
# (haversine).
_FAR_APART = """
    WITH placed AS (
        SELECT DISTINCT person, since, until, slack_h, place, latitude, longitude
        FROM whereabouts JOIN located USING (place)
    ), beside AS (
        SELECT least(l.person, r.person) AS one, greatest(l.person, r.person) AS other,
            greatest(0, epoch(r.since) - epoch(l.until)) / 3600
                + greatest(l.slack_h, r.slack_h) AS hours,
            12742 * asin(sqrt(
                sin(radians(r.latitude - l.latitude) / 2) ** 2 + cos(radians(l.latitude))
                * cos(radians(r.latitude)) * sin(radians(r.longitude - l.longitude) / 2) ** 2))
                AS km
        FROM placed AS l JOIN placed AS r ON l.since <= r.since
            AND r.since <= l.until + INTERVAL 12 HOUR AND l.place <> r.place
            AND l.person <> r.person
    )
    SELECT one, other, round(max(km)) || ' km apart' AS detail FROM beside
    WHERE km > $town AND km > $speed * hours GROUP BY one, other
"""


_FOUND_BY_SQL: tuple[tuple[ApartReason, str, dict[str, int]], ...] = (
    (ApartReason.ONE_EVENT, _CLAIMED, {}),
    (ApartReason.ONE_LIST, _ENUMERATED, {}),
    (ApartReason.PAPERS, _PAPERS, {"days": PASSPORT_DAYS}),
    (ApartReason.TALKED, _TALKED, {"talked": TALKED}),
)


def gather(case: Case, scratch: duckdb.DuckDBPyConnection) -> None:
    """Fill table ``opposed`` (one, other, reason, detail): mention pairs held to be two people; and
    ``not_theirs`` (person, item): documents of which a source says of several that they have it."""
    scratch.execute(
        "CREATE TABLE opposed (one BIGINT, other BIGINT, reason VARCHAR, detail VARCHAR)"
    )
    days.register(case)
    for reason, sql, values in _FOUND_BY_SQL:
        _add(scratch, reason, case.db.execute(sql, values or None).to_arrow_table())
    _found_with(case, scratch)
    _far_apart(case, scratch)


def _add(scratch: duckdb.DuckDBPyConnection, reason: ApartReason, pairs: pa.Table) -> None:
    scratch.register("pairs_arrow", pairs)
    scratch.execute(
        "INSERT INTO opposed SELECT one, other, ?, min(detail) FROM pairs_arrow "
        "GROUP BY one, other ORDER BY ALL",
        [reason],
    )
    scratch.unregister("pairs_arrow")


def _found_with(case: Case, scratch: duckdb.DuckDBPyConnection) -> None:
    """Parents carry their children's passports, and smugglers those of whom they smuggle; a name
    written otherwise, or in part, says nothing. Whose a document is that a source ties to several
    is not told (``not_theirs``)."""
    found = case.db.execute(_ONE_PAPER).to_arrow_table()
    names = zip(found["one_name"].to_pylist(), found["other_name"].to_pylist(), strict=True)
    others = [
        parse(one).is_full and parse(other).is_full and compare(one, other).score < WORTH
        for one, other in names
    ]
    two = found.filter(pa.array(others, pa.bool_()))
    scratch.register("two_arrow", two)
    scratch.execute(_NOT_THEIRS)
    scratch.unregister("two_arrow")
    nothing = pa.array([""] * two.num_rows, pa.string())
    pairs = two.select(["one", "other"]).append_column("detail", nothing)
    _add(scratch, ApartReason.FOUND_WITH, pairs)


def _far_apart(case: Case, scratch: duckdb.DuckDBPyConnection) -> None:
    scratch.register("whereabouts", case.db.execute(_WHEREABOUTS).to_arrow_table())
    names = [
        row[0]
        for row in scratch.execute("SELECT DISTINCT place FROM whereabouts ORDER BY 1").fetchall()
    ]
    known = [(name, places.lookup(name)) for name in names]
    rows = [(n, p.latitude, p.longitude) for n, p in known if p and p.latitude is not None]
    located = pa.table(
        {
            "place": pa.array([row[0] for row in rows], pa.string()),
            "latitude": pa.array([row[1] for row in rows], pa.float64()),
            "longitude": pa.array([row[2] for row in rows], pa.float64()),
        }
    )
    scratch.register("located", located)
    far = scratch.execute(_FAR_APART, {"town": TOWN_KM, "speed": SPEED_KM_H}).to_arrow_table()
    _add(scratch, ApartReason.FAR_APART, far)
    scratch.unregister("whereabouts")
    scratch.unregister("located")
