"""Titles on the line above a name, as in signature blocks: ``Zapisničar`` over ``Vesna Pantić``."""

import re
from itertools import pairwise

from ingest.language import standing
from ingest.language.narrative import Passage
from ingest.language.observed import Observed, Person
from workbench.vocabulary import PersonCategory

_COLUMN = re.compile(r"\t+| {3,}")
_LONGEST_TITLE = 90
_BESIDE_NAME = re.compile(
    r"[\s,._()/-]*(?:s\.\s?r\.|d\.\s?v\.|v\.\s?r\.|potpis|nënshkrimi)?[\s,._()/-]*"
)


def add(observed: Observed) -> None:
    """Mark those who sign under a title of office as taking part in the procedure."""
    for above, below in pairwise(observed.narrative.passages):
        people = observed.people_in(below)
        if people and not observed.people_in(above):
            _add_titles(observed, above, below, people)


def _add_titles(observed: Observed, above: Passage, below: Passage, people: list[Person]) -> None:
    text = observed.narrative.latin.text
    titles = _COLUMN.split(text[above.latin_start : above.latin_end].strip())
    columns = _COLUMN.split(text[below.latin_start : below.latin_end].strip())
    if len(titles) != len(columns) or len(columns) != len(people):
        return
    for title, column, person in zip(titles, columns, people, strict=True):
        rest = column.replace(text[person.name.start : person.name.end], "")
        if (
            len(title) <= _LONGEST_TITLE
            and not title.endswith(".")
            and _BESIDE_NAME.fullmatch(rest)
        ):
            _add_office(observed, title, person)


def _add_office(observed: Observed, title: str, person: Person) -> None:
    for found in standing.categories(title):
        if found.category is PersonCategory.PROFESSIONAL:
            observed.add_status(person.mention, found.category, found.written)
