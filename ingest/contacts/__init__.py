"""What a seized phone holds, and lists of contacts: who is called what, and was in touch.

Contact lists (vCard, CSV) and the reports of phone-extraction tools (workbooks with sheets of
contacts, calls, messages and of the device itself) are read by the words of their columns, not by
the layout of one tool.
"""

from ingest.contacts.proposing import propose
from ingest.contacts.proposing import sheet_of as sheet_to_learn
from ingest.contacts.reading import read, read_rejected
from ingest.contacts.sheets import header_of, is_extraction, looks_like, role_of, strength

__all__ = [
    "header_of",
    "is_extraction",
    "looks_like",
    "propose",
    "read",
    "read_rejected",
    "role_of",
    "sheet_to_learn",
    "strength",
]
