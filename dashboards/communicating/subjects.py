"""Whose communications are looked at: phones, and persons by the phones they are known to hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboards.choosing import KINDS, MOST
from dashboards.workspace import Entity, Workspace
from graph.build.holders import Holding
from graph.coverage import PhoneCoverage, coverage
from graph.phones import (
    Held,
    Records,
    Stretch,
    Traffic,
    Used,
    holders_of,
    phones_of,
    records,
    stretches,
)
from graph.phones import traffic as traffic_of


@dataclass(frozen=True)
class Subject:
    """A phone or person with the phones meant.

    ``others`` are as they may be shown: the phones and, for a phone, the persons who hold it.
    """

    entity: Entity
    held: tuple[Held, ...]
    holders: tuple[Holding, ...]
    others: dict[str, Entity]

    @property
    def phones(self) -> dict[str, Entity]:
        """The phones meant, by id."""
        wanted = [one.phone for one in self.held]
        return {phone: self.others[phone] for phone in wanted if phone in self.others}

    @property
    def protected(self) -> bool:
        """Whether no profile may be made: a protected person's, or a phone of theirs."""
        return self.entity.protected or any(one.protected for one in self.phones.values())


@dataclass(frozen=True)
class Profile:
    """All that the page tells of one subject."""

    subject: Subject
    traffic: Traffic
    records: tuple[Records, ...]
    stretches: dict[Used, tuple[Stretch, ...]]
    contacts: dict[str, Entity]


@dataclass(frozen=True)
class Listed:
    """A phone whose own records the case holds, and who is known to hold it."""

    phone: Entity
    coverage: PhoneCoverage


def asked_for(workspace: Workspace, wanted: str) -> tuple[Subject, ...]:
    """The subjects that an address names, in its order; those the case has not are left out."""
    names = [workspace.current(name) for name in wanted.split(",") if name]
    known = workspace.entities(names)
    chosen = [known[name] for name in dict.fromkeys(names) if name in known]
    return tuple(subject(workspace, entity) for entity in chosen if entity.kind in KINDS)[:MOST]


def open_groups(workspace: Workspace, names: Sequence[str]) -> list[set[str]]:
    """The entities of each subject that a profile may be made of: itself and its phones."""
    asked = asked_for(workspace, ",".join(names))
    return [{one.entity.entity_id, *one.phones} for one in asked if not one.protected]


def subject(workspace: Workspace, entity: Entity) -> Subject:
    """An entity with the phones it stands for."""
    case, name = workspace.case, entity.entity_id
    held, holders = phones_of(case, name), holders_of(case, name)
    others = {one.phone for one in held} | {one.person for one in holders}
    return Subject(entity, held, holders, workspace.entities(others))


def profile(workspace: Workspace, subject: Subject) -> Profile:
    """Count and gather everything about one subject."""
    case, held = workspace.case, subject.held
    found = traffic_of(case, held, workspace.texts.zone.key)
    return Profile(
        subject,
        found,
        tuple(
            replace(one, file_name=workspace.masking().text(one.file_name))
            for one in records(case, held)
        ),
        {used: stretches(case, held, used) for used in Used},
        workspace.entities({contact.phone for contact in found.contacts}),
    )


def listed(workspace: Workspace) -> tuple[Listed, ...]:
    """The phones whose own records the case holds, those with most records first."""
    found = [one for one in coverage(workspace.case) if one.phone]
    known = workspace.entities({str(one.phone) for one in found})
    lines = [Listed(known[one.phone], one) for one in found if one.phone in known]
    return tuple(sorted(lines, key=lambda one: -one.coverage.records))


def days_of(profiles: Iterable[Profile]) -> tuple[date, date] | None:
    """First and last day of all that is told, in the zone that the days were counted in."""
    days = [day for one in profiles for _, day in one.traffic.by_day]
    return (min(days), max(days)) if days else None
