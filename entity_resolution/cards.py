"""One SIM by its two numbers: the IMSI that call records show and the ICCID printed on the card.

They are joined where one row, exhibit, sentence or device file gives one of each, or where call
records show a number with an IMSI at the time at which the number was seized with an ICCID. A
number that moved to another card joins no two cards: each IMSI goes with one ICCID at most, the
best attested.
"""

from dataclasses import dataclass

import duckdb
import phonenumbers
import pyarrow as pa

from entity_resolution import days
from workbench.case import Case

DAYS = 90
"""How long before a seizure the card seized may last have been heard of."""
SURE = 0.99
"""Share of rows with one IMSI and one ICCID that mean one card."""
BY_NUMBER = 0.9
"""The same where number and time bring them together."""
ANOTHER_COUNTRY = 0.5
"""Where the two numbers were issued in different countries."""
RIVALLED = 0.4
"""Where one of the two goes better with another."""
JOINED_FROM = 0.85

# Grain: one SIM mention: by IMSI (15 digits or 14, with the country), or by ICCID.
_SIMS = """
    CREATE OR REPLACE TEMP TABLE sim_mention AS
    SELECT mention_id, source_id, sheet, row_number, passage_no, start_char, normalised AS number,
        normalised LIKE '89%' AND length(normalised) >= 18 AS is_iccid, country
    FROM mention WHERE kind = 'sim' AND normalised IS NOT NULL
"""
# Grain: one place (a row, an exhibit, a sentence, a device file) that gives one IMSI and one ICCID.
_TOGETHER = """
    WITH given AS (
        SELECT 'one row' AS how, hash(source_id, sheet, row_number) AS place, mention_id, number,
            is_iccid
        FROM sim_mention WHERE row_number IS NOT NULL
        UNION ALL
        SELECT 'one exhibit', exhibit_id, mention_id, number, is_iccid
        FROM exhibit_item JOIN sim_mention USING (mention_id)
        UNION ALL
        SELECT 'one sentence', hash(source_id, passage_no), mention_id, number, is_iccid
        FROM sim_mention WHERE passage_no IS NOT NULL
        UNION ALL
        SELECT 'one device', source_id, mention_id, number, is_iccid
        FROM sim_mention JOIN device USING (source_id)
        UNION ALL
        SELECT 'one card', sim_mention.mention_id, mention_id, number, is_iccid
        FROM sim_mention
        UNION ALL
        SELECT 'one card', mention_id, mention_id, value, name = 'iccid'
        FROM attribute JOIN sim_mention USING (mention_id)
        WHERE name IN ('imsi', 'iccid') AND value <> number
    ), single AS (
        SELECT how, min(mention_id) AS mention_id,
            min(number) FILTER (NOT is_iccid) AS imsi, min(number) FILTER (is_iccid) AS iccid
        FROM given GROUP BY how, place
        HAVING count(DISTINCT number) FILTER (NOT is_iccid) = 1
            AND count(DISTINCT number) FILTER (is_iccid) = 1
    )
    SELECT 'given together in ' || how AS level, imsi, iccid, $sure AS probability, source_id
    FROM single JOIN mention USING (mention_id)
"""
# Grain: one number seized with one ICCID, and the one IMSI it was heard with until then.
_BY_NUMBER = """
    WITH seized AS (
        SELECT exhibit_id, coalesce(seized_utc, day + INTERVAL 1 DAY) AS taken_utc,
            any_value(exhibit.source_id) AS source_id,
            min(phone.normalised) AS number, min(sim_mention.number) AS iccid
        FROM exhibit JOIN exhibit_item AS p USING (exhibit_id)
        JOIN mention AS phone ON phone.mention_id = p.mention_id AND phone.kind = 'phone'
        JOIN exhibit_item AS s USING (exhibit_id)
        JOIN sim_mention ON sim_mention.mention_id = s.mention_id AND is_iccid
        LEFT JOIN day_written ON written = seized_written
        WHERE coalesce(seized_utc, day) IS NOT NULL GROUP BY exhibit_id, seized_utc, day
        HAVING count(DISTINCT phone.normalised) = 1 AND count(DISTINCT sim_mention.number) = 1
    ), heard AS (
        SELECT CASE device_party WHEN 'a' THEN a_number ELSE b_number END AS number, imsi,
            min(start_utc) AS since, max(start_utc) AS until
        FROM communication WHERE imsi IS NOT NULL AND device_party IS NOT NULL
            AND CASE device_party WHEN 'a' THEN a_number ELSE b_number END
                IN (SELECT number FROM seized)
        GROUP BY ALL
    )
    SELECT 'the number was used with the one until it was seized with the other' AS level,
        min(imsi) AS imsi, iccid, $by_number AS probability, any_value(source_id) AS source_id
    FROM seized JOIN heard USING (number)
    WHERE since <= taken_utc AND until >= taken_utc - to_days($days)
    GROUP BY exhibit_id, iccid HAVING count(DISTINCT imsi) = 1
"""
# Grain: one IMSI and one ICCID, with the best of the reasons and how many sources give one.
_PAIRS = """
    SELECT l.first_mention, r.first_mention, imsi, iccid, l.country,
        arg_max(level, (probability, level)) AS level, max(probability) AS probability,
        count(DISTINCT source_id) AS sources
    FROM card_arrow
    JOIN (SELECT number AS imsi, min(mention_id) AS first_mention, max(country) AS country
          FROM sims WHERE NOT is_iccid GROUP BY number) AS l USING (imsi)
    JOIN (SELECT number AS iccid, min(mention_id) AS first_mention
          FROM sims WHERE is_iccid GROUP BY number) AS r USING (iccid)
    GROUP BY ALL ORDER BY probability DESC, sources DESC, imsi, iccid
"""
_KEEP = """
    INSERT INTO new_pair
    SELECT 'sim', least(one, other), greatest(one, other), log2(probability / (1 - probability)),
        probability, to_json([{'comparison': 'card', 'level': level, 'left': imsi, 'right': iccid,
            'weight': round(log2(probability / (1 - probability)), 3)}])
    FROM card_pair ORDER BY one, other
"""


@dataclass(frozen=True)
class Link:
    """Two mentions of one card, left < right."""

    left: int
    right: int
    probability: float


def join(case: Case, scratch: duckdb.DuckDBPyConnection) -> list[Link]:
    """Keep the pairs of an IMSI's and an ICCID's first mentions that may be one card; those that
    are, the most probable first."""
    days.register(case)
    case.db.execute(_SIMS)
    together = case.db.execute(_TOGETHER, {"sure": SURE}).to_arrow_table()
    by_number = case.db.execute(_BY_NUMBER, {"days": DAYS, "by_number": BY_NUMBER})
    scratch.register("card_arrow", pa.concat_tables([together, by_number.to_arrow_table()]))
    scratch.register("sims", case.db.execute("FROM sim_mention").to_arrow_table())
    case.db.execute("DROP TABLE sim_mention")
    rows = [_weighed(*row) for row in scratch.execute(_PAIRS).fetchall()]
    kept, taken = [], set[str]()
    for one, other, imsi, iccid, level, probability in rows:
        rivalled = bool({imsi, iccid} & taken)
        if rivalled:
            level, probability = f"{level}, but one goes better with another", RIVALLED
        elif probability >= JOINED_FROM:
            taken |= {imsi, iccid}
        kept.append((one, other, imsi, iccid, level, probability))
    if kept:
        names = ("one", "other", "imsi", "iccid", "level", "probability")
        columns = [list(column) for column in zip(*kept, strict=True)]
        scratch.register("card_pair", pa.table(dict(zip(names, columns, strict=True))))
        scratch.execute(_KEEP)
        scratch.unregister("card_pair")
    return [Link(min(r[:2]), max(r[:2]), r[5]) for r in kept if r[5] >= JOINED_FROM]


def _weighed(
    one: int, other: int, imsi: str, iccid: str, country: str | None, level: str,
    probability: float, sources: int,
) -> tuple[int, int, str, str, str, float]:  # fmt: skip
    """Each further source halves the doubt, down to one in a thousand."""
    if country and not _issued_in(iccid, country):
        return one, other, imsi, iccid, f"{level}, but of another country", ANOTHER_COUNTRY
    doubt = max((1 - probability) / 2 ** (sources - 1), 0.001)
    return one, other, imsi, iccid, level, 1 - doubt


def _issued_in(iccid: str, country: str) -> bool:
    """Whether the country's calling code follows the 89 of telecommunications (ITU-T E.118)."""
    code = phonenumbers.country_code_for_region(country)
    return not code or iccid[2:].startswith(str(code))
