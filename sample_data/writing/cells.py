"""Cells: three to a town, one to a crossing, as cell global identities."""

from sample_data import lexicon
from sample_data.world.numbers import MOBILE_COUNTRY_CODE


def cell(place: str, minute: int) -> tuple[str, str, str, str]:
    """(MCC, MNC, LAC, CI) of one of a place's cells; which one depends on the minute."""
    numbered = list(lexicon.places())
    here = lexicon.places()[place]
    sectors = 1 if here.kind == "crossing" else 3
    sector = minute % sectors + 1
    number = numbered.index(place)
    return (
        MOBILE_COUNTRY_CODE[here.country],
        "99",
        str(1100 + 10 * number),
        str(20000 + 100 * number + sector),
    )
