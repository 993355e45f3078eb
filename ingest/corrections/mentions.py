"""Words on mentions: who or what a document names, where, and what it says of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.corrections import applying, places, wording, words
from ingest.corrections.places import Named, Place
from ingest.corrections.words import Change, Correction
from workbench import sources
from workbench.case import Case
from workbench.errors import RefusedError, UnknownObjectError
from workbench.vocabulary import (
    REVIEWED_SOURCES,
    MentionKind,
    PersonCategory,
    ReviewDecision,
    ReviewedKind,
)

_KIND = ReviewedKind.MENTION


@dataclass(frozen=True)
class MentionForm:
    """What an analyst says of a mention; what is None stays as it was read.

    ``normalised`` is how it reads (a name in the nominative, a number). An attribute given no value
    is taken away.
    """

    place: Named | None = None
    kind: MentionKind | None = None
    normalised: str | None = None
    attributes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    category: PersonCategory | None = None
    minor: bool | None = None

    def __bool__(self) -> bool:
        said = (self.kind, self.normalised, self.category, self.minor)
        return bool(self.place or self.attributes) or any(value is not None for value in said)


def accept(case: Case, mention_ids: Sequence[int], reason: str) -> list[Correction]:
    """Say that mentions were read rightly."""
    return _decide(case, ReviewDecision.ACCEPT, mention_ids, reason)


def refuse(case: Case, mention_ids: Sequence[int], reason: str) -> list[Correction]:
    """Say that mentions name nothing: they count for nothing any more, nor do their claims."""
    return _decide(case, ReviewDecision.REFUSE, mention_ids, reason)


def _decide(
    case: Case, decision: ReviewDecision, mention_ids: Sequence[int], reason: str
) -> list[Correction]:
    objects = [(_of_document(case, number), number) for number in dict.fromkeys(mention_ids)]
    applying.keep(case, _KIND, mention_ids)
    made = words.record(case, _KIND, decision, objects, reason)
    applying.apply(case, _KIND, mention_ids)
    return made


def correct(case: Case, mention_id: int, form: MentionForm, reason: str) -> Correction:
    """Put a mention right; what was read is kept. Raises RefusedError, PlaceError and others."""
    if not form:
        raise RefusedError(f"mention {mention_id}: say what is to be corrected.")
    source_id = _of_document(case, mention_id)
    applying.keep(case, _KIND, [mention_id])
    now_kind, written = _present(case, mention_id)
    kind = form.kind or now_kind
    change: dict[str, Any] = {"kind": str(form.kind)} if form.kind else {}
    if form.place:
        place = places.find(case, source_id, form.place)
        _check_free(case, place, kind, but=mention_id)
        written = place.written
        change |= {"text": written} | place.columns
    if form.place or form.kind or form.normalised:
        change |= _reading(case, source_id, kind, written, form.normalised)
    change = _with_attributes(change, form, kind)
    made = words.record(
        case, _KIND, ReviewDecision.CORRECT, [(source_id, mention_id)], reason, change
    )
    applying.apply(case, _KIND, [mention_id])
    return made[0]


def add(case: Case, source_id: int, form: MentionForm, reason: str) -> tuple[int, Correction]:
    """Add a mention that reading missed; returns its id and the word."""
    if form.kind is None:
        raise RefusedError("a mention needs a kind: person, phone, vehicle …")
    _check_kind_of(source_id, sources.get(case.db, source_id).kind)
    place = places.find(case, source_id, form.place)
    _check_free(case, place, form.kind)
    change = {"kind": str(form.kind), "text": place.written, **place.columns}
    change |= _reading(case, source_id, form.kind, place.written, form.normalised)
    change = _with_attributes(change, form, form.kind)
    number = case.next_id("mention_number", "mention_id")
    row = {
        "mention_id": number,
        "mention_key": _free_key(case, place),
        "source_id": source_id,
        "field": None if place.row_number is None else _BY_HAND,
        **{name: change[name] for name in (*applying.MENTION_COLUMNS,)},
    }
    case.db.execute(
        f"INSERT INTO mention ({', '.join(row)}) VALUES ({', '.join('?' for _ in row)})",
        list(row.values()),
    )
    applying.say(case, number, change)
    applying.keep(case, _KIND, [number])
    made = words.record(case, _KIND, ReviewDecision.ADD, [(source_id, number)], reason, change)
    return number, made[0]


_BY_HAND = "added"
"""The field of a form's row in which an analyst saw it."""


def _reading(
    case: Case, source_id: int, kind: MentionKind, written: str, normalised: str | None
) -> dict[str, Any]:
    row = case.db.execute("SELECT text FROM document WHERE source_id = ?", [source_id]).fetchone()
    source, text = sources.get(case.db, source_id), str(row[0]) if row else written
    read = wording.read(kind, written, source, text, normalised)
    return {
        "normalised": read.normalised,
        "country": read.country,
        applying.ATTRIBUTES: read.attributes,
    }


def _with_attributes(change: Change, form: MentionForm, kind: MentionKind) -> dict[str, Any]:
    said = {
        name: [wording.attribute(name, value) for value in values if value]
        for name, values in form.attributes.items()
    }
    stands = {applying.CATEGORY: form.category and str(form.category), applying.MINOR: form.minor}
    status = {name: value for name, value in stands.items() if value is not None}
    if status and kind is not MentionKind.PERSON:
        raise RefusedError("only a person is a victim, suspect, witness … or a minor.")
    attributes = {**change.get(applying.ATTRIBUTES, {}), **said}
    return {**change, **({applying.ATTRIBUTES: attributes} if attributes else {}), **status}


def _of_document(case: Case, mention_id: int) -> int:
    """The source of a mention that may be reviewed: not one that communications refer to."""
    row = case.db.execute(
        "SELECT source_id, source.kind FROM (FROM mention UNION FROM "
        "suggested_mention) JOIN source USING (source_id) WHERE mention_id = ?",
        [mention_id],
    ).fetchone()
    if row is None:
        raise UnknownObjectError(
            f"mention {mention_id}: is not in this case; see 'workbench document'."
        )
    _check_kind_of(row[0], row[1])
    return int(row[0])


def _check_kind_of(source_id: int, kind: str) -> None:
    if kind not in REVIEWED_SOURCES:
        raise RefusedError(
            f"source {source_id}: holds {kind.replace('_', ' ')}, which are not reviewed word by "
            "word. 'workbench judge' says who is who."
        )


def _present(case: Case, mention_id: int) -> tuple[MentionKind, str]:
    """Kind and words of a mention as it stands, or as it was read where it is refused."""
    row = case.db.execute(
        "SELECT kind, text FROM mention WHERE mention_id = $id UNION ALL "
        "SELECT kind, text FROM suggested_mention WHERE mention_id = $id LIMIT 1",
        {"id": mention_id},
    ).fetchone()
    assert row is not None
    return MentionKind(row[0]), str(row[1])


# Grain: one other mention of the kind that stands at a place already.
_TAKEN = """
    SELECT mention_id FROM mention
    WHERE source_id = $source AND kind = $kind AND mention_id <> $but AND CASE
        WHEN $row IS NOT NULL THEN row_number = $row AND sheet = $sheet AND text = $text
        ELSE start_char < $end AND end_char > $start END
    ORDER BY mention_id
"""


def _check_free(case: Case, place: Place, kind: MentionKind, but: int = -1) -> None:
    row = case.db.execute(
        _TAKEN,
        {
            "source": place.source_id,
            "kind": str(kind),
            "but": but,
            "row": place.row_number,
            "sheet": place.sheet,
            "text": place.written,
            "start": place.start,
            "end": place.end,
        },
    ).fetchone()
    if row:
        raise RefusedError(
            f"{place.label}: mention {row[0]} stands there as a {kind} already. Correct or refuse "
            "that one."
        )


def _free_key(case: Case, place: Place) -> str:
    """A key of its own: the rules may come to find the same words later."""
    name = sources.get(case.db, place.source_id).file_name
    sheet = f"{place.sheet}!" if place.sheet else ""
    where = f"{place.start}-{place.end}" if place.row_number is None else place.row_number
    head = f"{name}#{sheet}{where}:{_BY_HAND}"
    taken = {
        row[0]
        for row in case.db.execute(
            "SELECT mention_key FROM mention WHERE starts_with(mention_key, $head) UNION "
            "SELECT mention_key FROM suggested_mention WHERE starts_with(mention_key, $head)",
            {"head": head},
        ).fetchall()
    }
    return next(f"{head}{n}" for n in range(1, len(taken) + 2) if f"{head}{n}" not in taken)
