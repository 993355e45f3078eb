"""Signs of trafficking and aggravated smuggling, each with its sentence and the person it is of.

Suggestions for an analyst; whom one marks is protected at once. The signs and their words in each
language are data (``../data/indicators.toml``). A sentence that names nobody for sure keeps its
sign without a person.
"""

from ingest.language.indicators.lexicon import Indicator, catalogue
from ingest.language.indicators.marking import add

__all__ = ["Indicator", "add", "catalogue"]
