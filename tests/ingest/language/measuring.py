"""How what is read of the labelled passages compares with what is labelled.

A selector counts as found where its kind, its place and its value agree; a person where the span
is exact; a claim where kind, both sides and denial agree.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC

from ingest.language import claims, narrative, observing
from ingest.language.lexicon import fold
from ingest.language.observed import Observed
from ingest.observations import Claim, Mention, SpanLocator
from ingest.selectors import places
from ingest.selectors.found import Found, SelectorKind
from ingest.selectors.letters import latin, without_diacritics
from ingest.witness_statements import standing
from tests.ingest.language.labelling import Labelled, Mark, Stated
from workbench.vocabulary import AttributeName, MentionKind, Nature

_SYMMETRIC = ("meets", "related_to", "travels_with", "knows")
_SAID = {
    "father": AttributeName.FATHER_NAME,
    "born": AttributeName.BIRTH_DATE,
    "birthplace": AttributeName.BIRTH_PLACE,
    "nationality": AttributeName.NATIONALITY,
    "alias": AttributeName.ALIAS,
    "role": AttributeName.ROLE,
    "age": AttributeName.AGE,
    "sex": AttributeName.SEX,
}
SIGNS = (*_SAID, "minor", "status")


@dataclass
class Score:
    """Hits, misses and false alarms of one kind of finding, with the words that went wrong.

    These are not shown where a test fails: nobody is to see the errors of the held-out half.
    """

    found: int = 0
    missed: list[str] = field(default_factory=list, repr=False)
    wrong: list[str] = field(default_factory=list, repr=False)

    @property
    def precision(self) -> float:
        """Share of what was found that is labelled."""
        return self.found / max(1, self.found + len(self.wrong))

    @property
    def recall(self) -> float:
        """Share of what is labelled that was found."""
        return self.found / max(1, self.found + len(self.missed))

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.found / max(1, 2 * self.found + len(self.missed) + len(self.wrong))

    def add(self, other: "Score") -> None:
        """Take in another score's counts."""
        self.found += other.found
        self.missed += other.missed
        self.wrong += other.wrong

    @property
    def labelled(self) -> int:
        """How many are labelled."""
        return self.found + len(self.missed)

    def __str__(self) -> str:
        return f"precision {self.precision:.3f}, recall {self.recall:.3f}, F1 {self.f1:.3f}"


@dataclass
class Scores:
    """Scores by subject: ``selector``, ``person``, ``claim``, ``stance``, ``when``, ``where``;
    ``selector phone`` and the like by kind; ``said father`` and the like of persons."""

    by_subject: dict[str, Score] = field(default_factory=dict)

    def of(self, subject: str) -> Score:
        """The score of a subject, empty at first."""
        return self.by_subject.setdefault(subject, Score())

    def add(self, other: "Scores") -> None:
        """Take in another's counts."""
        for subject, score in other.by_subject.items():
            self.of(subject).add(score)


def observe(passage: Labelled) -> Observed:
    """What is read of a passage, as a statement is read."""
    observed = observing.observe(narrative.read(passage.document, passage.country))
    claims.add(observed, UTC)
    if passage.body:  # what the title says of the person heard
        standing.add(observed)
    return observed


def measure(passage: Labelled) -> Scores:
    """Read a passage and compare."""
    observed = observe(passage)
    scores = Scores()
    where = f"{passage.language} {passage.number}: "
    _selectors(passage, observed, scores, where)
    _people(passage, observed, scores, where)
    _said(passage, observed, scores, where)
    _claims(passage, observed, scores, where)
    return scores


def _selectors(passage: Labelled, observed: Observed, scores: Scores, where: str) -> None:
    read = [
        f
        for f in observed.narrative.selectors
        if f.start >= passage.body and f.kind is not SelectorKind.REFERENCE
    ]
    marks = [m for m in passage.marks if m.kind != "person"]
    matched = set()
    for mark in marks:
        hit = next((f for f in read if f.kind == mark.kind and _overlap(f, mark)), None)
        if hit is not None:
            matched.add(id(hit))
        if mark.optional or mark.kind in passage.optional:
            continue
        for score in (scores.of("selector"), scores.of(f"selector {mark.kind}")):
            if hit is not None and _same_value(hit, mark):
                score.found += 1
            else:
                score.missed.append(f"{where}{mark.kind} {mark.text}")
                if hit is not None:
                    score.wrong.append(f"{where}{mark.kind} {mark.text}: {hit.normalised}")
    for extra in read:
        if id(extra) in matched or extra.kind in passage.optional:
            continue
        for score in (scores.of("selector"), scores.of(f"selector {extra.kind}")):
            score.wrong.append(f"{where}{extra.kind} {extra.text}")


def _overlap(found: Found, mark: Mark) -> bool:
    """Whether one holds the other: units, "godine", a stop may count as written or not."""
    within = mark.start <= found.start and found.end <= mark.end
    return within or (found.start <= mark.start and mark.end <= found.end)


def _same_value(found: Found, mark: Mark) -> bool:
    if not mark.value and mark.kind in ("coordinates", "mrz", "money"):
        return True
    wanted, read = mark.value or mark.text, found.normalised
    if mark.kind == "money":
        return _amount(wanted) == _amount(read)
    if mark.kind == "date":  # a day without its year may have got one from the words around
        return read == wanted or (wanted.startswith("--") and read[-5:] == wanted[-5:])
    if mark.kind == "place":
        return _place(read) == _place(wanted)
    if mark.kind == "time":
        return read[:5] == wanted[:5]
    return _letters(wanted) == _letters(read)


def _amount(written: str) -> tuple[float, str]:
    number, _, currency = written.partition(" ")
    return (float(number), currency) if currency else (-1.0, written)


def _letters(value: str) -> str:
    plain = without_diacritics(latin(value).replace("Đ", "D").replace("đ", "d"))
    return "".join(c for c in plain.casefold() if c.isalnum())


def _place(name: str) -> str:
    """A place by the gazetteer's own name for it: neighbours call it otherwise."""
    known = places.lookup(name)
    return _letters(known.name if known else name)


def _people(passage: Labelled, observed: Observed, scores: Scores, where: str) -> None:
    score = scores.of("person")
    marks = {(m.start, m.end): m for m in passage.marks if m.kind == "person"}
    read = [_span(p.mention) for p in observed.people if _span(p.mention)[0] >= passage.body]
    for span in read:
        if span in marks:
            score.found += 1
        elif "person" not in passage.optional and not _in_mrz(span, passage):
            score.wrong.append(f"{where}{passage.document[span[0] : span[1]]}")
    if "person" not in passage.optional:
        score.missed += [f"{where}{m.text}" for s, m in marks.items() if s not in read]


def _in_mrz(span: tuple[int, int], passage: Labelled) -> bool:
    return any(m.kind == "mrz" and m.start <= span[0] < m.end for m in passage.marks)


def _span(mention: Mention) -> tuple[int, int]:
    locator = mention.locator
    assert isinstance(locator, SpanLocator)
    return locator.start, locator.end


def _said(passage: Labelled, observed: Observed, scores: Scores, where: str) -> None:
    """What is said of persons, each sign once a person."""
    read = set(_signs(passage, observed))
    wanted = {
        (number, sign, _folded(sign, value))
        for number, named in passage.people.items()
        for sign, value in named.said
        if sign not in passage.optional
    }
    for number, sign, value in wanted | read:
        if sign in passage.optional:
            continue
        score = scores.of(f"said {sign}")
        if (number, sign, value) in wanted & read:
            score.found += 1
        elif (number, sign, value) in wanted:
            score.missed.append(f"{where}{number} {sign}={value}")
        elif sign != "sex":
            score.wrong.append(f"{where}{number} {sign}={value}")


def _signs(passage: Labelled, observed: Observed) -> Iterator[tuple[int, str, str]]:
    spans = {(m.start, m.end): m.number for m in passage.marks if m.kind == "person"}
    names = {attribute: sign for sign, attribute in _SAID.items()}
    for said in observed.observations.attributes:
        if said.mention.kind is MentionKind.PERSON and said.name in names:
            number = spans.get(_span(said.mention), 0)
            if number:
                yield number, names[said.name], _folded(names[said.name], said.value)
    for status in observed.observations.statuses:
        number = spans.get(_span(status.mention), 0)
        if number and status.minor:
            yield number, "minor", ""
        if number and str(status.category) in _STANDINGS:
            yield number, "status", str(status.category)


_STANDINGS = ("suspect", "convicted", "witness", "professional")


def _folded(sign: str, value: str) -> str:
    if sign == "birthplace":
        return _place(value)
    return value if sign in ("role", "status") else fold(latin(value))


def _claims(passage: Labelled, observed: Observed, scores: Scores, where: str) -> None:
    labelled: dict[tuple[str, str, str, bool], list[Stated]] = {}
    for claim in passage.claims:
        labelled.setdefault(_key(claim.left, claim.kind, claim.right, claim.negated), []).append(
            claim
        )
    read: dict[tuple[str, str, str, bool], Claim] = {}
    holders = [person.mention for person in observed.holders]  # of zones, which are not labelled
    for made in observed.observations.claims:
        if made.left in holders:
            continue
        key = _key(
            _side(made.left, observed, passage),
            str(made.kind),
            _side(made.right, observed, passage),
            made.negated,
        )
        read.setdefault(key, made)
    score = scores.of("claim")
    for key, stated in labelled.items():
        if all(s.optional for s in stated):
            continue
        named = f"{where}{' '.join(map(str, key))}"
        for one in (score, scores.of(f"claim {key[1]}")):
            if key in read:
                one.found += 1
            else:
                one.missed.append(named)
        if key in read:
            _circumstances(stated, read[key], observed, passage, scores, named)
    for key in read.keys() - labelled.keys():
        for one in (score, scores.of(f"claim {key[1]}")):
            one.wrong.append(f"{where}{' '.join(map(str, key))}")


def _circumstances(
    stated: list[Stated],
    made: Claim,
    observed: Observed,
    passage: Labelled,
    scores: Scores,
    named: str,
) -> None:
    """Stance, time and place of a claim that was found."""
    believed = made.nature is Nature.ASSESSMENT
    stances = {(s.heard, s.believed) for s in stated}
    _count(
        scores.of("stance"),
        (not made.first_hand, believed) in stances,
        f"{named}: heard {not made.first_hand}, believed {believed}",
    )
    dates = {s.date for s in stated if s.date}
    if dates:
        day = made.start_utc.date().isoformat() if made.start_utc else None
        _count(scores.of("when"), day in dates, f"{named}: {day}")
    towns = {_letters(s.place) for s in stated if s.place}
    if towns:
        town = _letters(_side(made.place, observed, passage)) if made.place else ""
        _count(scores.of("where"), town in towns, f"{named}: {town}")


def _count(score: Score, right: bool, words: str) -> None:
    if right:
        score.found += 1
    else:
        score.missed.append(words)
        score.wrong.append(words)


def _key(left: str, kind: str, right: str, negated: bool) -> tuple[str, str, str, bool]:
    left, right = _letters(left) or left, _letters(right) or right
    if kind in _SYMMETRIC:
        left, right = sorted((left, right))
    return left, kind, right, negated


def _side(mention: Mention, observed: Observed, passage: Labelled) -> str:
    """A person's number, "I", or the value of a selector as it is labelled."""
    start, end = _span(mention)
    for mark in passage.marks:
        if start < mark.end and mark.start < end:
            return str(mark.number) if mark.number else mark.value or mark.text
    if observed.subject and (start, end) == _span(observed.subject.mention):
        return "I"
    if start < passage.body:
        return "I"
    return mention.normalised or mention.text
