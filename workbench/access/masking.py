"""Labels, sentences and rows as anyone may see them: protected persons under their pseudonym.

First the places where a mention of a protected entity is known to stand are replaced, then the rest
is swept for anything that gives a protected person away, except where another, unprotected person
is known to be meant who is no relative (``workbench.access.relatives``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import phonenumbers

from workbench.access import terms
from workbench.access.folding import fold
from workbench.access.protection import MARKED, categories
from workbench.access.relatives import Relative, relatives
from workbench.vocabulary import AttributeName, MentionKind

if TYPE_CHECKING:
    from workbench.case import Case

_SECRET_NAMES = (
    AttributeName.GIVEN_NAME,
    AttributeName.SURNAME,
    AttributeName.ALIAS,
    AttributeName.FATHER_NAME,
)
HIDDEN = "[protected]"


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    pseudonym: str | None  # None: an unprotected mention, not to be swept


@dataclass(frozen=True)
class Masking:
    """What may be shown. Build it with ``load`` after each change of the case."""

    labels: dict[str, str]
    pseudonyms: dict[str, str]
    relatives: dict[str, Relative]
    _spans: dict[int, list[_Span]]
    _open_cells: dict[tuple[int, str, int], frozenset[str]]
    _saved: dict[int, re.Pattern[str]]
    _names: re.Pattern[str] | None
    _numbers: re.Pattern[str] | None
    _literals: re.Pattern[str] | None
    _cache: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)

    # ------------------------------------------------------------- asking

    @classmethod
    def load(cls, case: Case, freed: Collection[str] = ()) -> Masking:
        """Read what is protected in the case as it stands, but for the entities ``freed``
        (``workbench.access.unlocking``)."""
        db = case.db.cursor()
        pseudonyms = dict(
            db.execute(
                "SELECT entity_id, pseudonym FROM protected_entity "
                "WHERE entity_id NOT IN (SELECT unnest(?::VARCHAR[]))",
                [list(freed)],
            ).fetchall()
        )
        labels = dict(db.execute("SELECT entity_id, label FROM entity").fetchall())
        # A source that the user may not see protects people in those that the user may.
        case = case.whole()
        secret = _secret_mentions(case, freed)
        names, numbers, literals = _patterns(case, [row[0] for row in secret])
        related = {o.entity_id: o for o in relatives(case, pseudonyms) if o.entity_id not in freed}
        swept = _mentions_of(case, related)
        made = cls(
            labels | pseudonyms,
            pseudonyms,
            related,
            _spans(case, dict(secret), swept),
            _open_cells(case, {row[0] for row in secret}, swept),
            _saved(case, [row[0] for row in secret]),
            names,
            numbers,
            literals,
        )
        made.labels.update({one: made.text(labels[one]) for one in related if one in labels})
        return made

    def renamed(self, name: Callable[[str], str]) -> Masking:
        """The same, hiding the same, with each pseudonym as ``name`` puts it."""
        pseudonyms = {entity: name(given) for entity, given in self.pseudonyms.items()}
        spans = {
            source: [replace(s, pseudonym=s.pseudonym and name(s.pseudonym)) for s in found]
            for source, found in self._spans.items()
        }
        return replace(self, labels=self.labels | pseudonyms, pseudonyms=pseudonyms, _spans=spans)

    def is_protected(self, entity_id: str) -> bool:
        """Whether the entity may appear under its pseudonym only."""
        return entity_id in self.pseudonyms

    def label(self, entity_id: str) -> str:
        """What to call the entity: its label, or its pseudonym."""
        return self.labels.get(entity_id, entity_id)

    def text(self, text: str, source_id: int | None = None, start: int = 0) -> str:
        """A piece of a document (beginning at its character ``start``), or any text, masked."""
        known = [
            _Span(s.start - start, s.end - start, s.pseudonym)
            for s in self._spans.get(source_id or 0, [])
            if s.end > start and s.start < start + len(text)
        ]
        return _replaced(text, known, self._giveaways(text))

    def cells(
        self, cells: Sequence[str], source_id: int, sheet: str, row_number: int
    ) -> tuple[str, ...]:
        """The cells of a row, masked; unprotected persons named in the row stay readable."""
        return tuple(self._cell(cell, (source_id, sheet, row_number)) for cell in cells)

    def row_text(self, text: str, source_id: int, sheet: str, row_number: int) -> str:
        """A row as one verbatim line, masked."""
        return self._cell(text, (source_id, sheet, row_number))

    # ------------------------------------------------------------- hiding

    def _cell(self, cell: str, place: tuple[int, str, int]) -> str:
        spoken_of = self._open_cells.get(place, frozenset())
        known = [
            _Span(found.start(), found.end(), None)
            for words in spoken_of
            for found in re.finditer(re.escape(words), cell)
        ]
        if saved := self._saved.get(place[0]):
            known += [_Span(m.start(), m.end(), HIDDEN) for m in saved.finditer(cell)]
        return _replaced(cell, known, self._giveaways(cell))

    def _giveaways(self, text: str) -> tuple[tuple[int, int], ...]:
        if not (self._names or self._numbers or self._literals):
            return ()
        if text not in self._cache:
            if len(self._cache) > 100_000:
                self._cache.clear()
            self._cache[text] = tuple(self._search(text))
        return self._cache[text]

    def _search(self, text: str) -> Iterable[tuple[int, int]]:
        folded = fold(text)
        for pattern in (self._literals, self._numbers):
            if pattern:
                for found in pattern.finditer(folded.text):
                    yield folded.span(found.start(), found.end())
        if self._names:
            # In small letters it is a word like any other, but in one that is all there is (the
            # name of a file, of a user).
            alone = not re.search(r"\s", text)
            for found in self._names.finditer(folded.text):
                start, end = folded.span(found.start(), found.end())
                if alone or not text[start].islower():
                    yield start, end


def _replaced(text: str, known: Sequence[_Span], giveaways: Iterable[tuple[int, int]]) -> str:
    hide = [(max(s.start, 0), min(s.end, len(text)), s.pseudonym) for s in known if s.pseudonym]
    spoken = [(s.start, s.end) for s in known if s.pseudonym is None]
    hide += [
        (start, end, HIDDEN)
        for start, end in giveaways
        if not any(a <= start and end <= b for a, b in spoken)
    ]
    parts, place = [], 0
    for start, end, pseudonym in sorted(hide, key=lambda h: (h[0], -h[1], h[2] == HIDDEN)):
        if start >= place:
            parts += [text[place:start], pseudonym]
            place = end
        elif end > place:
            place = end  # an overlapping secret is swallowed whole
    return "".join([*parts, text[place:]])


# Grain: one mention that gives a protected person away, with what stands for it.
_SECRET = f"""
    WITH hidden AS (
        FROM protected_entity WHERE entity_id NOT IN (SELECT unnest($freed::VARCHAR[]))
    ), calling AS (
        SELECT person FROM contact JOIN mention AS phone ON phone.mention_id = contact.phone
        WHERE phone.normalised IN (
            SELECT normalised FROM mention JOIN entity_member USING (mention_id)
            JOIN hidden USING (entity_id) WHERE mention.kind = 'phone')
    )
    SELECT mention_id, coalesce(hidden.pseudonym, $hidden) AS pseudonym
    FROM mention
    LEFT JOIN entity_member AS member USING (mention_id)
    LEFT JOIN hidden USING (entity_id)
    WHERE hidden.entity_id IS NOT NULL
        OR (mention_id IN (SELECT mention_id FROM ({MARKED})) AND
            coalesce(member.entity_id NOT IN (SELECT unnest($freed::VARCHAR[])), true))
        OR (member.entity_id IS NULL AND mention_id IN (SELECT person FROM calling))
    ORDER BY mention_id
"""

# Grain: one name under which a phone's holder saved a protected person's number.
_SAVED = """
    SELECT DISTINCT source_id, name FROM contact WHERE person IN (SELECT unnest($ids))
    ORDER BY source_id, length(name) DESC, name
"""


def _secret_mentions(case: Case, freed: Collection[str]) -> list[tuple[int, str]]:
    values = {**categories(), "hidden": HIDDEN, "freed": list(freed)}
    return case.db.cursor().execute(_SECRET, values).fetchall()


def _saved(case: Case, secret: Sequence[int]) -> dict[int, re.Pattern[str]]:
    """By source: the names its holder gave protected persons' numbers, in whatever case."""
    found: dict[int, list[str]] = defaultdict(list)
    for source_id, name in case.db.cursor().execute(_SAVED, {"ids": list(secret)}).fetchall():
        found[source_id].append(rf"(?<!\w){re.escape(name)}(?!\w)")
    return {source: re.compile("|".join(names), re.I) for source, names in found.items()}


def _mentions_of(case: Case, entities: Collection[str]) -> set[int]:
    """The mentions of some entities (ids)."""
    found = case.db.cursor().execute(
        "SELECT mention_id FROM entity_member WHERE entity_id IN (SELECT unnest(?::VARCHAR[]))",
        [list(entities)],
    )
    return {row[0] for row in found.fetchall()}


def _spans(case: Case, secret: dict[int, str], swept: set[int]) -> dict[int, list[_Span]]:
    found: dict[int, list[_Span]] = defaultdict(list)
    documents = (
        case.db.cursor()
        .execute(
            "SELECT mention_id, kind, source_id, start_char, end_char, entity_id IS NOT NULL "
            "FROM mention LEFT JOIN entity_member USING (mention_id) "
            "WHERE start_char IS NOT NULL ORDER BY source_id, start_char"
        )
        .fetchall()
    )
    for mention_id, kind, source_id, start, end, is_resolved in documents:
        if mention_id in secret:
            found[source_id].append(_Span(start, end, secret[mention_id]))
        elif (
            kind == MentionKind.PERSON and is_resolved and mention_id not in swept
        ):  # else it may be the protected one
            found[source_id].append(_Span(start, end, None))
    return dict(found)


def _open_cells(
    case: Case, secret: set[int], swept: set[int]
) -> dict[tuple[int, str, int], frozenset[str]]:
    """Unprotected persons that rows of forms name: their words are not to be swept there."""
    found: dict[tuple[int, str, int], set[str]] = defaultdict(set)
    rows = (
        case.db.cursor()
        .execute(
            "SELECT mention_id, source_id, coalesce(sheet, ''), row_number, text FROM mention "
            "WHERE kind = 'person' AND row_number IS NOT NULL"
        )
        .fetchall()
    )
    hidden_places = {(source, sheet, row): True for m, source, sheet, row, _ in rows if m in secret}
    for mention_id, source_id, sheet, row_number, text in rows:
        place = (source_id, sheet, row_number)
        if mention_id not in secret | swept and place in hidden_places:
            found[place].add(text)
    return {place: frozenset(words) for place, words in found.items()}


def _patterns(
    case: Case, secret: Sequence[int]
) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None, re.Pattern[str] | None]:
    db = case.db.cursor()
    mentions = db.execute(
        f"SELECT kind, text, normalised FROM mention WHERE {_NOT_SAVED}",
        {"ids": list(secret)},
    ).fetchall()
    said = db.execute(
        "SELECT name, value, written FROM attribute JOIN mention USING (mention_id) "
        f"WHERE kind <> 'phone' AND {_NOT_SAVED}",
        {"ids": list(secret)},
    ).fetchall()
    saved = {name for _, name in db.execute(_SAVED, {"ids": list(secret)}).fetchall()}
    names = {
        pattern
        for kind, text, normalised in mentions
        if kind == MentionKind.PERSON
        for written in (text, normalised or "")
        for pattern in terms.name_patterns(written)
    }
    names |= {
        pattern
        for name, value, written in said
        if name in _SECRET_NAMES
        for form in (value, written)
        for pattern in terms.name_patterns(form)
    }
    # "Herceg Novi" must stay readable where somebody is saved as "Mina Novi".
    names |= {p for name in saved if " " not in name for p in terms.name_patterns(name)}
    numbers = _number_patterns(mentions)
    literals = {_whole(name) for name in saved if " " in name}
    literals |= {
        terms.zone_pattern(text)
        for kind, text, _ in mentions
        if kind == MentionKind.PERSON and "<" in text
    }
    for name, value, written in said:
        if name == AttributeName.ADDRESS and any(c.isdigit() for c in written):
            literals.update(map(_whole, (value, written)))  # a town alone may be read
        if name == AttributeName.BIRTH_DATE:
            numbers |= terms.date_patterns(value)
            if len(written) > 4:
                literals.add(_whole(written))
    return terms.compile_all(names), terms.compile_all(numbers), terms.compile_all(literals)


# Mentions asked for, those left out that are names in a phone's contacts.
_NOT_SAVED = """mention_id IN (SELECT unnest($ids))
    AND mention_id NOT IN (SELECT person FROM contact WHERE person IS NOT NULL)"""


def _whole(written: str) -> str:
    """The words as they stand, in folded text."""
    return r"(?<!\w)" + re.escape(fold(written).text.strip()) + r"(?!\w)"


def _number_patterns(mentions: Iterable[tuple[str, str, str | None]]) -> set[str]:
    found: set[str] = set()
    for kind, text, normalised in mentions:
        if kind == MentionKind.PERSON:
            continue
        if kind == MentionKind.PHONE and normalised and normalised.startswith("+"):
            found |= terms.phone_patterns(normalised, _national(normalised))
        for written in (text, normalised or ""):
            # An IMEI is written with 14, 15 or 16 digits; the first 14 are the handset.
            if kind == MentionKind.HANDSET:
                written = written[:14]
            pattern = terms.number_pattern(written, more_digits=kind == MentionKind.HANDSET)
            if pattern:
                found.add(pattern)
    return found


def _national(e164: str) -> str:
    try:
        return str(phonenumbers.parse(e164).national_number)
    except phonenumbers.NumberParseException:
        return ""
