"""Whom a number is registered to, where the records say so: in a column or above the columns."""

from ingest.call_records.layout import Layout
from ingest.call_records.stage import Session, carried
from ingest.selectors import phones
from ingest.selectors.letters import latin
from workbench.case import Case
from workbench.vocabulary import ClaimKind, MentionKind, Nature


def prepare(db: Session) -> None:
    """Forget the sheet before."""
    db.execute(
        "CREATE OR REPLACE TEMP TABLE subscriber_seen "
        "(subscriber VARCHAR, a VARCHAR, b VARCHAR, row_number BIGINT)"
    )


def remember(db: Session) -> None:
    """Add the names of a chunk with the parties beside them."""
    db.execute(
        """INSERT INTO subscriber_seen
        SELECT subscriber, a_written, b_written, min(row_number) FROM placed
        WHERE subscriber IS NOT NULL GROUP BY ALL"""
    )


def store(
    case: Case, stage: Session, source_id: int, key_head: str, sheet: str, layout: Layout
) -> None:
    """Persons and their REGISTERED_TO claims: one per name and number."""
    db = case.db
    stage.execute(
        "CREATE OR REPLACE TEMP TABLE registered (name VARCHAR, phone BIGINT, row_number BIGINT)"
    )
    _from_column(stage)
    _from_preamble(stage, layout)
    with carried(stage, "FROM registered ORDER BY ALL", db, "registered_in_memory"):
        db.execute("CREATE OR REPLACE TEMP TABLE registered AS FROM registered_in_memory")
    db.create_function("name_in_latin", latin, ["VARCHAR"], "VARCHAR")
    try:
        _store_persons(case, source_id, key_head, sheet)
    finally:
        db.remove_function("name_in_latin")
    _store_claims(case, source_id, sheet)


def _from_column(db: Session) -> None:
    """The names belong to the side that has one name per number (the caller's if both do)."""
    db.execute(
        """INSERT INTO registered
        WITH side AS (
            SELECT count(DISTINCT (subscriber, a)) <= count(DISTINCT (subscriber, b)) AS is_a
            FROM subscriber_seen)
        SELECT subscriber, p.mention_id, min(s.row_number)
        FROM subscriber_seen s, side JOIN party p ON p.written = if(side.is_a, s.a, s.b)
        WHERE p.mention_id IS NOT NULL GROUP BY ALL"""
    )


def _from_preamble(db: Session, layout: Layout) -> None:
    """The name above the columns belongs to the number asked about."""
    name = layout.preamble.subscriber
    number = phones.normalise_party(layout.target or "", layout.country).number
    if name and number:
        db.execute(
            """INSERT INTO registered
            SELECT ?, min(mention_id), ? FROM party WHERE number = ?
            HAVING min(mention_id) IS NOT NULL""",
            [name.text, name.row_number, number],
        )


def _store_persons(case: Case, source_id: int, key_head: str, sheet: str) -> None:
    """A mention for each name, unless the sheet has it already."""
    case.db.execute(
        f"""CREATE OR REPLACE TEMP TABLE registrant AS
        WITH named AS (SELECT name, min(row_number) AS row_number FROM registered GROUP BY name),
        present AS (
            SELECT text AS name, min(mention_id) AS present_id FROM mention
            WHERE source_id = $source AND sheet = $sheet AND field = 'subscriber' GROUP BY text)
        SELECT name, row_number, present_id IS NULL AS is_new,
            coalesce(present_id, {case.next_id("mention_number", "mention_id")} - 1
                + row_number() OVER (ORDER BY row_number, name)) AS mention_id
        FROM named LEFT JOIN present USING (name)""",
        {"source": source_id, "sheet": sheet},
    )
    case.db.execute(
        f"""INSERT INTO mention
        SELECT mention_id, $head || row_number || ':subscriber', {source_id},
            '{MentionKind.PERSON}', name, name_in_latin(name), NULL, $sheet, row_number,
            'subscriber', NULL, NULL, NULL
        FROM registrant WHERE is_new ORDER BY mention_id""",
        {"head": key_head, "sheet": sheet},
    )


def _store_claims(case: Case, source_id: int, sheet: str) -> None:
    case.db.execute(
        f"""INSERT INTO claim
        SELECT {case.next_id("claim", "claim_id")} - 1
                + row_number() OVER (ORDER BY r.row_number, r.phone, p.mention_id),
            {source_id}, '{ClaimKind.REGISTERED_TO}', r.phone, p.mention_id, NULL, NULL, NULL,
            NULL, '{Nature.FACT}', true, false, NULL, 'suggested', $sheet, r.row_number,
            NULL, NULL, NULL
        FROM registered r JOIN registrant p USING (name)
        WHERE NOT EXISTS (FROM claim c WHERE c.source_id = {source_id} AND c.sheet = $sheet
            AND c.kind = '{ClaimKind.REGISTERED_TO}' AND c.left_mention = r.phone
            AND c.right_mention = p.mention_id)""",
        {"sheet": sheet},
    )
