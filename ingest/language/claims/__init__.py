"""Claims: who did what to whom, with which number or vehicle, when and where, in whose words.

Rules over verb lexicons kept as data, one a language. A claim is made only where both sides stand
in the sentence or can mean nobody else; a missed claim costs less than a wrong one.
"""

from ingest.language.claims.making import add

__all__ = ["add"]
