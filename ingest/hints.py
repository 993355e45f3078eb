"""What the user may say about a table where the file itself leaves it open."""

from dataclasses import dataclass

from ingest.templates import Template


@dataclass(frozen=True)
class Hints:
    """Template name, country (ISO 3166-1), IANA zone, order of dates, convention of parties.

    ``target`` is the number asked about (or of the device), ``exhibit`` the seized item's number;
    ``kept`` are the templates that the case already keeps.
    """

    template: str | None = None
    country: str | None = None
    time_zone: str | None = None
    date_order: str | None = None
    convention: str | None = None
    target: str | None = None
    exhibit: str | None = None
    kept: tuple[Template, ...] = ()
