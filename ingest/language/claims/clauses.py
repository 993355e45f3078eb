"""A sentence cut into clauses, each with what opens it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from ingest.language import contexts
from ingest.language.claims.items import Item
from ingest.language.claims.lexicon import Language
from ingest.language.observed import Person


class Opener(Enum):
    """How a clause hangs on what stands before it."""

    MAIN = auto()
    COORDINATED = auto()
    GAPPED = auto()
    RELATIVE_SUBJECT = auto()
    RELATIVE_OBJECT = auto()
    CONTENT = auto()
    CONDITION = auto()
    OTHER = auto()


@dataclass(frozen=True)
class Clause:
    """A clause; ``head`` is whom a relative clause speaks of, ``over`` the governing clause."""

    items: tuple[Item, ...]
    opener: Opener
    head: Person | None = None
    role: str = ""  # of the head in a relative clause: direct, to, with
    over: "Clause | None" = None

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.items[0].start

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.items[-1].end


_HARD = frozenset(";:—–")
_REMARK_ITEMS = 12
_SHORTEST_VERB = 5
_ALSO = frozenset(("i", "edhe", "dhe"))
_AUXILIARY = frozenset(
    (
        "je",
        "su",
        "sam",
        "smo",
        "nije",
        "nisam",
        "nijesam",
        "bio",
        "ka",
        "kam",
        "kanë",
        "është",
        "ishte",
    )
    + ("jam", "u")
)


def split(row: Sequence[Item], language: Language) -> list[Clause]:
    """The clauses of a sentence, without remarks set off after names."""
    row = without_remarks(row, language)
    clauses: list[Clause] = []
    for first, last, opener, role in _spans(row, language):
        items = tuple(item for item in row[first:last])
        while items and items[0].word in (",", "-", "."):
            items = items[1:]
        while items and items[-1].word in (",", "-", "."):
            items = items[:-1]
        if items:
            head = _head(row, first) if role or opener is Opener.RELATIVE_SUBJECT else None
            over = clauses[-1] if clauses and opener is not Opener.MAIN else None
            clauses.append(Clause(items, opener, head, role, over))
    return clauses


def has_verb(items: Sequence[Item], language: Language) -> bool:
    """Whether some item is a verb, known or by its look."""
    finite = language.words["finite"]
    endings = tuple(language.words["finite_endings"])
    return any(
        item.word in language.forms
        or item.word in finite
        or (len(item.word) >= _SHORTEST_VERB and item.word.endswith(endings))
        for item in items
        if item.is_word
    )


# ------------------------------------------------------------------ remarks


def without_remarks(row: Sequence[Item], language: Language) -> list[Item]:
    """The row without brackets, aliases and verbless remarks between commas after a name."""
    kept: list[Item] = []
    at = 0
    while at < len(row):
        kept.append(row[at])
        at += 1
        while kept[-1].person and (stop := _remark_end(row, at, language)):
            at = stop
    return kept


def _remark_end(row: Sequence[Item], at: int, language: Language) -> int | None:
    """Where the remark that begins at ``at`` ends; None where none begins."""
    if at >= len(row):
        return None
    if row[at].word == "(":
        return next((i + 1 for i in range(at, len(row)) if row[i].word == ")"), None)
    if row[at].person:  # an alias in quotes
        return at + 1
    comma = row[at].word == ","
    first = at + comma
    last = next(
        (i for i in range(first, len(row)) if row[i].word in (",", ";") or row[i].person), len(row)
    )
    chunk = row[first:last]
    alias = bool(chunk) and _alias(chunk)
    if alias and last < len(row) and row[last].person and len(chunk) <= 5:
        closes = comma and last + 1 < len(row) and row[last + 1].word == ","
        return last + 1 + closes
    if not comma or not chunk or len(chunk) > _REMARK_ITEMS or has_verb(chunk, language):
        return None
    if last < len(row) and row[last].person:
        return None
    if (
        chunk[0].word in language.words["coordinators"]
        or chunk[0].word in language.words["content"]
    ):
        return None
    if last >= len(row) or row[last].word == ";":
        return None
    return last + 1


def _alias(chunk: Sequence[Item]) -> bool:
    words = " ".join(item.word for item in chunk)
    return contexts.anywhere("people", "alias").search(words) is not None


# ------------------------------------------------------------------ boundaries


def _spans(row: Sequence[Item], language: Language) -> Iterator[tuple[int, int, Opener, str]]:
    """First and last item (exclusive) of each clause, its opener, and a relative pronoun's role."""
    start, opener, role = 0, Opener.MAIN, ""
    at = 0
    while at < len(row):
        found = _boundary(row, start, at, language)
        if found:
            first, after, following, new_role = found
            if first > start or opener is Opener.MAIN:
                yield start, first, opener, role
            start, opener, role = after, following, new_role
            at = max(at, after - 1)
        elif row[at].word == "li" and at == start and opener is Opener.CONTENT:
            opener = Opener.CONDITION
        at += 1
    yield start, len(row), opener, role


def _boundary(
    row: Sequence[Item], start: int, at: int, language: Language
) -> tuple[int, int, Opener, str] | None:
    """(end of the clause before, begin of the next, opener, role) where one begins."""
    word, grammar = row[at].word, language.words
    if not word:
        return None
    if word in _HARD:
        announces = word == ":" and at + 1 < len(row) and row[at + 1].found is not None
        return None if announces else (at, at + 1, Opener.MAIN, "")
    if relative := _relative(row, at, language):
        return relative
    if word in grammar["content"] and at > start:
        return at, at + 1, Opener.CONTENT, ""
    if word in grammar["conditionals"] and word != "li":
        return at, at + 1, Opener.CONDITION, ""
    if word in grammar["subordinators"] and not (word in ("as", "since") and at == start):
        return at, at + 1, Opener.OTHER, ""
    if word == "," or word in grammar["coordinators"]:
        return _coordination(row, start, at, language)
    return None


def _relative(
    row: Sequence[Item], at: int, language: Language
) -> tuple[int, int, Opener, str] | None:
    word, grammar = row[at].word, language.words
    before = row[at - 1] if at else None
    beside_name = before is not None and (
        before.person is not None
        or (before.word == "," and at > 1 and row[at - 2].person is not None)
    )
    if word in ("that", "që") and not beside_name:
        return (at, at + 1, Opener.OTHER, "") if word == "që" else None
    for role in ("direct", "to", "with", "object"):
        if word in grammar.get(f"relative_{role}", ()) and word != "that":
            preposition = before is not None and before.word in grammar["with"]
            shown = "with" if preposition else "direct" if role == "object" else role
            return at - preposition, at + 1, Opener.RELATIVE_OBJECT, shown
    if word in grammar["relative_subject"]:
        return at, at + 1, Opener.RELATIVE_SUBJECT, ""
    return None


def _coordination(
    row: Sequence[Item], start: int, at: int, language: Language
) -> tuple[int, int, Opener, str] | None:
    """A comma or conjunction between two clauses that both have a verb."""
    stop = next((i for i in range(at + 1, len(row)) if _stops(row[i], language)), len(row))
    said = row[start:at]
    if _is_gap(row, at):
        return at, at + 1 + (row[at + 1].word in _CONTRASTS), Opener.GAPPED, ""
    if row[at].word in _ALSO:  # "sam ga i ranije vozio": no new clause after an auxiliary alone
        said = [item for item in said if item.word not in _AUXILIARY]
    if not has_verb(said, language) or not has_verb(row[at + 1 : stop], language):
        return None
    denies = row[at].word in language.words["negations"]
    return at, at + (not denies), Opener.COORDINATED, ""


_CONTRASTS = frozenset(("a", "i", "and", "dhe", "ndërsa", "kurse", "te"))


def _is_gap(row: Sequence[Item], at: int) -> bool:
    """``A koristi 069 ..., a B 067 ...``: a name and a thing after a thing, the verb left out."""
    if at == 0 or row[at - 1].thing is None:
        return False
    after = at + 1 + (row[at].word == "," and at + 1 < len(row) and row[at + 1].word in _CONTRASTS)
    here = row[after : after + 4]
    things = [i for i, item in enumerate(here) if item.thing]
    return bool(here and here[0].person and things) and here[things[0]].kind is row[at - 1].kind


def _stops(item: Item, language: Language) -> bool:
    grammar = language.words
    return (
        item.word in _HARD
        or any(
            item.word in grammar[name]
            for name in (
                "subordinators",
                "conditionals",
                "content",
                "coordinators",
                "relative_subject",
            )
        )
        or item.word == ","
    )


def _head(row: Sequence[Item], first: int) -> Person | None:
    """The name directly before a relative pronoun, a comma or preposition allowed between."""
    for item in reversed(row[max(0, first - 4) : first - 1]):
        if item.person:
            return item.person
        if item.word not in (
            ",",
            "i",
            "e",
            "të",
            "s",
            "sa",
            "me",
            "with",
            "së",
            "to",
        ):
            return None
    return None
