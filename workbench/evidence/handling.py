"""Which sources may leave for a recipient, by their Europol handling codes.

H0 may be used to prevent and combat crime. H1 may not be disclosed in judicial proceedings, and H2
not disseminated at all, without the provider's permission. H3 has other restrictions in words that
a program cannot weigh: it stays until somebody who read them says that it may go.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from workbench.errors import RefusedError
from workbench.sources import Source
from workbench.vocabulary import HandlingCode


class Purpose(StrEnum):
    """What an export is for."""

    JUDICIAL = "judicial"
    POLICE = "police"


@dataclass(frozen=True)
class Withheld:
    """A source that stays in the case, and why; never what it says."""

    source_id: int
    handling_code: str
    reason: str


_REASONS = {
    HandlingCode.H1: "not to be disclosed in judicial proceedings without the provider's "
    "permission",
    HandlingCode.H2: "not to be disseminated without the provider's permission",
    HandlingCode.H3: "restricted in words; no permission under them is recorded",
}


def withheld(
    sources: list[Source], purpose: Purpose, permissions: Mapping[int, str]
) -> tuple[Withheld, ...]:
    """The sources that may not leave. ``permissions`` gives, by source, the permission's reference.

    Raises RefusedError when a permission names a source that is not there or has no reference.
    """
    known = {source.source_id for source in sources}
    for source_id, reference in permissions.items():
        if source_id not in known:
            raise RefusedError(f"source {source_id}: is not in this case. See 'workbench sources'.")
        if not reference.strip():
            raise RefusedError(
                f"source {source_id}: name the letter or order that permits it to go."
            )
    return tuple(
        Withheld(source.source_id, source.handling_code, _reason(source))
        for source in sources
        if source.source_id not in permissions and not _may_go(source, purpose)
    )


def _may_go(source: Source, purpose: Purpose) -> bool:
    code = source.handling_code
    return code == HandlingCode.H0 or (code == HandlingCode.H1 and purpose is not Purpose.JUDICIAL)


def _reason(source: Source) -> str:
    # A code nobody knows is treated like the strictest.
    if source.handling_code not in set(HandlingCode):
        return "its handling code is unknown"
    return _REASONS[HandlingCode(source.handling_code)]
