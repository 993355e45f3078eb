"""What the user may say about a table where the file itself leaves it open."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Hints:
    """Template name, country (ISO 3166-1), IANA zone, order of dates, convention of parties."""

    template: str | None = None
    country: str | None = None
    time_zone: str | None = None
    date_order: str | None = None
    convention: str | None = None
