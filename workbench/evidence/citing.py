"""Citations: each place cited once, numbered in the order of the sources, with its words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from workbench.evidence.places import Place, order_of
from workbench.evidence.quotes import Quote
from workbench.evidence.trace import Evidence


@dataclass(frozen=True)
class Citation:
    """A cited place: its label ('S3 r.17'), what stands there and the original's hash."""

    source_id: int
    sha256: str
    quote: Quote

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.quote.place

    @property
    def label(self) -> str:
        """As it is cited."""
        return self.quote.place.label


@dataclass
class Citations:
    """Collects what is cited while a report is composed."""

    _by_place: dict[Place, Citation] = field(default_factory=dict)

    def cite(self, evidence: Iterable[Evidence]) -> tuple[str, ...]:
        """The labels under which these pieces of evidence are cited, in the order of sources."""
        places = set()
        for item in evidence:
            known = Citation(item.source_id, item.sha256, item.quote)
            self._by_place.setdefault(item.place, known)
            places.add(item.place)
        return tuple(place.label for place in sorted(places, key=order_of))

    def every(self) -> tuple[Citation, ...]:
        """All citations, by source and then from top to bottom."""
        return tuple(self._by_place[place] for place in sorted(self._by_place, key=order_of))


def sources_of(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """One piece of evidence of each source, in the order of sources."""
    first: dict[int, Evidence] = {}
    for item in evidence:
        first.setdefault(item.source_id, item)
    return tuple(first[number] for number in sorted(first))


def grades(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """The evaluations of the sources of some evidence, without repetition."""
    return tuple(dict.fromkeys(item.grade for item in sources_of(evidence)))
