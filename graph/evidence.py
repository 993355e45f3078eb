"""Where the evidence behind an entity or a relationship stands: rows and passages, not yet texts.

A relationship between people through their phones leads to the communications of those phones at
the time they held them, as ``graph.build`` counted them; both operators' records of one call are
listed, so there may be more rows than calls.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from enum import StrEnum

import duckdb

from graph.build import calls, co_mentions, holders, relationships
from graph.build.calls import ALWAYS, Window
from graph.build.filters import Projection
from graph.build.relationships import COMMUNICATES
from workbench.case import Case
from workbench.errors import UnknownObjectError
from workbench.vocabulary import MentionKind


class EvidenceKind(StrEnum):
    """What a locator points to."""

    COMMUNICATION = "communication"
    CLAIM = "claim"
    MENTION = "mention"
    CELL = "cell"


@dataclass(frozen=True)
class Locator:
    """A row (sheet, row_number) or a passage (passage_no, start_char, end_char) of a source.

    ``object_id`` is the claim's or mention's id; communications and cells are named by their row.
    """

    kind: EvidenceKind
    source_id: int
    sheet: str
    row_number: int | None
    passage_no: int | None
    start_char: int | None
    end_char: int | None
    object_id: int | None


@dataclass(frozen=True)
class Locators:
    """A page of locators, and how many there are in all."""

    total: int
    found: tuple[Locator, ...]


# Grain: one mention of the entity.
_MENTIONS = """
    CREATE OR REPLACE TEMP TABLE found AS
    SELECT 'mention' AS kind, source_id, coalesce(sheet, '') AS sheet, row_number, passage_no,
        start_char, end_char, mention_id AS object_id, NULL::TIMESTAMP AS moment
    FROM mention JOIN entity_member USING (mention_id)
    WHERE entity_id = $entity
"""

# Grain: one stretch of time in which a mention stood for a side of the relationship: an entity's
# own always, except a phone's that somebody held; a person's also by each phone while they held
# it. Bounds NULL: for undated claims only, which stay with a phone that changed hands.
_STANDING = """
    CREATE OR REPLACE TEMP TABLE standing AS
    WITH acting AS (
        SELECT entity_id AS actor, entity_id AS entity, TIMESTAMP '-infinity' AS from_utc,
            TIMESTAMP 'infinity' AS to_utc
        FROM entity
        WHERE entity_id IN ($left, $right)
            AND ($as_stated OR entity_id NOT IN (SELECT phone FROM held))
        UNION ALL
        SELECT coalesce(person, phone), phone, from_utc, to_utc FROM held
        WHERE NOT $as_stated AND coalesce(person, phone) IN ($left, $right)
        UNION ALL
        SELECT phone, phone, NULL, NULL FROM held
        WHERE NOT $as_stated AND phone IN ($left, $right) GROUP BY phone HAVING count(*) > 1
    )
    SELECT actor, mention_id, from_utc, to_utc
    FROM acting JOIN entity_member ON entity_id = entity
"""

# Grain: one record of a communication between the two sides.
_COMMUNICATIONS = """
    CREATE OR REPLACE TEMP TABLE found AS
    SELECT 'communication' AS kind, source_id, sheet, row_number, NULL::INTEGER AS passage_no,
        NULL::INTEGER AS start_char, NULL::INTEGER AS end_char, NULL::BIGINT AS object_id,
        start_utc AS moment
    FROM communication
    JOIN standing AS a ON a.mention_id = a_mention
        AND start_utc >= a.from_utc AND start_utc < a.to_utc
    JOIN standing AS b ON b.mention_id = b_mention
        AND start_utc >= b.from_utc AND start_utc < b.to_utc
    WHERE a.actor <> b.actor {within}
"""

# Grain: one claim of the kind between the two sides, in its direction unless the kind has none.
_CLAIMS = """
    CREATE OR REPLACE TEMP TABLE found AS
    SELECT DISTINCT 'claim' AS kind, source_id, coalesce(sheet, '') AS sheet, row_number,
        passage_no, start_char, end_char, claim_id AS object_id, start_utc AS moment
    FROM claim
    JOIN standing AS a ON a.mention_id = left_mention
    JOIN standing AS b ON b.mention_id = right_mention
    WHERE kind = $kind AND NOT negated AND state <> 'refused' AND a.actor <> b.actor
        AND ($mutual OR a.actor = $left)
        AND (isinf(a.from_utc) AND isinf(a.to_utc) OR start_utc IS NULL AND a.from_utc IS NULL
             OR start_utc >= a.from_utc AND start_utc < a.to_utc)
        AND (isinf(b.from_utc) AND isinf(b.to_utc) OR start_utc IS NULL AND b.from_utc IS NULL
             OR start_utc >= b.from_utc AND start_utc < b.to_utc)
        {within}
"""

_PAGE = """
    SELECT kind, source_id, sheet, row_number, passage_no, start_char, end_char, object_id
    FROM found
    ORDER BY moment NULLS LAST, source_id, sheet, row_number, passage_no, start_char, object_id
    LIMIT $limit OFFSET $offset
"""


@contextmanager
def prepared(case: Case) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection for many questions to ``locators`` while the case stays as it is."""
    with case.db.cursor() as db:
        holders.prepare(db)
        yield db


def locators(
    case: Case,
    object_id: str,
    *,
    limit: int | None = None,
    offset: int = 0,
    window: Window = ALWAYS,
    projection: Projection | None = None,
    on: duckdb.DuckDBPyConnection | None = None,
) -> Locators:
    """The evidence behind an entity ('person-12') or relationship ('left~kind~right'), by time.

    Unless ``projection`` decides, a relationship between two phones, or of a person to a phone
    they hold, is read as stated, and others as between actors. ``limit`` None gives all; ``on``
    is a connection from ``prepared``. Raises UnknownObjectError.
    """
    with nullcontext(on) if on else prepared(case) as db:
        parts = [
            _current(db, part) if n != 1 else part for n, part in enumerate(object_id.split("~"))
        ]
        if len(parts) == 1:
            db.execute(_MENTIONS, {"entity": parts[0]})
        elif len(parts) == 3:
            _relationship(db, parts[0], parts[1], parts[2], window, projection)
        else:
            raise _unknown()
        total = db.execute("SELECT count(*) FROM found").fetchall()[0][0]
        page = db.execute(_PAGE, {"limit": limit, "offset": offset}).fetchall()
    return Locators(int(total), tuple(Locator(EvidenceKind(kind), *rest) for kind, *rest in page))


def _relationship(
    db: duckdb.DuckDBPyConnection,
    left: str,
    kind: str,
    right: str,
    window: Window,
    projection: Projection | None,
) -> None:
    if kind == co_mentions.MENTIONED_WITH:
        co_mentions.find(db, left, right, window)
        return
    phones = sum(side.startswith(f"{MentionKind.PHONE}-") for side in (left, right))
    if projection is None:
        as_stated = phones == 2 or (phones == 1 and kind in holders.HOLDING)
    else:
        as_stated = projection is Projection.ALL or (phones == 1 and kind in holders.HOLDING)
    db.execute(_STANDING, {"left": left, "right": right, "as_stated": as_stated})
    if kind == COMMUNICATES:
        within = calls.within(window)
        db.execute(_COMMUNICATIONS.format(within=within), calls.bound(window))
        return
    mutual = kind in relationships.MUTUAL
    parameters = {"kind": kind, "mutual": mutual, "left": left} | calls.bound(window)
    db.execute(_CLAIMS.format(within=relationships.touching(window)), parameters)


def _current(db: duckdb.DuckDBPyConnection, entity_id: str) -> str:
    """The entity's id today: its own, or where it was redirected."""
    row = db.execute(
        "SELECT entity_id FROM entity WHERE entity_id = $id UNION ALL "
        "SELECT new_entity_id FROM entity_redirect WHERE old_entity_id = $id",
        {"id": entity_id},
    ).fetchone()
    if row is None:
        raise _unknown()
    return str(row[0])


def _unknown() -> UnknownObjectError:
    # The words asked for are not repeated: they may be a protected person's name.
    return UnknownObjectError(
        "no such entity or relationship in this case. Name an entity ('person-12') or a "
        "relationship ('person-12~meets~person-3'); see 'workbench entities'."
    )
