"""What the person heard, and officials who were paid, are in the case."""

from dataclasses import replace

from ingest.language import standing
from ingest.language.observed import Observed, Person, same_name
from ingest.observations import Mention, Status
from workbench.vocabulary import ClaimKind, PersonCategory

_TITLE = 700


def add(observed: Observed) -> None:
    """Add the standing that the statement as a whole gives."""
    _person_heard(observed)
    _paid_officials(observed)


def _person_heard(observed: Observed) -> None:
    """A suspect where the title says so, else a witness; the fields may have said more."""
    subject = observed.subject
    if subject is None or any(s.mention is subject.mention for s in observed.observations.statuses):
        return
    title = observed.narrative.latin.text[: min(_TITLE, subject.name.start)]
    found = standing.nearest_category(title)
    suspect = found is not None and found.category is PersonCategory.SUSPECT
    category = PersonCategory.SUSPECT if suspect else PersonCategory.WITNESS
    written = found.written if found and found.category is category else "statement"
    observed.observations.statuses.append(Status(subject.mention, category, written))


def _paid_officials(observed: Observed) -> None:
    """An officer whom somebody is said to pay is an official of the case, not of the file."""
    paid = [
        person
        for claim in observed.observations.claims
        if claim.kind is ClaimKind.PAYS and not claim.negated
        if (person := _person(observed, claim.right))
    ]
    officials = {
        other.mention.number
        for person in paid
        for other in observed.people
        if same_name(person, other)
    }
    observed.observations.statuses = [
        replace(s, category=PersonCategory.OFFICIAL)
        if s.category is PersonCategory.PROFESSIONAL and s.mention.number in officials
        else s
        for s in observed.observations.statuses
    ]


def _person(observed: Observed, mention: Mention) -> Person | None:
    return next((p for p in observed.people if p.mention is mention), None)
