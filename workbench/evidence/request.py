"""What somebody asks to be exported, for whom and for what."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.evidence.handling import Purpose


@dataclass(frozen=True)
class Request:
    """What a summary is to be about, for whom and for what.

    ``focus`` names entities by id or pseudonym; ``permissions`` gives, by source number, the
    reference of the provider's permission to pass on a source that its handling code holds back.
    """

    recipient: str
    question: str = ""
    focus: tuple[str, ...] = ()
    top: int = 25
    purpose: Purpose = Purpose.JUDICIAL
    permissions: Mapping[int, str] = field(default_factory=dict)
    language: str = "en"
