"""Header fields of forms: ``Ime i prezime: ...``, ``Emri<tab>...``, ``Date of birth: ...``."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import zip_longest

from ingest.language import contexts


class FieldName(StrEnum):
    """What a field holds."""

    FULL_NAME = "full_name"
    GIVEN_NAME = "given_name"
    SURNAME = "surname"
    FATHER_NAME = "father_name"
    MOTHER_NAME = "mother_name"
    ALIAS = "alias"
    BIRTH_DATE = "birth_date"
    BIRTH_PLACE = "birth_place"
    BIRTH = "birth"
    ADDRESS = "address"
    NATIONALITY = "nationality"
    SEX = "sex"
    AGE = "age"
    DOCUMENT = "document"
    PHONE = "phone"
    OCCUPATION = "occupation"
    STATUS = "status"
    WITNESS = "witness"
    SUSPECT = "suspect"
    VICTIM = "victim"
    MIGRANT = "migrant"
    CHILD = "child"
    OFFICER = "officer"
    INTERPRETER = "interpreter"
    LAWYER = "lawyer"
    PRESENT = "present"
    SEIZED_FROM = "seized_from"
    VEHICLE = "vehicle"
    PLACE = "place"
    DATE = "date"
    AUTHORITY = "authority"

    @property
    def names_people(self) -> bool:
        """Whether the value is the name of one or more persons."""
        return self in _OF_PEOPLE

    @property
    def names_subject(self) -> bool:
        """Whether the value may be the person that the document is about."""
        return self in _OF_SUBJECTS


_OF_SUBJECTS = frozenset(
    (
        FieldName.FULL_NAME,
        FieldName.WITNESS,
        FieldName.SUSPECT,
        FieldName.VICTIM,
        FieldName.MIGRANT,
        FieldName.CHILD,
    )
)
_OF_PEOPLE = _OF_SUBJECTS | frozenset(
    (
        FieldName.GIVEN_NAME,
        FieldName.SURNAME,
        FieldName.OFFICER,
        FieldName.INTERPRETER,
        FieldName.LAWYER,
        FieldName.PRESENT,
        FieldName.SEIZED_FROM,
    )
)


@dataclass(frozen=True)
class Field:
    """A field's value at [start, end) of the Latin text, in the passage of that index."""

    name: FieldName
    start: int
    end: int
    value: str
    passage: int

    @property
    def names_end(self) -> int:
        """Where remarks about the persons named begin: ``X, rođen u Baru``, ``X (1990)``."""
        remark = _REMARK.search(self.value)
        return self.start + remark.start() if remark else self.end


_REMARK = re.compile(
    r"[,;]\s*(?!(?:al|el|bin|ibn|van|de|di|i|and|dhe)\s)[a-zšđčćžëç]|[,;(]?\s*\d|[;(]\s*"
)


def find(text: str, spans: Sequence[tuple[int, int]]) -> list[Field]:
    """Fields of the passages, in order."""
    return [
        field
        for number, (start, end) in enumerate(spans)
        for field in _in_passage(text, start, end, number)
    ]


def _in_passage(text: str, start: int, end: int, number: int) -> Iterator[Field]:
    labels = list(_labels().finditer(text, start, end))
    for label, following in zip_longest(labels, labels[1:]):
        stop = following.start() if following else end
        value = _COLUMN.split(text[label.end() : stop])[0]
        written = value.strip(" ,;\t\n\u00a0")
        if written:
            at = label.end() + value.index(written)
            yield Field(_meaning(label[1]), at, at + len(written), written, number)


_COLUMN = re.compile(r"\t| {3,}")


@cache
def _labels() -> re.Pattern[str]:
    every = [label for labels in contexts.lists("fields").values() for label in labels]
    return re.compile(
        r"(?:(?<=^)|(?<=[\n\t,;(.•–-])|(?<=[,;.)] )|(?<=\d\. )|(?<= {2}))[ \u00a0]*"
        rf"({contexts.alternatives(every)})"
        r"(?:[ \u00a0]\d{1,2}(?=[ \u00a0]?:))?(?:[ \u00a0]?\([^):\n]{0,40}\))?"
        r"[ \u00a0]*(?::|\t)[ \u00a0\t]*",
        re.I | re.M,
    )


@cache
def _meanings() -> tuple[tuple[FieldName, re.Pattern[str]], ...]:
    return tuple(
        (FieldName(name), re.compile(contexts.alternatives(labels), re.I))
        for name, labels in contexts.lists("fields").items()
    )


def _meaning(label: str) -> FieldName:
    written = re.sub(r"\s+", " ", label)
    return next(name for name, pattern in _meanings() if pattern.fullmatch(written))
