"""Disjoint sets of mention ids that respect pairs to be kept apart."""

from collections.abc import Container, Iterable, Iterator


class DisjointSets:
    """Union-find; the representative of a set is its smallest member."""

    def __init__(self, members: Iterable[int]) -> None:
        self._parent = {member: member for member in members}
        self._members = {member: [member] for member in self._parent}

    def __iter__(self) -> Iterator[int]:
        return iter(self._parent)

    def __contains__(self, member: int) -> bool:
        return member in self._parent

    def find(self, member: int) -> int:
        """The representative of the member's set."""
        root = member
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[member] != root:
            self._parent[member], member = root, self._parent[member]
        return root

    def members(self, member: int) -> list[int]:
        """All members of the member's set."""
        return self._members[self.find(member)]

    def join(self, one: int, other: int, apart: Container[tuple[int, int]] = ()) -> bool:
        """Unite two sets unless a pair across them is to be kept apart; whether it was done."""
        left, right = sorted((self.find(one), self.find(other)))
        if left == right:
            return True
        if apart and any(
            (min(a, b), max(a, b)) in apart
            for a in self._members[left]
            for b in self._members[right]
        ):
            return False
        self._parent[right] = left
        self._members[left] += self._members.pop(right)
        return True
