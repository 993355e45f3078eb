"""patterns: what is hidden in the traffic."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

import click

from graph.build import Network, NetworkFilter, Projection, network
from graph.build.calls import Window
from graph.patterns import PATTERNS, Event, Findings, Pattern
from graph.patterns.findings import LIKELY
from workbench.case import Case
from workbench.cli.arguments import CaseCommand, case_argument, json_option, picture_option
from workbench.cli.moments import Moment, stretch_utc
from workbench.cli.naming import Naming
from workbench.cli.network_picture import Picture, save
from workbench.cli.output import print_json, print_table
from workbench.cli.pictures_of import of_findings
from workbench.cli.resolved import require_resolved


@click.command(cls=CaseCommand)
@case_argument
@click.argument("name", required=False, type=click.Choice(list(PATTERNS)))
@click.option("--from", "start", type=Moment(), help="From this day or time (the case's zone).")
@click.option("--to", "end", type=Moment(), help="To the end of this day, or to this time.")
@click.option(
    "--event",
    "moments",
    type=Moment(),
    multiple=True,
    help="For event-contacts and cascade: this moment instead of the case's own seizures and "
    "crossings. Repeatable.",
)
@picture_option
@json_option
def patterns(
    case_folder: Path,
    name: str | None,
    start: date | None,
    end: date | None,
    moments: tuple[date, ...],
    picture: Path | None,
    as_json: bool,
) -> None:
    """Look for patterns in the traffic; without a NAME, for all of them.

    What is likelier than not is printed; --json has the rest too. A score is a probability under
    the method's assumptions, a lead and no proof: read the evidence with `workbench trace`.

    \b
    Examples:
      workbench patterns gjoka number-change --json
      workbench patterns gjoka cascade --event 2024-09-16T04:30
    """
    with Case.open(case_folder) as case:
        require_resolved(case)
        naming = Naming(case)
        window = Window(*stretch_utc(case, start, end))
        chosen = [PATTERNS[name]] if name else list(PATTERNS.values())
        named = [_event(case, moment) for moment in moments]
        found = {pattern.name: _found(case, pattern, window, named) for pattern in chosen}
        if picture:
            stated = NetworkFilter(
                from_utc=window.from_utc, to_utc=window.to_utc, projection=Projection.ALL
            )
            save(picture, _picture(network(case, stated), chosen, found), naming.label)
    if as_json:
        by_name = {which: one.as_json(naming.label) for which, one in found.items()}
        print_json(by_name[name] if name else by_name)
        return
    for pattern in chosen:
        _show(f"{pattern.name}: {pattern.question}", found[pattern.name], naming)


def _picture(around: Network, chosen: Sequence[Pattern], found: Mapping[str, Findings]) -> Picture:
    every = [
        candidate
        for one in found.values()
        for candidate in cast("list[dict[str, Any]]", one.as_json(str)["candidates"])
    ]
    title = chosen[0].question if len(chosen) == 1 else "All patterns"
    return of_findings(around, {"candidates": every}, title, LIKELY)


def _event(case: Case, moment: date) -> Event:
    """A day begins and ends where the case's zone has it; a time is a moment."""
    begins, ends = stretch_utc(case, moment, moment if not isinstance(moment, datetime) else None)
    assert begins
    return Event("the time given", begins, ends or begins)


def _found(case: Case, pattern: Pattern, window: Window, named: Sequence[Event]) -> Findings:
    if named and pattern.around:
        return pattern.around(case, window, named)
    return pattern.find(case, window)


def _show(title: str, found: Findings, naming: Naming) -> None:
    table = found.table(naming.label)
    if table.rows:
        print_table(title, table.columns, table.rows)
    else:
        click.echo(f"{title} Nothing found.")
    for omission in found.left_out:
        click.echo(f"Left out: {omission.entities:,} entities: {omission.reason}.")
