"""What a summary calls the entities in it: a name, and a number that tells namesakes apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from workbench.access import Masking
from workbench.access.masking import HIDDEN
from workbench.case import Case

NUMBER_PREFIX = "E"
NO_KINDS: Mapping[str, str] = {}


@dataclass(frozen=True)
class Names:
    """Names as the recipient may read them, and numbers in the order of appearance."""

    labels: dict[str, str]
    numbers: dict[str, int]

    @classmethod
    def of(
        cls,
        case: Case,
        shown: Masking,
        entities: Sequence[str],
        kinds: Mapping[str, str] = NO_KINDS,
    ) -> Self:
        """Labels as ``case`` has them, protected ones by pseudonym.

        ``kinds`` gives the word to put before the labels of a kind that do not say what they are.
        """
        found = case.db.cursor().execute("SELECT entity_id, kind, label FROM entity").fetchall()
        labels = {
            entity: " ".join(filter(None, [kinds.get(kind), _shown(shown, entity, label)]))
            for entity, kind, label in found
        }
        return cls(labels | shown.pseudonyms, {entity: n for n, entity in enumerate(entities, 1)})

    def name(self, entity_id: str) -> str:
        """The name alone."""
        return self.labels.get(entity_id, entity_id)

    def number(self, entity_id: str) -> str:
        """Its number in the tables and on the chart: 'E3'."""
        found = self.numbers.get(entity_id)
        return f"{NUMBER_PREFIX}{found}" if found else ""

    def full(self, entity_id: str) -> str:
        """Name and number, as statements have them."""
        number = self.number(entity_id)
        return f"{self.name(entity_id)} ({number})" if number else self.name(entity_id)


def _shown(shown: Masking, entity: str, label: str) -> str:
    """The label, swept; a person's own name stays where only a part is like a protected one's.

    A mention of a protected person that was not merged with the others would show their name, and
    so would a relative's surname.
    """
    swept = shown.text(label)
    if entity in shown.relatives:
        return swept
    if entity.startswith("person-") and swept.replace(HIDDEN, "").strip(" ,.-"):
        return label
    return swept
