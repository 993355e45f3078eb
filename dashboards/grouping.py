"""Entities of a picture in groups: communities, nations, families and households.

Protected persons stand in no nation and no household: both would tell of them what their pseudonym
hides.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import icu
import igraph

from dashboards.texts import Texts
from dashboards.workspace import Workspace
from graph.build import Network, NetworkFilter
from graph.nations import nations

MOST_RESIDENTS = 8
"""More persons than this at one place are no household: it is a town, or a camp."""
FEWEST = 2
"""Fewer members make no group."""

# Grain: two persons of one family, or a person and the place where they live.
_TIES = """
    SELECT left_entity, right_entity FROM relationship WHERE kind = 'related_to'
    UNION
    SELECT left_entity, right_entity FROM relationship WHERE kind = 'lives_at'
    QUALIFY count(*) OVER (PARTITION BY right_entity) <= $most
    ORDER BY ALL
"""


class Grouping(StrEnum):
    """What puts entities into one frame."""

    NONE = "none"
    COMMUNITY = "community"
    NATION = "nation"
    HOUSEHOLD = "household"


@dataclass(frozen=True)
class Groups:
    """The group's key by entity id, and the groups' names by key.

    ``stability`` (0 to 1) says of communities how alike repeated searches for them are.
    """

    members: Mapping[str, str]
    names: Mapping[str, str]
    stability: float | None = None


def groups(workspace: Workspace, chosen: NetworkFilter, part: Network, by: Grouping) -> Groups:
    """The groups of at least two entities of a part of the network that a filter asks for."""
    stability = None
    match by:
        case Grouping.NONE:
            return Groups({}, {})
        case Grouping.COMMUNITY:
            found = workspace.communities(chosen)
            stability = found.stability
            whole = found.of(workspace.network(chosen))
            keys = {name: str(whole[name] + 1) for name in part.ids}
        case Grouping.NATION:
            keys = _named(workspace, part, nations(workspace.case, part))
        case Grouping.HOUSEHOLD:
            keys = _named(workspace, part, _households(workspace))
    sizes = Counter(keys.values())
    members = {name: key for name, key in keys.items() if sizes[key] >= FEWEST}
    names = {key: _name(workspace.texts, by, key) for key in set(members.values())}
    return Groups(members, names, stability)


def _named(workspace: Workspace, part: Network, keys: Mapping[str, str]) -> dict[str, str]:
    masking = workspace.masking()
    return {
        name: keys[name] for name in part.ids if name in keys and not masking.is_protected(name)
    }


def _households(workspace: Workspace) -> dict[str, str]:
    """Persons tied by family or a dwelling, directly or through one another."""
    with workspace.case.db.cursor() as db:
        ties = db.execute(_TIES, {"most": MOST_RESIDENTS}).fetchall()
    graph = igraph.Graph.TupleList(ties)
    parts = enumerate(graph.connected_components(), 1)
    return {graph.vs[vertex]["name"]: str(number) for number, part in parts for vertex in part}


def _name(texts: Texts, by: Grouping, key: str) -> str:
    if by is Grouping.NATION:
        shown = icu.Locale("", key).getDisplayCountry(icu.Locale.forLanguageTag(texts.language))
        return str(shown) or key
    return texts.say("grouping", f"{by}_name", number=key)
