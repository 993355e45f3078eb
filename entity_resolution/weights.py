"""The weights that pairs are scored with: shipped, learnt from a case, or moved by judgements."""

import json
import math
from dataclasses import dataclass

from entity_resolution.model import Level, Model

SHIPPED_COUNTS_AS = 500
"""Counted pairs that what is shipped counts as much as."""

Chances = tuple[float, float]
"""m and u: how often an outcome is met among true pairs and among other pairs."""


@dataclass(frozen=True)
class Weights:
    """The share of pairs that match, and the chances of each outcome of each comparison, in the
    order of the model's levels (None: no information); ``method`` says where they came from."""

    share: float
    levels: dict[str, tuple[Chances | None, ...]]
    method: str

    def weight(self, comparison: str, level: int) -> float:
        """What an outcome speaks for a match, in bits; 0 where it is no information."""
        chances = self.levels[comparison][level]
        return math.log2(chances[0] / chances[1]) if chances else 0.0

    def fits(self, model: Model) -> bool:
        """Whether they are weights of this model, not of an earlier version of it."""
        shape = {
            comparison.name: [level.m is None for level in comparison.levels]
            for comparison in model.comparisons
        }
        return shape == {
            name: [chances is None for chances in levels] for name, levels in self.levels.items()
        }

    def as_json(self) -> str:
        """To be kept in the case."""
        kept = {"share": self.share, "levels": self.levels, "method": self.method}
        return json.dumps(kept, sort_keys=True)


def from_json(kept: str) -> Weights:
    """What ``as_json`` wrote."""
    read = json.loads(kept)
    levels = {
        name: tuple(chances and (chances[0], chances[1]) for chances in kept_levels)
        for name, kept_levels in read["levels"].items()
    }
    return Weights(read["share"], levels, read["method"])


def shipped(model: Model, share: float, method: str) -> Weights:
    """The weights that the workbench comes with, where so large a share of pairs match."""
    levels = {
        comparison.name: tuple(_chances(level, share) for level in comparison.levels)
        for comparison in model.comparisons
    }
    return Weights(share, levels, method)


def _chances(level: Level, share: float) -> Chances | None:
    if level.m is None or level.u is None:
        return None
    return level.m, level.chance_among_others(level.u, share)


def counted(met: int, total: int, shipped_chance: float) -> float:
    """A chance as a case counts it, with what is shipped as so many further pairs."""
    return (met + shipped_chance * SHIPPED_COUNTS_AS) / (total + SHIPPED_COUNTS_AS)
