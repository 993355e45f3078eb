"""Persons to protect, those in most need first: why, by which signs, and who looks after them.

Under pseudonyms throughout. First come unaccompanied children whom nobody was asked to look after,
then other children, then others with signs, who have no referral; then those who have one.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from ingest.language.indicators import catalogue
from workbench.access import Masking
from workbench.access.referrals import Referral, every
from workbench.access.rights import Right
from workbench.case import Case
from workbench.clock import now_utc
from workbench.evidence.places import PassagePlace, Place, RowPlace
from workbench.evidence.quotes import Wanted, quotes
from workbench.vocabulary import ClaimState, ReferralState

ALONE = ("minor_alone", "minor_with_other_adult", "separated")
"""Signs by which a child is without those who are to look after it."""


@dataclass(frozen=True)
class Sign:
    """An indicator with its sentence, masked, and where that stands, if it says.

    ``mention`` is None where nobody is named.
    """

    indicator: int
    code: str
    says: str
    sensitive: tuple[str, ...]
    state: str
    mention: int | None
    source: int
    place: str
    text: str
    at: Place | None


@dataclass(frozen=True)
class PersonInNeed:
    """A protected person. ``reasons`` are words of the vocabulary; sex is f, m or unknown."""

    pseudonym: str
    entity: str
    reasons: tuple[str, ...]
    minor: bool
    unaccompanied: bool
    sex: str | None
    signs: tuple[Sign, ...]
    referrals: tuple[Referral, ...]

    @property
    def waits(self) -> bool:
        """Whether nobody was asked to look after the person."""
        return not self.referrals

    @property
    def urgency(self) -> tuple[int, int, int, str]:
        """Sorts those in most need first; confirmed signs before suggested ones."""
        confirmed = sum(sign.state != ClaimState.SUGGESTED for sign in self.signs)
        rank = 0 if self.unaccompanied else 1 if self.minor else 2 if self.signs else 3
        done = all(r.state is ReferralState.CLOSED for r in self.referrals)
        return (
            rank if self.waits else 5 if done else 4,
            -confirmed,
            -len(self.signs),
            f"{len(self.pseudonym):3}{self.pseudonym}",
        )


@dataclass(frozen=True)
class SurnameHidden:
    """An unprotected person (name as shown, entity id) whose surname would name a protected one.

    ``because`` is a kind of claim: stated kinship, or what both have in common.
    """

    name: str
    entity: str
    of: str
    because: str


@dataclass(frozen=True)
class Safeguarding:
    """Everybody to protect, and the signs that are of nobody named for sure, or of somebody whom
    no resolution has seen yet: protected too, but without a pseudonym."""

    persons: tuple[PersonInNeed, ...]
    of_nobody_named: tuple[Sign, ...]
    unresolved: tuple[Sign, ...]
    surnames_hidden: tuple[SurnameHidden, ...] = ()


# Grain: one protected person.
_PERSONS = """
    SELECT protected.entity_id, pseudonym, reason,
        bool_or(coalesce(minor, false)) AS minor,
        max(value) FILTER (name = 'sex') AS sex
    FROM protected_entity AS protected
    JOIN entity_member USING (entity_id)
    LEFT JOIN person_status USING (mention_id)
    LEFT JOIN attribute ON attribute.mention_id = entity_member.mention_id AND name = 'sex'
    WHERE protected.kind = 'person' GROUP BY ALL
"""

# Grain: one indicator that was not refused, with the entity of its person.
_SIGNS = """
    SELECT indicator.*, entity_id, page
    FROM indicator LEFT JOIN entity_member USING (mention_id)
    LEFT JOIN passage USING (source_id, passage_no)
    WHERE state <> 'refused' ORDER BY source_id, passage_no, row_number, indicator_id
"""


def to_protect(case: Case, shown: Masking | None = None) -> Safeguarding:
    """Everybody to protect, in the order of need, for whoever may look after them.

    Raises RefusedError for anybody else.
    """
    case.require(Right.SAFEGUARDING)
    masking = shown or Masking.load(case)
    with case.db.cursor() as db:
        persons = db.execute(_PERSONS).fetchall()
        rows = _rows(db)
    places = {row["indicator_id"]: _place(row) for row in rows}
    texts = quotes(case, masking, [Wanted(place) for place in places.values() if place])
    signs: dict[str | None, list[Sign]] = defaultdict(list)
    for row in rows:
        place = places[row["indicator_id"]]
        text = texts[place].text if place else ""
        signs[row["entity_id"]].append(_sign(row, place, text))
    referred: dict[str, list[Referral]] = defaultdict(list)
    for referral in every(case):
        referred[referral.pseudonym].append(referral)
    found = [
        PersonInNeed(
            pseudonym,
            entity,
            tuple(reason.split(", ")),
            minor,
            minor and any(sign.code in ALONE for sign in signs[entity]),
            sex,
            tuple(signs[entity]),
            tuple(referred[pseudonym]),
        )
        for entity, pseudonym, reason, minor, sex in persons
    ]
    alone = signs.get(None, [])
    return Safeguarding(
        tuple(sorted(found, key=lambda person: person.urgency)),
        tuple(sign for sign in alone if sign.mention is None),
        tuple(sign for sign in alone if sign.mention is not None),
        tuple(
            SurnameHidden(
                masking.label(one.entity_id),
                one.entity_id,
                masking.label(one.protected),
                one.reason,
            )
            for one in masking.relatives.values()
        ),
    )


def _rows(db: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    result = db.execute(_SIGNS)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _place(row: dict[str, Any]) -> Place | None:
    if row["row_number"] is not None:
        return RowPlace(row["source_id"], row["sheet"] or "", row["row_number"])
    if row["start_char"] is None:
        return None
    return PassagePlace(
        row["source_id"], row["start_char"], row["end_char"], row["page"], row["passage_no"]
    )


def _sign(row: dict[str, Any], place: Place | None, text: str) -> Sign:
    listed = catalogue().get(row["code"])
    return Sign(
        row["indicator_id"],
        row["code"],
        listed.text if listed else row["code"],
        listed.sensitive if listed else (),
        row["state"],
        row["mention_id"],
        row["source_id"],
        place.label if place else f"S{row['source_id']}",
        " ".join(text.split()),
        place,
    )


def waiting(case: Case) -> list[tuple[int, str]]:
    """How many persons, signs and referrals wait for the present user, the urgent first."""
    if not case.may(Right.SAFEGUARDING):
        return []
    persons = to_protect(case).persons
    today = now_utc().date()
    lines = [
        (
            sum(p.unaccompanied and p.waits for p in persons),
            "unaccompanied children have no referral: workbench protect",
        ),
        (
            sum(bool(p.signs) and p.waits and not p.unaccompanied for p in persons),
            "other persons with signs of trafficking or danger have no referral: workbench protect",
        ),
        (_suggested(case), "indicators wait for a word: workbench protect"),
        (_due(persons, today), "referrals are due to be looked at: workbench protect"),
    ]
    return [line for line in lines if line[0]]


def _suggested(case: Case) -> int:
    row = case.db.execute("SELECT count(*) FROM indicator WHERE state = 'suggested'").fetchone()
    return int(row[0]) if row else 0


def _due(persons: Iterable[PersonInNeed], today: date) -> int:
    return sum(
        referral.next_date is not None and referral.next_date <= today
        for person in persons
        for referral in person.referrals
    )
