"""A name as found in a text."""

from dataclasses import dataclass

from ingest.language.naming import Naming


@dataclass(frozen=True)
class PersonName:
    """A name at [start, end) of the Latin text."""

    start: int
    end: int
    text: str
    naming: Naming
    father: str | None = None
    nickname: bool = False

    @property
    def words(self) -> int:
        """Of how many words the reading consists."""
        return len(self.naming.full.split())
