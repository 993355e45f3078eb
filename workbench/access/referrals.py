"""Protected persons handed on to services that help: child protection, shelter, health, asylum …

The register holds pseudonyms, never names; every change of a referral is kept, and logged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import duckdb

from workbench.access.masking import Masking
from workbench.access.rights import Right
from workbench.clock import now_utc
from workbench.errors import RefusedError, UnknownObjectError
from workbench.vocabulary import Action, Consent, ReferralState, Service

if TYPE_CHECKING:
    from workbench.audit import Detail
    from workbench.case import Case


@dataclass(frozen=True)
class ReferralEvent:
    """One change of a referral; time in UTC, ``next_date`` when somebody is to look at it again."""

    state: ReferralState
    note: str
    next_date: date | None
    made_by: str
    made_at_utc: datetime


@dataclass(frozen=True)
class Referral:
    """A person referred to a service, for which indicators, and all that became of it."""

    referral_id: int
    pseudonym: str
    service: Service
    recipient: str
    consent: Consent
    made_by: str
    made_at_utc: datetime
    indicators: tuple[int, ...]
    events: tuple[ReferralEvent, ...]

    @property
    def state(self) -> ReferralState:
        """How far it has come."""
        return self.events[-1].state

    @property
    def next_date(self) -> date | None:
        """When somebody is to look at it again; None for a closed one."""
        return None if self.state is ReferralState.CLOSED else self.events[-1].next_date


def refer(
    case: Case,
    entity_id: str,
    service: Service,
    recipient: str,
    consent: Consent,
    *,
    note: str = "",
    next_date: date | None = None,
) -> Referral:
    """Record that a protected person (entity id) is referred, for all its indicators not refused.

    In the caller's transaction. Raises RefusedError where the person is not protected, or where
    the words name somebody who is.
    """
    shown = Masking.load(case)
    if not shown.is_protected(entity_id) or not entity_id.startswith("person-"):
        raise RefusedError(
            "only a protected person is referred. Mark the person first: workbench protect CASE "
            "add PERSON INDICATOR."
        )
    if not recipient.strip():
        raise RefusedError("say to which office the person is referred.")
    _check_words(shown, recipient, note)
    number = case.next_id("referral", "referral_id")
    case.db.execute(
        "INSERT INTO referral VALUES (?, ?, ?, ?, ?, ?, ?)",
        [number, shown.pseudonyms[entity_id], str(service), recipient, str(consent)]
        + [case.user, now_utc()],
    )
    case.db.execute(
        "INSERT INTO referral_indicator SELECT ?, indicator_id FROM indicator "
        "JOIN entity_member USING (mention_id) WHERE entity_id = ? AND state <> 'refused'",
        [number, entity_id],
    )
    _add_event(case, number, ReferralState.OPEN, note, next_date)
    case.record(
        Action.DISCLOSURE,
        f"referral {number}",
        {"command": "protect", "service": str(service), "consent": str(consent), "state": "open"},
        right=Right.SAFEGUARDING,
    )
    return get(case, number)


def follow(
    case: Case,
    referral_id: int,
    state: ReferralState,
    *,
    note: str = "",
    next_date: date | None = None,
) -> Referral:
    """Record how far a referral has come, in the caller's transaction."""
    before = get(case, referral_id).state
    if before is ReferralState.CLOSED:
        raise RefusedError(f"referral {referral_id}: is closed. Make a new one.")
    if before is ReferralState.ACCEPTED and state is ReferralState.OPEN:
        raise RefusedError(f"referral {referral_id}: was accepted and cannot be open again.")
    _check_words(Masking.load(case), note)
    _add_event(case, referral_id, state, note, next_date)
    detail: Detail = {"command": "protect", "state": str(state)}
    case.record(Action.ALTERATION, f"referral {referral_id}", detail, right=Right.SAFEGUARDING)
    return get(case, referral_id)


def _check_words(shown: Masking, *texts: str) -> None:
    """Refuse what would give a protected person away: the register goes to people outside."""
    if any(shown.text(text) != text for text in texts):
        raise RefusedError(
            "the words name a protected person, or a number or date of theirs. Say it without; the "
            "pseudonym stands for the person."
        )


def _add_event(
    case: Case, referral_id: int, state: ReferralState, note: str, next_date: date | None
) -> None:
    case.db.execute(
        "INSERT INTO referral_event SELECT ?, count(*) + 1, ?, ?, ?, ?, ? FROM referral_event "
        "WHERE referral_id = ?",
        [referral_id, str(state), note, next_date, case.user, now_utc(), referral_id],
    )


def get(case: Case, referral_id: int) -> Referral:
    """One referral. Raises UnknownObjectError."""
    found = [one for one in _read(case.db) if one.referral_id == referral_id]
    if not found:
        raise UnknownObjectError(
            f"referral {referral_id}: is not in this case; see 'workbench protect'."
        )
    return found[0]


# Grain: one referral with its indicators and its events, oldest first.
_EVERY = """
    WITH changed AS (
        SELECT referral_id, list([state, note, next_date::VARCHAR, made_by, made_at_utc::VARCHAR]
            ORDER BY event_no) AS events
        FROM referral_event GROUP BY referral_id
    ), shown AS (
        SELECT referral_id, list(indicator_id ORDER BY indicator_id) AS indicators
        FROM referral_indicator GROUP BY referral_id
    )
    SELECT referral.*, coalesce(indicators, []), events
    FROM referral JOIN changed USING (referral_id) LEFT JOIN shown USING (referral_id)
    ORDER BY referral_id
"""


def every(case: Case) -> list[Referral]:
    """All referrals of the case, oldest first."""
    with case.db.cursor() as db:
        return _read(db)


def _read(db: duckdb.DuckDBPyConnection) -> list[Referral]:
    return [_referral(*row) for row in db.execute(_EVERY).fetchall()]


def _referral(
    number: int,
    pseudonym: str,
    service: str,
    recipient: str,
    consent: str,
    made_by: str,
    made_at: datetime,
    indicators: list[int],
    events: list[list[str]],
) -> Referral:
    return Referral(
        number,
        pseudonym,
        Service(service),
        recipient,
        Consent(consent),
        made_by,
        made_at,
        tuple(indicators),
        tuple(_event(*values) for values in events),
    )


def _event(
    state: str, note: str, next_date: str | None, made_by: str, made_at: str
) -> ReferralEvent:
    return ReferralEvent(
        ReferralState(state),
        note,
        date.fromisoformat(next_date) if next_date else None,
        made_by,
        datetime.fromisoformat(made_at),
    )
