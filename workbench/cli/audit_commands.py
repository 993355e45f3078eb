"""audit: who did what, when, and whether the log holds."""

import json
import zipfile
from datetime import date
from pathlib import Path

import click

from workbench import audit as audit_log
from workbench.access import logbook
from workbench.access.rights import Right
from workbench.case import Case
from workbench.cli.arguments import CaseCommand, case_argument, json_option
from workbench.cli.moments import Moment, stretch_utc
from workbench.cli.output import print_json, print_table
from workbench.errors import WorkbenchError
from workbench.evidence.pack import MANIFEST
from workbench.vocabulary import Action


@click.command(cls=CaseCommand)
@case_argument
@click.option("--verify", is_flag=True, help="Check the chain of hashes.")
@click.option(
    "--against",
    "pack",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Check too that the log is the one this export was made from.",
)
@click.option("--user", help="Only what this user did.")
@click.option("--person", help="Only what concerned this entity (id or pseudonym).")
@click.option("--action", type=click.Choice([str(a) for a in Action]), help="Only these actions.")
@click.option("--since", type=Moment(), help="From this day or time on.")
@click.option("--until", type=Moment(), help="Up to this day or time.")
@json_option
def audit(
    case_folder: Path,
    verify: bool,
    pack: Path | None,
    user: str | None,
    person: str | None,
    action: str | None,
    since: date | None,
    until: date | None,
    as_json: bool,
) -> None:
    """Show who did what, when, or check that nobody altered the log.

    A person was concerned by what was done with them or their relationships, by lists and pictures
    that showed them, by rows and documents that speak of them.

    \b
    Examples:
      workbench audit gjoka --verify
      workbench audit gjoka --verify --against summary.zip
      workbench audit gjoka --person person-12 --action consultation --since 2026-01-01
      workbench audit gjoka --user ana --json
    """
    if verify or pack:
        _check(case_folder, pack, as_json=as_json)
        return
    with Case.open(case_folder, right=Right.LOG) as case:
        from_utc, to_utc = stretch_utc(case, since, until)
        asked = logbook.Asked(user, Action(action) if action else None, from_utc, to_utc)
        concerned = logbook.person(case, person) if person else None
        rows = logbook.search(case, asked, concerned)
    if as_json:
        print_json(rows)
    else:
        print_table(
            "Audit (times in UTC)",
            ["row", "when", "who", "action", "object", "detail"],
            [(r.sequence, r.at_utc, r.user_name, r.action, r.object, r.detail) for r in rows],
        )


def _check(case_folder: Path, pack: Path | None, *, as_json: bool) -> None:
    anchor = _anchor(pack) if pack else None
    with Case.open(case_folder, right=Right.LOG) as case:
        checked = audit_log.verify(case.ledger())
        head = audit_log.head(case.ledger())
        holds = anchor is None or audit_log.anchored(case.ledger(), *anchor)
    fault = checked.fault
    if not fault and anchor and not holds:
        fault = f"row {anchor[0]} is not the one that {pack} was made from"
    if as_json:
        print_json({"rows": checked.rows, "fault": fault})
    if fault:
        raise WorkbenchError(f"{case_folder}: the audit log does not hold: {fault}.")
    if not as_json:
        click.echo(f"verified: {checked.rows} rows, head {head[:16]}")
        if anchor:
            click.echo(f"{pack} was made from row {anchor[0]} of this log, {anchor[1][:16]}")


def _anchor(pack: Path) -> tuple[int, str]:
    """Row and hash that an export says the log ended with."""
    try:
        with zipfile.ZipFile(pack) as archive:
            said = json.loads(archive.read(MANIFEST))["audit"]
        return int(said["row"]), str(said["hash"])
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise WorkbenchError(f"{pack}: is no export that names a row of the log.") from error
