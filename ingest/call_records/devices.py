"""Handsets and SIMs: distinct IMEI and IMSI, their mentions, and what was in what."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

import pyarrow as pa

from ingest.call_records import other_side, placing
from ingest.call_records.stage import Session, carried, shown, taken
from ingest.call_records.storing import Storing
from ingest.selectors import imei, sims
from workbench.case import Case
from workbench.vocabulary import ClaimKind, MentionKind, Nature

Read = tuple[str | None, str | None]


_SCIENTIFIC = re.compile(r"\d[.,]\d+E\+?\d{1,2}", re.IGNORECASE)


def _digits(written: str) -> str:
    """A number in scientific notation in full, if a spreadsheet has not rounded it."""
    if not _SCIENTIFIC.fullmatch(written):
        return written
    value = Decimal(written.replace(",", "."))
    exponent = value.as_tuple().exponent
    exact = isinstance(exponent, int) and exponent <= 0 and value == int(value)
    return str(int(value)) if exact else written


def _imei(written: str) -> Read:
    found = imei.normalise(_digits(written))
    return (found.number, None) if found else (None, None)


def _imsi(written: str) -> Read:
    found = sims.normalise_imsi(_digits(written))
    return (found.number, found.country) if found else (None, None)


def _digit(place: int) -> str:
    return f"(ascii(written[{place}]) - 48)"


def _doubled(place: int) -> str:
    return f"(2 * {_digit(place)} - if(written[{place}] > '4', 9, 0))"


_LUHN = " + ".join((_digit if place % 2 else _doubled)(place) for place in range(1, 15))


@dataclass(frozen=True)
class _Device:
    """A kind of device: its TEMP table and field in keys, the column it is written in.

    Values that are ``plain`` (SQL) have this ``number`` (SQL) and the country of any other that
    begins with the same ``head`` digits, so a file with very many is read in bulk.
    """

    kind: MentionKind
    column: str
    normalise: Callable[[str], Read]
    plain: str
    number: str
    head: int


_DEVICES = (
    _Device(
        MentionKind.HANDSET,
        "imei_written",
        _imei,
        r"regexp_full_match(written, '\d{14,16}') AND written[1:14] <> repeat(written[1], 14)",
        f"written[1:14] || ((10 - ({_LUHN}) % 10) % 10)",
        0,
    ),
    _Device(
        MentionKind.SIM,
        "imsi_written",
        _imsi,
        r"regexp_full_match(written, '[2-7]\d{13,14}')",
        "written",
        6,
    ),
)


def prepare(db: Session) -> None:
    """Empty tables for one sheet: written value to number and mention."""
    for device in _DEVICES:
        db.execute(
            f"CREATE OR REPLACE TEMP TABLE {device.kind} "
            "(written VARCHAR, number VARCHAR, country VARCHAR, mention_id BIGINT)"
        )
    db.execute(
        """CREATE OR REPLACE TEMP TABLE device_used (phone BIGINT, imei VARCHAR, imsi VARCHAR,
        first_utc TIMESTAMP, last_utc TIMESTAMP, row_number BIGINT)"""
    )


def add_new(
    stored: Storing,
    stage: Session,
    source_id: int,
    key_head: str,
    sheet: str,
    *,
    both: bool = False,
) -> None:
    """Read the IMEIs and IMSIs of ``placed`` not met before; each gets a mention at its row.

    ``both``: there are columns for the other side, too; their field is ``handset.2``, ``sim.2``.
    """
    for device in _DEVICES:
        _read_new(stage, device, both=both)
        stage.execute(_FIRST_SEEN.format(table=device.kind), {"first": stored.next_mention})
        rows = taken(stage, "FROM first_seen_device")
        stored.next_mention += rows.num_rows
        stored.write(partial(_store_mentions, rows, device.kind, source_id, key_head, sheet))
        stage.execute(
            f"""INSERT INTO {device.kind}
            SELECT r.written, r.number, r.country, coalesce(f.mention_id, d.mention_id)
            FROM read_device r
            LEFT JOIN first_seen_device f ON f.number = r.number
            LEFT JOIN (SELECT number, min(mention_id) AS mention_id FROM {device.kind}
                       GROUP BY number) d ON d.number = r.number"""
        )


def _store_mentions(
    first_seen: pa.Table, kind: MentionKind, source_id: int, key_head: str, sheet: str, db: Session
) -> None:
    with shown(first_seen, "first_seen_device", db):
        db.execute(
            f"""INSERT INTO mention
            SELECT mention_id, $head || (place // 2) || ':' || field, {source_id},
                '{kind}', written, number, country, $sheet, place // 2, field, NULL, NULL, NULL
            FROM (SELECT *, '{kind}' || if(place % 2 = 1, '.2', '') AS field
                  FROM first_seen_device) ORDER BY mention_id""",
            {"head": key_head, "sheet": sheet},
        )


_FIRST_SEEN = """CREATE OR REPLACE TEMP TABLE first_seen_device AS
SELECT number, arg_min(written, place) AS written, any_value(country) AS country,
    min(place) AS place, $first - 1 + row_number() OVER (ORDER BY min(place)) AS mention_id
FROM read_device
WHERE number IS NOT NULL
    AND number NOT IN (SELECT number FROM {table} WHERE mention_id IS NOT NULL)
GROUP BY number"""


def _read_new(db: Session, device: _Device, *, both: bool) -> None:
    """Make ``read_device``: written, place (of its first occurrence), number, country.

    The place is the row * 2, plus 1 for the column of the other side.
    """
    new = _new(device, device.column, "row_number * 2")
    if both:
        new += f" UNION ALL {_new(device, f'other_{device.column}', 'row_number * 2 + 1')}"
        new = f"SELECT written, min(place) AS place FROM ({new}) GROUP BY 1"
    db.execute(
        f"""CREATE OR REPLACE TEMP TABLE new_device AS
        SELECT *, {device.plain} AS plain FROM ({new})"""
    )
    heads = _normalised(
        db,
        device,
        f"SELECT min(written) FROM new_device WHERE plain GROUP BY written[1:{device.head}]",
    ).rename_columns(["example", "example_number", "country"])
    others = _normalised(db, device, "SELECT written FROM new_device WHERE NOT plain")
    db.register("heads_in_memory", heads)
    db.register("others_in_memory", others)
    db.execute(
        f"""CREATE OR REPLACE TEMP TABLE read_device AS
        SELECT written, place, {device.number} AS number, country
        FROM new_device JOIN heads_in_memory
            ON written[1:{device.head}] = example[1:{device.head}]
        WHERE plain
        UNION ALL
        SELECT written, place, number, country
        FROM new_device JOIN others_in_memory USING (written)"""
    )
    db.unregister("heads_in_memory")
    db.unregister("others_in_memory")


def _new(device: _Device, column: str, place: str) -> str:
    """SQL: what stands in a column of ``placed`` and was not met before, and where first."""
    return f"""SELECT {column} AS written, min({place}) AS place
            FROM placed WHERE {column} IS NOT NULL
                AND {column} NOT IN (SELECT written FROM {device.kind})
            GROUP BY 1"""


def _normalised(db: Session, device: _Device, query: str) -> pa.Table:
    """The values of a query, read one by one: written, number, country."""
    written: list[str] = sorted(db.execute(query).to_arrow_table().column(0).to_pylist())
    read = [device.normalise(value) for value in written]
    return pa.table(
        {
            "written": pa.array(written, pa.string()),
            "number": pa.array([number for number, _ in read], pa.string()),
            "country": pa.array([country for _, country in read], pa.string()),
        }
    )


def known(case: Case, stage: Session, source_id: int, sheet: str) -> None:
    """Fill the tables with what the case already has of this sheet."""
    for device in _DEVICES:
        present = f"""SELECT text, normalised, country, mention_id FROM mention
            WHERE source_id = ? AND sheet = ? AND kind = '{device.kind}'"""
        with carried(case.db, present, stage, "device_present", [source_id, sheet]):
            stage.execute(f"INSERT INTO {device.kind} FROM device_present")


def remember(stage: Session) -> None:
    """Note which devices the communications of a chunk were made with."""
    stage.execute(f"INSERT INTO device_used {_used(placing.READ)}")


def claim(
    case: Case, stage: Session, source_id: int, sheet: str, seen: Session | None = None
) -> None:
    """State which number and which SIM were in which handset, from when to when.

    One claim per pair and sheet, at the row of its first communication. From what was noted chunk
    by chunk in ``seen``, if all of that is stored; else from the store.
    """
    parameters = {"source": source_id, "sheet": sheet}
    if seen:
        used = carried(seen, "FROM device_used", case.db, "device_used")
    else:
        stored = f"{_used(_STORED)} UNION ALL {other_side.USED.format(devices=_OTHERS)}"
        used = carried(case.db, stored, case.db, "device_used", parameters)
    with (
        used,
        carried(stage, _NUMBERED.format(table="handset"), case.db, "handset_numbered"),
        carried(stage, _NUMBERED.format(table="sim"), case.db, "sim_numbered"),
    ):
        case.db.execute(_PAIRS)
    case.db.execute(
        f"""UPDATE claim SET start_utc = p.first_utc, end_utc = p.last_utc
        FROM inserted_pair p
        WHERE claim.source_id = $source AND claim.sheet = $sheet
            AND kind = '{ClaimKind.INSERTED_IN}' AND claim.left_mention = p.left_mention
            AND claim.right_mention = p.right_mention""",
        parameters,
    )
    case.db.execute(
        f"""INSERT INTO claim
        SELECT $first + row_number() OVER (ORDER BY p.row_number, left_mention, right_mention) - 1,
            $source, '{ClaimKind.INSERTED_IN}', left_mention, right_mention, first_utc, last_utc,
            NULL, NULL, '{Nature.FACT}', true, false, NULL, 'suggested', $sheet, p.row_number,
            NULL, NULL, NULL
        FROM inserted_pair p ANTI JOIN (
            FROM claim WHERE source_id = $source AND sheet = $sheet
                AND kind = '{ClaimKind.INSERTED_IN}') USING (left_mention, right_mention)""",
        {**parameters, "first": case.next_id("claim", "claim_id")},
    )


_STORED = "(FROM communication WHERE source_id = $source AND sheet = $sheet)"
_OTHERS = "(FROM other_device WHERE source_id = $source AND sheet = $sheet)"
_NUMBERED = "SELECT DISTINCT number, mention_id FROM {table} ORDER BY ALL"


def _used(communications: str) -> str:
    """SQL: which number (mention) was used with which devices in these communications (SQL)."""
    return f"""SELECT if(device_party = 'a', a_mention, b_mention) AS phone, imei, imsi,
        min(start_utc) AS first_utc, max(start_utc) AS last_utc, min(row_number) AS row_number
    FROM {communications}
    WHERE imei IS NOT NULL AND device_party IS NOT NULL GROUP BY phone, imei, imsi"""


# Grain: one pair of mentions, the left one's card in the right one's handset.
_PAIRS = """CREATE OR REPLACE TEMP TABLE inserted_pair AS
WITH pair AS (
    SELECT phone AS left_mention, h.mention_id AS right_mention, first_utc, last_utc,
        row_number
    FROM device_used JOIN handset_numbered h ON h.number = imei
    UNION ALL
    SELECT m.mention_id, h.mention_id, first_utc, last_utc, row_number
    FROM device_used JOIN handset_numbered h ON h.number = imei
        JOIN sim_numbered m ON m.number = imsi)
SELECT left_mention, right_mention, min(first_utc) AS first_utc,
    max(last_utc) AS last_utc, min(row_number) AS row_number
FROM pair WHERE left_mention IS NOT NULL AND right_mention IS NOT NULL GROUP BY ALL"""
