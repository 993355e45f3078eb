"""All selectors of a text at once."""

from ingest.selectors import (
    accounts,
    coordinates,
    dates,
    identity_documents,
    imei,
    money,
    phones,
    places,
    plates,
    references,
    sims,
    vins,
)
from ingest.selectors.found import Found, without_overlaps

_FINDERS = (
    accounts.find,
    coordinates.find,
    dates.find,
    identity_documents.find,
    imei.find,
    money.find,
    phones.find,
    places.find,
    plates.find,
    references.find,
    sims.find,
    vins.find,
)


def find(text: str, country: str | None) -> list[Found]:
    """Every selector in a text, in order and without overlaps, the best reading winning.

    ``country`` is that of the file: national numbers follow its plan, and plates whose shape two
    countries share are its own. Look-alikes that were set aside come as ``REFERENCE``.
    """
    return without_overlaps(found for finder in _FINDERS for found in finder(text, country))
