"""What words that an analyst marks stand for: read by the rules that read documents."""

from dataclasses import dataclass
from datetime import date

from ingest import selectors
from ingest.language import detect
from ingest.language.naming import interpret
from ingest.selectors.letters import latin
from workbench.errors import WorkbenchError
from workbench.sources import Source
from workbench.vocabulary import AttributeName, MentionKind, NetworkRole

Attributes = dict[str, list[str]]


class ValueRefusedError(WorkbenchError):
    """A value that an analyst gives is none of its kind."""


@dataclass(frozen=True)
class Wording:
    """What words stand for: normalised, its country, and the attributes that follow from it."""

    normalised: str
    country: str | None
    attributes: Attributes


def read(
    kind: MentionKind, written: str, source: Source, text: str, normalised: str | None = None
) -> Wording:
    """Read words as a mention of a kind; ``normalised`` is the analyst's reading, if given.

    The numbering plan is that of the source's country, the language that of its ``text``. Raises
    ValueRefusedError where the words are no number of the kind; it does not repeat them.
    """
    country = source.country
    if kind is MentionKind.PERSON:
        return _person(written, detect.family(text), normalised)
    if kind in (MentionKind.ORGANISATION, MentionKind.VESSEL, MentionKind.PLACE) or normalised:
        found = _selector(kind, normalised or written, country)
        return found or Wording(" ".join((normalised or latin(written)).split()), None, {})
    found = _selector(kind, written, country)
    if found is None:
        raise ValueRefusedError(
            f"the words marked cannot be read as a {kind}. Mark it whole, or say how it reads with "
            "--as."
        )
    return found


def _person(written: str, language: str, normalised: str | None) -> Wording:
    """In the nominative, by the rules of the language; as it is where the analyst says it."""
    words = latin(normalised or written).split()
    naming = interpret(words, detect.ENGLISH if normalised else language)
    attributes = {
        str(name): [value] if value else []
        for name, value in (
            (AttributeName.GIVEN_NAME, naming.given),
            (AttributeName.SURNAME, naming.surname),
        )
    }
    return Wording(naming.full, None, attributes)


def _selector(kind: MentionKind, written: str, country: str | None) -> Wording | None:
    for found in selectors.find(written, country):
        whole = found.text.strip() == written.strip()
        if whole and found.kind.mention_kind is kind:
            attributes: Attributes = {}
            if kind is MentionKind.VEHICLE:
                vin = found.kind is selectors.SelectorKind.VIN
                name = AttributeName.VIN if vin else AttributeName.PLATE
                attributes = {str(name): [found.normalised]}
            return Wording(found.normalised, found.country, attributes)
    return None


def attribute(name: str, value: str) -> str:
    """The value of an attribute as it is stored. Raises ValueRefusedError."""
    if name not in set(AttributeName):
        raise ValueRefusedError(f"no such attribute. Take one of {', '.join(AttributeName)}.")
    value = " ".join(value.split())
    if value and not _fits(AttributeName(name), value):
        raise ValueRefusedError(f"{name}: the value given is none. {_FORMS[AttributeName(name)]}")
    return value


_FORMS = {
    AttributeName.BIRTH_DATE: "Write a day as 2001-03-15, a year as 2001.",
    AttributeName.SEX: "Write f or m.",
    AttributeName.NATIONALITY: "Write the country's ISO code, such as AF.",
    AttributeName.AGE: "Write years in figures.",
    AttributeName.ROLE: f"Take one of {', '.join(NetworkRole)}.",
}


def _fits(name: AttributeName, value: str) -> bool:
    match name:
        case AttributeName.BIRTH_DATE:
            return _is_date(value)
        case AttributeName.SEX:
            return value in ("f", "m")
        case AttributeName.NATIONALITY:
            return len(value) == 2 and value.isascii() and value.isupper()
        case AttributeName.AGE:
            return value.isdigit()
        case AttributeName.ROLE:
            return value in set(NetworkRole)
    return True


def _is_date(value: str) -> bool:
    if len(value) == 4 and value.isdigit():
        return True
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return len(value) == 10
