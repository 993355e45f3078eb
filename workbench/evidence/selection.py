"""What goes into a summary: the principal actors, the protected persons and things tied to them.

Without a focus, the principal actors are those first by betweenness, by number of contacts and by
number of communications and statements, taken in turn; with one, those most strongly tied to it.
Persons whom nothing ties to another actor come last. Services, officers and interpreters are set
apart, protected persons are never ranked.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest

import pandas as pd

from graph.bias import EgoBias, ego_bias
from graph.build import COMMUNICATES, Network, NetworkFilter, Omission, Projection, network
from graph.coverage import coverage
from graph.measures import Measure
from graph.ranking import Ranking, rank
from graph.uncertainty import with_intervals
from workbench.access import Masking
from workbench.case import Case
from workbench.vocabulary import ClaimKind, MentionKind, Nature

MEASURES = (Measure.BETWEENNESS, Measure.DEGREE, Measure.STRENGTH)
MAX_TIES = 150
_ALL = NetworkFilter()
RANKED = 10
THING_TIES = frozenset(
    {
        ClaimKind.USES,
        ClaimKind.OWNS,
        ClaimKind.HOLDS,
        ClaimKind.REGISTERED_TO,
        ClaimKind.SEIZED_FROM,
        ClaimKind.DRIVES,
        ClaimKind.TRAVELS_IN,
        ClaimKind.LIVES_AT,
        ClaimKind.PRESENT_AT,
        ClaimKind.SUPPLIES,
    }
)


@dataclass(frozen=True)
class Tie:
    """A relationship between two entities (ids); times in UTC."""

    relationship_id: str
    kind: str
    left: str
    right: str
    count: int
    duration_s: int | None
    first_utc: datetime | None
    last_utc: datetime | None
    nature: str

    @property
    def is_communication(self) -> bool:
        """Whether it rests on call records rather than on what sources state."""
        return self.kind == COMMUNICATES

    @property
    def is_assessment(self) -> bool:
        """Whether it rests on assessments only."""
        return self.nature == Nature.ASSESSMENT


@dataclass(frozen=True)
class Selection:
    """The part of the case that a summary is about.

    ``considered`` is the network that was measured, ``rankings`` its first actors by each measure
    and ``biases`` how far these follow the choice of records; ``principal`` are the actors given,
    ``companions`` the protected persons tied to them. ``ties`` are among these, ``things`` are
    their phones, vehicles, documents and places. ``omitted_ties`` were too many to list.
    """

    focus: tuple[str, ...]
    considered: Network
    rankings: tuple[Ranking, ...]
    biases: tuple[EgoBias, ...]
    principal: tuple[str, ...]
    companions: tuple[str, ...]
    ties: tuple[Tie, ...]
    things: tuple[Tie, ...]
    omitted_ties: int
    left_out: tuple[Omission, ...]

    @property
    def entities(self) -> tuple[str, ...]:
        """Everything that appears, principal actors first."""
        ends = (end for tie in self.things for end in (tie.left, tie.right))
        return tuple(dict.fromkeys((*self.principal, *self.companions, *ends)))


def select(
    case: Case, shown: Masking, focus: Sequence[str], top: int, within: NetworkFilter = _ALL
) -> Selection:
    """Choose what a summary of at most ``top`` principal actors is about.

    ``focus`` names entities by id; ``within`` bounds time and says how to look at phones. Raises
    UnknownObjectError.
    """
    around = tuple(focus)
    whole = network(case, replace(within, around=around))
    apart = _professionals(case)
    considered = part(whole, [entity for entity in whole.ids if entity not in apart])
    rankings = tuple(rank(considered, measure, None) for measure in MEASURES)
    principal = _around(considered, top) if around else _in_turn(rankings, top)
    alone = around or _alone(case, shown, {*considered.ids, *apart})
    principal = tuple(dict.fromkeys((*principal, *alone)))[: max(top, len(around))]
    companions = _companions(considered, principal)
    ties = _strongest_first(_ties(part(considered, [*principal, *companions])))
    return Selection(
        focus=around,
        considered=considered,
        rankings=tuple(_first_places(case, considered, ranking) for ranking in rankings),
        biases=tuple(ego_bias(considered, measure, coverage(case)) for measure in MEASURES),
        principal=principal,
        companions=companions,
        ties=tuple(ties[:MAX_TIES]),
        things=_things(case, principal),
        omitted_ties=max(len(ties) - MAX_TIES, 0),
        left_out=(*whole.left_out, *_set_apart(whole, considered)),
    )


def among(selection: Selection, known: Network, entities: Sequence[str]) -> Selection:
    """The same selection about other entities, and only about these and the ties among them."""
    ties = _strongest_first(_ties(part(known, entities)))
    return replace(
        selection,
        considered=known,
        principal=tuple(entities),
        companions=(),
        ties=tuple(ties[:MAX_TIES]),
        things=(),
        omitted_ties=max(len(ties) - MAX_TIES, 0),
    )


def _first_places(case: Case, considered: Network, ranking: Ranking) -> Ranking:
    """The places given; for the measure that missing ties disturb most, how far they may move."""
    first = replace(ranking, ranked=ranking.ranked[:RANKED])
    unsure = ranking.measure is Measure.BETWEENNESS
    return with_intervals(case, considered, first) if unsure else first


def part(whole: Network, keep: Collection[str]) -> Network:
    """The network among some of its entities."""
    wanted = set(keep)
    entities = whole.entities[whole.entities["entity_id"].isin(wanted)].reset_index(drop=True)
    vertices = {entity: i for i, entity in enumerate(entities["entity_id"])}
    ties = whole.relationships
    ties = ties[ties["left_entity"].isin(wanted) & ties["right_entity"].isin(wanted)]
    ties = ties.assign(
        left=ties["left_entity"].map(vertices).astype("int64"),
        right=ties["right_entity"].map(vertices).astype("int64"),
    )
    return replace(whole, entities=entities, relationships=ties.reset_index(drop=True))


def _set_apart(whole: Network, considered: Network) -> tuple[Omission, ...]:
    entities = len(whole.entities) - len(considered.entities)
    ties = len(whole.relationships) - len(considered.relationships)
    if not entities:
        return ()
    return (Omission("officers, interpreters and lawyers of the file itself", entities, ties),)


def _professionals(case: Case) -> frozenset[str]:
    """Persons that sources know in their office only."""
    found = (
        case.db.cursor()
        .execute(
            "SELECT entity_id FROM person_status JOIN entity_member USING (mention_id) "
            "GROUP BY entity_id HAVING bool_and(category = 'professional')"
        )
        .fetchall()
    )
    return frozenset(row[0] for row in found)


# Grain: one person, those about whom sources say most first.
_PERSONS = """
    SELECT entity_id
    FROM entity JOIN entity_member USING (entity_id)
    LEFT JOIN claim ON mention_id IN (left_mention, right_mention)
        AND NOT negated AND state <> 'refused'
    WHERE entity.kind = 'person'
    GROUP BY entity_id
    ORDER BY count(claim_id) DESC, count(DISTINCT mention_id) DESC, length(entity_id), entity_id
"""


def _alone(case: Case, shown: Masking, others: Collection[str]) -> tuple[str, ...]:
    """Unprotected persons whom nothing ties to another actor."""
    found = case.db.cursor().execute(_PERSONS).fetchall()
    return tuple(e for (e,) in found if e not in others and not shown.is_protected(e))


def _in_turn(rankings: Sequence[Ranking], top: int) -> tuple[str, ...]:
    """First places of each measure, then the second ones, and so on."""
    columns = [[r.entity_id for r in ranking.ranked if r.value > 0] for ranking in rankings]
    rows = zip_longest(*columns)
    found = dict.fromkeys(entity for row in rows for entity in row if entity is not None)
    return tuple(found)[:top]


def _around(considered: Network, top: int) -> tuple[str, ...]:
    """The centres, then who is tied to them most strongly."""
    centres = [entity for entity in considered.ids if entity in considered.chosen.around]
    ties = considered.relationships
    ends = pd.concat(
        [
            ties.loc[ties[f"{one}_entity"].isin(centres), [f"{other}_entity", "count"]].set_axis(
                ["entity_id", "count"], axis=1
            )
            for one, other in (("left", "right"), ("right", "left"))
        ]
    )
    sums = ends.groupby("entity_id")["count"].sum()
    weights = {str(entity): int(count) for entity, count in sums.items()}
    others = [e for e in weights if e not in centres and e not in considered.protected]
    others.sort(key=lambda entity: (-weights[entity], considered.index[entity]))
    return tuple([*centres, *others][: max(top, len(centres))])


def _companions(considered: Network, principal: Sequence[str]) -> tuple[str, ...]:
    """Protected persons whom a source ties to a principal actor by a statement."""
    hidden = considered.protected.difference(principal)
    found = set()
    for tie in _ties(part(considered, [*principal, *hidden])):
        ends = {tie.left, tie.right}
        if not tie.is_communication and ends & hidden and ends - hidden:
            found |= ends & hidden
    return tuple(sorted(found, key=considered.index.__getitem__))


def _things(case: Case, principal: Sequence[str]) -> tuple[Tie, ...]:
    """What the principal persons use, own, drive and where they are said to live or have been."""
    persons = {entity for entity in principal if entity.startswith(f"{MentionKind.PERSON}-")}
    if not persons:
        return ()
    stated = network(
        case,
        NetworkFilter(
            kinds=frozenset(str(kind) for kind in THING_TIES),
            around=tuple(sorted(persons)),
            projection=Projection.ALL,
        ),
    )
    kinds = dict(zip(stated.entities["entity_id"], stated.entities["kind"], strict=True))
    return tuple(
        tie
        for tie in _strongest_first(_ties(stated))
        if (tie.left in persons and kinds[tie.right] != MentionKind.PERSON)
        or (tie.right in persons and kinds[tie.left] != MentionKind.PERSON)
    )


def _strongest_first(ties: Sequence[Tie]) -> list[Tie]:
    """Statements before communications, then by number; the order decides what is cut."""
    return sorted(ties, key=lambda t: (t.is_communication, -t.count, t.relationship_id))


def _ties(chosen: Network) -> list[Tie]:
    columns = ["relationship_id", "kind", "left_entity", "right_entity", "count", "duration_s"]
    columns += ["first_utc", "last_utc", "nature"]
    rows = chosen.relationships[columns].itertuples(index=False, name=None)
    return [
        Tie(
            name, kind, left, right, count, _whole_number(lasted), _time(first), _time(last), nature
        )
        for name, kind, left, right, count, lasted, first, last, nature in rows
    ]


def _whole_number(value: float | None) -> int | None:
    return None if pd.isna(value) else int(value or 0)


def _time(value: pd.Timestamp | None) -> datetime | None:
    return None if value is None or pd.isna(value) else value.to_pydatetime()
