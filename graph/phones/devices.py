"""The handsets, SIMs and countries in which phones were used, stretch by stretch.

From the device fields of the phones' own records. The first 14 digits of an IMEI are the handset;
placeholders of one repeated digit are none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from graph.phones.held import Held, ask
from graph.phones.traffic import Row
from workbench.case import Case


class Used(StrEnum):
    """What a phone was used in."""

    HANDSET = "handset"
    SIM = "sim"
    COUNTRY = "country"


@dataclass(frozen=True)
class Stretch:
    """Records of one phone that follow each other in one handset, SIM or country; times in UTC."""

    phone: str
    item: str
    first_utc: datetime
    last_utc: datetime
    records: int
    first_row: Row
    last_row: Row


_ITEM = {
    Used.HANDSET: "CASE WHEN length(imei) >= 14 AND NOT regexp_full_match(left(imei, 14), "
    "'0+|1+|9+') THEN left(imei, 14) END",
    Used.SIM: "CASE WHEN length(imsi) >= 14 AND NOT regexp_full_match(imsi, '0+|1+|9+') "
    "THEN imsi END",
    Used.COUNTRY: "serving_country",
}

# Grain: one stretch of one phone's records with the same item.
_STRETCHES = """
    WITH used AS (
        SELECT phone, {item} AS item, start_utc, source_id, sheet, row_number
        FROM communication
        JOIN entity_member ON mention_id = CASE device_party WHEN 'a' THEN a_mention
                                                             WHEN 'b' THEN b_mention END
        JOIN asked ON phone = entity_id AND start_utc >= from_utc AND start_utc < to_utc
        WHERE item IS NOT NULL
    ), turned AS (
        SELECT *, item IS DISTINCT FROM lag(item) OVER one_phone AS begins
        FROM used
        WINDOW one_phone AS (PARTITION BY phone ORDER BY start_utc, source_id, sheet, row_number)
    ), numbered AS (
        SELECT *, count(*) FILTER (begins) OVER (
            PARTITION BY phone ORDER BY start_utc, source_id, sheet, row_number) AS stretch
        FROM turned
    )
    SELECT phone, item, min(start_utc), max(start_utc), count(*),
        arg_min((source_id, sheet, row_number), start_utc),
        arg_max((source_id, sheet, row_number), start_utc)
    FROM numbered GROUP BY phone, item, stretch ORDER BY length(phone), phone, stretch
"""


def stretches(case: Case, held: Sequence[Held], used: Used) -> tuple[Stretch, ...]:
    """In what phones were used, by phone and in order of time."""
    with case.db.cursor() as db:
        ask(db, held)
        found = db.execute(_STRETCHES.format(item=_ITEM[used])).fetchall()
    return tuple(Stretch(*row) for row in found)
