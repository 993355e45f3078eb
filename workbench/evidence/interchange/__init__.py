"""The network in other programs' formats: what goes, how each format writes it, and that it left.

``export`` writes a file and, beside it, its manifest; ``FORMATS`` are the formats there are.
"""

from workbench.evidence.interchange.asked import Asked
from workbench.evidence.interchange.formats import FORMATS
from workbench.evidence.interchange.sending import Sent, export

__all__ = ["FORMATS", "Asked", "Sent", "export"]
