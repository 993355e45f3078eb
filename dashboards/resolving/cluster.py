"""An entity as a whole: each mention with what holds it there, and the weakest link of all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboards.workspace import Entity, Workspace, shown_label
from entity_resolution import explain
from entity_resolution.explanations import PairExplanation
from entity_resolution.sets import DisjointSets
from workbench.access.masking import HIDDEN
from workbench.errors import UnknownObjectError
from workbench.evidence.places import PassagePlace, Place, RowPlace

MOST_MEMBERS = 200


@dataclass(frozen=True)
class Member:
    """A mention of the entity, where it stands, and its likeliest link to another member."""

    mention_id: int
    written: str
    file: str
    place: Place
    link: PairExplanation | None


@dataclass(frozen=True)
class Cluster:
    """An entity with its members, the weakest first.

    ``weakest`` is the least probable of the links needed to hold it together; without it the
    mentions of ``parted`` would stand apart from the others. ``total`` counts all members.
    """

    entity: Entity
    members: tuple[Member, ...]
    total: int
    weakest: PairExplanation | None
    parted: tuple[int, ...]
    written: dict[int, str]


# Grain: one mention of the entity with its place.
_MEMBERS = """
    SELECT mention_id, mention.text, mention.source_id, file_name, coalesce(sheet, ''), row_number,
        mention.start_char, mention.end_char, coalesce(page, 1), coalesce(mention.passage_no, 0),
        passage.start_char, passage.end_char
    FROM entity_member JOIN mention USING (mention_id) JOIN source USING (source_id)
    LEFT JOIN passage ON passage.source_id = mention.source_id
        AND passage.passage_no = mention.passage_no
    WHERE entity_id = ? ORDER BY mention_id
"""


def cluster(workspace: Workspace, entity_id: str) -> Cluster:
    """The entity by its members. Raises UnknownObjectError."""
    entity_id = workspace.current(entity_id)
    entity = workspace.entities([entity_id]).get(entity_id)
    if entity is None:
        raise UnknownObjectError(f"{entity_id}: is not in this case any more.")
    masking = workspace.masking()
    links = [_shown(workspace, entity, link) for link in explain(workspace.case, entity_id)]
    with workspace.case.db.cursor() as db:
        rows = db.execute(_MEMBERS, [entity_id]).fetchall()
    written = {row[0]: shown_label(masking, entity_id, row[1]) for row in rows}
    likeliest = _likeliest(links)
    members = [
        Member(
            row[0], written[row[0]], masking.text(row[3]), _place(*row[2:]), likeliest.get(row[0])
        )
        for row in rows
    ]
    members.sort(key=lambda m: m.link.probability if m.link else 1.0)
    weakest, parted = weakest_link(list(written), links)
    return Cluster(entity, tuple(members[:MOST_MEMBERS]), len(rows), weakest, parted, written)


def _place(
    source_id: int, _: str, sheet: str, row_number: int | None, start: int | None, end: int | None,
    page: int, passage_no: int, first: int | None, last: int | None,
) -> Place:  # fmt: skip
    if row_number is not None:
        return RowPlace(source_id, sheet, row_number)
    begins, ends = (start, end) if first is None else (first, last)
    return PassagePlace(source_id, begins or 0, ends or 0, page, passage_no)


def _shown(workspace: Workspace, entity: Entity, link: PairExplanation) -> PairExplanation:
    masking = workspace.masking()

    def value(written: str | None) -> str | None:
        return written and (HIDDEN if entity.protected else masking.text(written))

    parts = tuple(replace(p, left=value(p.left), right=value(p.right)) for p in link.parts)
    return replace(link, parts=parts, sentence=masking.text(link.sentence))


def _likeliest(links: Sequence[PairExplanation]) -> dict[int, PairExplanation]:
    found: dict[int, PairExplanation] = {}
    for link in sorted(links, key=lambda link: link.probability):
        found[link.left_mention] = found[link.right_mention] = link
    return found


def weakest_link(
    mentions: Sequence[int], links: Sequence[PairExplanation]
) -> tuple[PairExplanation | None, tuple[int, ...]]:
    """The least probable of the links that suffice to hold mentions together, the likeliest taken
    first (a maximum spanning tree), and the smaller part that it joins to the rest."""
    sets = DisjointSets(mentions)
    last: PairExplanation | None = None
    parted: tuple[int, ...] = ()
    for link in sorted(links, key=lambda link: -link.probability):
        one, other = link.left_mention, link.right_mention
        if one in sets and other in sets and sets.find(one) != sets.find(other):
            last = link
            parted = min(
                (tuple(sets.members(end)) for end in (one, other)),
                key=lambda part: (len(part), part),
            )
            sets.join(one, other)
    return last, parted
