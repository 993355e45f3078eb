"""Who may see what: which entities are protected, and how they are hidden everywhere else.

``protect`` recomputes protection after anything that changes mentions or entities;
``Masking.load`` turns labels, sentences and rows into what anyone may see, ``on_screen`` into what
the present user may see, ``for_export`` into what the present user may pass on. ``gate`` decides
who may do what; ``Case`` asks it, so that nothing else needs to.
"""

from workbench.access.masking import Masking
from workbench.access.protection import protect
from workbench.access.unlocking import for_export, on_screen

__all__ = ["Masking", "for_export", "on_screen", "protect"]
