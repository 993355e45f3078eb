"""What an export calls protected persons: stable within it, and different in every other one.

Two exports laid side by side must not tell who is who, nor how many are protected. The numbers
follow from a secret of the case and from what is exported to whom, so that an export made again is
the same; the case keeps which number stood for whom.
"""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields

from workbench.access import Masking
from workbench.case import Case
from workbench.errors import UnknownObjectError

_SEED = "pseudonym_seed"
_NUMBER = re.compile(r"(?<=[Pp]rotected person )\d+")
_LOWEST, _RANGE = 1_000, 9_000
_CROWDED = _RANGE // 2


@dataclass(frozen=True)
class ExportMasking(Masking):
    """A masking in which all is called as one export calls it; ``numbers`` by those of the case."""

    numbers: Mapping[int, int] = field(default_factory=dict)

    def text(self, text: str, source_id: int | None = None, start: int = 0) -> str:
        """As ``Masking.text``; in what people typed, the case's pseudonyms are put right too."""
        own = _renumbered(text, self.numbers) if source_id is None else text
        return super().text(own, source_id, start)


@dataclass(frozen=True)
class Called:
    """A protected entity (id), its pseudonym in the case, and what an export called it."""

    entity_id: str
    in_case: str
    in_export: str


def secret(case: Case, name: str) -> bytes:
    """A secret of the case, 32 bytes; made when it is first needed."""
    # Whoever may not see all sources exports under the case's secret all the same.
    store = case.whole().db
    row = store.execute("SELECT value FROM case_secret WHERE name = ?", [name]).fetchone()
    if row is not None:
        return bytes.fromhex(row[0])
    made = secrets.token_bytes(32)
    with case.transaction():
        case.db.execute("INSERT INTO case_secret VALUES (?, ?)", [name, made.hex()])
    return made


def for_export(case: Case, shown: Masking, about: Mapping[str, object]) -> ExportMasking:
    """The same masking with the pseudonyms of one export; ``about`` is all that sets it apart."""
    key = _key(case, "pseudonyms", about)
    given = (int(n) for name in shown.pseudonyms.values() for n in _NUMBER.findall(name))
    numbers = _numbers(key, set(given))
    renamed = shown.renamed(lambda name: _renumbered(name, numbers))
    same = {f.name: getattr(renamed, f.name) for f in fields(Masking)}
    return ExportMasking(**same, numbers=numbers)


def seed(case: Case, about: Mapping[str, object]) -> str:
    """What identifiers of an export may be derived from: the same again, others elsewhere."""
    return _key(case, "identifiers", about).hex()


def _key(case: Case, use: str, about: Mapping[str, object]) -> bytes:
    told = json.dumps([use, about], ensure_ascii=False, sort_keys=True).encode()
    return hmac.digest(secret(case, _SEED), told, "sha256")


def _renumbered(text: str, numbers: Mapping[int, int]) -> str:
    return _NUMBER.sub(lambda found: str(numbers.get(int(found[0]), found[0])), text)


def _numbers(key: bytes, given: Iterable[int]) -> dict[int, int]:
    """Another number for each, no two the same; earlier ones do not depend on later ones."""
    found: dict[int, int] = {}
    taken: set[int] = set()
    for number in sorted(given):
        crowded, attempt = len(found) >= _CROWDED, 0
        while (chosen := _drawn(key, number, attempt, crowded=crowded)) in taken:
            attempt += 1
        found[number] = chosen
        taken.add(chosen)
    return found


def _drawn(key: bytes, number: int, attempt: int, *, crowded: bool) -> int:
    """Four figures, or seven where there are thousands of persons."""
    drawn = hmac.new(key, f"{number}/{attempt}".encode(), hashlib.sha256).digest()
    wider = 1_000 if crowded else 1
    return _LOWEST * wider + int.from_bytes(drawn[:8], "big") % (_RANGE * wider)


def aliases(shown: Masking) -> dict[str, str]:
    """Ids for protected entities: theirs in the case is the same in every export, and would join
    two exports; these tell no more than an export's pseudonyms do.
    """
    return {
        entity: f"{entity.split('-')[0]}-p{hashlib.sha256(name.encode()).hexdigest()[:10]}"
        for entity, name in shown.pseudonyms.items()
    }


def keep(case: Case, export_id: int, shown: Masking) -> None:
    """Remember in the caller's transaction what an export called whom."""
    rows = [(export_id, entity, name) for entity, name in sorted(shown.pseudonyms.items())]
    if rows:
        case.db.executemany("INSERT INTO export_pseudonym VALUES (?, ?, ?)", rows)


# Grain: one protected entity of an export, under the id it has today.
_CALLED = """
    WITH today AS (
        SELECT coalesce(new_entity_id, entity_id) AS entity_id, pseudonym AS in_export
        FROM export_pseudonym LEFT JOIN entity_redirect ON old_entity_id = entity_id
        WHERE export_id = ?
    )
    SELECT entity_id, coalesce(pseudonym.pseudonym, '') AS in_case, in_export
    FROM today LEFT JOIN pseudonym USING (entity_id)
    ORDER BY length(in_export), in_export
"""


def called(case: Case, export_id: int) -> list[Called]:
    """Whom an export's pseudonyms stood for, as they are called in the case today.

    Raises UnknownObjectError.
    """
    db = case.whole().db.cursor()
    if not db.execute("SELECT 1 FROM export WHERE export_id = ?", [export_id]).fetchone():
        raise UnknownObjectError(f"export {export_id}: there is none. See 'workbench exports'.")
    return [Called(*row) for row in db.execute(_CALLED, [export_id]).fetchall()]
