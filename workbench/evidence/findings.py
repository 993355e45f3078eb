"""The numbered statements of a summary, each with what it rests on.

What sources record and state comes first, actor by actor; what sources merely assess, and what the
workbench calculates, is kept apart (Directive (EU) 2016/680, art. 7).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graph.bias import EgoBias
from graph.measures import MEASURES
from graph.ranking import Ranked, Ranking
from workbench.evidence.citing import Citations, grades, sources_of
from workbench.evidence.material import Backed, Material, Particular
from workbench.evidence.names import Names
from workbench.evidence.places import PassagePlace
from workbench.evidence.report import Group, Statement
from workbench.evidence.selection import Selection, Tie
from workbench.evidence.trace import Evidence
from workbench.evidence.wording import Wording
from workbench.vocabulary import ClaimState

DESCRIBED = 8
TIES_PER_ACTOR = 8
UNSURE_BELOW = 0.99
_LONGEST_QUOTE = 420


@dataclass
class Findings:
    """Writes statements one after the other, numbering them and collecting their citations."""

    words: Wording
    names: Names
    material: Material
    citations: Citations
    described: int = DESCRIBED
    per_actor: int = TIES_PER_ACTOR
    _number: int = 0
    _told: set[str] = field(default_factory=set)

    # ------------------------------------------------------------- facts

    def facts(self, selection: Selection) -> tuple[Group, ...]:
        """What sources record and state about the first actors."""
        described = selection.principal[: self.described]
        groups = (Group(self.names.full(e), tuple(self._about(e, selection))) for e in described)
        return tuple(group for group in groups if group.statements)

    def _about(self, entity: str, selection: Selection) -> Iterator[Statement]:
        yield self._mentioned(entity)
        for particular in self.material.particulars.get(entity, ()):
            yield self._particular(entity, particular)
        for tie in self._untold(selection.things, entity):
            yield self._stated(tie)
        for tie in self._untold(selection.ties, entity):
            yield self._communication(tie) if tie.is_communication else self._stated(tie)

    def _untold(self, ties: Sequence[Tie], entity: str) -> Iterator[Tie]:
        """The first facts about an actor that were not told under another one."""
        own = [t for t in ties if entity in (t.left, t.right) and not t.is_assessment]
        stated = [t for t in own if not t.is_communication][: self.per_actor]
        calls = [t for t in own if t.is_communication][: self.per_actor]
        for tie in (*stated, *calls):
            if tie.relationship_id not in self._told:
                self._told.add(tie.relationship_id)
                yield tie

    def _mentioned(self, entity: str) -> Statement:
        backed = self.material.entities[entity]
        return self.statement(
            self.words.say(
                "statement",
                "named",
                name=self.names.full(entity),
                mentions=self.words.count("mentions", backed.total),
                files=self.words.count("files", backed.sources),
            ),
            backed.evidence,
            about=entity,
        )

    def _particular(self, entity: str, particular: Particular) -> Statement:
        sources = sources_of(particular.evidence)
        call = "calls_one" if len(sources) == 1 else "calls_many"
        terms = {"role": "role", "status": "category"}
        section = terms.get(particular.name)
        value = self.words.term(section, particular.value) if section else ""
        text = self.words.say(
            "statement",
            particular.name,
            name=self.names.full(entity),
            value=value,
            values=self.words.join(
                [self.words.say("join", "quoted", words=form) for form in particular.written[:4]]
            ),
            sources=self.sources(sources),
            call=self.words.say("statement", call),
        )
        return self.statement(text, particular.evidence)

    def _communication(self, tie: Tie) -> Statement:
        lasted = ""
        if tie.duration_s:
            duration = self.words.duration(tie.duration_s)
            lasted = self.words.say("statement", "duration", duration=duration)
        text = self.words.say(
            "statement",
            "communicates",
            left=self.names.full(tie.left),
            right=self.names.full(tie.right),
            times=self.words.count("times", tie.count),
            period=self.words.period(tie.first_utc, tie.last_utc),
            duration=lasted,
        )
        evidence = self.material.ties[tie.relationship_id].evidence
        return self.statement(text, evidence, about=tie.relationship_id)

    def _stated(self, tie: Tie) -> Statement:
        backed = self.material.ties[tie.relationship_id]
        facts = tuple(item for item in backed.evidence if item.nature != "assessment")
        evidence = facts or backed.evidence
        period = self.words.period(tie.first_utc, tie.last_utc)
        text = self.words.say(
            "statement",
            "stated",
            relation=self.relation(tie),
            sources=self.sources(sources_of(evidence)),
            period=self.words.say("statement", "when", period=period) if period else "",
        )
        return self.statement(text + self._standing(evidence), evidence, _quoted(evidence))

    def _standing(self, evidence: Sequence[Evidence]) -> str:
        """Whether statements are hearsay, and what an analyst said of their reading."""
        return self._hearsay(evidence) + self._reviewed(evidence)

    def _reviewed(self, evidence: Sequence[Evidence]) -> str:
        said = ""
        for state in (ClaimState.ACCEPTED, ClaimState.CORRECTED):
            count = sum(item.state == state for item in evidence)
            if count:
                key = str(state) if count == len(evidence) else f"also_{state}"
                said += self.words.say("statement", key)
        return said

    def _hearsay(self, evidence: Sequence[Evidence]) -> str:
        heard = [item for item in evidence if item.first_hand is False]
        if not heard:
            return ""
        key = "hearsay" if len(heard) == len(evidence) else "also_hearsay"
        return self.words.say("statement", key)

    # ------------------------------------------------------------- assessments

    def assessments(self, selection: Selection) -> tuple[Statement, ...]:
        """What sources assess, then rankings, then merges that are less than sure."""
        assessed = [t for t in (*selection.ties, *selection.things) if t.is_assessment]
        return (
            *(self._assessed(tie) for tie in assessed),
            *(
                self._ranking(ranking, bias)
                for ranking, bias in zip(selection.rankings, selection.biases, strict=True)
                if ranking.ranked
            ),
        )

    def _assessed(self, tie: Tie) -> Statement:
        evidence = self.material.ties[tie.relationship_id].evidence
        text = self.words.say(
            "assessment",
            "stated",
            sources=self.sources(sources_of(evidence)),
            relation=self.relation(tie),
        )
        return self.statement(text + self._standing(evidence), evidence, _quoted(evidence))

    def _ranking(self, ranking: Ranking, bias: EgoBias) -> Statement:
        text = self.words.say(
            "assessment",
            "ranking",
            question=self.words.term("measure_question", ranking.measure),
            measure=self.words.term("measure", ranking.measure),
            definition=self.words.term("measure_definition", ranking.measure),
            reference=MEASURES[ranking.measure].reference,
            places="; ".join(self._place(ranked) for ranked in ranking.ranked),
        )
        if bias.is_strong and bias.share is not None:
            text += self.words.say("assessment", "biased", share=f"{int(bias.share * 100)}\u202f%")
        return self.statement(text, (), about=str(ranking.measure))

    def _place(self, ranked: Ranked) -> str:
        known = ranked.rank_low is not None and ranked.rank_high is not None
        return self.words.say(
            "assessment",
            "place_interval" if known else "place",
            rank=ranked.rank,
            name=self.names.full(ranked.entity_id),
            value=f"{ranked.value:.4g}",
            low=ranked.rank_low,
            high=ranked.rank_high,
        )

    def merges(self, cohesion: dict[str, float], entities: Sequence[str]) -> tuple[Statement, ...]:
        """The actors whose mentions belong together with less than near certainty."""
        unsure = [e for e in entities if cohesion.get(e, 1.0) < UNSURE_BELOW]
        if not unsure:
            threshold = f"{UNSURE_BELOW:.2f}"
            text = self.words.say("assessment", "identity_none", threshold=threshold)
            return (self.statement(text, ()),)
        return tuple(self._merge(e, cohesion[e], self.material.entities[e]) for e in unsure)

    def _merge(self, entity: str, probability: float, backed: Backed) -> Statement:
        text = self.words.say(
            "assessment",
            "identity",
            mentions=self.words.count("mention_nouns", backed.total),
            files=self.words.count("files", backed.sources),
            name=self.names.full(entity),
            probability=f"{probability:.3f}",
        )
        return self.statement(text, backed.evidence)

    # ------------------------------------------------------------- words

    def relation(self, tie: Tie) -> str:
        """A stated tie as a clause."""
        left, right = self.names.full(tie.left), self.names.full(tie.right)
        return self.words.say("relation", tie.kind, left=left, right=right)

    def sources(self, evidence: Sequence[Evidence]) -> str:
        """The sources of some evidence, in words."""
        return self.words.join(
            [
                self.words.say(
                    "join",
                    "source",
                    number=item.source_id,
                    kind=self.words.term("source_kind", item.source_kind),
                )
                for item in evidence
            ]
        )

    def statement(
        self, text: str, evidence: Sequence[Evidence], quote: str = "", about: str = ""
    ) -> Statement:
        """The next numbered statement, with what it rests on."""
        self._number += 1
        sentence = text[:1].upper() + text[1:]
        cites = self.citations.cite(evidence)
        return Statement(self._number, sentence, cites, grades(evidence), quote, about)


def _quoted(evidence: Sequence[Evidence]) -> str:
    """The first sentence among the evidence; a row says little when torn from its table."""
    sentences = (item.text for item in evidence if isinstance(item.place, PassagePlace))
    text = " ".join(next(sentences, "").split())
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " […]"
