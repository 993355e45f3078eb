"""export, verify: what leaves a case, and how a recipient checks it."""

from pathlib import Path

import click

from workbench.case import Case
from workbench.cli.arguments import CaseCommand, case_argument, json_option
from workbench.cli.output import print_json, progress_bar
from workbench.evidence import summary
from workbench.evidence import verify as verification
from workbench.evidence.handling import Purpose
from workbench.evidence.wording import languages

FORMATS = ("summary",)


@click.command(cls=CaseCommand)
@case_argument
@click.option("--format", type=click.Choice(FORMATS), default="summary", expose_value=False)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="File to write.")
@click.option("--for", "recipient", default="unnamed recipient", help="To whom it goes; logged.")
@click.option("--question", default="", help="The question the summary answers.")
@click.option("--around", multiple=True, help="Only around these entities. May be repeated.")
@click.option(
    "--top",
    default=25,
    show_default=True,
    type=click.IntRange(1, 200),
    help="How many entities to include.",
)
@click.option(
    "--purpose",
    type=click.Choice([str(p) for p in Purpose]),
    default=str(Purpose.JUDICIAL),
    show_default=True,
    help="What for; decides with the handling codes which sources may go.",
)
@click.option(
    "--permission",
    "permissions",
    multiple=True,
    metavar="SOURCE=REFERENCE",
    help="The provider's permission to pass on a source that its code holds back.",
)
@click.option(
    "--language",
    type=click.Choice(languages()),
    default="en",
    show_default=True,
    help="Language of the summary; names and quotations stay as they are.",
)
@json_option
def export(
    case_folder: Path,
    out: Path,
    recipient: str,
    question: str,
    around: tuple[str, ...],
    top: int,
    purpose: str,
    permissions: tuple[str, ...],
    language: str,
    as_json: bool,
) -> None:
    """Write an evidence summary: a PDF with its cited sources, in a pack that anyone can check.

    Protected persons are under pseudonyms throughout. Sources whose handling code does not let them
    go stay in the case, and nothing rests on them. The export is logged.

    \b
    Example:
      workbench export gjoka --format summary --out summary.zip --for "Court of Bar"
    """
    permitted = dict(map(_permission, permissions))
    with (
        Case.open(case_folder, write=True) as case,
        progress_bar(quiet=as_json) as progress,
    ):
        made = summary.export(
            case,
            out,
            recipient=recipient,
            question=question,
            focus=around,
            top=top,
            purpose=Purpose(purpose),
            permissions=permitted,
            language=language,
            progress=progress,
        )
    if as_json:
        print_json(made)
    else:
        _print_exported(made)


def _permission(written: str) -> tuple[int, str]:
    number, _, reference = written.partition("=")
    if not number.strip().isdecimal() or not reference.strip():
        raise click.BadParameter("write it as SOURCE=REFERENCE, such as 3='letter 12/24'")
    return int(number), reference.strip()


def _print_exported(made: summary.Exported) -> None:
    click.echo(
        f"Wrote {made.path}: a summary with {made.citations} citations, "
        f"{made.originals} originals, {made.extracts} extracts; {made.withheld} sources withheld.\n"
        f"Logged as export {made.export_id}, manifest {made.manifest_sha256}.\n"
        f"Check it anywhere with: workbench verify {made.path}"
    )


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
