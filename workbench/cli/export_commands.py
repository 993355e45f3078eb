"""export, verify: what leaves a case, and how a recipient checks it."""

from pathlib import Path

import click

from workbench.case import Case
from workbench.cli.arguments import CaseCommand, case_argument, json_option
from workbench.cli.output import print_json, progress_bar
from workbench.evidence import summary
from workbench.evidence import verify as verification

FORMATS = ("summary",)


@click.command(cls=CaseCommand)
@case_argument
@click.option("--format", "format_", type=click.Choice(FORMATS), default="summary")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="File to write.")
@click.option("--for", "recipient", default="unnamed recipient", help="To whom it goes; logged.")
@click.option("--question", default="", help="The question the summary answers.")
@click.option("--around", multiple=True, help="Only around these entities. May be repeated.")
@click.option("--top", default=25, show_default=True, help="How many entities to include.")
@json_option
def export(
    case_folder: Path,
    format_: str,
    out: Path,
    recipient: str,
    question: str,
    around: tuple[str, ...],
    top: int,
    as_json: bool,
) -> None:
    """Write an evidence summary: a PDF with its cited sources, in a pack that anyone can check.

    Protected persons are under pseudonyms throughout. The export is logged.

    \b
    Example:
      workbench export gjoka --format summary --out summary.zip --for "Court of Bar"
    """
    with (
        Case.open(case_folder, write=True) as case,
        progress_bar(quiet=as_json) as progress,
    ):
        pack = summary.export(
            case,
            out,
            recipient=recipient,
            question=question,
            focus=list(around),
            top=top,
            progress=progress,
        )
    if as_json:
        print_json(pack)
    else:
        click.echo(f"Wrote {out}. Check it anywhere with: workbench verify {out}")


@click.command()
@click.argument("pack", type=click.Path(path_type=Path, exists=True))
@json_option
def verify(pack: Path, as_json: bool) -> None:
    """Check a pack without the case: every file's hash, every citation's words.

    \b
    Example:
      workbench verify summary.zip
    """
    found = verification.verify(pack)
    if as_json:
        print_json(found)
    else:
        click.echo(f"verified: {found.files} files, {found.citations} citations")


COMMANDS = (export, verify)
