"""Distinct numbers of a file, normalised once each and joined back.

Numbers that differ in their last four digits only are normalised alike by any numbering plan, so a
file with very many of them is normalised by its number blocks: the plan is asked for the lowest and
the highest number of each block, and only if both become E.164 by the same change of prefix does it
hold for the whole block. All others are asked for one by one.
"""

from collections.abc import Callable
from functools import partial

import pyarrow as pa

from ingest.call_records import codes
from ingest.call_records.stage import Session, carried, shown, taken
from ingest.call_records.storing import Storing
from ingest.selectors import phones
from ingest.selectors.phones import Party
from workbench.case import Case
from workbench.vocabulary import MentionKind, PartyKind

Reader = Callable[[str, str | None], Party]

_MANY = 5_000
_TAIL = 4


def prepare(db: Session) -> None:
    """Empty tables for one source: written value to number and mention."""
    db.execute(
        "CREATE OR REPLACE TEMP TABLE party (written VARCHAR, number VARCHAR, kind VARCHAR, "
        "country VARCHAR, mention_id BIGINT)"
    )


def known(case: Case, stage: Session, source_id: int, sheet: str) -> None:
    """Fill the table with what the case already has of this sheet."""
    where = {"source": source_id, "sheet": sheet}
    with carried(case.db, _PRESENT, stage, "party_present", where):
        stage.execute("INSERT INTO party FROM party_present")


_PRESENT = """SELECT DISTINCT written, number, seen.kind, m.country, mention_id
FROM (SELECT a_written AS written, a_number AS number, a_kind AS kind, a_mention AS mention_id
      FROM communication WHERE source_id = $source AND sheet = $sheet
      UNION
      SELECT b_written, b_number, b_kind, b_mention
      FROM communication WHERE source_id = $source AND sheet = $sheet) seen
LEFT JOIN mention m USING (mention_id)
WHERE written IS NOT NULL"""


def add_new(
    stored: Storing,
    stage: Session,
    source_id: int,
    key_head: str,
    sheet: str,
    country: str | None,
    *,
    coded: bool = False,
) -> None:
    """Read the numbers of ``placed`` not met before, and give each a mention at its first row.

    Withheld and empty parties have no mention, and neither have numbers a spreadsheet has rounded.
    """
    stage.execute(_NEW)
    normalise(stage, country, coded=coded)
    stage.execute(
        rf"""UPDATE read_party SET number = NULL
        WHERE kind = '{PartyKind.UNKNOWN}' AND NOT regexp_full_match(number, '\d+')"""
    )
    stage.execute(_FIRST_SEEN, {"first": stored.next_mention})
    rows = taken(stage, "FROM first_seen")
    stored.next_mention += rows.num_rows
    stored.write(partial(_store_mentions, rows, source_id, key_head, sheet))
    stage.execute(
        """INSERT INTO party
        SELECT r.written, r.number, r.kind, r.country, coalesce(f.mention_id, p.mention_id)
        FROM read_party r
        LEFT JOIN first_seen f ON f.number = r.number
        LEFT JOIN (SELECT number, min(mention_id) AS mention_id FROM party GROUP BY number) p
            ON p.number = r.number"""
    )


def _store_mentions(
    first_seen: pa.Table, source_id: int, key_head: str, sheet: str, db: Session
) -> None:
    with shown(first_seen, "first_seen", db):
        db.execute(
            f"""INSERT INTO mention
            SELECT mention_id, $head || (place // 4) || ':' || field, {source_id},
                '{MentionKind.PHONE}', written, number, country, $sheet, place // 4, field,
                NULL, NULL, NULL
            FROM (SELECT *, ['a', 'b', 'forwarded_to'][place % 4 + 1] AS field FROM first_seen)
            ORDER BY mention_id""",
            {"head": key_head, "sheet": sheet},
        )


# A written value and the place of its first occurrence: row * 4, plus 1 for the second column and
# 2 for that of forwarding. The field of a mention is the column it stands in ('a' or 'b'), which
# says where to look in the row; who called whom stands in the communication.
_NEW = """CREATE OR REPLACE TEMP TABLE new_party AS
SELECT written, min(place) AS place FROM (
    SELECT first_written AS written, min(row_number) * 4 AS place
    FROM placed WHERE first_written IS NOT NULL GROUP BY 1
    UNION ALL
    SELECT second_written, min(row_number) * 4 + 1
    FROM placed WHERE second_written IS NOT NULL GROUP BY 1
    UNION ALL
    SELECT forwarded_written, min(row_number) * 4 + 2
    FROM placed WHERE forwarded_written IS NOT NULL GROUP BY 1
    UNION ALL
    SELECT target_written, NULL FROM placed WHERE target_written IS NOT NULL GROUP BY 1)
ANTI JOIN party USING (written)
GROUP BY written"""

# Numbers without a mention yet, numbered on from the case's in the order of their places.
_FIRST_SEEN = """CREATE OR REPLACE TEMP TABLE first_seen AS
SELECT number, arg_min(written, place) AS written, any_value(country) AS country,
    min(place) AS place,
    $first - 1 + row_number() OVER (ORDER BY min(place)) AS mention_id
FROM new_party JOIN read_party USING (written)
WHERE number IS NOT NULL AND place IS NOT NULL
    AND number NOT IN (SELECT number FROM party WHERE mention_id IS NOT NULL)
GROUP BY number"""


def normalise(db: Session, country: str | None, *, coded: bool = False) -> None:
    """Make ``read_party`` (written, number, kind, country) from the values in ``new_party``.

    ``coded``: they may be codes of the file's own instead of telephone numbers.
    """
    count = db.execute("SELECT count(*) FROM new_party").fetchone()
    if count and count[0] > _MANY and not coded:
        _by_blocks(db, country)
    else:
        db.execute("CREATE OR REPLACE TEMP TABLE read_party AS " + _EMPTY)
        _singly(db, country, codes.party if coded else phones.normalise_party)


_EMPTY = (
    "SELECT NULL::VARCHAR AS written, NULL::VARCHAR AS number, NULL::VARCHAR AS kind, "
    "NULL::VARCHAR AS country WHERE false"
)


def _by_blocks(db: Session, country: str | None) -> None:
    lows = db.execute(
        f"""SELECT min(written), max(written) FROM new_party
        WHERE regexp_full_match(written, '\\+?\\d{{9,15}}')
        GROUP BY left(written, -{_TAIL}), length(written) HAVING count(*) > 2
        ORDER BY 1"""
    ).fetchall()
    blocks = [b for low, high in lows if (b := _block(low, high, country))]
    known = pa.table(
        {
            "head": pa.array([b[0] for b in blocks], pa.string()),
            "digits": pa.array([b[1] for b in blocks], pa.int64()),
            "number_head": pa.array([b[2] for b in blocks], pa.string()),
            "country": pa.array([b[3] for b in blocks], pa.string()),
        }
    )
    db.register("number_block", known)
    db.execute(
        f"""CREATE OR REPLACE TEMP TABLE read_party AS
        SELECT written, number_head || right(written, {_TAIL}) AS number,
               '{PartyKind.E164}' AS kind, b.country
        FROM new_party JOIN number_block b
            ON left(written, -{_TAIL}) = b.head AND length(written) = b.digits"""
    )
    db.unregister("number_block")
    _singly(db, country, phones.normalise_party)


def _block(low: str, high: str, country: str | None) -> tuple[str, int, str, str | None] | None:
    """The block's written head and length, and the head and country of its E.164 numbers."""
    ends = [phones.normalise_party(written, country) for written in (low, high)]
    heads = {
        (p.number[:-_TAIL], p.country)
        for p, written in zip(ends, (low, high), strict=True)
        if p.kind is PartyKind.E164 and p.number and p.number[-_TAIL:] == written[-_TAIL:]
    }
    if len(heads) != 1 or any(p.kind is not PartyKind.E164 for p in ends):
        return None
    head, region = heads.pop()
    return low[:-_TAIL], len(low), head, region


def _singly(db: Session, country: str | None, read: Reader) -> None:
    """Add to ``read_party`` what no block has read."""
    remaining = _column(
        db, "SELECT written FROM new_party ANTI JOIN read_party USING (written) ORDER BY written"
    )
    parties = [read(w, country) for w in remaining]
    table = pa.table(
        {
            "written": pa.array(remaining, pa.string()),
            "number": pa.array([p.number for p in parties], pa.string()),
            "kind": pa.array([p.kind.value for p in parties], pa.string()),
            "country": pa.array([p.country for p in parties], pa.string()),
        }
    )
    _append(db, "read_party", table)


def _column(db: Session, query: str) -> list[str]:
    values: list[str] = db.execute(query).to_arrow_table().column(0).to_pylist()
    return values


def _append(db: Session, table: str, rows: pa.Table) -> None:
    db.register("rows_in_memory", rows)
    db.execute(f"INSERT INTO {table} SELECT * FROM rows_in_memory")
    db.unregister("rows_in_memory")
