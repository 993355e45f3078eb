"""Witness statements and records of interviews: who said what, sentence by sentence.

``recognise`` says how surely a text is one; ``tell`` finds its passages, mentions, what is said of
the persons, and the claims, each with its sentence and speaker.
"""

from ingest.witness_statements.reading import tell
from ingest.witness_statements.recognising import recognise

__all__ = ["recognise", "tell"]
