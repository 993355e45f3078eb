"""An entity as a whole: each mention with the link that holds it there, and the weakest of all."""

from dataclasses import dataclass, replace

import entity_resolution
from dashboards.apart import apart
from dashboards.workspace import Entity, Workspace, shown_label
from entity_resolution.explanations import PairExplanation
from workbench.access.masking import HIDDEN
from workbench.errors import UnknownObjectError
from workbench.evidence.places import PassagePlace, Place, RowPlace

MOST_MEMBERS = 200


@dataclass(frozen=True)
class Member:
    """A mention of the entity, where it stands, and the link that ties it to ``through``; the best
    connected mention has none. ``holds``: mentions that would stand apart without the link."""

    mention_id: int
    written: str
    file: str
    place: Place
    link: PairExplanation | None
    through: str
    holds: int


@dataclass(frozen=True)
class Cluster:
    """An entity with its members, the weakest linked first; ``total`` counts all of them."""

    entity: Entity
    members: tuple[Member, ...]
    total: int

    @property
    def weakest(self) -> Member | None:
        """The member with the least probable link."""
        first = self.members[0] if self.members else None
        return first if first and first.link else None


# Grain: one mention with its place.
_PLACES = """
    SELECT mention_id, file_name, mention.source_id, coalesce(sheet, ''), row_number,
        coalesce(passage.start_char, mention.start_char, 0),
        coalesce(passage.end_char, mention.end_char, 0), coalesce(page, 1),
        coalesce(mention.passage_no, 0)
    FROM mention JOIN source USING (source_id)
    LEFT JOIN passage ON passage.source_id = mention.source_id
        AND passage.passage_no = mention.passage_no
    WHERE mention_id IN (SELECT unnest(?::BIGINT[]))
"""


def cluster(workspace: Workspace, entity_id: str) -> Cluster:
    """The entity by its members. Raises UnknownObjectError."""
    entity_id = workspace.current(entity_id)
    entity = workspace.entities([entity_id]).get(entity_id)
    if entity is None:
        raise UnknownObjectError("no such entity in this case any more.")
    with apart(workspace) as case:
        found = entity_resolution.membership(case, entity_id).members
        first = found[:MOST_MEMBERS]
        rows = case.db.execute(_PLACES, [[member.mention_id for member in first]]).fetchall()
    masking = workspace.masking()
    places = {row[0]: (masking.text(row[1]), _place(*row[2:])) for row in rows}
    written = {m.mention_id: shown_label(masking, entity_id, m.written) for m in found}
    members = tuple(
        Member(
            m.mention_id,
            written[m.mention_id],
            *places[m.mention_id],
            m.link and _shown(workspace, entity, m.link),
            written.get(m.through or 0, ""),
            m.holds,
        )
        for m in first
    )
    return Cluster(entity, members, len(found))


def _place(
    source_id: int, sheet: str, row_number: int | None, start: int, end: int, page: int, number: int
) -> Place:
    if row_number is not None:
        return RowPlace(source_id, sheet, row_number)
    return PassagePlace(source_id, start, end, page, number)


def _shown(workspace: Workspace, entity: Entity, link: PairExplanation) -> PairExplanation:
    masking = workspace.masking()

    def value(written: str | None) -> str | None:
        return written and (HIDDEN if entity.protected else masking.text(written))

    parts = tuple(replace(p, left=value(p.left), right=value(p.right)) for p in link.parts)
    return replace(link, parts=parts, sentence=masking.text(link.sentence))
