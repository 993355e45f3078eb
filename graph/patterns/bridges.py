"""Who stands between national groups: ties to both, whose members have none to each other.

A person's group is the nationality that sources state, else the country of the phones they hold; a
phone's is that of its number. Between two groups somebody brokers every pair of their contacts, one
from each, who are not tied themselves (Gould and Fernandez 1989: itinerants and liaisons).
"""

from collections import defaultdict
from itertools import combinations

from graph.build import Network, network
from graph.build.calls import ALWAYS, Window
from graph.build.filters import NetworkFilter
from graph.nations import nations
from graph.patterns.leads import Lead, Leads, shown
from workbench.case import Case

FEWEST_EACH = 2
FEWEST_PAIRS = 4
MOST_CONTACTS = 500
"""With more contacts it is a hub, whose pairs say nothing."""


def bridges(case: Case, window: Window = ALWAYS) -> Leads:
    """Find who ties national groups together that are hardly tied otherwise."""
    found = network(case, NetworkFilter(from_utc=window.from_utc, to_utc=window.to_utc))
    known = nations(case, found)
    groups = {vertex: known[name] for vertex, name in enumerate(found.ids) if name in known}
    with case.db.cursor() as db:
        contacts = [set(found.graph.neighbors(vertex)) for vertex in range(len(found.ids))]
        leads = [
            lead
            for vertex in range(len(found.ids))
            if len(contacts[vertex]) <= MOST_CONTACTS
            for lead in _between(found, vertex, contacts, groups)
        ]
        return shown(db, ("bridge",), leads)


def _between(
    found: Network, vertex: int, contacts: list[set[int]], groups: dict[int, str]
) -> list[Lead]:
    by_group = defaultdict(list)
    for contact in sorted(contacts[vertex]):
        if contact in groups:
            by_group[groups[contact]].append(contact)
    leads = []
    for one, other in combinations(sorted(by_group), 2):
        every = [(x, y) for x in by_group[one] for y in by_group[other]]
        apart = [(x, y) for x, y in every if y not in contacts[x]]
        alone = [(x, y) for x, y in apart if contacts[x] & contacts[y] == {vertex}]
        fewest = min(len(by_group[one]), len(by_group[other]))
        if fewest < FEWEST_EACH or len(every) < FEWEST_PAIRS or not alone:
            continue
        leads.append(
            Lead(
                (("bridge", found.ids[vertex]),),
                len(alone) / (len(every) + 1),
                f"Tied to {len(by_group[one])} of {one} and {len(by_group[other])} of {other}: of "
                f"{len(every)} pairs between these, {len(every) - len(apart)} are tied themselves "
                f"and {len(alone)} have nobody else in common.",
                ("A number's country is that of its SIM, not of whoever uses it.",),
                relationships=_ties(found, vertex, by_group[one] + by_group[other]),
                facts=(("groups", (one, other)), ("pairs", len(every)), ("alone", len(alone))),
            )
        )
    return leads


def _ties(found: Network, vertex: int, contacts: list[int]) -> tuple[str, ...]:
    ties = found.relationships
    left, right = ties["left"], ties["right"]
    own = (left == vertex) & right.isin(contacts) | (right == vertex) & left.isin(contacts)
    return tuple(ties.loc[own, "relationship_id"])
