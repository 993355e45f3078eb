"""How the command line names entities, and how its user may name them."""

from collections.abc import Iterable

from workbench.access import on_screen
from workbench.case import Case
from workbench.cli.looking import look
from workbench.errors import UnknownObjectError
from workbench.evidence.names import Names
from workbench.vocabulary import Action

SIDES = "~"


class Naming:
    """Labels that may be shown, and the entities that words stand for."""

    def __init__(self, case: Case) -> None:
        self.shown = on_screen(case)
        self._look = look(case)
        self._names = Names.of(case, self.shown, ())
        self._known = {entity: entity for entity in self._names.labels} | dict(
            case.db.execute(
                "SELECT old_entity_id, new_entity_id FROM entity_redirect UNION ALL "
                "SELECT pseudonym, entity_id FROM protected_entity"
            ).fetchall()
        )

    def label(self, entity_id: str) -> str:
        """What to call an entity, which is thereby shown."""
        self._look.entities.add(entity_id)
        return self._names.name(entity_id)

    def entity(self, words: str) -> str:
        """The id of the entity that is meant: by id, pseudonym, or the label as shown.

        Raises UnknownObjectError, which does not repeat the words: they may be a protected name.
        """
        if words in self._known:
            return self._known[words]
        wanted = words.casefold().strip()
        found = [e for e, label in self._names.labels.items() if label.casefold() == wanted]
        if len(found) > 1:
            raise UnknownObjectError(
                f"{len(found)} entities are called that: {', '.join(sorted(found))}. "
                "Name one of them by its id."
            )
        if not found:
            raise UnknownObjectError(
                "no such entity in this case. Name it by id ('person-12'), pseudonym or label; "
                "see 'workbench entities'."
            )
        return found[0]

    def object(self, words: str) -> str:
        """The id of an entity or relationship; anything else (claims, rows) as it is."""
        parts = words.split(SIDES)
        if len(parts) == 3:
            return SIDES.join((self.entity(parts[0]), parts[1], self.entity(parts[2])))
        is_other = "#" in words or words.startswith("claim-")
        return words if is_other else self.entity(words)

    def protected(self, entities: Iterable[str]) -> list[str]:
        """Those who may appear under their pseudonym only."""
        return [entity for entity in entities if self.shown.is_protected(entity)]


def record_consultation(case: Case, command: str, objects: Iterable[str]) -> None:
    """Log what was looked at (Directive (EU) 2016/680, art. 25)."""
    with case.transaction():
        for name in objects:
            case.record(Action.CONSULTATION, _without_file_name(case, name), {"command": command})


def _without_file_name(case: Case, name: str) -> str:
    """'source-3#17' for 'records.csv#17': who named a file may have put a person into it."""
    file, sign, row = name.rpartition("#")
    if not sign:
        return name
    found = case.db.execute("SELECT source_id FROM source WHERE file_name = ?", [file]).fetchone()
    return f"source-{found[0] if found else '?'}#{row}"
