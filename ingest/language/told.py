"""What a document was found to say, apart from the case it will be stored in."""

from dataclasses import dataclass

from ingest.language import detect
from ingest.language.narrative import Narrative
from ingest.observations import Observations


@dataclass(frozen=True)
class Told:
    """Passages (number, start, end) in order and what they say; may pass between processes."""

    passages: tuple[tuple[int, int, int], ...]
    observations: Observations
    language: str | None
    script: str

    @classmethod
    def of(
        cls, text: str, narrative: Narrative, observations: Observations, country: str | None
    ) -> "Told":
        """From a text that was read."""
        passages = tuple((p.number, p.start, p.end) for p in narrative.passages)
        language = detect.language(text, country)
        return cls(passages, observations, language, detect.script(text))
