"""Phones, handsets, SIMs, documents, accounts, places: one thing for one normalised value.

A full E.164 number, an IMEI, an IMSI names one thing, so equality is nearly certain; what is left
to doubt (a misread digit, a re-programmed handset) stands in the probability. Judgements split and
join as everywhere. Pure SQL: call records bring very many of these.
"""

import duckdb

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
PROBABILITY = 0.999
"""That two mentions of one full selector mean one thing."""

# Grain: one mention of an exact kind, grouped by what it names; ``group_id`` is the smallest id.
# A handset is the first 14 digits of its IMEI. A short code means one thing in one country only.
GROUPS = """
    CREATE OR REPLACE TABLE exact_group AS
    SELECT mention_id, kind,
        min(mention_id) OVER (PARTITION BY kind, CASE
            WHEN kind = 'handset' THEN left(named, 14)
            WHEN kind = 'phone' AND named NOT LIKE '+%' THEN named || '@' || coalesce(country, '')
            WHEN kind = 'document' THEN regexp_replace(upper(named), '[^0-9A-Z]', '', 'g')
            WHEN kind IN ('place', 'organisation', 'vessel')
                THEN strip_accents(lower(named))
            ELSE named END) AS group_id
    FROM (SELECT mention_id, kind, country, coalesce(nullif(trim(normalised), ''), text) AS named
          FROM exact_mention)
"""


def group(scratch: duckdb.DuckDBPyConnection) -> None:
    """Fill table ``exact_group`` (mention_id, kind, group_id) from ``exact_mention``."""
    scratch.execute(GROUPS)
