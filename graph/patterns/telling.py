"""A change of numbers in words: why it is likely, and what speaks against it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

import pandas as pd

from graph.build.relationships import COMMUNICATES
from graph.patterns.findings import LIKELY
from graph.patterns.succession import Bools, Floats, Ints
from graph.patterns.usage import Usage

FEW_COMMUNICATIONS = 5
MANY_CONTACTS = 0.05
"""A contact of more than this share of all numbers is everybody's and says little."""


@dataclass(frozen=True)
class NumberChange:
    """The new number (entity id) may have taken over from the old one.

    ``rank`` among the old number's successors, ``score`` the probability of the joint solution,
    ``reason`` and ``cautions`` in words, without names. ``shared`` are the contacts (entity ids)
    that both have, ``followed`` contacts of the old number that changed numbers themselves and are
    the new one's contacts under the new.
    """

    old: str
    new: str
    rank: int
    score: float
    reason: str
    cautions: tuple[str, ...]
    shared: tuple[str, ...]
    followed: tuple[str, ...]
    same_handset: bool

    @property
    def evidence(self) -> tuple[str, ...]:
        """The relationships (ids) of both numbers with their common contacts."""
        return tuple(
            f"{min(phone, contact)}~{COMMUNICATES}~{max(phone, contact)}"
            for contact in self.shared
            for phone in (self.old, self.new)
        )


class Telling:
    """Puts pairs of numbers (places in ``old`` and ``new``) into words."""

    def __init__(
        self,
        used: Usage,
        old: Ints,
        new: Ints,
        probability: Floats,
        same_handset: Bools,
        same_places: Bools,
        taken_cells: Bools,
    ) -> None:
        self._old, self._new = old, new
        self._probability = probability
        self._same_handset = same_handset
        self._same_places = same_places
        self._taken_cells = taken_cells
        self._names: list[str] = used.phones["phone"].tolist()
        self._count: list[int] = used.phones["count"].tolist()
        self._first: list[pd.Timestamp] = used.phones["first_utc"].tolist()
        self._last: list[pd.Timestamp] = used.phones["last_utc"].tolist()
        self._contacts: dict[int, set[int]] = defaultdict(set)
        for one, other in zip(used.pairs["one"], used.pairs["other"], strict=True):
            self._contacts[one].add(other)
            self._contacts[other].add(one)
        best = probability.argmax(axis=1)
        self._follows = {
            int(old[i]): int(new[j]) for i, j in enumerate(best) if probability[i, j] > LIKELY
        }

    def change(self, i: int, j: int, rank: int) -> NumberChange:
        """The change from old[i] to new[j]."""
        old, new = int(self._old[i]), int(self._new[j])
        shared = sorted(self._contacts[old] & self._contacts[new])
        followed = sorted(
            contact
            for contact in self._contacts[old] - self._contacts[new]
            if self._follows.get(contact) in self._contacts[new] - {None}
        )
        reason = [self._times(old, new), self._common(new, len(shared), len(followed))]
        if self._same_handset[i, j]:
            reason.append("Both were used in the same handset.")
        if self._same_places[i, j]:
            reason.append("Both are seen in the same places.")
        return NumberChange(
            self._names[old],
            self._names[new],
            rank,
            float(self._probability[i, j]),
            " ".join(reason),
            tuple(self._cautions(i, j, shared)),
            tuple(self._names[contact] for contact in shared),
            tuple(self._names[contact] for contact in followed),
            bool(self._same_handset[i, j]),
        )

    def _times(self, old: int, new: int) -> str:
        last, first = self._last[old], self._first[new]
        between = (
            f"{_span(first - last)} later"
            if first >= last
            else f"{_span(last - first)} before that"
        )
        return f"The old number is last seen {_moment(last)}, the new one first {between}."

    def _common(self, new: int, shared: int, followed: int) -> str:
        words = (
            f"{shared} of the new number's {len(self._contacts[new])} contacts were the old one's"
        )
        if followed:
            words += f", {followed} more changed numbers themselves at about that time"
        return words + "."

    def _cautions(self, i: int, j: int, shared: list[int]) -> list[str]:
        found = []
        for name, place in (("old", self._old[i]), ("new", self._new[j])):
            if self._count[place] < FEW_COMMUNICATIONS:
                found.append(f"The {name} number is seen {self._count[place]} time(s) only.")
        rivals = (self._probability[i] > self._probability[i, j] / 2).sum() - 1
        if rivals > 0 and self._probability[i, j] < LIKELY:
            found.append(f"{rivals} other number(s) fit about as well.")
        if self._taken_cells[i, j]:
            found.append(
                "The file does not say whose cells it gives: they are taken for one side's."
            )
        many = MANY_CONTACTS * len(self._names)
        if shared and all(len(self._contacts[contact]) > many for contact in shared):
            found.append("The common contacts are everybody's: services or the like.")
        if int(self._new[j]) in self._contacts[int(self._old[i])]:
            found.append("The two were in contact with each other, as one person's seldom are.")
        found.append("Two people of one circle, such as a couple, may have the same contacts.")
        return found


def _moment(moment: pd.Timestamp) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _span(span: timedelta) -> str:
    hours = span / timedelta(hours=1)
    if hours < 1:
        return f"{hours * 60:.0f} minutes"
    return f"{hours:.0f} hours" if hours < 48 else f"{hours / 24:.0f} days"
