"""unlock, lock: a protected person's true name, for one user, a reason and some hours."""

from pathlib import Path

import click

from workbench.access import unlocking
from workbench.case import Case
from workbench.cli.arguments import CaseCommand, case_argument, json_option
from workbench.cli.naming import Naming
from workbench.cli.output import print_json


@click.command(cls=CaseCommand)
@case_argument
@click.argument("entity")
@click.option("--reason", required=True, help="Why the name must be known; without names.")
@click.option("--hours", default=8.0, show_default=True, help="For how long.")
@click.option("--by", default="", help="Who answers for it, where the case has no users.")
@click.option("--exports", is_flag=True, help="In what this user exports, too.")
@json_option
def unlock(
    case_folder: Path,
    entity: str,
    reason: str,
    hours: float,
    by: str,
    exports: bool,
    as_json: bool,
) -> None:
    """Show a protected person under the true name: to you only, for some hours, logged.

    Protection officers and supervisors may, by the case's users. ENTITY is the pseudonym or the id.
    Exports keep the pseudonym, unless --exports says otherwise.

    \b
    Example:
      workbench unlock gjoka "Protected person 2" --reason "identification at the hospital" --hours 4
    """  # noqa: E501
    with Case.open(case_folder, write=True) as case:
        entity_id = Naming(case).entity(entity)
        with case.transaction():
            made = unlocking.unlock(
                case, entity_id, reason, hours=hours, named_person=by, covers_exports=exports
            )
    if as_json:
        print_json(made)
    else:
        click.echo(
            f"{made.entity_id}: unlocked for {made.user_name} until "
            f"{made.ends_at_utc:%Y-%m-%d %H:%M} UTC. End it before with: workbench lock."
        )


@click.command(cls=CaseCommand)
@case_argument
@click.argument("entity")
def lock(case_folder: Path, entity: str) -> None:
    """Hide a protected person again that you had unlocked.

    \b
    Example:
      workbench lock gjoka "Protected person 2"
    """
    with Case.open(case_folder, write=True) as case:
        entity_id = Naming(case).entity(entity)
        with case.transaction():
            ended = unlocking.lock(case, entity_id)
    click.echo(f"{entity_id}: {'hidden again' if ended else 'was not unlocked for you'}.")
