"""What a user asks of an export: for whom, about what, from when to when, in which form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from dashboards.texts import Texts
from workbench.errors import RefusedError
from workbench.evidence import interchange, summary
from workbench.evidence.handling import Purpose
from workbench.evidence.request import Template
from workbench.vocabulary import MentionKind

SUMMARY = summary.FORMAT
DISCLOSURE = "disclosure"
"""A summary with all sources that may go, for the defence."""
FORMS: Mapping[str, str] = {SUMMARY: ".zip", DISCLOSURE: ".zip"} | {
    name: form.suffix for name, form in interchange.FORMATS.items()
}
"""Each form's name with the ending of its files."""
ABOUT_ONE: Mapping[Template, MentionKind] = {
    Template.PERSON: MentionKind.PERSON,
    Template.PHONE: MentionKind.PHONE,
}
"""Templates about one entity, with its kind."""


class Scope(StrEnum):
    """What an export is to be about."""

    CASE = "case"
    SELECTION = "selection"
    PICTURE = "picture"
    COLLECTED = "collected"


@dataclass(frozen=True)
class Asked:
    """The form's fields as the browser sends them; times are as typed, local to the case.

    ``one`` is the entity that a template about one is about; ``collected``: with what was collected
    for the report.
    """

    recipient: str = ""
    question: str = ""
    purpose: str = Purpose.JUDICIAL
    language: str = "en"
    form: str = SUMMARY
    template: str = Template.OVERVIEW
    scope: str = Scope.CASE
    one: str = ""
    start: str = ""
    end: str = ""
    turn: str = ""
    collected: bool = False

    @property
    def is_summary(self) -> bool:
        """Whether it is a summary rather than the network for another program."""
        return self.form in (SUMMARY, DISCLOSURE)

    @property
    def about_one(self) -> MentionKind | None:
        """The kind of entity that the template is about, where it is about one."""
        return ABOUT_ONE.get(Template(self.template)) if self.is_summary else None

    @property
    def suffix(self) -> str:
        """The ending of the file that is asked for."""
        return FORMS[self.form]


@dataclass(frozen=True)
class Stretch:
    """From when to when, and what parts a comparison; UTC, naive."""

    from_utc: datetime | None
    to_utc: datetime | None
    turn_utc: datetime | None


def stretch(texts: Texts, asked: Asked) -> Stretch:
    """The times asked for; a day at the end belongs to it.

    Raises RefusedError for what is no day or time, an end before its beginning, and where the
    template needs a time that is not given.
    """
    start, end = moment(texts, asked.start), moment(texts, asked.end, days_after=1)
    turn = None
    if asked.is_summary and asked.template == Template.COMPARISON:
        turn = moment(texts, asked.turn)
        if turn is None:
            raise RefusedError(texts.say("export", "needs_turn"))
    if asked.is_summary and asked.template == Template.EVENT and not (start and end):
        raise RefusedError(texts.say("export", "needs_period"))
    if start and end and start >= end:
        raise RefusedError(texts.say("export", "ends_before", start=asked.start, end=asked.end))
    return Stretch(start, end, turn)


def moment(texts: Texts, written: str, days_after: int = 0) -> datetime | None:
    """A day (2024-09-16) or time (2024-09-16 09:41) of the case's zone in UTC; None for nothing."""
    written = written.strip()
    if not written:
        return None
    try:
        found = _local(written, days_after)
        aware = found if found.tzinfo else found.replace(tzinfo=texts.zone)
        return aware.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError) as error:
        raise RefusedError(texts.say("export", "no_moment", written=written[:40])) from error


def _local(written: str, days_after: int) -> datetime:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return datetime.fromisoformat(written)
    return datetime.combine(day + timedelta(days=days_after), time())
