"""retention, rectify, erase: how long things are kept, put right, and taken out of the case."""

from datetime import datetime
from pathlib import Path

import click

from workbench import erasing, rectifying
from workbench import retention as periods
from workbench.access import Masking
from workbench.case import Case
from workbench.cli.arguments import CaseCommand, case_argument, json_option
from workbench.cli.naming import Naming
from workbench.cli.output import print_json, print_table, progress_bar

_day = click.DateTime(["%Y-%m-%d"])


@click.command(cls=CaseCommand)
@case_argument
@click.option("--source", type=click.IntRange(min=1), help="Set the day of this source.")
@click.option("--on", type=_day, help="Look at it again on this day.")
@click.option("--reason", default="", help="Why it may be kept until then.")
@json_option
def retention(
    case_folder: Path, source: int | None, on: datetime | None, reason: str, as_json: bool
) -> None:
    """List when each source is to be looked at again, those due first; or set a source's day.

    \b
    Examples:
      workbench retention gjoka
      workbench retention gjoka --source 3 --on 2027-06-30 --reason "trial pending, K 12/26"
    """
    if (source is None) != (on is None):
        raise click.UsageError("name the source and the day: --source NUMBER --on DAY.")
    with Case.open(case_folder, write=source is not None) as case:
        if source is not None and on is not None:
            periods.set_review(case, source, on.date(), reason)
        found = periods.reviews(case)
        shown = Masking.load(case)
    if as_json:
        print_json(
            [vars(r) | {"file_name": shown.text(r.file_name), "due": r.is_due} for r in found]
        )
        return
    print_table(
        f"{sum(r.is_due for r in found)} due for review",
        ["source", "file", "legal basis", "review on", "due", "kept because"],
        [
            (r.source_id, shown.text(r.file_name), r.legal_basis, r.review_on or "not set")
            + (r.is_due, shown.text(r.reason))
            for r in found
        ],
    )


@click.command(cls=CaseCommand)
@case_argument
@click.argument("source", type=click.IntRange(min=1))
@click.argument("field", type=click.Choice(list(rectifying.FIELDS)))
@click.argument("value")
@click.option("--reason", required=True)
def rectify(case_folder: Path, source: int, field: str, value: str, reason: str) -> None:
    """Put right what the case says of a source; what it said before is kept beside it.

    What a source itself says stays as written; see workbench mention and workbench claim.

    \b
    Example:
      workbench rectify gjoka 3 handling_code H2 --reason "letter of the provider, 4 March"
    """
    with Case.open(case_folder, write=True) as case:
        made = rectifying.rectify(case, source, field, value, reason)
        shown = Masking.load(case)
    before = shown.text(made.before or "nothing")
    click.echo(f"source {source}: {field} is {shown.text(made.after or 'nothing')}, was {before}.")


@click.command(cls=CaseCommand)
@case_argument
@click.argument("what", type=click.Choice(["source", "person"]))
@click.argument("name")
@click.option("--reason", required=True, help="Why; names no protected person.")
@click.option("--lift-protection", is_flag=True, help="Though somebody loses protection by it.")
@json_option
def erase(
    case_folder: Path, what: str, name: str, reason: str, lift_protection: bool, as_json: bool
) -> None:
    """Erase a source with its bytes, or a person's data. It cannot be undone.

    A person is erased with the sources that speak of nobody else; in others, which stay as
    evidence, they are restricted: shown under a pseudonym from then on. The log stays whole and says
    what was done. Exports made before are listed: their recipients are to be told.

    \b
    Examples:
      workbench erase gjoka source 3 --reason "order K 12/26 to destroy"
      workbench erase gjoka person person-12 --reason "request 4/26, granted"
    """  # noqa: E501
    with (
        Case.open(case_folder, write=True) as case,
        progress_bar(quiet=as_json) as progress,
    ):
        if what == "source":
            if not name.isdecimal():
                raise click.BadParameter("a source has a number: see workbench sources.")
            made = erasing.erase_source(
                case, int(name), reason, lift_protection=lift_protection, progress=progress
            )
        else:
            entity = Naming(case).entity(name)
            made = erasing.erase_person(case, entity, reason, progress=progress)
    erasing.rewrite_store(case_folder)
    if as_json:
        print_json(made)
    else:
        _show(made)


def _show(made: erasing.Erasure) -> None:
    rows = ", ".join(f"{count:,} {table}" for table, count in sorted(made.rows.items()))
    click.echo(f"{made.object}: erased ({rows or 'no rows'}).")
    if made.sha256:
        click.echo(f"Bytes removed of: {made.sha256}")
    if made.kept:
        click.echo(f"Kept: {made.kept}")
    if made.exports:
        numbers = ", ".join(map(str, made.exports))
        click.echo(f"Exports made meanwhile, whose recipients are to be told: {numbers}")
