"""Evidence that holds two mentions apart, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.case import Case
from workbench.vocabulary import ApartReason

_SAID = {
    ApartReason.ONE_EVENT: "a source tells of both in one event",
    ApartReason.ONE_LIST: "a sentence names one beside the other",
    ApartReason.FACTS: "one source gives them one name, but other dates of birth or another sex",
    ApartReason.PAPERS: "they hold two papers of a kind of which nobody has two at a time",
    ApartReason.FOUND_WITH: "one had a document of the other, who has another name",
    ApartReason.TALKED: "their phones spoke to each other",
    ApartReason.FAR_APART: "they were in two places at once",
    ApartReason.RIVALS: "one of them fits somebody else about as well, who is not the other",
    ApartReason.BRIDGE: "nothing else ties the two groups of mentions, and this is not sure enough",
    ApartReason.OTHERS: "among the mentions of the two are some that cannot be one person's",
}


@dataclass(frozen=True)
class HeldApart:
    """Two mentions that evidence holds to be two; ``overruled``: they are one nevertheless, on an
    analyst's word. ``detail`` holds no names."""

    left_mention: int
    right_mention: int
    reason: str
    detail: str
    overruled: bool

    @property
    def sentence(self) -> str:
        """The evidence in words."""
        said = _SAID[ApartReason(self.reason)]
        return f"{said} ({self.detail.replace('_', ' ')})" if self.detail else said


# Grain: one reason to hold a mention of one side and one of the other apart.
_BETWEEN = """
    SELECT * FROM held_apart
    WHERE (list_contains($one, left_mention) AND list_contains($other, right_mention))
        OR (list_contains($other, left_mention) AND list_contains($one, right_mention))
    ORDER BY reason, left_mention, right_mention
"""


def held_apart(case: Case, left: Sequence[int], right: Sequence[int]) -> tuple[HeldApart, ...]:
    """The evidence that holds mentions of one side and of the other apart."""
    found = case.db.cursor().execute(_BETWEEN, {"one": list(left), "other": list(right)})
    return tuple(HeldApart(*row) for row in found.fetchall())
