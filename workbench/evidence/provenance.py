"""What a summary rests on besides sources: versions, the resolution run, judgements, the log."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workbench import __version__, audit, schema
from workbench.access import Masking
from workbench.case import Case
from workbench.vocabulary import Action


@dataclass(frozen=True)
class Resolution:
    """The run that decided who is who; ``settings`` with thresholds and seeds."""

    run_id: int
    started_at_utc: datetime
    software: str
    settings: Any
    input_hash: str


@dataclass(frozen=True)
class Judged:
    """A person's decision in force on two mentions, named by the entities they belong to."""

    judgement_id: int
    left_entity: str
    right_entity: str
    decision: str
    reason: str
    author: str
    made_at_utc: datetime


@dataclass(frozen=True)
class Provenance:
    """Everything besides the sources that the same result would need.

    ``audit_row`` and ``audit_hash`` are the last entry of the log that changed the case. Looking
    at it and exporting from it are logged too, but leave it as it was: made again from the same
    case, a summary is the same.
    """

    software: str
    schema_version: int
    resolution: Resolution | None
    judgements: tuple[Judged, ...]
    audit_row: int
    audit_hash: str


# Grain: one judgement in force whose two mentions belong to entities.
_JUDGEMENTS = """
    SELECT judgement_id, l.entity_id, r.entity_id, decision, reason, author, made_at_utc
    FROM judgement
    JOIN entity_member AS l ON l.mention_id = left_mention
    JOIN entity_member AS r ON r.mention_id = right_mention
    WHERE withdrawn_at_utc IS NULL
    ORDER BY judgement_id
"""

_LAST_CHANGE = (
    "SELECT sequence, hash FROM audit WHERE action NOT IN (?, ?) ORDER BY sequence DESC LIMIT 1"
)


def provenance(case: Case, view: Case, shown: Masking) -> Provenance:
    """Read it, protected particulars masked in what people and programs wrote there.

    ``view`` is the case without what is withheld; it has no log of its own.
    """
    db = view.db.cursor()
    run = db.execute(
        "SELECT run_id, started_at_utc, software, settings, input_hash FROM resolution_run "
        "ORDER BY run_id DESC LIMIT 1"
    ).fetchone()
    judgements = db.execute(_JUDGEMENTS).fetchall()
    return Provenance(
        f"Adria Workbench {__version__}",
        schema.latest_version(),
        Resolution(run[0], run[1], run[2], masked(shown, json.loads(run[3])), run[4])
        if run
        else None,
        tuple(Judged(j[0], j[1], j[2], j[3], shown.text(j[4]), j[5], j[6]) for j in judgements),
        *last_change(case),
    )


def last_change(case: Case) -> tuple[int, str]:
    """Number and hash of the last entry of the log that changed the case."""
    looking = [Action.CONSULTATION, Action.DISCLOSURE]
    row = case.whole().db.cursor().execute(_LAST_CHANGE, looking).fetchone()
    return (int(row[0]), str(row[1])) if row else (0, audit.GENESIS)


def masked(shown: Masking, value: Any) -> Any:
    """Plain data with every text in it masked."""
    if isinstance(value, dict):
        return {shown.text(str(name)): masked(shown, part) for name, part in value.items()}
    if isinstance(value, list):
        return [masked(shown, part) for part in value]
    return shown.text(value) if isinstance(value, str) else value
