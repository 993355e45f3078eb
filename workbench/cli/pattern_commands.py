"""patterns: what is hidden in the traffic."""

from datetime import date
from pathlib import Path

import click

from graph.build.calls import Window
from graph.patterns import PATTERNS, Findings
from workbench.case import Case
from workbench.cli.arguments import CaseCommand, case_argument, json_option
from workbench.cli.moments import Moment, stretch_utc
from workbench.cli.naming import Naming
from workbench.cli.output import print_json, print_table


@click.command(cls=CaseCommand)
@case_argument
@click.argument("name", required=False, type=click.Choice(list(PATTERNS)))
@click.option("--from", "start", type=Moment(), help="From this day or time (the case's zone).")
@click.option("--to", "end", type=Moment(), help="To the end of this day, or to this time.")
@json_option
def patterns(
    case_folder: Path, name: str | None, start: date | None, end: date | None, as_json: bool
) -> None:
    """Look for patterns in the traffic; without a NAME, for all of them.

    What is likelier than not is printed; --json has the rest too. A score is a probability under
    the method's assumptions, a lead and no proof: read the evidence with `workbench trace`.

    \b
    Example:
      workbench patterns gjoka number-change --json
    """
    with Case.open(case_folder) as case:
        naming = Naming(case)
        window = Window(*stretch_utc(case, start, end))
        chosen = [PATTERNS[name]] if name else list(PATTERNS.values())
        found = {pattern.name: pattern.find(case, window) for pattern in chosen}
    if as_json:
        by_name = {which: one.as_json(naming.label) for which, one in found.items()}
        print_json(by_name[name] if name else by_name)
        return
    for pattern in chosen:
        _show(f"{pattern.name}: {pattern.question}", found[pattern.name], naming)


def _show(title: str, found: Findings, naming: Naming) -> None:
    table = found.table(naming.label)
    if table.rows:
        print_table(title, table.columns, table.rows)
    else:
        click.echo(f"{title} Nothing found.")
    for omission in found.left_out:
        click.echo(f"Left out: {omission.entities:,} entities: {omission.reason}.")
