"""Who is the holder of a passport or card by its machine-readable zone, and what that says of them.

To those who read on the zone is a document's number; its holder, who may be named nowhere else, is
protected like anybody whom a document names.
"""

from ingest.language.facts import Fact
from ingest.language.name_forms import Case
from ingest.language.naming import Naming, titled
from ingest.language.observed import Observed, Person, Thing
from ingest.language.person_name import PersonName
from ingest.observations import Claim, Mention, SpanLocator
from ingest.selectors.found import SelectorKind
from ingest.selectors.identity_documents import Mrz, read_mrz
from workbench.vocabulary import AttributeName, ClaimKind, MentionKind


def add(observed: Observed) -> None:
    """Add the holder of every zone, the number of a citizen that it gives, and whose they are."""
    for thing in observed.things:
        zone = read_mrz(thing.found.text) if thing.found.kind is SelectorKind.MRZ else None
        if zone is None:
            continue
        observed.add_facts(thing.mention, expiry(zone))
        if named(zone):
            _add_holder(observed, thing, zone)


def named(zone: Mrz) -> str:
    """Given names and surname, in small letters."""
    return _naming(zone).full


def holder_facts(zone: Mrz) -> list[Fact]:
    """What a zone says of its holder."""
    naming, born = _naming(zone), zone.birth_date
    said = (
        (AttributeName.GIVEN_NAME, naming.given, zone.names_written),
        (AttributeName.SURNAME, naming.surname, zone.names_written),
        (AttributeName.BIRTH_DATE, born, born and _six_figures(born)),
        (AttributeName.SEX, zone.sex, zone.sex and zone.sex.upper()),
        (AttributeName.NATIONALITY, zone.nationality, zone.nationality),
    )
    return [Fact(name, value, written or value) for name, value, written in said if value]


def document_facts(zone: Mrz) -> list[Fact]:
    """What a zone says of the document, where no words beside it tell its type."""
    kind = zone.document_type
    return [*([Fact(AttributeName.DOCUMENT_TYPE, kind, kind)] if kind else []), *expiry(zone)]


def expiry(zone: Mrz) -> list[Fact]:
    """Until when a zone says that the document is valid."""
    day = zone.expiry_date
    return [Fact(AttributeName.EXPIRY_DATE, day, _six_figures(day))] if day else []


def _six_figures(day: str) -> str:
    return day[2:].replace("-", "")


def _naming(zone: Mrz) -> Naming:
    given, surname = (titled(part) or None for part in (zone.given_names, zone.surname))
    return Naming(given, surname, Case.NOMINATIVE, 0, 1.0)


def _add_holder(observed: Observed, thing: Thing, zone: Mrz) -> None:
    start = thing.found.start + zone.names_start
    holder = _mention(observed, thing, MentionKind.PERSON, start, zone.names_written, named(zone))
    observed.add_facts(holder, holder_facts(zone))
    at = observed.narrative.latin.at(start)
    name = PersonName(at, at + len(zone.names_written), zone.names_written, _naming(zone))
    observed.holders.append(Person(name, holder, thing.passage))
    _add_claim(observed, thing, holder, thing.mention)
    if own := zone.personal_number:
        start = thing.found.start + thing.found.text.index(own.number)
        paper = _mention(
            observed, thing, MentionKind.DOCUMENT, start, own.number, own.number, own.country
        )
        kind = str(SelectorKind.PERSONAL_NUMBER)
        observed.add_attribute(paper, AttributeName.DOCUMENT_TYPE, kind, kind)
        _add_claim(observed, thing, holder, paper)


def _mention(
    observed: Observed,
    thing: Thing,
    kind: MentionKind,
    start: int,
    written: str,
    normalised: str,
    country: str | None = None,
) -> Mention:
    where = SpanLocator(thing.passage.number, start, start + len(written))
    return observed.observations.mention(kind, written, where, normalised, country)


def _add_claim(observed: Observed, thing: Thing, holder: Mention, paper: Mention) -> None:
    where = thing.mention.locator
    observed.observations.claims.append(Claim(ClaimKind.HOLDS, holder, paper, where))
