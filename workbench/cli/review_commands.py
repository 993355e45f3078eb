"""mention, claim: an analyst's word on what a document names and states."""

from datetime import date
from pathlib import Path

import click

from ingest.corrections.claims import ClaimForm
from ingest.corrections.mentions import MentionForm
from workbench import reviewing
from workbench.case import Case
from workbench.cli.arguments import CaseCommand, case_argument, json_option
from workbench.cli.moments import Moment, stretch_utc
from workbench.cli.review_arguments import (
    Number,
    lift_option,
    named,
    numbers,
    only,
    place_options,
    print_words,
    reason_option,
)
from workbench.vocabulary import ClaimKind, MentionKind, Nature, PersonCategory, ReviewedKind

_ACTIONS = ("accept", "refuse", "correct", "add", "withdraw")


@click.command(cls=CaseCommand)
@case_argument
@click.argument("action", type=click.Choice(_ACTIONS))
@click.argument("objects", metavar="NUMBER…", nargs=-1, type=Number())
@place_options
@click.option("--kind", type=click.Choice([str(k) for k in MentionKind]), help="What it is.")
@click.option("--as", "reads", help="How it reads: a name in the nominative, a number in full.")
@click.option(
    "--set",
    "attributes",
    multiple=True,
    metavar="NAME=VALUE",
    help="What is said of it, such as birth_date=2001-03-15; without value: nothing. Repeatable.",
)
@click.option(
    "--status", type=click.Choice([str(c) for c in PersonCategory]), help="What the person is."
)
@click.option("--minor/--adult", default=None, help="Whether the person is a child.")
@lift_option
@reason_option
@json_option
def mention(
    case_folder: Path,
    action: str,
    objects: tuple[int, ...],
    at: tuple[int, int] | None,
    quote: str | None,
    passage: int | None,
    row: int | None,
    sheet: str,
    kind: str | None,
    reads: str | None,
    attributes: tuple[str, ...],
    status: str | None,
    minor: bool | None,
    lift_protection: bool,
    reason: str,
    as_json: bool,
) -> None:
    """Accept, refuse, correct or add mentions of a document, or withdraw a word on one.

    NUMBER is a mention as `workbench document` shows it; with `add` the source, with `withdraw` the
    word (`workbench corrections`). A correction keeps what was read. Words outlast every `resolve`
    and `retry`.

    \b
    Examples:
      workbench mention gjoka accept 12 13 --reason "checked against the original"
      workbench mention gjoka correct 14 --as "Dritan Gjoka" --set father_name=Pal --reason "inflected"
      workbench mention gjoka add 7 --quote "069 333 444" --kind phone --reason "overlooked"
      workbench mention gjoka refuse 15 --reason "a street"
      workbench mention gjoka withdraw 3 --reason "it is a person after all"
    """  # noqa: E501
    form = MentionForm(
        named(at, quote, passage, row, sheet),
        MentionKind(kind) if kind else None,
        reads,
        _attributes(attributes),
        PersonCategory(status) if status else None,
        minor,
    )
    with Case.open(case_folder, write=True) as case:
        if action == "accept":
            made = reviewing.accept(case, ReviewedKind.MENTION, numbers(objects, "mention"), reason)
        elif action == "refuse":
            made = reviewing.refuse(
                case, ReviewedKind.MENTION, numbers(objects, "mention"), reason,
                lift_protection=lift_protection,
            )  # fmt: skip
        elif action == "correct":
            number = only(objects, "mention")
            made = [
                reviewing.correct_mention(
                    case, number, form, reason, lift_protection=lift_protection
                )
            ]
        elif action == "add":
            made = [reviewing.add_mention(case, only(objects, "source"), form, reason)[1]]
        else:
            made = [
                reviewing.withdraw(
                    case, only(objects, "word"), reason, lift_protection=lift_protection
                )
            ]
    print_words(made, case_folder, "mention", as_json=as_json)


def _attributes(given: tuple[str, ...]) -> dict[str, list[str]]:
    """``name=value`` pairs; several of one name are several values."""
    said: dict[str, list[str]] = {}
    for pair in given:
        name, sign, value = pair.partition("=")
        if not sign:
            raise click.BadParameter("write --set NAME=VALUE.", param_hint="--set")
        said.setdefault(name.strip(), []).append(value.strip())
    return said


@click.command(cls=CaseCommand)
@case_argument
@click.argument("action", type=click.Choice(_ACTIONS))
@click.argument("objects", metavar="NUMBER…", nargs=-1, type=Number())
@click.option("--kind", type=click.Choice([str(k) for k in ClaimKind]), help="What is stated.")
@click.option("--left", type=Number(), help="The mention that does it.")
@click.option("--right", type=Number(), help="The mention it is done to, or with.")
@click.option("--passage", type=click.IntRange(min=1), help="The passage that states it.")
@click.option("--fact", "nature", flag_value=str(Nature.FACT), help="Stated as a fact.")
@click.option("--assessment", "nature", flag_value=str(Nature.ASSESSMENT), help="Only assessed.")
@click.option("--first-hand/--hearsay", default=None, help="Seen, or heard of from others.")
@click.option("--denied/--affirmed", default=None, help="Whether the source denies it.")
@click.option("--from", "start", type=Moment(), help="From this day or time (the case's zone).")
@click.option("--to", "end", type=Moment(), help="To the end of this day, or to this time.")
@click.option("--when", "time_written", help="The time as the document writes it.")
@click.option("--place", type=Number(), help="The mention of the place.")
@click.option("--speaker", type=Number(), help="The mention of the person whose words these are.")
@reason_option
@json_option
def claim(
    case_folder: Path,
    action: str,
    objects: tuple[int, ...],
    kind: str | None,
    left: int | None,
    right: int | None,
    passage: int | None,
    nature: str | None,
    first_hand: bool | None,
    denied: bool | None,
    start: date | None,
    end: date | None,
    time_written: str | None,
    place: int | None,
    speaker: int | None,
    reason: str,
    as_json: bool,
) -> None:
    """Accept, refuse, correct or add claims of a document, or withdraw a word on one.

    NUMBER is a claim as `workbench document` shows it; with `add` the source, with `withdraw` the
    word (`workbench corrections`). A refused claim makes no relationship. A correction keeps what
    was read. Words outlast every `resolve` and `retry`.

    \b
    Examples:
      workbench claim gjoka accept 7 8 9 --reason "so in the record"
      workbench claim gjoka correct 10 --kind pays --right 14 --hearsay --reason "he heard of it"
      workbench claim gjoka add 7 --kind meets --left 12 --right 14 --reason "overlooked"
      workbench claim gjoka refuse 11 --reason "said of another day"
    """
    with Case.open(case_folder, write=True) as case:
        from_utc, to_utc = stretch_utc(case, start, end)
        form = ClaimForm(
            kind=ClaimKind(kind) if kind else None,
            left_mention=left,
            right_mention=right,
            start_utc=from_utc,
            end_utc=to_utc,
            time_written=time_written,
            place_mention=place,
            nature=Nature(nature) if nature else None,
            first_hand=first_hand,
            negated=denied,
            speaker=speaker,
        )
        if action == "accept":
            made = reviewing.accept(case, ReviewedKind.CLAIM, numbers(objects, "claim"), reason)
        elif action == "refuse":
            made = reviewing.refuse(case, ReviewedKind.CLAIM, numbers(objects, "claim"), reason)
        elif action == "correct":
            made = [reviewing.correct_claim(case, only(objects, "claim"), form, reason)]
        elif action == "add":
            source = only(objects, "source")
            made = [reviewing.add_claim(case, source, form, reason, passage)[1]]
        else:
            made = [reviewing.withdraw(case, only(objects, "word"), reason)]
    print_words(made, case_folder, "claim", as_json=as_json)
