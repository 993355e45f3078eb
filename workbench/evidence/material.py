"""The evidence behind what a summary says: read once for all entities and relationships in it.

Of many records of one relationship the first two and the last are cited, of many statements and
mentions one from each source first; how many there are in all is always said.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import duckdb

from graph.evidence import EvidenceKind, Locator, Locators, locators, prepared
from workbench.access import Masking
from workbench.case import Case
from workbench.evidence.beside import rows_beside
from workbench.evidence.selection import Selection, Tie
from workbench.evidence.trace import Evidence, evidence_at
from workbench.vocabulary import AttributeName

CITED_RECORDS = 3
CITED_STATEMENTS = 6
CITED_MENTIONS = 4
_READ_WHOLE = 2_000
_TOLD = (
    AttributeName.ROLE,
    AttributeName.ALIAS,
    AttributeName.BIRTH_DATE,
    AttributeName.FATHER_NAME,
    AttributeName.NATIONALITY,
)


@dataclass(frozen=True)
class Backed:
    """How much evidence there is in all, in how many sources, and what is cited of it."""

    total: int
    sources: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Particular:
    """What sources say about an entity: an attribute's or status's name and value, with evidence.

    ``values`` has the forms in which it is written, the most frequent first.
    """

    name: str
    value: str
    written: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Material:
    """All evidence of a summary, by entity and relationship id."""

    entities: dict[str, Backed]
    ties: dict[str, Backed]
    particulars: dict[str, tuple[Particular, ...]]


def gather(case: Case, shown: Masking, selection: Selection) -> Material:
    """Find what to cite for a selection, and read it from the originals."""
    chosen = selection.considered.chosen
    among = partial(locators, case, window=chosen.window, projection=chosen.projection)
    with prepared(case) as db:
        ties = {t.relationship_id: _tie(partial(among, on=db), t) for t in selection.ties}
        ties |= {t.relationship_id: _tie(_stated(case, db), t) for t in selection.things}
        entities = {
            entity: _all(locators(case, entity, on=db), CITED_MENTIONS)
            for entity in selection.entities
        }
    told = _told(case, [e for e in selection.entities if not shown.is_protected(e)])
    places = [
        *(locator for found in (*ties.values(), *entities.values()) for locator in found.found),
        *(locator for facts in told.values() for fact in facts for locator in fact.where),
    ]
    with case.db.cursor() as db:
        beside = rows_beside(db, places)
    further = (locator for locators_beside in beside.values() for locator in locators_beside)
    wanted = list(dict.fromkeys((*places, *further)))
    texts = dict(zip(wanted, evidence_at(case, shown, wanted), strict=True))
    return Material(
        {name: _backed(found, texts, beside) for name, found in entities.items()},
        {name: _backed(found, texts, beside) for name, found in ties.items()},
        {
            entity: tuple(_particular(shown, fact, texts) for fact in facts)
            for entity, facts in told.items()
        },
    )


@dataclass(frozen=True)
class _Found:
    total: int
    sources: int
    found: tuple[Locator, ...]


def _stated(case: Case, db: duckdb.DuckDBPyConnection) -> Callable[..., Locators]:
    return partial(locators, case, on=db)


def _tie(find: Callable[..., Locators], tie: Tie) -> _Found:
    found = partial(find, tie.relationship_id)
    if not tie.is_communication:
        return _all(found(), CITED_STATEMENTS)
    first = found(limit=None if tie.count <= _READ_WHOLE else CITED_RECORDS)
    last = first.found[CITED_RECORDS:][-1:]
    if first.total > len(first.found):
        last = found(limit=1, offset=first.total - 1).found
    cited = (*first.found[: CITED_RECORDS - len(last)], *last)
    return _Found(first.total, 0, cited)


def _all(found: Locators, limit: int) -> _Found:
    sources = len({locator.source_id for locator in found.found})
    return _Found(found.total, sources, _spread(found.found, limit))


def _spread(found: Iterable[Locator], limit: int) -> tuple[Locator, ...]:
    """Up to ``limit``, one of each source before a second of any; in their order."""
    places: dict[int, int] = defaultdict(int)
    turns = []
    for order, locator in enumerate(found):
        turns.append((places[locator.source_id], order, locator))
        places[locator.source_id] += 1
    chosen = sorted(sorted(turns, key=lambda t: t[:2])[:limit], key=lambda t: t[1])
    return tuple(locator for _, _, locator in chosen)


def _backed(
    found: _Found, texts: dict[Locator, Evidence], beside: dict[Locator, tuple[Locator, ...]]
) -> Backed:
    cited = (one for own in found.found for one in (own, *beside.get(own, ())))
    return Backed(found.total, found.sources, tuple(texts[locator] for locator in cited))


# ------------------------------------------------------------------ what sources say of a person

# Grain: one thing said about an entity in one mention of it.
_SAID = """
    WITH said AS (
        SELECT mention_id, name, value, written FROM attribute
        WHERE name IN (SELECT unnest($names::VARCHAR[]))
        UNION ALL
        SELECT mention_id, 'status', category, written FROM person_status
    )
    SELECT entity_id, name, value, written, source_id, coalesce(sheet, '') AS sheet, row_number,
        passage_no, start_char, end_char, mention_id
    FROM said JOIN mention USING (mention_id) JOIN entity_member USING (mention_id)
    WHERE entity_id IN (SELECT unnest($entities::VARCHAR[]))
    ORDER BY entity_id, name, value, source_id, sheet, row_number, start_char, mention_id, written
"""


@dataclass(frozen=True)
class _Said:
    name: str
    value: str
    written: tuple[str, ...]
    where: tuple[Locator, ...]


def _told(case: Case, entities: Sequence[str]) -> dict[str, list[_Said]]:
    rows = (
        case.db.cursor()
        .execute(_SAID, {"names": [str(n) for n in _TOLD], "entities": list(entities)})
        .fetchall()
    )
    grouped: dict[tuple[str, str, str], list[tuple[str, Locator]]] = defaultdict(list)
    for entity, name, value, written, *place in rows:
        locator = Locator(EvidenceKind.MENTION, *place)
        grouped[entity, name, value].append((written, locator))
    told: dict[str, list[_Said]] = defaultdict(list)
    for (entity, name, value), said in grouped.items():
        forms = [written for written, _ in said]
        ordered = sorted(set(forms), key=lambda form: (-forms.count(form), form))
        where = _spread(dict.fromkeys(locator for _, locator in said), CITED_MENTIONS)
        told[entity].append(_Said(name, value, tuple(ordered), where))
    return told


def _particular(shown: Masking, said: _Said, texts: dict[Locator, Evidence]) -> Particular:
    return Particular(
        said.name,
        shown.text(said.value),
        tuple(shown.text(form) for form in said.written),
        tuple(texts[locator] for locator in said.where),
    )
