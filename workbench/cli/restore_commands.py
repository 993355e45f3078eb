"""restore: a damaged case brought back from the copies of its store."""

from pathlib import Path

import click

from workbench import backup, restoring
from workbench.cli.arguments import CaseCommand, case_argument, json_option
from workbench.cli.output import print_json, print_table


@click.command(cls=CaseCommand)
@case_argument
@click.option("--list", "listing", is_flag=True, help="Show the copies there are, and do nothing.")
@click.option("--backup", "name", metavar="NAME", help="Take this copy. [default: last whole one]")
@json_option
def restore(case_folder: Path, listing: bool, name: str | None, as_json: bool) -> None:
    """Bring a damaged case back from the last whole copy of its store.

    Copies are made by themselves when a changed case is closed; they lie in CASE/backups. What was
    done after the copy is listed as far as the damaged store can still tell. The damaged store is
    kept beside the copies, and received files that the copy does not know are laid out in
    CASE/recovered, to be added anew.

    \b
    Examples:
      workbench restore gjoka --list
      workbench restore gjoka
    """
    if listing:
        _list(case_folder, as_json)
        return
    made = restoring.restore(case_folder, name=name)
    if as_json:
        print_json(made)
    else:
        _show(case_folder, made)


def _list(case_folder: Path, as_json: bool) -> None:
    found = [
        {"backup": one.path.name, "made_at_utc": one.made_at_utc, "bytes": one.path.stat().st_size}
        for one in backup.every(case_folder)
    ]
    if as_json:
        print_json(found)
    else:
        print_table(
            "Copies of the store",
            ["backup", "made (UTC)", "bytes"],
            [list(one.values()) for one in found],
        )


def _show(case_folder: Path, made: restoring.Restored) -> None:
    click.echo(f"Restored from {made.backup}, of {made.made_at_utc} UTC.")
    click.echo(f"The damaged store is kept: {case_folder / backup.FOLDER / made.kept_aside}")
    if made.lost is None:
        click.echo("What was done after it cannot be read.")
    elif made.lost:
        print_table(
            f"Lost: {len(made.lost)} actions logged after it",
            ["when (UTC)", "who", "what", "of what", "command"],
            [(o.at_utc, o.user_name, o.action, o.object, o.command) for o in made.lost],
        )
    elif not made.untold:
        click.echo("Nothing logged after it is lost.")
    if made.untold:
        click.echo(f"Lost: {made.untold} actions logged after it that cannot be read.")
    if made.recovered:
        place = case_folder / restoring.RECOVERED
        click.echo(f"{made.recovered} received files are to be added anew: they lie in {place}.")
    if made.missing:
        click.echo(f"{made.missing} received files of the case are missing in its originals.")
