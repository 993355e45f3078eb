"""What somebody asks of a network to be handed over, for whom and for what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from workbench.evidence.handling import Purpose


@dataclass(frozen=True)
class Asked:
    """Which part of the network goes to whom.

    ``around`` names entities by id or pseudonym and ``hops`` how far to go from them; times are
    UTC. ``actors``: phones folded into whoever held them, things left out, services set apart;
    otherwise everything as sources state it. ``permissions`` as for a summary.
    """

    recipient: str
    purpose: Purpose = Purpose.JUDICIAL
    permissions: Mapping[int, str] = field(default_factory=dict)
    around: tuple[str, ...] = ()
    hops: int = 1
    from_utc: datetime | None = None
    to_utc: datetime | None = None
    actors: bool = False
