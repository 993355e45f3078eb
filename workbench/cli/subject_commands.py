"""subject: what the case holds on one person, for that person."""

from pathlib import Path

import click

from workbench import subject_access
from workbench.case import Case
from workbench.cli.arguments import CaseCommand, case_argument
from workbench.cli.naming import Naming


@click.command(cls=CaseCommand)
@case_argument
@click.argument("entity")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help=".html or .json."
)
@click.option(
    "--permission",
    "permissions",
    multiple=True,
    metavar="SOURCE=REFERENCE",
    help="The provider's permission to show a source that its code holds back.",
)
def subject(case_folder: Path, entity: str, out: Path, permissions: tuple[str, ...]) -> None:
    """Write all that the case holds on a person, for that person: data, sources, recipients.

    Other persons who are protected stay hidden in it. A protected person's own report needs them
    unlocked for exports first (workbench unlock). The disclosure is logged.

    \b
    Example:
      workbench subject gjoka "Dritan Gjoka" --out report.html
    """
    with Case.open(case_folder, write=True) as case:
        entity_id = Naming(case).entity(entity)
        made = subject_access.write(case, entity_id, out, dict(map(_permitted, permissions)))
    click.echo(
        f"Wrote {out}: {len(made.quoted)} places in {len(made.sources)} sources, "
        f"{len(made.recipients)} recipients; {made.sources_withheld} sources withheld."
    )


def _permitted(written: str) -> tuple[int, str]:
    number, _, reference = written.partition("=")
    if not number.strip().isdecimal() or not reference.strip():
        raise click.BadParameter("write it as SOURCE=REFERENCE, such as 3='letter 12/24'")
    return int(number), reference.strip()
