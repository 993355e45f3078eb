"""What the values under an unknown label look like."""

from collections import Counter
from collections.abc import Sequence

from ingest.language.lexicon import fold, names
from ingest.seizure_reports import cells, persons, words
from ingest.seizure_reports.fields import FormField
from ingest.selectors import dates, money
from ingest.selectors.found import SelectorKind

_ENOUGH = 0.6
# The surest kinds of numbers first: an IMEI would also do for a document, a date for a telephone.
_NUMBERS = (
    FormField.IMEI,
    FormField.ICCID,
    FormField.IMSI,
    FormField.VIN,
    FormField.ACCOUNT,
    FormField.PLATE,
    FormField.PHONE,
)


def look_of(values: Sequence[str], country: str | None) -> tuple[FormField | None, float]:
    """The field that most values look like, and their share."""
    given = [v for v in values if v and not words.says_nothing(v)]
    votes = Counter(look for v in given if (look := _look(v, country)))
    best = votes.most_common(1)
    if not best or best[0][1] < _ENOUGH * len(given):
        return None, 0.0
    return best[0][0], best[0][1] / len(given)


def _look(value: str, country: str | None) -> FormField | None:
    if moment := _moment(value):
        return moment
    for meaning in _NUMBERS:
        found = cells.values(meaning, value, country)
        if found and all(v.normalised and len(v.text) * 2 > len(value) / len(found) for v in found):
            return meaning
    if any(f.kind is SelectorKind.MONEY for f in money.find(value)) and len(value) < 20:
        return FormField.AMOUNT
    if words.exhibit_kind(value):
        return FormField.DESCRIPTION
    return FormField.SEIZED_FROM if _is_person(value) else None


def _moment(value: str) -> FormField | None:
    found = {f.kind for f in dates.find(value)}
    if len(value) > 30 or SelectorKind.DATE not in found:
        return None
    return FormField.MOMENT if SelectorKind.TIME in found else FormField.DATE


def _is_person(value: str) -> bool:
    """Whether a value is a name: two or three words, one of them a known given name."""
    found = persons.named_in(value)
    parts = value.split()
    given = any(names().is_given(fold(part.strip(",.;"))) for part in parts)
    return len(found) == 1 and 2 <= len(parts) <= 4 and given
