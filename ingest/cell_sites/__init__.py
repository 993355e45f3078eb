"""Tables of cells: where an operator's antennas stand, which way they look, and how they are known.

A cell's number is read in whatever parts and base it is written; its coordinates in decimal degrees
or degrees, minutes and seconds. What is doubtful is flagged, what cannot be read is rejected.
"""

from ingest.cell_sites.layout import header_of, looks_like, strength
from ingest.cell_sites.proposing import looks_like as values_look_like
from ingest.cell_sites.proposing import propose
from ingest.cell_sites.reading import read, read_rejected

__all__ = [
    "header_of",
    "looks_like",
    "propose",
    "read",
    "read_rejected",
    "strength",
    "values_look_like",
]
