"""From the case to its network.

``refresh`` recomputes the relationships after every change of entities; ``network`` takes the part
that a ``NetworkFilter`` asks for, folds phones into their holders and says what it leaves out.
"""

from graph.build.co_mentions import MENTIONED_WITH
from graph.build.filters import NetworkFilter, Omission, Projection, Services
from graph.build.ground import Ground, gathered, ground_of
from graph.build.holders import Holding
from graph.build.network import Network
from graph.build.relationships import COMMUNICATES, refresh
from graph.build.services import Service
from graph.build.slicing import network, taken

__all__ = [
    "COMMUNICATES",
    "MENTIONED_WITH",
    "Ground",
    "Holding",
    "Network",
    "NetworkFilter",
    "Omission",
    "Projection",
    "Service",
    "Services",
    "gathered",
    "ground_of",
    "network",
    "refresh",
    "taken",
]
