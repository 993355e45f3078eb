"""Logging what was looked at: single things, and lists of them (Directive (EU) 2016/680, art. 25).

A list may show thousands: the log keeps its entities as runs of numbers, ``person 1-40,44``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from workbench.clock import now_utc
from workbench.vocabulary import Action

if TYPE_CHECKING:
    from workbench.audit import Detail
    from workbench.case import Case

LISTED = "entities"
"""The object of an audit row on a list; and in its detail, what the list showed."""
_ENTITY = re.compile(r"([a-z]+)-(\d+)")


_AT_ONCE = timedelta(seconds=5)


def record_list(
    case: Case, command: str, entities: Iterable[str], *, looked_at_utc: datetime | None = None
) -> None:
    """Log that these entities (ids) were shown, in the caller's transaction.

    ``looked_at_utc`` is when, if that may be a while ago.
    """
    shown = set(entities)
    if shown:
        earlier = looked_earlier(looked_at_utc) if looked_at_utc else {}
        detail: Detail = {"command": command, "shown": len(shown), LISTED: runs(shown), **earlier}
        case.record(Action.CONSULTATION, LISTED, detail)


def looked_earlier(looked_at_utc: datetime) -> dict[str, str]:
    """For the log's detail: when it was looked at, where it could only be logged later."""
    if now_utc() - looked_at_utc < _AT_ONCE:
        return {}
    return {"looked_at_utc": looked_at_utc.isoformat(timespec="seconds")}


def runs(entities: Iterable[str]) -> str:
    """Entity ids in short: ``person 1-40,44; phone 3``."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for entity in entities:
        if found := _ENTITY.fullmatch(entity):
            numbers[found[1]].append(int(found[2]))
    return "; ".join(f"{kind} {','.join(_runs(sorted(n)))}" for kind, n in sorted(numbers.items()))


def _runs(numbers: list[int]) -> Iterator[str]:
    breaks = [n for n, (a, b) in enumerate(pairwise(numbers), 1) if b != a + 1]
    for start, end in pairwise([0, *breaks, len(numbers)]):
        first, last = numbers[start], numbers[end - 1]
        yield str(first) if first == last else f"{first}-{last}"


def shows(written: str, entity_id: str) -> bool:
    """Whether ``runs`` as written include an entity."""
    kind, _, number = entity_id.rpartition("-")
    if not number.isdecimal():
        return False
    for part in written.split("; "):
        of_kind, _, numbers = part.partition(" ")
        if of_kind == kind:
            for run in numbers.split(","):
                first, _, last = run.partition("-")
                if int(first) <= int(number) <= int(last or first):
                    return True
    return False
