"""What somebody asks to be exported, for whom and for what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from workbench.evidence.handling import Purpose


class Template(StrEnum):
    """What a summary is for, which decides what it begins with and what it needs to be told."""

    OVERVIEW = "overview"
    PERSON = "person"
    EVENT = "event"
    PHONE = "phone"
    COMPARISON = "comparison"


@dataclass(frozen=True)
class Request:
    """What a summary is to be about, for whom and for what.

    ``focus`` names entities by id or pseudonym; ``permissions`` gives, by source number, the
    reference of the provider's permission to pass on a source that its handling code holds back.
    ``from_utc`` and ``to_utc`` bound what is considered, ``turn_utc`` parts a comparison.
    ``collected``: with what was collected for the report. ``everything``: with all sources that may
    go, not only those cited, as disclosure to the defence asks.
    """

    recipient: str
    question: str = ""
    focus: tuple[str, ...] = ()
    top: int = 25
    purpose: Purpose = Purpose.JUDICIAL
    permissions: Mapping[int, str] = field(default_factory=dict)
    language: str = "en"
    template: Template = Template.OVERVIEW
    from_utc: datetime | None = None
    to_utc: datetime | None = None
    turn_utc: datetime | None = None
    collected: bool = False
    everything: bool = False
