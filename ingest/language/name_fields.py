"""Names of which a form gives the parts in fields of their own: ``Emri: Liri   Mbiemri: Preka``."""

import re
from collections.abc import Sequence

from ingest.language.fields import Field, FieldName
from ingest.language.name_forms import Case
from ingest.language.naming import Naming, titled
from ingest.language.person_name import PersonName

_APART = 4  # passages between the two fields at most
_PARTS = (FieldName.GIVEN_NAME, FieldName.SURNAME)
_WRITTEN = re.compile(r"[^\W\d_a-zšđčćžëç][\w'’.-]*(?:[ -][^\W\d_a-zšđčćžëç][\w'’.-]*){0,3}")


def stated(fields: Sequence[Field]) -> list[PersonName]:
    """Given name and surname as two mentions of one person, each read as the full name."""
    made: list[PersonName] = []
    waiting: Field | None = None
    for field in fields:
        if field.name not in _PARTS:
            waiting = None if field.name.names_people else waiting
        elif waiting is None or waiting.name is field.name or _far(waiting, field):
            waiting = field
        else:
            made += _named(waiting, field)
            waiting = None
    return made


def _far(one: Field, other: Field) -> bool:
    return other.passage - one.passage > _APART


def _named(one: Field, other: Field) -> list[PersonName]:
    """Both mentions; none where a value is no name."""
    parts = {field.name: _WRITTEN.match(field.value.rstrip(" .")) for field in (one, other)}
    if not all(parts.values()):
        return []
    given, surname = (titled(match[0]) for name in _PARTS if (match := parts[name]))
    naming = Naming(given, surname, Case.NOMINATIVE, 2, 0.0)
    return [
        PersonName(field.start, field.start + len(match[0]), match[0], naming)
        for field in (one, other)
        if (match := parts[field.name])
    ]
