"""The further rows that a claim of a form needs: its sides may stand in lines of their own.

A form says once, above its table or in a line of a block, from whom everything was taken; a merged
cell stands in the first of its rows. A claim is cited with the rows that name its sides.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import duckdb

from graph.evidence import EvidenceKind, Locator

# Grain: one row that names a side of a claim and is not the claim's own.
_ROWS = """
    SELECT DISTINCT claim_id, coalesce(mention.sheet, '') AS sheet, mention.row_number AS row_number
    FROM claim JOIN mention ON mention_id IN (left_mention, right_mention)
        AND mention.source_id = claim.source_id
    WHERE claim_id IN (SELECT unnest($claims::BIGINT[])) AND mention.row_number IS NOT NULL
        AND claim.row_number IS NOT NULL AND (coalesce(mention.sheet, ''), mention.row_number)
            <> (coalesce(claim.sheet, ''), claim.row_number)
    ORDER BY ALL
"""


def rows_beside(
    db: duckdb.DuckDBPyConnection, found: Sequence[Locator]
) -> dict[Locator, tuple[Locator, ...]]:
    """The further rows of each claim among the locators that has any."""
    claims = {x.object_id: x for x in found if x.kind is EvidenceKind.CLAIM and x.row_number}
    beside: dict[Locator, list[Locator]] = defaultdict(list)
    rows = db.execute(_ROWS, {"claims": list(claims)}).fetchall() if claims else []
    for claim, sheet, row_number in rows:
        own = claims[claim]
        beside[own].append(replace(own, sheet=sheet, row_number=row_number))
    return {own: tuple(others) for own, others in beside.items()}


def with_rows_beside(db: duckdb.DuckDBPyConnection, found: Sequence[Locator]) -> list[Locator]:
    """The locators, each claim's followed by its further rows."""
    beside = rows_beside(db, found)
    return [one for own in found for one in (own, *beside.get(own, ()))]
