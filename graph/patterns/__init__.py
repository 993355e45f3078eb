"""What is hidden in the traffic: each pattern with its evidence, a score and its false alarms."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graph.build.calls import Window
from graph.patterns.border import crossings
from graph.patterns.bridges import bridges
from graph.patterns.call_chain import call_chains
from graph.patterns.cascade import cascades
from graph.patterns.co_location import co_locations
from graph.patterns.convoy import convoys
from graph.patterns.event_contacts import event_contacts
from graph.patterns.events import Event
from graph.patterns.findings import Findings, Label, Table
from graph.patterns.handset_change import handset_changes
from graph.patterns.journeys import journeys
from graph.patterns.number_change import number_changes
from graph.patterns.one_way import one_way_lines
from graph.patterns.pattern_of_life import lives
from workbench.case import Case


@dataclass(frozen=True)
class Pattern:
    """A pattern that can be looked for: its question in plain words, and what finds it.

    ``around`` finds it around events that the user names, where it is about events.
    """

    name: str
    question: str
    find: Callable[[Case, Window], Findings]
    around: Callable[[Case, Window, Sequence[Event]], Findings] | None = None


PATTERNS = {
    pattern.name: pattern
    for pattern in (
        Pattern("number-change", "Which new number took over from which old one?", number_changes),
        Pattern("handset-change", "Which numbers, SIMs and handsets changed?", handset_changes),
        Pattern("convoy", "Which phones travel together, and which one is ahead?", convoys),
        Pattern("co-location", "Which phones are near each other beyond chance?", co_locations),
        Pattern("pattern-of-life", "Where and when is each phone used by habit?", lives),
        Pattern("journeys", "Which journeys are too fast for one phone?", journeys),
        Pattern("border-crossing", "When did which phone change countries?", crossings),
        Pattern(
            "event-contacts",
            "Who is called last before and first after an event?",
            event_contacts,
            event_contacts,
        ),
        Pattern(
            "cascade",
            "After which event do calls set off more calls than usual?",
            cascades,
            cascades,
        ),
        Pattern("call-chain", "Who passes calls on to whom, again and again?", call_chains),
        Pattern("one-way", "On which lines does one side only ever call?", one_way_lines),
        Pattern("bridges", "Who ties national groups together?", bridges),
    )
}
"""Every pattern there is, by its name on the command line."""

__all__ = ["PATTERNS", "Event", "Findings", "Label", "Pattern", "Table"]
