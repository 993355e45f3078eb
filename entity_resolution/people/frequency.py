"""How often a name is met by chance: from the case's own names, backed by lists of frequent ones.

Each word's share is counted over the *distinct* names of the case, so that one man mentioned a
hundred times does not make his name frequent; lists shipped with the workbench count as a sample of
``PRIOR_NAMES`` names: those of the countries whose nationals the case names, and of others less.
A full name's share is the product of its words' shares.
"""

import tomllib
from collections.abc import Set
from functools import cache
from importlib.resources import files

import duckdb
import pyarrow as pa

from entity_resolution.names import parse
from entity_resolution.names.lexicon import spellings

PRIOR_NAMES = 500
"""How many distinct names of a case weigh as much as the shipped lists."""
_UNLISTED = 0.0003
"""Share of a word that no list holds."""
_ELSEWHERE = 0.1
"""What a list counts of a country whose nationals the case does not name."""

# Grain: one distinct name with the share of people who bear it by chance.
_FREQUENCY = """
    CREATE OR REPLACE TABLE name_frequency AS
    WITH counted AS (
        SELECT stem, count(DISTINCT key_id) AS names FROM name_stem JOIN name USING (name_id)
        WHERE name.is_full GROUP BY stem
    ), shares AS (
        SELECT stem, (coalesce(names, 0) + $prior * coalesce(share, $unlisted))
            / ($prior + (SELECT count(DISTINCT key_id) FROM name WHERE is_full)) AS share
        FROM (SELECT DISTINCT stem FROM name_stem)
        LEFT JOIN counted USING (stem) LEFT JOIN listed USING (stem)
    )
    -- In order, as a product's last digits follow from it.
    SELECT name_id, list_product(list_sort(list(share))) AS frequency
    FROM name_stem JOIN shares USING (stem) GROUP BY name_id
"""


def count(scratch: duckdb.DuckDBPyConnection) -> None:
    """Fill table ``name_frequency`` (name_id, frequency) from ``name``, ``name_stem`` and the
    countries (ISO 3166) in ``country``."""
    rows = scratch.execute("SELECT DISTINCT country FROM country").fetchall()
    listed = listed_shares({row[0] for row in rows if row[0]})
    scratch.register("listed", pa.table({"stem": list(listed), "share": list(listed.values())}))
    scratch.execute(_FREQUENCY, {"prior": PRIOR_NAMES, "unlisted": _UNLISTED})
    scratch.unregister("listed")


def listed_shares(countries: Set[str]) -> dict[str, float]:
    """Stem of each listed word to its share of bearers, the highest that a country gives it.

    Without a country known (ISO 3166), all count in full.
    """
    lists = _lists()
    nationals = countries & lists.keys()
    found: dict[str, float] = {}
    for country, shares in lists.items():
        counts = 1.0 if not nationals or country in nationals else _ELSEWHERE
        for stem, share in shares.items():
            found[stem] = max(found.get(stem, 0.0), share * counts)
    return found


@cache
def _lists() -> dict[str, dict[str, float]]:
    """Country to the stems of its frequent names and their shares."""
    text = files("entity_resolution.names").joinpath("data/frequencies.toml").read_text("utf-8")
    return {country: _shares(kinds) for country, kinds in tomllib.loads(text).items()}


def _shares(kinds: dict[str, str]) -> dict[str, float]:
    """Of a name's spellings the shares together; a word may be given name and surname."""
    found: dict[str, float] = {}
    for entries in kinds.values():
        for entry in entries.split(", "):
            name, bearers = entry.rsplit(" ", 1)
            word = parse(name).tokens[0]
            for stem in {word.stem, *spellings(word)}:
                found[stem] = found.get(stem, 0.0) + int(bearers) / 10_000
    return found
