"""What the pictures of ``patterns``, ``path``, ``compare`` and ``disrupt`` show."""

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any

from graph.build import Network
from graph.comparison import Comparison
from graph.disruption import Disruption
from graph.paths import Path as Way
from graph.relays import Step
from workbench.cli.network_picture import Marks, Pair, Picture, of_ties, pair


def of_ways(network: Network, ways: Sequence[Way], title: str) -> Picture:
    """The ways between two entities, nothing else."""
    counts = _counts(network)
    ties = {pair(a, b): 1 for way in ways for a, b in pairwise(way.entities)}
    ties = {tie: counts.get(tie, 1) for tie in ties}
    ends = {end for way in ways for end in (way.entities[0], way.entities[-1])}
    drawn = of_ties(ties, _kind, network)
    return Picture(title, drawn, Marks(meant=frozenset(ends), ties_meant=_first(ways)))


def _first(ways: Sequence[Way]) -> frozenset[Pair]:
    return frozenset(pair(a, b) for way in ways[:1] for a, b in pairwise(way.entities))


def of_steps(network: Network, steps: Sequence[Step], title: str) -> Picture:
    """How word came from one phone to another."""
    ties = {pair(step.sender, step.receiver): 1 for step in steps}
    ends = {steps[0].sender, steps[-1].receiver} if steps else set()
    return Picture(title, of_ties(ties, _kind, network), Marks(meant=frozenset(ends)))


def of_comparison(before: Network, after: Network, found: Comparison, title: str) -> Picture:
    """Both periods in one picture: what is gone dashed, what is new thick."""
    one, other = _counts(before), _counts(after)
    marks = Marks(
        gone=frozenset(found.entities_gone),
        new=frozenset(found.entities_new),
        ties_gone=frozenset(one.keys() - other.keys()),
        ties_new=frozenset(other.keys() - one.keys()),
        legend=("Dashed and crossed: only before. Thick and green: only after.",),
    )
    every = {tie: max(one.get(tie, 0), other.get(tie, 0)) for tie in one.keys() | other.keys()}
    return Picture(title, of_ties(every, _kind, before), marks)


def of_disruption(network: Network, effect: Disruption, title: str) -> Picture:
    """The network with those removed crossed out, and who could take over."""
    removed = frozenset(effect.removed)
    ties = frozenset(tie for tie in _counts(network) if removed & set(tie))
    marks = Marks(
        gone=removed,
        meant=frozenset(one.successor for one in effect.replacements),
        ties_gone=ties,
        legend=("Crossed: removed, with the ties lost. Thick edge: who could take over.",),
    )
    return Picture(title, network, marks)


def of_findings(network: Network, found: Mapping[str, Any], title: str, least: float) -> Picture:
    """Those who stand together in a pattern's findings (as JSON with ids for labels)."""
    ties: dict[Pair, int] = {}
    known = set(network.ids)
    for one in found["candidates"]:
        if one.get("score", 1.0) <= least:
            continue
        named = [value for value in one.values() if isinstance(value, str) and _is_entity(value)]
        for a, b in combinations(dict.fromkeys(named), 2):
            ties[pair(a, b)] = ties.get(pair(a, b), 0) + 1
    around = {tie: n for tie, n in _counts(network).items() if set(tie) <= _ends(ties) & known}
    marks = Marks(
        ties_meant=frozenset(ties), legend=("Thick: findings. Thin: ties between those found.",)
    )
    return Picture(title, of_ties(around | ties, _kind, network), marks)


def _ends(ties: Mapping[Pair, int]) -> set[str]:
    return {end for tie in ties for end in tie}


def _is_entity(words: str) -> bool:
    kind, _, number = words.rpartition("-")
    return kind.isalpha() and number.isdigit()


def _counts(network: Network) -> dict[Pair, int]:
    """Each pair of entities with the number of communications and statements between them."""
    found: dict[Pair, int] = {}
    columns = (network.relationships[name] for name in ("left_entity", "right_entity", "count"))
    for left, right, count in zip(*columns, strict=True):
        found[pair(left, right)] = found.get(pair(left, right), 0) + int(count)
    return found


def _kind(entity: str) -> str:
    return entity.rsplit("-", 1)[0]
