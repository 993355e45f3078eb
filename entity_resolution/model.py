"""What a kind of thing is compared by: declarations that become a Fellegi-Sunter model.

Fellegi and Sunter 1969, A Theory for Record Linkage.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Level:
    """One outcome of a comparison: its SQL on _l and _r columns, and its shipped probabilities.

    ``m``: share of true pairs with this outcome; ``u``: share of other pairs, to which comes
    ``u_per_prior`` times the share of pairs that match. None, None: no information on one side.
    ``told``: a large case counts m on the pairs that the comparison is ``told_by``. ``rests_on``:
    comparison and label of the outcome, itself told, that this one follows from; m grows as
    that one is met more often than shipped. ``most_u``: what u never exceeds. ``strangers``: a
    large case counts, among pairs drawn at random, how often this is so, and takes it for ``u``.
    ``met_by``: a large case counts the pairs that this brings together, which are all that have the
    outcome, and takes those that do not match for ``u``.
    """

    label: str
    sql: str
    m: float | None = None
    u: float | None = None
    u_per_prior: float = 0.0
    told: bool = False
    rests_on: tuple[str, str] | None = None
    most_u: float = 1.0
    strangers: str | None = None
    met_by: "Together | None" = None

    def chance_among_others(self, u: float, share: float) -> float:
        """The u of a case of which this share of the pairs match; ``u``: its part that does not
        depend on that."""
        return min(self.most_u, u + self.u_per_prior * share)


@dataclass(frozen=True)
class Block:
    """Records that share the value of these columns are compared; ``lists`` are list columns, of
    which one common value is enough. ``by_name``: all records of one name have the same values.
    ``most``: records that may share a value for their pairs to be looked at. ``suffices``: SQL of
    what a record is listed with; of a pair where both meet it, names unlike each other say nothing
    before it is scored."""

    columns: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    by_name: bool = False
    most: int = 2_000
    suffices: str = "false"


@dataclass(frozen=True)
class Together:
    """Records brought together by a block, of which both meet a condition on their columns."""

    block: Block
    where: str = "true"


class Sure(Together):
    """The same; they are practically always one."""


@dataclass(frozen=True)
class Comparison:
    """One thing compared; ``shown`` is the column quoted in explanations.

    ``learnt``: whether a large case replaces the shipped probabilities by its own. ``told_by``:
    pairs that are one whatever this comparison says. ``strangers_where``: of pairs drawn at random,
    those that ``Level.strangers`` is counted on.
    """

    name: str
    shown: str
    levels: tuple[Level, ...]
    learnt: bool = True
    told_by: Sure | None = None
    strangers_where: str = "true"


@dataclass(frozen=True)
class Model:
    """What to compare, which pairs to consider, and what makes two records surely one.

    ``of_pair``: columns of a pair that levels ask, each with the SQL function of two records that
    fills it.
    """

    comparisons: tuple[Comparison, ...]
    blocks: tuple[Block, ...]
    sure: tuple[Sure, ...]
    learn_by: tuple[str, ...]  # columns to hold fixed while learning
    of_pair: Mapping[str, str] = field(default_factory=dict)
