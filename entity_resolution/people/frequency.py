"""How often a name is met by chance: from the case's own names, backed by lists of frequent ones.

Each word's share is counted over the *distinct* names of the case, so that one man mentioned a
hundred times does not make his name frequent; lists shipped with the workbench count as a sample of
``PRIOR_NAMES`` names. A full name's share is the product of its words' shares.
"""

import tomllib
from functools import cache
from importlib.resources import files

import duckdb
import pyarrow as pa

from entity_resolution.names import parse

PRIOR_NAMES = 500
"""How many distinct names of a case weigh as much as the shipped lists."""
_UNLISTED = 0.0003
"""Share of a word that no list holds."""

# Grain: one distinct name with the share of people who bear it by chance.
_FREQUENCY = """
    CREATE OR REPLACE TABLE name_frequency AS
    WITH counted AS (
        SELECT stem, count(DISTINCT name_key) AS names FROM name_stem JOIN name USING (name)
        WHERE name_stem.is_full GROUP BY stem
    ), shares AS (
        SELECT stem, (coalesce(names, 0) + $prior * coalesce(share, $unlisted))
            / ($prior + (SELECT count(DISTINCT name_key) FROM name WHERE is_full)) AS share
        FROM (SELECT DISTINCT stem FROM name_stem)
        LEFT JOIN counted USING (stem) LEFT JOIN listed USING (stem)
    )
    SELECT name, product(share) AS frequency FROM name_stem JOIN shares USING (stem) GROUP BY name
"""


def count(scratch: duckdb.DuckDBPyConnection) -> None:
    """Fill table ``name_frequency`` (name, frequency) from ``name`` and ``name_stem``."""
    listed = _listed()
    scratch.register("listed", pa.table({"stem": list(listed), "share": list(listed.values())}))
    scratch.execute(_FREQUENCY, {"prior": PRIOR_NAMES, "unlisted": _UNLISTED})
    scratch.unregister("listed")


@cache
def _listed() -> dict[str, float]:
    """Stem of each listed word to its share, the highest of those that traditions give it."""
    text = files("entity_resolution.names").joinpath("data/frequencies.toml").read_text("utf-8")
    found: dict[str, float] = {}
    for entries in tomllib.loads(text)["frequencies"].values():
        for entry in entries:
            name, bearers = entry.rsplit(" ", 1)
            stem = parse(name).tokens[0].stem
            found[stem] = max(found.get(stem, 0.0), int(bearers) / 10_000)
    return found
