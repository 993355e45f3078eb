"""Every number in the table of relationships taken apart: which rows are which communication.

So that whoever has the pack alone can count again. A call that two operators recorded stands as one
with two rows. Of relationships with thousands of records the rows are not listed.
"""

from collections.abc import Sequence

from graph.build.calls import same
from graph.evidence import Locator, locators, prepared
from workbench.case import Case
from workbench.evidence.places import RowPlace
from workbench.evidence.selection import Selection, Tie

FORMAT = "adria-workbench-figures/1"
LISTED = 2_000

Row = tuple[int, str, int]


def figures(case: Case, selection: Selection) -> dict[str, object]:
    """As JSON; the relationships are in the order of their table. ``case`` may go as it is."""
    chosen = selection.considered.chosen
    found: list[Sequence[Locator]] = []
    with prepared(case) as db:
        for tie in selection.ties:
            behind = locators(
                case,
                tie.relationship_id,
                limit=LISTED + 1,
                window=chosen.window,
                projection=chosen.projection,
                on=db,
            )
            found.append(behind.found if behind.total <= LISTED else ())
    with case.db.cursor() as db:
        rows = [row for places in found for row in _rows(places)]
        calls = same(db, sorted(set(rows))) if rows else []
    call_of = {row: number for number, call in enumerate(calls) for row in call}
    return {
        "format": FORMAT,
        "relationships": [
            _figure(f"R{number}", tie, places, call_of)
            for number, (tie, places) in enumerate(zip(selection.ties, found, strict=True), 1)
        ],
    }


def _rows(places: Sequence[Locator]) -> list[Row]:
    return [
        (one.source_id, one.sheet, one.row_number) for one in places if one.row_number is not None
    ]


def _figure(
    number: str, tie: Tie, places: Sequence[Locator], call_of: dict[Row, int]
) -> dict[str, object]:
    """One relationship; ``each`` has what was counted, None where that is not listed."""
    each = _calls(places, call_of) if tie.is_communication else [[_label(p)] for p in places]
    # What was counted by another rule than this one is not to be called recomputed.
    return {
        "number": number,
        "count": tie.count,
        "each": each if len(each) == tie.count else None,
    }


def _calls(places: Sequence[Locator], call_of: dict[Row, int]) -> list[list[str]]:
    grouped: dict[int, list[str]] = {}
    for row in _rows(places):
        if row in call_of:
            grouped.setdefault(call_of[row], []).append(RowPlace(*row).label)
    return list(grouped.values())


def _label(place: Locator) -> str:
    """Where a statement stands; sentences by their number in the document."""
    if place.row_number is not None:
        return RowPlace(place.source_id, place.sheet, place.row_number).label
    return f"S{place.source_id} s.{place.passage_no} ({place.start_char}-{place.end_char})"
