"""A document or form read anew by the rules of today, with the words analysts said of it.

What is found again keeps its id, so that judgements, words and referrals hold. What an analyst
accepted, corrected or added stays though the rules do not find it any more; what was refused stays
refused.
"""

from ingest.rereading.reading import Reread, reread

__all__ = ["Reread", "reread"]
