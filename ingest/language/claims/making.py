"""Reading the claims of a whole document."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo

from ingest.language.claims import english, header, inflected, moments, phrases, stance
from ingest.language.claims.clauses import Clause, Opener, has_verb, split
from ingest.language.claims.discourse import Discourse, outsiders, persons
from ingest.language.claims.items import Item, items
from ingest.language.claims.lexicon import Form, Language
from ingest.language.claims.lexicon import language as lexicon_of
from ingest.language.claims.phrases import Phrase
from ingest.language.claims.sides import Reading
from ingest.language.detect import ENGLISH
from ingest.language.narrative import Passage
from ingest.language.observed import Observed, Person, same_name
from ingest.observations import Claim, Mention, SpanLocator
from workbench.vocabulary import ClaimKind, MentionKind

_THINGS = {
    "phone": MentionKind.PHONE,
    "vehicle": MentionKind.VEHICLE,
    "place": MentionKind.PLACE,
    "document": MentionKind.DOCUMENT,
    "account": MentionKind.ACCOUNT,
    "handset": MentionKind.HANDSET,
    "sim": MentionKind.SIM,
}
_REPORTING = re.compile(
    r"(?i)(?<!\w)(?:he|she) (?:also )?(?:says|states|said|stated|admits|admitted|denies|denied"
    r"|confirms"
    r"|confirmed|claims|claimed|explained|added|heard)(?!\w)|(?<!\w)according to (?:him|her)(?!\w)"
)
_FIRST_PERSON = re.compile(
    r"(?i)(?<!\w)(?:i|my|me|we|us|sam|smo|nisam|nijesam|moj|moja|mene|mi|unë|kam|më|im|jam|mua)(?!\w)"
)


def add(observed: Observed, zone: tzinfo) -> None:
    """Add the claims of a document's sentences and of its header; dates are local to ``zone``."""
    discourse = Discourse(observed, observed.subject, _reported(observed), outsiders(observed))
    header.add(observed)
    for passage in observed.narrative.passages:
        text = observed.narrative.latin.text[passage.latin_start : passage.latin_end]
        if "\t" not in text and not _is_field(observed, passage):
            _Sentence(observed, discourse, passage, zone, lexicon_of(passage.language)).read()


def _reported(observed: Observed) -> bool:
    """Whether the document tells of the person heard as he or she."""
    fields = {entry.passage for entry in observed.narrative.fields}
    text = observed.narrative.latin.text
    told = [
        text[p.latin_start : p.latin_end]
        for i, p in enumerate(observed.narrative.passages)
        if i not in fields
    ]
    return any(map(_REPORTING.search, told)) and not any(map(_FIRST_PERSON.search, told))


def _is_field(observed: Observed, passage: Passage) -> bool:
    return any(
        entry.passage == passage.number - 1 and entry.start - passage.latin_start < 40
        for entry in observed.narrative.fields
    )


@dataclass
class _Sentence:
    """One sentence on its way to claims."""

    observed: Observed
    discourse: Discourse
    passage: Passage
    zone: tzinfo
    language: Language
    row: tuple[Item, ...] = ()
    clauses: list[Clause] = field(default_factory=list)
    made: set[tuple[ClaimKind, int, int]] = field(default_factory=set)
    last_subject: tuple[Person, ...] = ()

    def read(self) -> None:
        """Add the sentence's claims."""
        self.row = tuple(items(self.observed, self.passage))
        self.clauses = split(self.row, self.language)
        for clause in self.clauses:
            for at, item in enumerate(clause.items):
                for form in self.language.forms.get(item.word, ()) if item.word else ():
                    if form.verb.kind is not ClaimKind.TRANSPORTS or not self._of_vehicle(clause):
                        self._verb(clause, at, form)
        for clause in self.clauses:
            if clause.opener is Opener.GAPPED and not has_verb(clause.items, self.language):
                self._gapped(clause)
        for phrase in phrases.find(self.row, self.language.code):
            self._phrase(phrase)

    # -------------------------------------------------------------- verbs

    def _verb(self, clause: Clause, at: int, form: Form) -> None:
        reading = Reading(
            clause,
            at,
            form,
            self.language,
            self.passage,
            self.discourse,
            self.last_subject,
            self.row,
        )
        grammar = english if self.language.code == ENGLISH else inflected
        subjects = grammar.subject(reading)
        if subjects is None:
            return
        meant = self._meant(clause, form, at)
        if subjects:
            self.last_subject = tuple(subjects)
        if meant is None or not self._required(clause, form):
            return
        if form.verb.kind is ClaimKind.CALLS and _names_somebody(clause):
            return
        if form.passive and form.verb.kind is ClaimKind.DRIVES and grammar is english:
            self._driven(reading, meant)
            return
        others = self._objects(reading, subjects, grammar)
        for left, right in _sides(subjects, others, form):
            self._claim(form.verb.kind, left, right, meant, clause)
        if form.verb.kind is ClaimKind.CALLS:
            self._numbers_of_call(reading, subjects, others, meant)

    def _meant(self, clause: Clause, form: Form | None, at: int) -> stance.Stance | None:
        return stance.of(
            clause,
            form,
            at,
            self._lower,
            self.passage.latin_start,
            self.language,
            report=self.discourse.speaker is None,
        )

    def _gapped(self, clause: Clause) -> None:
        """``..., a B 067 ...``: what the clause before says of its person and thing."""
        person = next((i.person for i in clause.items if i.person), None)
        thing = next((i.thing for i in clause.items if i.thing), None)
        before = {i.thing.mention for i in clause.over.items if i.thing} if clause.over else set()
        said = [c for c in self.observed.observations.claims if c.right in before]
        if person and thing and said and said[-1].right.kind is thing.mention.kind:
            made = replace(said[-1], left=person.mention, right=thing.mention)
            self.observed.observations.claims.append(made)

    def _of_vehicle(self, clause: Clause) -> bool:
        """Whether ``ga`` in ``vozio ga je`` is a vehicle spoken of just before."""
        if not any(item.word == "ga" for item in clause.items):
            return False
        before = self.observed.narrative.passages[max(0, self.passage.number - 2)].latin_start
        text = self.observed.narrative.latin.text[before : clause.start].lower()
        return any(
            word in self.language.words["vehicle_words"] and word not in ("ga", "njega", "njime")
            for word in re.findall(r"[^\W\d_]+", text)
        )

    @property
    def _lower(self) -> str:
        text = self.observed.narrative.latin.text
        return text[self.passage.latin_start : self.passage.latin_end].lower()

    def _required(self, clause: Clause, form: Form) -> bool:
        verb = form.verb
        if verb.needs_money and any(item.is_money for item in clause.items):
            return True
        if verb.requires is None:
            return not verb.needs_money
        text = self.observed.narrative.latin.text[clause.start : clause.end]
        return verb.requires.search(text) is not None

    def _objects(
        self, reading: Reading, subjects: Sequence[Person], grammar: object
    ) -> list[Mention]:
        """The other side: the first role of the verb that is filled."""
        find = english.objects if grammar is english else inflected.objects
        roles = ("by",) if reading.form.passive else reading.form.verb.objects
        if reading.form.passive and reading.form.verb.objects == ("at",):
            roles = ("at",)
        for role in roles:
            if role in _THINGS:
                things = self._things(reading, _THINGS[role])
                if things:
                    return things
                continue
            if role == "from_number":
                return self._numbers_after(reading, "from_number")
            if role == "same_vehicle":
                return self._vehicle_meant(reading)
            found = [p for p in find(reading, role) if not any(same_name(p, s) for s in subjects)]
            if found:
                return [p.mention for p in persons(found)]
        return []

    def _things(self, reading: Reading, kind: MentionKind) -> list[Mention]:
        english_after = reading.at if self.language.code == ENGLISH else 0
        found = [
            (at, item.thing.mention)
            for at, item in enumerate(reading.items)
            if item.kind is kind and item.thing and at >= english_after
        ]
        if kind is MentionKind.PLACE:
            markers = self.language.words["place_markers"]
            found = [
                (at, m)
                for at, m in found
                if any(reading.word(k) in markers for k in (at - 1, at - 2))
            ]
            return [m for _, m in found[:1]]
        return [m for _, m in found] if len(found) == 1 or kind is MentionKind.PHONE else []

    def _driven(self, reading: Reading, meant: stance.Stance) -> None:
        """``The car was driven by X``."""
        vehicles = self._things(reading, MentionKind.VEHICLE) or self._vehicle_meant(reading)
        for person in english.objects(reading, "by"):
            for vehicle in vehicles:
                self._claim(ClaimKind.DRIVES, person.mention, vehicle, meant, reading.clause)

    def _vehicle_meant(self, reading: Reading) -> list[Mention]:
        """What ``the van`` or ``it`` means: the only vehicle of this and the last sentence."""
        spoken_of = range(len(reading.items))
        if not any(reading.in_list(i, "vehicle_words") for i in spoken_of):
            return []
        first = self.observed.narrative.passages[max(0, self.passage.number - 2)].latin_start
        found = {
            thing.mention.normalised: thing.mention
            for thing in self.observed.things
            if thing.mention.kind is MentionKind.VEHICLE
            and first <= thing.start < reading.items[reading.at].end
        }
        return list(found.values()) if len(found) == 1 else []

    def _numbers_of_call(
        self,
        reading: Reading,
        subjects: Sequence[Person],
        others: Sequence[Mention],
        meant: stance.Stance,
    ) -> None:
        """``zvao me je sa broja N``: the caller uses N; ``zvao sam ga na N``: whom he called."""
        pairs = [
            *(
                (s.mention, n)
                for s in subjects
                for n in self._numbers_after(reading, "from_number")
            ),
            *((o, n) for o in others for n in self._numbers_after(reading, "on_number")),
        ]
        if len(subjects) <= 1 and len(others) <= 1:
            for person, number in pairs:
                self._claim(ClaimKind.USES, person, number, meant, reading.clause)

    def _numbers_after(self, reading: Reading, marker: str) -> list[Mention]:
        """Phones that stand after ``from``, ``on`` and words such as "the number"."""
        found = []
        for at, item in enumerate(reading.items):
            before = at - 1
            while reading.in_list(before, "number_words", "before_number"):
                before -= 1
            if item.kind is MentionKind.PHONE and item.thing and reading.in_list(before, marker):
                found.append(item.thing.mention)
        return found

    # -------------------------------------------------------------- phrases

    def _phrase(self, phrase: Phrase) -> None:
        sides = dict(self._phrase_sides(phrase))
        clause = self._clause_of(self.row[phrase.last].start)
        if "left" not in sides or "right" not in sides or clause is None:
            return
        at = next(
            (i for i, x in enumerate(clause.items) if x.start >= self.row[phrase.last].start), 0
        )
        meant = self._meant(clause, None, at)
        said = [item.word for item in self.row[phrase.first : phrase.last]]
        if meant and any(word in self.language.words["negations"] for word in said):
            meant = replace(meant, negated=True)  # "I do not know who X is"
        if meant:
            self._claim(phrase.kind, sides["left"], sides["right"], meant, clause)

    def _phrase_sides(self, phrase: Phrase) -> Iterator[tuple[str, Mention]]:
        for name in ("left", "right"):
            if name in phrase.at:
                item = self.row[phrase.at[name]]
                yield name, item.person.mention if item.person else item.thing.mention  # type: ignore[union-attr]
        for name, sex in (("me", None), ("him", "m"), ("her", "f")):
            if name in phrase.at:
                missing = "left" if "left" not in phrase.at else "right"
                others = frozenset(
                    item.person.mention.number
                    for at in phrase.at.values()
                    if (item := self.row[at]).person
                )
                found = self._pronoun(name, self.row[phrase.at[name]].start, sex, others)
                if found:
                    yield missing, found.mention

    def _pronoun(
        self, name: str, position: int, sex: str | None, others: frozenset[int]
    ) -> Person | None:
        if name == "me":
            return None if self.discourse.reported else self.discourse.speaker
        if self.discourse.reported:
            grammar = self.language.words
            opens = self.row[0].word in grammar["third_male"] | grammar["third_female"]
            named = any(item.person for item in self.row if item.start < position)
            return self.discourse.speaker if opens and not named else None
        return self.discourse.only_one(position, self.passage, sex, self.language, apart=others)

    def _clause_of(self, position: int) -> Clause | None:
        inside = [c for c in self.clauses if c.start <= position < c.end]
        before = [c for c in self.clauses if c.start <= position]
        return inside[0] if inside else before[-1] if before else None

    # -------------------------------------------------------------- claims

    def _claim(
        self, kind: ClaimKind, left: Mention, right: Mention, meant: stance.Stance, clause: Clause
    ) -> None:
        key = (kind, left.number, right.number)
        if left is right or key in self.made:
            return
        self.made.add(key)
        when = moments.moment(clause, self.row, self.language, self.zone)
        speaker = self.discourse.speaker
        self.observed.observations.claims.append(
            Claim(
                kind,
                left,
                right,
                SpanLocator(self.passage.number, self.passage.start, self.passage.end),
                nature=meant.nature,
                first_hand=meant.first_hand and not meant.officer,
                negated=meant.negated,
                start_utc=when.start,
                end_utc=when.end,
                time_written=when.written,
                place=moments.place(clause, self.language),
                speaker=speaker.mention if speaker and not meant.officer else None,
            )
        )


def _names_somebody(clause: Clause) -> bool:
    """``kojeg svi zovu „Y“``: called by a name, not on the telephone."""
    nicknames = any(item.person and item.person.name.nickname for item in clause.items)
    return clause.opener is Opener.RELATIVE_OBJECT and nicknames


def _sides(
    subjects: Sequence[Person], others: Sequence[Mention], form: Form
) -> Iterator[tuple[Mention, Mention]]:
    """Left and right of the claims; passives and verbs such as "work for" turn them round."""
    turned = form.verb.reverse if not form.passive else True
    for person in subjects:
        for other in others:
            yield (other, person.mention) if turned else (person.mention, other)
