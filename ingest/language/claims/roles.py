"""The role in a network that a sentence gives somebody: ``X was the guide``, ``vozio je X``.

Always as the document sees it. What stands directly beside a name is read with the remarks on it.
"""

from ingest.language.claims import phrases
from ingest.language.claims.items import items
from ingest.language.claims.lexicon import language as lexicon_of
from ingest.language.observed import Observed
from workbench.vocabulary import AttributeName, PersonCategory


def add(observed: Observed) -> None:
    """Add the roles that the sentences of a document give, but to those who took no part."""
    text = observed.narrative.latin.text
    for passage in observed.narrative.passages:
        if not observed.people_in(passage):
            continue
        row = items(observed, passage)
        words = lexicon_of(passage.language).words
        for role, who, first, last in phrases.roles(row, passage.language):
            person = row[who].person
            denied = any(item.word in words["negations"] for item in row[first : last + 1])
            if person is None or denied or _takes_no_part(observed, person.mention.number):
                continue
            written = text[row[first].start : row[last].end]
            if observed.attribute(person.mention, AttributeName.ROLE) is None:
                observed.add_attribute(person.mention, AttributeName.ROLE, role, written)


def _takes_no_part(observed: Observed, mention: int) -> bool:
    """Officers and interpreters drive and guide too."""
    return any(
        status.mention.number == mention and status.category is PersonCategory.PROFESSIONAL
        for status in observed.observations.statuses
    )
