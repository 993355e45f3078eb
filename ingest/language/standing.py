"""What a document says a person is: migrant, suspect, witness, officer, minor, driver ..."""

import re
from dataclasses import dataclass

from ingest.language import contexts
from workbench.vocabulary import NetworkRole, PersonCategory

# The more protective reading first: "osumnjičeni je prevezao migranta" must not unmake a migrant.
_ORDER = (
    PersonCategory.SMUGGLED_MIGRANT,
    PersonCategory.VICTIM,
    PersonCategory.CONVICTED,
    PersonCategory.SUSPECT,
    PersonCategory.WITNESS,
    PersonCategory.OFFICIAL,
    PersonCategory.PROFESSIONAL,
)


@dataclass(frozen=True)
class Standing:
    """A category with the words that give it."""

    category: PersonCategory
    written: str


def categories(text: str) -> list[Standing]:
    """Every category that a stretch of text names, the protective ones first."""
    return [
        Standing(category, match.group())
        for category in _ORDER
        if (match := _of("category", category).search(text))
    ]


def category(text: str) -> Standing | None:
    """The first category that a stretch of text names."""
    found = categories(text)
    return found[0] if found else None


def placed(text: str) -> list[tuple[Standing, int, int]]:
    """Every word of the text that names a category, with its span, by where it ends."""
    hits = [
        (Standing(kind, match.group()), match.start(), match.end())
        for kind in _ORDER
        for match in _of("category", kind).finditer(text)
    ]
    return sorted(hits, key=lambda hit: hit[2])


def nearest_category(text: str) -> Standing | None:
    """The category named last: the one that stands nearest before what follows the text."""
    best: tuple[int, Standing] | None = None
    for kind in _ORDER:
        for match in _of("category", kind).finditer(text):
            if best is None or match.end() > best[0]:
                best = (match.end(), Standing(kind, match.group()))
    return best[1] if best else None


def minor(text: str) -> str | None:
    """The words that say somebody is a child."""
    match = _of("minor", "words").search(text)
    return match.group() if match else None


def role(text: str) -> tuple[NetworkRole, str] | None:
    """The role in a network that a stretch of text names, with its words."""
    hits = [
        (match.start(), NetworkRole(name), match.group())
        for name, pattern in contexts.sections("people", "role")
        if (match := pattern.search(text))
    ]
    return min(hits)[1:] if hits else None


def _of(section: str, name: str) -> re.Pattern[str]:
    return dict(contexts.sections("people", section))[name]
