"""What the cells beside a number or a name say of it: facts, and whether somebody is a child."""

import re
from datetime import date

from ingest.language import contexts, facts
from ingest.language.facts import Fact
from ingest.observations import Attribute
from ingest.seizure_reports import cells, moments, words
from ingest.seizure_reports.fields import FormField
from ingest.selectors import dates, places
from ingest.selectors.found import SelectorKind
from ingest.selectors.letters import latin
from workbench.vocabulary import AttributeName

_PLAIN = {
    FormField.FATHER_NAME: AttributeName.FATHER_NAME,
    FormField.ALIAS: AttributeName.ALIAS,
    FormField.ADDRESS: AttributeName.ADDRESS,
}


def number_facts(value: cells.Value) -> list[Fact]:
    """A number as an attribute of the thing that it names, or that it is a citizen's own."""
    if value.kind is SelectorKind.PERSONAL_NUMBER:
        return [Fact(AttributeName.DOCUMENT_TYPE, value.kind, value.text)]
    name = {
        SelectorKind.PLATE: AttributeName.PLATE,
        SelectorKind.VIN: AttributeName.VIN,
        SelectorKind.IMEI: AttributeName.IMEI,
        SelectorKind.IMSI: AttributeName.IMSI,
        SelectorKind.ICCID: AttributeName.ICCID,
    }.get(value.kind)
    if name is None or value.normalised is None:
        return []
    return [Fact(name, value.normalised, value.text)]


def holder_facts(meaning: FormField, text: str, country: str | None) -> list[Fact]:
    """What a column says of the person from whom an exhibit was taken."""
    written = text.strip()
    if meaning in _PLAIN:
        return [Fact(_PLAIN[meaning], latin(written), written)]
    if meaning is FormField.NATIONALITY:
        named = facts.country_named(latin(written).lower()) or _country_code(written)
        named = named or words.country(written)
        return [Fact(AttributeName.NATIONALITY, named, written)] if named else []
    if meaning is FormField.SEX:
        sex = _SEXES.get(latin(written).lower()[:1])
        return [Fact(AttributeName.SEX, sex, written)] if sex else []
    if meaning is FormField.AGE:
        age = _AGE.fullmatch(written)
        return [Fact(AttributeName.AGE, age[1], written)] if age else []
    return _birth_facts(meaning, written, country)


# Male: m, muški, mashkull, maschio, männlich; άρρεν, άνδρας. Female: ž, f, w; θήλυ, γυναίκα.
_SEXES = {"m": "m", "ž": "f", "z": "f", "f": "f", "w": "f", "ά": "m", "α": "m", "θ": "f", "γ": "f"}
_AGE = re.compile(r"\D{0,12}?(\d{1,2})\D{0,12}")
_BESIDE = re.compile(
    r"(?i)(?:\bet[aà]|\bage[d]?|\balter|\bηλικίας|\baged)\s*:?\s*(\d{1,2})(?!\d)"
    r"|(?<!\d)(\d{1,2})\s*(?:anni|ετών|χρονών|jahre|years old|yrs|y\.?o\.?|god\.?|vjeç)(?!\w)"
    r"|^\s*\((\d{1,2})\)"
)
_BORN = re.compile(
    r"(?i)(?:nat[oa](?:\s+a\s+[^,;\d]{2,30})?\s+il|geb(?:oren)?\.?(?:\s+am)?|γεν(?:ν(?:ηθείς|ηθείσα))?\.?"
    r"|ημ\.?\s*γέν\.?|\*)\s*:?\s*$"
)


def beside(said: str) -> list[Fact]:
    """Age and birth beside a name, in languages that documents in prose are not read in."""
    found = [
        Fact(AttributeName.AGE, age, match.group().strip())
        for match in _BESIDE.finditer(said)
        if (age := next(filter(None, match.groups())))
    ][:1]
    for day in dates.find(said):
        if day.kind is SelectorKind.DATE and _BORN.search(said[: day.start]):
            found.append(Fact(AttributeName.BIRTH_DATE, day.normalised, day.text))
    nationality = facts.country_named(said) or words.country(said)
    if nationality and _CITIZEN.search(said):
        found.append(Fact(AttributeName.NATIONALITY, nationality, said.strip()))
    return found


_CITIZEN = re.compile(
    r"(?i)(?<!\w)(?:cittadin\w*|nazionalità|υπηκό\w*|staatsang\w*|staatsbürger\w*)(?!\w)"
)


def _birth_facts(meaning: FormField, written: str, country: str | None) -> list[Fact]:
    found: list[Fact] = []
    if meaning in (FormField.BIRTH_DATE, FormField.BIRTH):
        days = [d for d in dates.find(written) if d.kind is SelectorKind.DATE]
        year = re.fullmatch(r"\D*((?:19|20)\d\d)\D*", written)
        if days or year:
            value = days[0].normalised if days else (year[1] if year else "")
            found.append(Fact(AttributeName.BIRTH_DATE, value, written))
    if meaning in (FormField.BIRTH_PLACE, FormField.BIRTH):
        towns = places.find(written, country)
        value = towns[0].normalised if towns else ""
        if not towns and meaning is FormField.BIRTH_PLACE:
            value = latin(written)
        found += [Fact(AttributeName.BIRTH_PLACE, value, written)] if value else []
    return found


def _country_code(written: str) -> str | None:
    """An ISO code as it stands, if it is one that the lists of nationalities know."""
    known = {code for code, _ in contexts.sections("nationalities", "country")}
    return written.upper() if written.upper() in known else None


def is_child(attribute: Attribute, day: date | None) -> bool:
    """Whether an age or a birth date says that somebody was under 18 on a day."""
    if attribute.name is AttributeName.AGE:
        return attribute.value.isdecimal() and int(attribute.value) < 18
    if attribute.name is not AttributeName.BIRTH_DATE or day is None:
        return False
    born = moments.day(attribute.value)
    return born is not None and _years(born, day) < 18


def _years(born: date, at: date) -> int:
    return at.year - born.year - ((at.month, at.day) < (born.month, born.day))
