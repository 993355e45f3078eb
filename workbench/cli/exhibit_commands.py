"""exhibits: what was seized, and who had it since."""

from decimal import Decimal
from pathlib import Path

import click

from workbench.access import on_screen
from workbench.case import Case
from workbench.cli.arguments import CaseCommand, case_argument, json_option
from workbench.cli.output import print_json, print_table
from workbench.evidence.exhibits import Seized
from workbench.evidence.exhibits import exhibits as seized


@click.command(cls=CaseCommand)
@case_argument
@click.argument("number", required=False)
@json_option
def exhibits(case_folder: Path, number: str | None, as_json: bool) -> None:
    """List what was seized; with a NUMBER, that exhibit and its chain of custody.

    \b
    Example:
      workbench exhibits gjoka
      workbench exhibits gjoka K-12
    """
    with Case.open(case_folder) as case:
        found = seized(case, on_screen(case), number)
    if as_json:
        print_json(found)
    else:
        _print(found)
        for one in found if number else ():
            _print_chain(one)


def _print(found: list[Seized]) -> None:
    print_table(
        "Exhibits",
        ["exhibit", "description", "how many", "sum", "items", "from", "when", "where", "by"]
        + ["hand-overs", "stands at"],
        [
            (
                one.number,
                one.description,
                _joined(one.quantity, one.unit),
                _joined(one.amount, one.currency),
                ", ".join(one.items),
                one.seized_from,
                one.seized_written,
                one.place,
                one.seized_by,
                len(one.chain),
                one.locator,
            )
            for one in found
        ],
    )


def _joined(value: Decimal | None, unit: str | None) -> str:
    return "" if value is None else f"{value.normalize():f} {unit or ''}".strip()


def _print_chain(one: Seized) -> None:
    print_table(
        f"Chain of custody of {one.number}",
        ["step", "from", "to", "when", "where", "reason", "seal", "stands at"],
        [
            (p.step, p.giver, p.taker, p.moment_written, p.place, p.reason, p.seal, p.locator)
            for p in one.chain
        ],
    )
