"""What is hidden in the traffic: each pattern with its evidence, a score and its false alarms."""

from graph.patterns.co_location import co_locations
from graph.patterns.convoy import convoys
from graph.patterns.findings import Findings, Label, Pattern, Table
from graph.patterns.handset_change import handset_changes
from graph.patterns.number_change import number_changes
from graph.patterns.pattern_of_life import lives

PATTERNS = {
    pattern.name: pattern
    for pattern in (
        Pattern("number-change", "Which new number took over from which old one?", number_changes),
        Pattern("handset-change", "Which numbers moved between handsets?", handset_changes),
        Pattern("convoy", "Which phones travel together, and which one is ahead?", convoys),
        Pattern("co-location", "Which phones are near each other beyond chance?", co_locations),
        Pattern("pattern-of-life", "Where and when is each phone used by habit?", lives),
    )
}
"""Every pattern there is, by its name on the command line."""

__all__ = ["PATTERNS", "Findings", "Label", "Pattern", "Table"]
