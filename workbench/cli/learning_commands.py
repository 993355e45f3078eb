"""learn: judgements move the model when somebody asks."""

from dataclasses import asdict
from pathlib import Path

import click

import entity_resolution
from entity_resolution import ResolutionReport, Taught
from workbench import steps
from workbench.case import Case
from workbench.cli import rehearsal_report
from workbench.cli.arguments import CaseCommand, case_argument, json_option
from workbench.cli.naming import Naming
from workbench.cli.output import print_json, print_table


@click.command(cls=CaseCommand)
@case_argument
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@json_option
def learn(case_folder: Path, dry_run: bool, as_json: bool) -> None:
    """Let the judgements made so far move the weights that pairs are scored with.

    Shows each weight before and after, in bits, and who would be merged or parted. Few judgements
    move a weight little. Without this command judgements concern the two they name and no others.
    Take it back with: workbench undo CASE --lesson N.

    \b
    Examples:
      workbench learn gjoka --dry-run
      workbench learn gjoka
    """
    with Case.open(case_folder, write=True) as case:
        naming = Naming(case)
        taught: list[Taught] = []

        def lesson() -> ResolutionReport:
            found, report = entity_resolution.learn(case)
            taught.extend(found)
            return report

        changes = entity_resolution.rehearse(case, lesson)
        if not dry_run:
            steps.learn(case)
        numbers = [] if dry_run else _numbers(case)
    if as_json:
        print_json(
            {"taught": [asdict(one) for one in taught], "lessons": numbers}
            | rehearsal_report.as_json(changes, naming)
        )
        return
    for one in taught:
        _show(one)
    if dry_run:
        rehearsal_report.show(changes, naming)
    else:
        rehearsal_report.show_done(changes, naming)
        said = ", ".join(str(number) for number in numbers)
        click.echo(f"Lesson {said}. Undo with: workbench undo {case_folder} --lesson N --reason …")


def _numbers(case: Case) -> list[int]:
    rows = case.db.execute(
        "SELECT max(lesson_id) FROM lesson WHERE withdrawn_at_utc IS NULL GROUP BY kind ORDER BY 1"
    ).fetchall()
    return [row[0] for row in rows]


def _show(taught: Taught) -> None:
    print_table(
        f"{taught.kind}: what {len(taught.judgement_ids):,} judgements teach; on the wrong side "
        f"of even odds were {taught.misjudged_before:,} of these pairs, would be "
        f"{taught.misjudged_after:,}",
        ["compared", "outcome", "untaught, bits", "so far", "now"],
        [(s.comparison, s.level, s.untaught, s.before, s.after) for s in taught.shifts],
    )
