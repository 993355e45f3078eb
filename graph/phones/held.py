"""The phones that an entity stands for: a phone for itself, a person for those held, while held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb
import pyarrow as pa

from graph.build import holders
from workbench.case import Case
from workbench.vocabulary import MentionKind


@dataclass(frozen=True)
class Held:
    """A phone (entity id) in ``[from_utc, to_utc)``; None: open."""

    phone: str
    from_utc: datetime | None = None
    to_utc: datetime | None = None


def phones_of(case: Case, entity_id: str) -> tuple[Held, ...]:
    """The phones of an entity; none where it is neither a phone nor known to hold one."""
    if entity_id.startswith(f"{MentionKind.PHONE}-"):
        return (Held(entity_id),)
    with case.db.cursor() as db:
        holders.prepare(db)
        return tuple(
            Held(one.phone, one.from_utc, one.to_utc)
            for one in holders.holdings(db)
            if one.person == entity_id
        )


def holders_of(case: Case, phone: str) -> tuple[holders.Holding, ...]:
    """Who is known to hold a phone, and when."""
    with case.db.cursor() as db:
        holders.prepare(db)
        return tuple(one for one in holders.holdings(db) if one.phone == phone)


def ask(db: duckdb.DuckDBPyConnection, held: Sequence[Held]) -> None:
    """Make the temporary table ``asked`` (phone, from_utc, to_utc); open sides are infinite."""
    rows = pa.table(
        {
            "phone": pa.array([one.phone for one in held], pa.string()),
            "from_utc": pa.array([one.from_utc for one in held], pa.timestamp("us")),
            "to_utc": pa.array([one.to_utc for one in held], pa.timestamp("us")),
        }
    )
    db.register("asked_rows", rows)
    db.execute(
        "CREATE OR REPLACE TEMP TABLE asked AS SELECT phone, "
        "coalesce(from_utc, TIMESTAMP '-infinity') AS from_utc, "
        "coalesce(to_utc, TIMESTAMP 'infinity') AS to_utc FROM asked_rows"
    )
    db.unregister("asked_rows")
