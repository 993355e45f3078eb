"""Names of persons across scripts, clerks and borders: folded, taken apart and compared."""

from entity_resolution.names.comparison import NameComparison, TokenPair, compare
from entity_resolution.names.tokens import Name, latin, name_key, parse

__all__ = ["Name", "NameComparison", "TokenPair", "compare", "latin", "name_key", "parse"]
