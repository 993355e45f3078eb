"""A case in a notebook: its network as networkx or igraph graphs and pandas tables.

    from workbench.notebook import Case

    with Case.open("gjoka") as case:
        network = case.network(start="2024-09-01")
        network.ranking("betweenness")

Labels are those of the screen: protected persons stand under their pseudonyms, and no ranking names
them. Times are UTC.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

import igraph
import pandas as pd

from graph import build, handing_over, roles
from graph.build import MENTIONED_WITH, Network, NetworkFilter, Projection, Services
from graph.build.calls import ALWAYS
from graph.communities import communities
from graph.coverage import coverage
from graph.measures import Measure
from graph.patterns import PATTERNS
from graph.ranking import rank
from graph.uncertainty import with_intervals
from workbench import case as kernel
from workbench.access.rights import Right
from workbench.cli.moments import Moment, stretch_utc
from workbench.cli.naming import Naming, record_consultation
from workbench.cli.resolved import require_resolved
from workbench.errors import UnknownObjectError, WorkbenchError

if TYPE_CHECKING:
    import networkx as nx

When = str | date | None


class Case(kernel.Case):
    """An open case with its network at hand. See ``workbench.case.Case`` for the rest."""

    @classmethod
    def open(
        cls,
        folder: Path | str,
        *,
        write: bool = False,
        user: str | None = None,
        right: Right | None = Right.CONSULTATION,
    ) -> Self:
        """Open an existing case by its folder. Raises CaseNotFoundError, CaseBusyError."""
        opened = super().open(Path(folder), write=write, user=user, right=right)
        assert isinstance(opened, cls)
        return opened

    def network(
        self,
        *,
        start: When = None,
        end: When = None,
        around: Sequence[str] = (),
        hops: int = 1,
        kinds: Collection[str] | None = None,
        entity_kinds: Collection[str] | None = None,
        sources: Collection[int] | None = None,
        places: Collection[str] = (),
        least_grade: str | None = None,
        min_count: int = 1,
        as_stated: bool = False,
        with_services: bool = False,
        with_mentions: bool = False,
    ) -> "NotebookNetwork":
        """The network that is asked for, as ``workbench network`` shows it.

        ``start`` and ``end`` are days or times in the case's zone ('2024-09-16T09:41'); the end's
        day belongs to it. ``around`` names entities by id, pseudonym or label; that is a
        consultation and logged, so the case must be open for writing. ``sources`` are numbers of
        files, ``places`` names in any script, ``least_grade`` is such as 'B2'. ``with_mentions``
        adds who is named together in a sentence or row of a document ('mentioned_with').
        """
        require_resolved(self)
        naming = Naming(self)
        centres = tuple(naming.entity(words) for words in around)
        if centres and not self.writable:
            raise WorkbenchError(
                "asking about single entities is logged: open the case with write=True."
            )
        from_utc, to_utc = stretch_utc(self, _moment(start), _moment(end))
        chosen = NetworkFilter(
            kinds=None if kinds is None else frozenset(kinds),
            entity_kinds=None if entity_kinds is None else frozenset(entity_kinds),
            sources=None if sources is None else frozenset(sources),
            places=frozenset(places),
            least_grade=least_grade,
            from_utc=from_utc,
            to_utc=to_utc,
            min_count=min_count,
            around=centres,
            hops=hops,
            projection=Projection.ALL if as_stated else Projection.ACTORS,
            services=Services.KEEP if with_services else Services.APART,
            co_mentions=with_mentions or MENTIONED_WITH in (kinds or ()),
        )
        found = build.network(self, chosen)
        if centres:
            record_consultation(self, "notebook", centres)
        return NotebookNetwork(self, found, naming)

    def pattern(self, name: str) -> pd.DataFrame:
        """The findings of a pattern (see ``workbench patterns --help``), likeliest first."""
        if name not in PATTERNS:
            raise UnknownObjectError(f"{name}: no such pattern. There are {', '.join(PATTERNS)}.")
        found = PATTERNS[name].find(self, ALWAYS).as_json(Naming(self).label)
        candidates = found["candidates"]
        assert isinstance(candidates, list)
        return pd.DataFrame(candidates)


def _moment(when: When) -> date | None:
    return Moment().convert(when, None, None) if isinstance(when, str) else when


@dataclass(frozen=True)
class NotebookNetwork:
    """A network's graphs and tables. ``found`` is the network itself, for ``graph`` functions."""

    case: Case
    found: Network
    naming: Naming

    @property
    def networkx(self) -> "nx.MultiGraph[str]":
        """The typed multigraph: nodes are entity ids, edges' keys kinds of relationship."""
        return handing_over.as_networkx(self.found, self.naming.label)

    @property
    def igraph(self) -> igraph.Graph:
        """The simple weighted graph that measures work on."""
        return handing_over.as_igraph(self.found, self.naming.label)

    @cached_property
    def entities(self) -> pd.DataFrame:
        """entity_id (index), kind, label, protected, community (largest is 0)."""
        table = self.found.entities.set_index("entity_id")
        groups = communities(self.found).of(self.found)
        return table.assign(
            label=[self.naming.label(entity) for entity in table.index],
            protected=table.index.isin(list(self.found.protected)),
            community=[groups[entity] for entity in table.index],
        )

    @property
    def relationships(self) -> pd.DataFrame:
        """One row for each relationship, with the labels of its sides; times in UTC."""
        table = self.found.relationships.drop(columns=["left", "right"])
        labels = {
            f"{side}_label": [self.naming.label(entity) for entity in table[f"{side}_entity"]]
            for side in ("left", "right")
        }
        return table.assign(**labels)

    def ranking(self, measure: str, top: int | None = 10) -> pd.DataFrame:
        """entity_id, label, value, rank and the ranks it could have (rank_low to rank_high)."""
        ranking = with_intervals(self.case, self.found, rank(self.found, Measure(measure), top))
        rows = [
            {"entity_id": one.entity_id, "label": self.naming.label(one.entity_id)} | asdict(one)
            for one in ranking.ranked
        ]
        return pd.DataFrame(rows)

    def roles(self, count: int | None = None) -> pd.DataFrame:
        """entity_id, label and role: the same number, a like place in the network."""
        rows = [
            {"entity_id": entity, "label": self.naming.label(entity), "role": number}
            for number, role in enumerate(roles.roles(self.found, count).roles)
            for entity in role.members
        ]
        return pd.DataFrame(rows)

    @property
    def left_out(self) -> pd.DataFrame:
        """What is not in the network, and why."""
        return pd.DataFrame([omission.as_json() for omission in self.found.left_out])

    @property
    def coverage(self) -> pd.DataFrame:
        """Whose call records the case holds, and for which days: what every measure rests on."""
        held = coverage(self.case, self.found.chosen)
        return pd.DataFrame(
            [
                asdict(one) | {"label": self.naming.label(one.phone) if one.phone else None}
                for one in held
            ]
        )
