"""Which tokens are known forms of one name: variants of other traditions, and nicknames."""

import tomllib
from collections import defaultdict
from functools import cache
from importlib.resources import files

from entity_resolution.names.tokens import parse


def are_two_names(left: str, right: str) -> bool:
    """Whether two different sounds are both names in use: Marko and Mirko, not a slip."""
    given, surnames = _in_use()
    return (left in given and right in given) or (left in surnames and right in surnames)


@cache
def _in_use() -> tuple[frozenset[str], frozenset[str]]:
    """Sounds of the given names and of the surnames in the region's lexicon."""
    text = files("ingest.language").joinpath("data/names.toml").read_text("utf-8")
    given: set[str] = set()
    surnames: set[str] = set()
    for origin in tomllib.loads(text).values():
        for title, names in origin.items():
            found = {token.sound for token in parse(names.replace("\n", " ")).tokens}
            (surnames if "surname" in title else given).update(found)
    return frozenset(given), frozenset(surnames)


@cache
def _groups(table: str) -> dict[str, frozenset[str]]:
    """Stem of each form to the forms' group names (the first form of their line)."""
    text = files("entity_resolution.names").joinpath(f"data/{table}.toml").read_text("utf-8")
    found: dict[str, set[str]] = defaultdict(set)
    for line in tomllib.loads(text)[table]:
        forms = parse(line).tokens
        for form in forms:
            found[form.stem].add(forms[0].stem)
    return {form: frozenset(groups) for form, groups in found.items()}


def are_variants(left: str, right: str) -> bool:
    """Whether two stems are forms of one name in different traditions."""
    groups = _groups("variants")
    return bool(groups.get(left, frozenset()) & groups.get(right, frozenset()))


def is_nickname(left: str, right: str) -> bool:
    """Whether one stem is a short form of the other."""
    groups = _groups("nicknames")
    return right in groups.get(left, frozenset()) or left in groups.get(right, frozenset())
