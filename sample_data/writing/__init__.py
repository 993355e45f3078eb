"""The files that units send about the world: call records, seizure forms, documents.

Each writer returns a ``WrittenFile``: its bytes, the covering letter's facts, and a mark for every
mention in it, so that the truth follows from what was really written.
"""

from sample_data.writing.written import Letter, Mark, Seen, WrittenFile

__all__ = ["Letter", "Mark", "Seen", "WrittenFile"]
