"""A person's word is withdrawn with a reason, never deleted: judgements, words on documents."""

from workbench.case import Case
from workbench.clock import now_utc
from workbench.errors import RefusedError


def mark_withdrawn(
    case: Case, table: str, number: int, reason: str, *, called: str, already: bool
) -> None:
    """Mark row ``number`` of ``table``, in the caller's transaction; ``called`` is for messages.

    Raises RefusedError where it is withdrawn ``already``, or without a reason.
    """
    if already:
        raise RefusedError(f"{called} {number}: is withdrawn already.")
    if not reason.strip():
        raise RefusedError("a withdrawal needs a reason.")
    case.db.execute(
        f"UPDATE {table} SET withdrawn_by = ?, withdrawn_at_utc = ?, withdrawn_reason = ? "
        f"WHERE {table}_id = ?",
        [case.user, now_utc(), reason, number],
    )
