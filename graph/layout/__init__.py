"""Positions on a plane, computed here so that a page only has to draw them.

Each connected part is laid out on its own, what hangs on a single tie in rings around its
neighbour; then the parts are packed, largest first. ``positions`` does it all.
"""

from graph.layout.grouped import positions_in_groups
from graph.layout.placing import SPACING, positions

__all__ = ["SPACING", "positions", "positions_in_groups"]
