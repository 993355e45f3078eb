"""serve, demo: the workbench in the browser."""

import tempfile
from pathlib import Path

import click

from dashboards import app
from workbench import demo as sample_case
from workbench.case import STORE, Case
from workbench.cli.arguments import CaseCommand, case_argument
from workbench.cli.case_commands import print_status
from workbench.cli.findings import print_findings
from workbench.cli.output import progress_bar
from workbench.status import status_of

port_option = click.option("--port", default=8050, show_default=True, help="Port on this machine.")


@click.command(cls=CaseCommand)
@case_argument
@port_option
def serve(case_folder: Path, port: int) -> None:
    """Open a case in the browser. Reachable from this machine only.

    \b
    Example:
      workbench serve gjoka --port 8050
    """
    with Case.open(case_folder, write=True) as case:
        app.serve(case, port=port)


@click.command()
@click.option(
    "--case",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the sample case. [default: a new temporary one]",
)
@port_option
@click.option("--once", is_flag=True, help="Build, say what was found, and exit.")
def demo(folder: Path | None, port: int, once: bool) -> None:
    """Build the sample case (fictional) from its files and open it in the browser.

    \b
    Example:
      workbench demo --case demo_case --once
    """
    folder = folder or Path(tempfile.mkdtemp(prefix="adria-demo-")) / "case"
    if not (folder / STORE).exists():
        with progress_bar() as progress:
            sample_case.build(folder, progress)
    with Case.open(folder, write=not once) as case:
        print_status(status_of(case))
        print_findings(case)
        if not once:
            app.serve(case, port=port)
