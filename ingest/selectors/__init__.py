"""Selectors: the numbers and marks by which people and things are followed.

One module per kind, each with ``find`` (where they stand in a text) and a normaliser of single
values. Pure functions of single values: call them on distinct values. ``find`` here gives all
kinds at once, without overlaps, the best reading winning.
"""

from ingest.selectors.finding import find
from ingest.selectors.found import Found, SelectorKind

__all__ = ["Found", "SelectorKind", "find"]
