"""Templates: layouts of known operators and units, as data (TOML), with a version.

A template says how to recognise a file, which column means what, and what the file itself does not
say: country, time zone, order of day and month, who stands in the first column.
"""

from ingest.templates.keeping import keep, kept
from ingest.templates.template import (
    BY_HEADERS,
    SEVERAL,
    Template,
    TemplateError,
    generic,
    known_field,
    load,
    named,
    parse,
    shipped,
)

__all__ = [
    "BY_HEADERS",
    "SEVERAL",
    "Template",
    "TemplateError",
    "generic",
    "keep",
    "kept",
    "known_field",
    "load",
    "named",
    "parse",
    "shipped",
]
