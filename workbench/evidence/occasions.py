"""What a template adds to an overview: an event's course, a phone's holders, what changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from graph.build import COMMUNICATES, Network, NetworkFilter, Projection, holders, network
from graph.build.calls import Window
from graph.evidence import EvidenceKind, Locator, locators, prepared
from workbench.access import Masking
from workbench.case import Case
from workbench.errors import RefusedError
from workbench.evidence.findings import Findings
from workbench.evidence.report import Group, Statement
from workbench.evidence.request import Request, Template
from workbench.evidence.selection import Selection
from workbench.evidence.trace import Evidence, evidence_at
from workbench.evidence.wording import Wording, grouped
from workbench.vocabulary import ClaimKind, MentionKind

LISTED = 60
_CITED = 4


def check(request: Request) -> None:
    """Whether a template has been told what it needs. Raises RefusedError."""
    one = len(request.focus) == 1
    kind = request.focus[0].split("-")[0] if one else ""
    match request.template:
        case Template.PERSON if kind != MentionKind.PERSON:
            raise RefusedError("a summary of one person's links needs that person: one --around.")
        case Template.PHONE if kind != MentionKind.PHONE:
            raise RefusedError("a summary of who had a phone needs that phone: one --around.")
        case Template.EVENT if not (request.from_utc and request.to_utc):
            raise RefusedError("a summary of one event needs its time: --from and --to.")
        case Template.COMPARISON if not request.turn_utc:
            raise RefusedError("a comparison over time needs the moment that parts it: --at.")


def considered(request: Request) -> NetworkFilter:
    """The part of the network that a summary considers; a phone in question is nobody's yet."""
    as_stated = request.template is Template.PHONE
    return NetworkFilter(
        from_utc=request.from_utc,
        to_utc=request.to_utc,
        projection=Projection.ALL if as_stated else Projection.ACTORS,
    )


# Grain: one record or claim within a time, between entities as stated.
_COURSE = """
    SELECT 'communicates' AS kind, l.entity_id AS one, r.entity_id AS other, start_utc, duration_s,
        source_id, sheet, row_number, NULL::INTEGER AS passage_no, NULL::INTEGER AS start_char,
        NULL::INTEGER AS end_char, NULL::BIGINT AS claim_id
    FROM communication
    JOIN entity_member AS l ON l.mention_id = a_mention
    JOIN entity_member AS r ON r.mention_id = b_mention
    WHERE start_utc >= $from_utc AND start_utc < $to_utc
    UNION ALL
    SELECT claim.kind, l.entity_id, r.entity_id, start_utc, NULL, source_id, coalesce(sheet, ''),
        row_number, passage_no, start_char, end_char, claim_id
    FROM claim
    JOIN entity_member AS l ON l.mention_id = left_mention
    JOIN entity_member AS r ON r.mention_id = right_mention
    WHERE start_utc >= $from_utc AND start_utc < $to_utc AND NOT negated AND state <> 'refused'
        AND nature = 'fact'
"""
_IN_ORDER = f"""
    SELECT * FROM ({_COURSE})
    WHERE len($around) = 0 OR one IN (SELECT unnest($around)) OR other IN (SELECT unnest($around))
    ORDER BY start_utc, source_id, sheet, row_number, passage_no, claim_id
"""

# Grain: one statement of who had a phone, or of what it was used in.
_HAD = """
    SELECT claim.kind, l.entity_id, r.entity_id, start_utc, source_id, coalesce(sheet, ''),
        row_number, passage_no, start_char, end_char, claim_id
    FROM claim
    JOIN entity_member AS l ON l.mention_id = left_mention
    JOIN entity_member AS r ON r.mention_id = right_mention
    WHERE claim.kind IN (SELECT unnest($kinds)) AND $phone IN (l.entity_id, r.entity_id)
        AND NOT negated AND state <> 'refused'
    ORDER BY start_utc NULLS LAST, source_id, sheet, row_number, passage_no, claim_id
"""


@dataclass(frozen=True)
class Occasion:
    """Writes what a template adds; ``case`` is the case without what is withheld."""

    case: Case
    shown: Masking
    words: Wording
    request: Request
    findings: Findings

    def groups(self, selection: Selection) -> tuple[Group, ...]:
        """What comes before what is said actor by actor."""
        match self.request.template:
            case Template.EVENT:
                return (self._course(selection),)
            case Template.PHONE:
                return (self._had(),)
            case Template.COMPARISON:
                return (self._changes(selection),)
        return ()

    def attributed(self) -> tuple[Statement, ...]:
        """To whom a phone's communications are counted, which no source says."""
        if self.request.template is not Template.PHONE:
            return ()
        (phone,) = self.request.focus
        with self.case.db.cursor() as db:
            holders.prepare(db)
            held = [one for one in holders.holdings(db) if one.phone == phone]
        behind = [one for one, _ in self._statements_of(phone)]
        evidence = evidence_at(self.case, self.shown, behind)
        if not held:
            text = self._say("phone_none", phone=self.findings.names.full(phone))
            return (self.findings.statement(text, ()),)
        return tuple(
            self.findings.statement(
                self.words.say(
                    "statement",
                    "phones",
                    sources=self.findings.sources(_one_each(evidence)),
                    phone=self.findings.names.full(phone),
                    name=self.findings.names.full(one.person),
                    period=self._period(one.from_utc, one.to_utc),
                ),
                evidence,
            )
            for one in held
        )

    # ------------------------------------------------------------- an event

    def _course(self, selection: Selection) -> Group:
        rows = (
            self.case.db.cursor()
            .execute(
                _IN_ORDER,
                {
                    "from_utc": self.request.from_utc,
                    "to_utc": self.request.to_utc,
                    "around": list(self._around(selection)),
                },
            )
            .fetchall()
        )
        listed = [
            (kind, one, other, start, lasted, Locator(_evidence_kind(kind), *place))
            for kind, one, other, start, lasted, *place in rows[:LISTED]
        ]
        evidence = evidence_at(self.case, self.shown, [row[-1] for row in listed])
        statements = [
            self.findings.statement(self._happened(row[:5], item), (item,))
            for row, item in zip(listed, evidence, strict=True)
        ]
        title = self._say(
            "event_title", period=self.words.period(self.request.from_utc, self.request.to_utc)
        )
        return Group(title, (*statements, *self._cut("event_none", len(rows))))

    def _around(self, selection: Selection) -> Iterator[str]:
        """The focus, and the phones that count as theirs."""
        yield from self.request.focus
        held = selection.considered.folded
        yield from (one.phone for one in held if one.person in self.request.focus)

    def _happened(self, row: Sequence[object], item: Evidence) -> str:
        kind, one, other, start, lasted = row
        assert isinstance(start, datetime)
        left, right = self.findings.names.full(str(one)), self.findings.names.full(str(other))
        told = {
            "moment": self.words.moment(start),
            "sources": self.findings.sources((item,)),
        }
        if kind == COMMUNICATES:
            duration = ""
            if isinstance(lasted, int) and lasted:
                duration = f" ({self.words.duration(lasted)})"
            return self._say("event_call", left=left, right=right, duration=duration, **told)
        relation = self.words.say("relation", str(kind), left=left, right=right)
        return self._say("event_item", relation=relation, **told)

    # ------------------------------------------------------------- a phone

    def _had(self) -> Group:
        (phone,) = self.request.focus
        found = self._statements_of(phone)
        evidence = evidence_at(self.case, self.shown, [place for place, _ in found[:LISTED]])
        statements = []
        for (_, (kind, left, right, start)), item in zip(found, evidence, strict=False):
            relation = self.words.say(
                "relation",
                kind,
                left=self.findings.names.full(left),
                right=self.findings.names.full(right),
            )
            text = self.words.say(
                "statement",
                "stated",
                relation=relation,
                sources=self.findings.sources((item,)),
                period=self._period(start, None),
            )
            statements.append(self.findings.statement(text, (item,)))
        title = self._say("phone_title", phone=self.findings.names.full(phone))
        return Group(title, (*statements, *self._cut("", len(found))))

    def _statements_of(
        self, phone: str
    ) -> list[tuple[Locator, tuple[str, str, str, datetime | None]]]:
        kinds = [str(kind) for kind in (*holders.HOLDING, ClaimKind.INSERTED_IN)]
        rows = self.case.db.cursor().execute(_HAD, {"kinds": kinds, "phone": phone}).fetchall()
        return [
            (Locator(EvidenceKind.CLAIM, *place), (kind, left, right, start))
            for kind, left, right, start, *place in rows
        ]

    # ------------------------------------------------------------- a comparison

    def _changes(self, selection: Selection) -> Group:
        turn = self.request.turn_utc
        assert turn is not None
        whole = replace(considered(self.request), around=self.request.focus)
        before = network(self.case, replace(whole, to_utc=turn))
        after = network(self.case, replace(whole, from_utc=turn))
        counts = _counts(before), _counts(after)
        actors = {*selection.principal, *selection.companions}
        changed = [
            name
            for name in sorted(
                {*counts[0], *counts[1]},
                key=lambda n: (-abs(counts[0].get(n, 0) - counts[1].get(n, 0)), n),
            )
            if counts[0].get(name, 0) != counts[1].get(name, 0)
            and {name.split("~")[0], name.split("~")[2]} <= actors
        ]
        statements = [
            self._changed(name, (counts[0].get(name, 0), counts[1].get(name, 0)), turn)
            for name in changed[:LISTED]
        ]
        title = self._say("comparison_title", moment=self.words.moment(turn))
        return Group(title, (*statements, *self._cut("comparison_none", len(changed))))

    def _changed(self, name: str, counts: tuple[int, int], turn: datetime) -> Statement:
        left, kind, right = name.split("~")
        text = self._say(
            "comparison_item",
            left=self.findings.names.full(left),
            right=self.findings.names.full(right),
            relation=self.words.term("short", kind),
            before=grouped(counts[0]),
            after=grouped(counts[1]),
            moment=self.words.moment(turn),
        )
        windows = (Window(self.request.from_utc, turn), Window(turn, self.request.to_utc))
        with prepared(self.case) as db:
            places = [
                place
                for window, count in zip(windows, counts, strict=True)
                if count
                for place in locators(
                    self.case,
                    name,
                    limit=_CITED // 2,
                    window=window,
                    projection=Projection.ACTORS,
                    on=db,
                ).found
            ]
        return self.findings.statement(text, evidence_at(self.case, self.shown, places))

    # ------------------------------------------------------------- words

    def _cut(self, none: str, count: int) -> Iterator[Statement]:
        if count > LISTED:
            yield self.findings.statement(self._say("cut", count=grouped(count - LISTED)), ())
        elif not count and none:
            yield self.findings.statement(self._say(none), ())

    def _period(self, first: datetime | None, last: datetime | None) -> str:
        period = self.words.period(first, last)
        return self.words.say("statement", "when", period=period) if period else ""

    def _say(self, key: str, **values: object) -> str:
        return self.words.say("template", key, **values)


def _evidence_kind(kind: str) -> EvidenceKind:
    return EvidenceKind.COMMUNICATION if kind == COMMUNICATES else EvidenceKind.CLAIM


def _counts(found: Network) -> dict[str, int]:
    ties = found.relationships
    return dict(zip(ties["relationship_id"], map(int, ties["count"]), strict=True))


def _one_each(evidence: Sequence[Evidence]) -> list[Evidence]:
    first = {item.source_id: item for item in reversed(evidence)}
    return [first[number] for number in sorted(first)]
