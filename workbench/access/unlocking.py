"""A protected person's true name, shown to one named user, for a reason, for some hours.

Where the case has no accounts, somebody must be named who answers for it. What is theirs is shown
with them, unless it is also another protected person's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from workbench.access.belongings import holders
from workbench.access.masking import Masking
from workbench.access.rights import Right
from workbench.clock import now_utc
from workbench.errors import RefusedError
from workbench.vocabulary import Action, MentionKind

if TYPE_CHECKING:
    from workbench.audit import Detail
    from workbench.case import Case

LONGEST_HOURS = 24 * 7


@dataclass(frozen=True)
class Unlocking:
    """A protected person shown to a user; times in UTC."""

    unlocking_id: int
    entity_id: str
    user_name: str
    named_person: str
    reason: str
    covers_exports: bool
    made_at_utc: datetime
    ends_at_utc: datetime


_IN_FORCE = """
    SELECT unlocking_id, coalesce(new_entity_id, entity_id), user_name, named_person, reason,
        covers_exports, made_at_utc, ends_at_utc
    FROM unlocking LEFT JOIN entity_redirect ON old_entity_id = entity_id
    WHERE user_name = ? AND ends_at_utc > ? AND ended_at_utc IS NULL ORDER BY unlocking_id
"""


def in_force(case: Case) -> list[Unlocking]:
    """What the present user has unlocked, and may still."""
    with case.ledger() as db:
        found = db.execute(_IN_FORCE, [case.user, now_utc()]).fetchall()
    if not found or not case.may(Right.UNLOCKING):
        return []
    return [Unlocking(*row) for row in found]


def unlock(
    case: Case,
    entity_id: str,
    reason: str,
    *,
    hours: float = 8,
    named_person: str = "",
    covers_exports: bool = False,
) -> Unlocking:
    """Show a protected person (entity id) to the present user, in the caller's transaction.

    Raises RefusedError without the right, a reason, or somebody who answers for it.
    """
    shown = Masking.load(case)
    if not shown.is_protected(entity_id) or not entity_id.startswith(f"{MentionKind.PERSON}-"):
        raise RefusedError("only a protected person is unlocked; others are shown as they are.")
    if not reason.strip():
        raise RefusedError("say why the name must be known: --reason.")
    if not 0 < hours <= LONGEST_HOURS:
        raise RefusedError(f"a person is unlocked for {LONGEST_HOURS} hours at most.")
    person = _who_answers(case, named_person)
    if any(shown.text(words) != words for words in (reason, person)):
        raise RefusedError(
            "the words name a protected person, or a number or date of theirs. Say it without; the "
            "pseudonym stands for the person."
        )
    number, now = case.next_id("unlocking", "unlocking_id"), now_utc()
    made = Unlocking(
        number,
        entity_id,
        case.user,
        person,
        reason.strip(),
        covers_exports,
        now,
        now + timedelta(hours=hours),
    )
    detail: Detail = {
        "command": "unlock",
        "reason": made.reason,
        "by": person,
        "until_utc": made.ends_at_utc.isoformat(timespec="seconds"),
        "covers_exports": covers_exports,
    }
    case.record(Action.CONSULTATION, entity_id, detail, right=Right.UNLOCKING)
    case.db.execute(
        "INSERT INTO unlocking VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        [number, entity_id, case.user, person, made.reason, covers_exports, now, made.ends_at_utc],
    )
    return made


def _who_answers(case: Case, named_person: str) -> str:
    """The user, who proved who it is; without accounts anybody may say to be anybody."""
    if case.has_accounts():
        return case.user
    if not named_person.strip():
        raise RefusedError(
            "this case has no users, so nobody is known to be unlocking. Name the person who "
            "answers for it: --by NAME."
        )
    return named_person.strip()


def lock(case: Case, entity_id: str) -> int:
    """End the present user's unlockings of a person, in the caller's transaction; how many."""
    ended = [one.unlocking_id for one in in_force(case) if one.entity_id == entity_id]
    case.db.execute(
        "UPDATE unlocking SET ended_at_utc = ? WHERE unlocking_id IN (SELECT unnest(?::INTEGER[]))",
        [now_utc(), ended],
    )
    if ended:
        case.record(Action.CONSULTATION, entity_id, {"command": "lock"}, right=Right.UNLOCKING)
    return len(ended)


# ------------------------------------------------------------------ what is shown


def on_screen(case: Case) -> Masking:
    """What the present user may see: protected persons under pseudonyms, but those unlocked."""
    return _masking(case, {one.entity_id for one in in_force(case)})


def for_export(case: Case) -> Masking:
    """What the present user may pass on: true names only where unlocked for exports too."""
    return _masking(case, {one.entity_id for one in in_force(case) if one.covers_exports})


def _masking(case: Case, persons: Collection[str]) -> Masking:
    return Masking.load(case, freed(case.whole(), persons) if persons else frozenset())


def freed(case: Case, persons: Collection[str]) -> frozenset[str]:
    """These protected persons, with what is theirs and no other protected person's."""
    with case.db.cursor() as db:
        found = db.execute("SELECT entity_id, reason FROM protected_entity").fetchall()
    protected = dict(found)
    owners = defaultdict(set, {thing: set(of) for thing, of in holders(case).items()})
    free = {person for person in persons if person in protected}
    still = {e for e in protected if e.startswith(f"{MentionKind.PERSON}-")} - free
    # Names under which a phone has their number saved go with the phone, step by step.
    while more := {
        thing
        for thing, reason in found
        if thing not in free
        and reason.startswith(("belongs to ", "calls "))
        and reason.rpartition(" ")[2] in free
        and not owners[thing] & (still - {thing})
    }:
        free |= more
        still -= more
    return frozenset(free)
