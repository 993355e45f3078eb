"""Call records: an operator's table to communications, by bulk SQL, with every row accounted for.

``recognition`` turns a sheet into a layout or says why it cannot; ``loading`` reads the sheet by
that layout. Knowledge of headers and values is data (``*.toml``), layouts of known operators are
templates.
"""

from ingest.call_records.fields import Convention
from ingest.call_records.layout import UnknownLayoutError
from ingest.call_records.reading import read, read_rejected
from ingest.call_records.recognition import looks_like, strength
from ingest.call_records.seen import fits_without_header, header_of

__all__ = [
    "Convention",
    "UnknownLayoutError",
    "fits_without_header",
    "header_of",
    "looks_like",
    "read",
    "read_rejected",
    "strength",
]
