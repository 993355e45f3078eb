"""Templates: layouts of known operators and units, as data (TOML), with a version.

A template says how to recognise a file, which column means what, and what the file itself does not
say: country, time zone, order of day and month, who stands in the first column.
"""

from ingest.templates.template import (
    Template,
    TemplateError,
    generic,
    load,
    named,
    shipped,
)

__all__ = ["Template", "TemplateError", "generic", "load", "named", "shipped"]
