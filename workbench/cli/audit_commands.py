"""audit: who did what, when, and whether the log holds."""

from pathlib import Path

import click

from workbench import audit as audit_log
from workbench.case import Case
from workbench.cli.arguments import CaseCommand, case_argument, json_option
from workbench.cli.output import print_json, print_table
from workbench.errors import WorkbenchError


@click.command(cls=CaseCommand)
@case_argument
@click.option("--verify", is_flag=True, help="Check the chain of hashes.")
@json_option
def audit(case_folder: Path, verify: bool, as_json: bool) -> None:
    """Show who did what, when, or check that nobody altered the log.

    \b
    Example:
      workbench audit gjoka --verify
    """
    with Case.open(case_folder) as case:
        rows = list(audit_log.rows(case.db))
        checked = audit_log.verify(case.db)
    if verify:
        if as_json:
            print_json({"rows": checked.rows, "fault": checked.fault})
        if checked.fault:
            raise WorkbenchError(f"{case_folder}: the audit log does not hold: {checked.fault}.")
        if not as_json:
            click.echo(f"verified: {checked.rows} rows, head {rows[-1].hash[:16]}")
    elif as_json:
        print_json(rows)
    else:
        print_table(
            "Audit (times in UTC)",
            ["row", "when", "who", "action", "object", "detail"],
            [(r.sequence, r.at_utc, r.user_name, r.action, r.object, r.detail) for r in rows],
        )
