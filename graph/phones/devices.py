"""The handsets, SIMs and countries in which phones were used, stretch by stretch.

From the device fields of the phones' own records.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from graph.phones.held import Held, ask
from graph.phones.traffic import Row
from workbench import own_records
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
    Used.HANDSET: own_records.HANDSET,
    Used.SIM: own_records.SIM,
    Used.COUNTRY: "serving_country",
}

# Grain: one stretch of one phone's records with the same item.
_STRETCHES = f"""
    WITH used AS (
        SELECT phone, {{item}} AS item, start_utc, source_id, sheet, row_number
        FROM device_use {own_records.OF_DEVICE}
        JOIN asked ON phone = entity_id AND start_utc >= from_utc AND start_utc < to_utc
        WHERE item IS NOT NULL
    ), numbered AS ({own_records.stretches("used", of="phone", item="item")})
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
