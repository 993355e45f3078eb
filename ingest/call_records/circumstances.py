"""What a sheet's values do not say themselves: its time zone, its numbering plan, its target."""

import re
from collections.abc import Mapping, Sequence

from ingest.call_records import conventions, preamble
from ingest.call_records.fields import Field
from ingest.call_records.layout import Preamble
from ingest.call_records.moments import Reading
from ingest.call_records.seen import Refuse, Seen
from ingest.call_records.zones import zone_info, zone_of_country
from ingest.hints import Hints
from ingest.selectors import phones, sims
from ingest.tables.sheet import Sheet
from ingest.templates import Template
from workbench.vocabulary import PartyKind

_SAMPLED = 200
_NUMBER = re.compile(r"(?<!\d)\+?\d{8,15}(?!\d)")


def zone_of(
    hints: Hints,
    template: Template,
    seen: Seen,
    above: Preamble,
    when: tuple[str, ...],
    reading: Reading,
    country: str | None,
    refuse: Refuse,
) -> str:
    """As the user says, else the file, else the template, else the country's one zone.

    Raises UnknownLayoutError where nobody says it.
    """
    if reading.epoch or reading.states_zone:
        return "UTC"
    names = seen.header.record.cells
    headers = " ".join(
        names[int(c[1:])] for c in when if c[1:].isdigit() and int(c[1:]) < len(names)
    )
    stated = preamble.zone_in(headers) or above.zone
    local = preamble.says_local(headers) or above.says_local
    of_country = zone_of_country(country) if country and (local or hints.country) else None
    zone = hints.time_zone or stated or template.time_zone or of_country
    if zone is None:
        raise refuse(
            "nothing says in which time zone the times are. Say --timezone (UTC, or a name such "
            "as Europe/Tirane), or --country if they are local times of that country."
        )
    if zone_info(zone) is None:
        raise refuse(f"{zone!r} is no time zone. Use UTC or a name such as Europe/Tirane.")
    return zone


def country_of(
    hints: Hints, template: Template, imsis: Sequence[str], above: Preamble
) -> str | None:
    """Whose numbering plan national numbers follow: as said, else that of the network's SIMs."""
    if hints.country or template.country:
        return (hints.country or template.country or "").upper()
    found = [s.country for i in list(dict.fromkeys(imsis))[:200] if (s := sims.normalise_imsi(i))]
    if found:
        best = max(sorted({c for c in found if c}), key=found.count, default=None)
        if best and found.count(best) * 10 >= len(found) * 9:
            return best
    target = phones.normalise_party(above.target.text, None) if above.target else None
    return target.country if target else None


def target_of(
    sheet: Sheet,
    file_name: str,
    above: Preamble,
    seen: Seen,
    columns: Mapping[Field, int],
    country: str | None,
) -> str | None:
    """The number asked about, as written: above the columns, the sheet's name, in every row, or
    the one number in the file's name that is a party of rows."""
    if above.target and _is_meant(above.target.text, seen, columns, country):
        return above.target.text
    if phones.normalise_party(sheet.name, country).kind is PartyKind.E164:
        return sheet.name
    common = conventions.common_party(seen.data, columns, country)
    return common or _in_name(file_name, seen, columns, country)


def _in_name(
    file_name: str, seen: Seen, columns: Mapping[Field, int], country: str | None
) -> str | None:
    named = {
        number: written
        for written in _NUMBER.findall(file_name)
        if (number := phones.normalise_party(written, country).number)
    }
    spoken = named.keys() & _spoken(seen, columns, country) if named else set()
    return named[spoken.pop()] if len(spoken) == 1 else None


def _spoken(seen: Seen, columns: Mapping[Field, int], country: str | None) -> set[str | None]:
    """The numbers that are parties of rows."""
    ends = [columns[field] for field in (Field.A, Field.B) if field in columns]
    written = {value for end in ends for value in seen.values(end)[:_SAMPLED]}
    return {phones.normalise_party(value, country).number for value in written}


def _is_meant(written: str, seen: Seen, columns: Mapping[Field, int], country: str | None) -> bool:
    """Whether a number above the columns is a telephone's, and of the rows where these name both.

    It could be that of the letter or of the order.
    """
    found = phones.normalise_party(written, country)
    if found.kind is not PartyKind.E164:
        return country is None
    if not {Field.A, Field.B} <= set(columns):
        return True
    return found.number in _spoken(seen, columns, country)
