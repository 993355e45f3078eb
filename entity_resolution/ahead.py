"""What the first run of a process would wait for: lists of names and places, read beforehand."""

from entity_resolution.people.frequency import listed_shares
from ingest.selectors import places


def read_ahead() -> None:
    """Read the lists that every run asks for. Once they are read, this does nothing."""
    listed_shares(frozenset())
    places.lookup("")
