"""Who may see what: which entities are protected, and how they are hidden everywhere else.

``protect`` recomputes protection after anything that changes mentions or entities;
``Masking`` turns labels, sentences and rows into what anyone may see.
"""

from workbench.access.masking import Masking
from workbench.access.protection import protect

__all__ = ["Masking", "protect"]
