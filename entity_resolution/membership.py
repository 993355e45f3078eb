"""Why each mention is in its entity: the link that holds it there, and the weakest of all."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from entity_resolution.explanations import PairExplanation, explain
from entity_resolution.sets import DisjointSets
from workbench.case import Case
from workbench.errors import UnknownObjectError


@dataclass(frozen=True)
class Member:
    """A mention, and the link that ties it to another member (``through``) on the way to the
    entity's core; the core itself, its best connected mention, has neither. ``holds`` counts the
    mentions that would stand apart without the link."""

    mention_id: int
    mention_key: str
    written: str
    link: PairExplanation | None = None
    through: int | None = None
    holds: int = 0


@dataclass(frozen=True)
class Membership:
    """An entity's members, the weakest linked first."""

    entity_id: str
    kind: str
    members: tuple[Member, ...]

    @property
    def weakest(self) -> Member | None:
        """The member with the least probable link."""
        linked = [member for member in self.members if member.link]
        return min(linked, key=lambda m: m.link.probability if m.link else 1.0, default=None)


_MEMBERS = """
    SELECT mention_id, mention_key, text FROM entity_member JOIN mention USING (mention_id)
    WHERE entity_id = ? ORDER BY mention_id
"""


def membership(case: Case, entity_id: str) -> Membership:
    """Why each member of an entity is in it: by the strongest set of links that connects them all
    (a maximum spanning tree). Raises UnknownObjectError."""
    row = case.db.execute("SELECT kind FROM entity WHERE entity_id = ?", [entity_id]).fetchone()
    if row is None:
        raise UnknownObjectError(f"{entity_id}: is not in this case.")
    written = {found[0]: found[1:] for found in case.db.execute(_MEMBERS, [entity_id]).fetchall()}
    needed = _needed(written, explain(case, entity_id))
    links = _towards_core(list(written), needed)
    members = [
        Member(mention, *written[mention], *links.get(mention, (None, None, 0)))
        for mention in written
    ]
    members.sort(key=lambda m: (m.link.probability if m.link else 2.0, m.mention_id))
    return Membership(entity_id, row[0], tuple(members))


def _needed(mentions: Iterable[int], links: Sequence[PairExplanation]) -> list[PairExplanation]:
    sets = DisjointSets(mentions)
    needed = []
    for link in sorted(links, key=lambda link: (-link.match_weight, link.left_mention)):
        one, other = link.left_mention, link.right_mention
        if sets.find(one) != sets.find(other):
            sets.join(one, other)
            needed.append(link)
    return needed


def _towards_core(
    mentions: Sequence[int], needed: Sequence[PairExplanation]
) -> dict[int, tuple[PairExplanation, int, int]]:
    """For each mention but the core its link, the mention it leads to, and how many hang on it."""
    ties: dict[int, list[tuple[int, PairExplanation]]] = defaultdict(list)
    for link in needed:
        ties[link.left_mention].append((link.right_mention, link))
        ties[link.right_mention].append((link.left_mention, link))
    core = max(mentions, key=lambda mention: (len(ties[mention]), -mention))
    order, found = [core], {}
    for mention in order:
        for other, link in ties[mention]:
            if other != core and other not in found:
                found[other] = (link, mention)
                order.append(other)
    holds: dict[int, int] = defaultdict(lambda: 1)
    for mention in reversed(order[1:]):
        if found[mention][1] != core:
            holds[found[mention][1]] += holds[mention]
    return {mention: (link, through, holds[mention]) for mention, (link, through) in found.items()}
