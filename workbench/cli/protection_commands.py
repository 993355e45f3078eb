"""protect: persons to protect, the signs that say so, and who looks after them."""

from datetime import date, datetime
from pathlib import Path

import click

from ingest.corrections import Correction
from ingest.corrections.places import Named
from workbench import reviewing
from workbench.access import referrals
from workbench.access.consultation import record_list
from workbench.access.referrals import Referral
from workbench.case import Case
from workbench.cli import protection_report
from workbench.cli.arguments import CaseCommand, case_argument, json_option
from workbench.cli.naming import Naming
from workbench.cli.review_arguments import (
    Number,
    named,
    numbers,
    only,
    place_options,
    print_words,
    reason_option,
)
from workbench.errors import UnknownObjectError
from workbench.evidence.safeguarding import to_protect
from workbench.vocabulary import Consent, ReferralState, ReviewedKind, Service

_ACTIONS = (
    "list",
    "indicators",
    "confirm",
    "refuse",
    "concern",
    "add",
    "refer",
    "follow",
    "withdraw",
)


@click.command(cls=CaseCommand)
@case_argument
@click.argument("action", type=click.Choice(_ACTIONS), default="list")
@click.argument("objects", metavar="[OBJECT…]", nargs=-1)
@click.option("--person", type=Number(), help="The mention of the person an indicator concerns.")
@place_options
@click.option("--service", type=click.Choice([str(s) for s in Service]), help="Whom to turn to.")
@click.option("--to", "recipient", default="", help="The office, in words.")
@click.option(
    "--consent",
    type=click.Choice([str(c) for c in Consent]),
    default=str(Consent.NOT_ASKED),
    show_default=True,
)
@click.option("--state", type=click.Choice([str(s) for s in ReferralState]))
@click.option("--note", default="", help="Without personal data.")
@click.option("--next", "next_date", type=click.DateTime(["%Y-%m-%d"]), help="Look again then.")
@reason_option
@json_option
def protect(
    case_folder: Path,
    action: str,
    objects: tuple[str, ...],
    person: int | None,
    at: tuple[int, int] | None,
    quote: str | None,
    passage: int | None,
    row: int | None,
    sheet: str,
    service: str | None,
    recipient: str,
    consent: str,
    state: str | None,
    note: str,
    next_date: datetime | None,
    reason: str,
    as_json: bool,
) -> None:
    """List the persons to protect, those in most need first; judge signs; refer and follow.

    Persons stand under their pseudonyms. Unaccompanied children whom nobody was asked to look after
    come first. PERSON is a pseudonym or entity id, or the number of a mention. The look is logged.

    \b
    Examples:
      workbench protect gjoka
      workbench protect gjoka indicators
      workbench protect gjoka confirm 3 4 --reason "said so twice"
      workbench protect gjoka refuse 5 --reason "of another day"
      workbench protect gjoka concern 6 --person 41 --reason "the boy of the sentence before"
      workbench protect gjoka add 41 minor_alone --reason "so in the border record"
      workbench protect gjoka refer "Protected person 2" --service child_protection --to "Centre for social work, Bar" --consent by_guardian --next 2026-12-01
      workbench protect gjoka follow 1 --state accepted --note "place found"
      workbench protect gjoka withdraw 9 --reason "wrong sentence"
    """  # noqa: E501
    if action == "indicators":
        protection_report.show_catalogue(as_json=as_json)
        return
    with Case.open(case_folder, write=True) as case:
        if action == "list":
            found = to_protect(case)
            with case.transaction():
                record_list(case, "protect", [person.entity for person in found.persons])
        elif action in ("refer", "follow"):
            day = next_date.date() if next_date else None
            if action == "refer":
                made = _refer(case, objects, service, recipient, Consent(consent), note, day)
            else:
                made = _follow(case, objects, state, note, day)
        else:
            place = named(at, quote, passage, row, sheet)
            words = _word(case, action, objects, person, place, reason)
    if action == "list":
        protection_report.show_list(found, as_json=as_json)
    elif action in ("refer", "follow"):
        protection_report.show_referral(made, as_json=as_json)
    else:
        print_words(words, case_folder, "protect", as_json=as_json)


# ------------------------------------------------------------------ signs


def _word(
    case: Case,
    action: str,
    objects: tuple[str, ...],
    person: int | None,
    place: Named | None,
    reason: str,
) -> list[Correction]:
    """Say a word on signs, as the action has it."""
    if action == "add":
        if len(objects) != 2:
            raise click.UsageError("name the person and the indicator: add PERSON INDICATOR.")
        return [reviewing.mark(case, objects[1], _mention(case, objects[0]), reason, place)[1]]
    chosen = numbers([_number(one) for one in objects], "indicators")
    if action == "confirm":
        return reviewing.accept(case, ReviewedKind.INDICATOR, chosen, reason)
    if action == "refuse":
        return reviewing.refuse(case, ReviewedKind.INDICATOR, chosen, reason)
    if action == "withdraw":
        return [reviewing.withdraw(case, only(chosen, "word"), reason)]
    if person is None:
        raise click.UsageError("name the mention of the person: --person NUMBER.")
    return [reviewing.concern(case, only(chosen, "indicator"), person, reason)]


def _number(words: str) -> int:
    return Number().convert(words, None, None)


def _mention(case: Case, words: str) -> int:
    """A mention by its number, or the first mention of an entity named as the case shows it."""
    if words.isdigit():
        return int(words)
    entity = Naming(case).entity(words)
    row = case.db.execute(
        "SELECT min(mention_id) FROM entity_member WHERE entity_id = ?", [entity]
    ).fetchone()
    assert row is not None
    return int(row[0])


# ------------------------------------------------------------------ referrals


def _refer(
    case: Case,
    objects: tuple[str, ...],
    service: str | None,
    recipient: str,
    consent: Consent,
    note: str,
    next_date: date | None,
) -> Referral:
    if len(objects) != 1 or service is None:
        raise click.UsageError("name the person and the service: refer PERSON --service …")
    entity = _person(case, objects[0])
    with case.transaction():
        return referrals.refer(
            case, entity, Service(service), recipient, consent, note=note, next_date=next_date
        )


def _person(case: Case, words: str) -> str:
    if not words.isdigit():
        return Naming(case).entity(words)
    row = case.db.execute(
        "SELECT entity_id FROM entity_member WHERE mention_id = ?", [int(words)]
    ).fetchone()
    if row is None:
        raise UnknownObjectError(
            f"mention {words}: belongs to no entity yet. Run 'workbench resolve' first."
        )
    return str(row[0])


def _follow(
    case: Case, objects: tuple[str, ...], state: str | None, note: str, next_date: date | None
) -> Referral:
    number = only([_number(one) for one in objects], "referral")
    if state is None:
        raise click.UsageError("say how far it has come: --state open|accepted|closed.")
    with case.transaction():
        return referrals.follow(case, number, ReferralState(state), note=note, next_date=next_date)
