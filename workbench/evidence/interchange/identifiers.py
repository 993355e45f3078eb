"""Identifiers for formats that want UUIDs: the same when made again, others in every export."""

from uuid import NAMESPACE_OID, UUID, uuid5

from workbench.evidence.interchange.carried import Carried


def uuid(carried: Carried, name: str) -> UUID:
    """The UUID (RFC 9562, version 5) of something in this export."""
    return uuid5(NAMESPACE_OID, f"{carried.key}/{name}")
