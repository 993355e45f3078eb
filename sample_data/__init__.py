"""The sample case: files as real units would send them, their truth, and what makes both.

``manifest()`` lists the shipped files with their covering letters; ``python -m sample_data`` writes
the same world again, another world (``--seed``) or a larger one (``--records``).
"""

from sample_data.manifest import Letter, files, manifest, truth

__all__ = ["Letter", "files", "manifest", "truth"]
