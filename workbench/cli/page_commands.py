"""serve, demo: the workbench in the browser."""

import tempfile
from pathlib import Path

import click

from dashboards import serving
from workbench import demo as sample_case
from workbench.case import STORE, Case
from workbench.cli.arguments import CaseCommand, case_argument
from workbench.cli.case_commands import print_status
from workbench.cli.findings import print_findings
from workbench.cli.output import progress_bar
from workbench.status import status_of

_file = click.Path(path_type=Path, exists=True, dir_okay=False)
port_option = click.option("--port", default=8050, show_default=True, help="Port on this machine.")


@click.command(cls=CaseCommand)
@case_argument
@port_option
@click.option(
    "--host", default=serving.LOOPBACK, show_default=True, help="Address to be reached under."
)
@click.option("--certificate", type=_file, help="Certificate for TLS (PEM).")
@click.option("--key", type=_file, help="Its key (PEM).")
@click.option("--self-made", is_flag=True, help="TLS with a certificate made here.")
def serve(
    case_folder: Path,
    port: int,
    host: str,
    certificate: Path | None,
    key: Path | None,
    self_made: bool,
) -> None:
    """Open a case in the browser. Reachable from this machine only, unless told otherwise.

    To serve others the case needs users (workbench users) and TLS. Where it has users, the page
    asks who you are on this machine too.

    \b
    Examples:
      workbench serve gjoka --port 8050
      workbench serve gjoka --host 10.0.0.7 --certificate server.pem --key server.key
      workbench serve gjoka --host 0.0.0.0 --self-made
    """
    if (certificate is None) != (key is None):
        raise click.UsageError("give the certificate and its key: --certificate FILE --key FILE.")
    given = serving.Certificate(certificate, key) if certificate and key else None
    with Case.open(case_folder, write=True) as case:
        serving.serve(case, port, host, certificate=given, self_made=self_made)


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
            serving.serve(case, port=port)
