"""export, exports, verify: what leaves a case, what left it, and how a recipient checks it."""

from datetime import date
from pathlib import Path

import click

from workbench.case import Case
from workbench.cli.arguments import CaseCommand, case_argument, json_option
from workbench.cli.moments import Moment, stretch_utc
from workbench.cli.output import print_json, print_table, progress_bar
from workbench.encrypting import leaving
from workbench.errors import RefusedError
from workbench.evidence import departures, interchange, pseudonyms, summary
from workbench.evidence import verify as verification
from workbench.evidence.handling import Purpose
from workbench.evidence.request import Template
from workbench.evidence.signing import key_of as signing_key
from workbench.evidence.wording import languages
from workbench.vocabulary import Action

FORMATS = (summary.FORMAT, *interchange.FORMATS)


@click.command(cls=CaseCommand)
@case_argument
@click.option("--format", "form", type=click.Choice(FORMATS), default=summary.FORMAT)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="File to write.")
@click.option("--for", "recipient", default="unnamed recipient", help="To whom it goes; logged.")
@click.option("--question", default="", help="The question a summary answers.")
@click.option("--around", multiple=True, help="Only around these entities. May be repeated.")
@click.option(
    "--top",
    default=25,
    show_default=True,
    type=click.IntRange(1, 200),
    help="How many entities a summary includes.",
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
    help="Language of a summary; names and quotations stay as they are.",
)
@click.option(
    "--template",
    type=click.Choice([str(one) for one in Template]),
    default=str(Template.OVERVIEW),
    show_default=True,
    help="What a summary is for.",
)
@click.option("--at", "turn", type=Moment(), help="What a comparison compares before and after.")
@click.option(
    "--disclosure",
    "everything",
    is_flag=True,
    help="A summary with all sources that may go, redacted where need be, for the defence.",
)
@click.option("--tsa", metavar="URL", help="Time-stamping authority to stamp a summary's PDF.")
@click.option("--hops", type=click.IntRange(min=1), default=1, show_default=True)
@click.option("--from", "start", type=Moment(), help="From this day or time (the case's zone).")
@click.option("--to", "end", type=Moment(), help="To the end of this day, or to this time.")
@click.option("--actors", is_flag=True, help="Phones folded into their holders, no things.")
@json_option
def export(
    case_folder: Path,
    form: str,
    out: Path,
    recipient: str,
    question: str,
    around: tuple[str, ...],
    top: int,
    purpose: str,
    permissions: tuple[str, ...],
    language: str,
    template: str,
    turn: date | None,
    everything: bool,
    tsa: str | None,
    hops: int,
    start: date | None,
    end: date | None,
    actors: bool,
    as_json: bool,
) -> None:
    """Write what leaves the case: an evidence summary, or the network for another program.

    A summary is a PDF with its cited sources, in a pack that anyone can check. A network is one
    file with its manifest beside it. Protected persons are under pseudonyms made for this export.
    Sources whose handling code does not let them go stay in the case, and nothing rests on them.
    The export is logged.

    Templates of summaries: overview; person (one --around); event (--from, --to, perhaps --around);
    phone, who had it (one --around); comparison (--at).

    \b
    Examples:
      workbench export gjoka --format summary --out summary.zip --for "Court of Bar"
      workbench export gjoka --template phone --around phone-3 --out phone.zip --for "Court of Bar"
      workbench export gjoka --format graphml --out network.graphml --for "Analysis unit"
    """
    permitted = dict(map(_permission, permissions))
    with (
        Case.open(case_folder, write=True) as case,
        progress_bar(quiet=as_json) as progress,
    ):
        leaving.check_outside(case.folder, out)
        from_utc, to_utc = stretch_utc(case, start, end)
        if form == summary.FORMAT:
            made: summary.Exported | interchange.Sent = summary.export(
                case,
                out,
                recipient=recipient,
                question=question,
                focus=around,
                top=top,
                purpose=Purpose(purpose),
                permissions=permitted,
                language=language,
                template=Template(template),
                from_utc=from_utc,
                to_utc=to_utc,
                everything=everything,
                tsa=tsa,
                turn_utc=stretch_utc(case, turn, None)[0],
                progress=progress,
            )
        else:
            asked = interchange.Asked(
                recipient, Purpose(purpose), permitted, around, hops, from_utc, to_utc, actors
            )
            made = interchange.export(case, form, out, asked, progress)
    if as_json:
        print_json(made)
    else:
        click.echo(_wrote(made))


def _permission(written: str) -> tuple[int, str]:
    number, _, reference = written.partition("=")
    if not number.strip().isdecimal() or not reference.strip():
        raise click.BadParameter("write it as SOURCE=REFERENCE, such as 3='letter 12/24'")
    return int(number), reference.strip()


def _wrote(made: summary.Exported | interchange.Sent) -> str:
    held = (
        f"a summary with {made.citations} citations, {made.originals} originals, "
        f"{made.extracts} extracts"
        if isinstance(made, summary.Exported)
        else f"{made.entities} entities, {made.relationships} relationships, {made.places} places "
        "on the map"
    )
    return (
        f"Wrote {made.path}: {held}; {made.withheld} sources withheld.\n"
        f"Logged as export {made.export_id}, manifest {made.manifest_sha256}.\n"
        f"Check it anywhere with: workbench verify {made.path}"
    )


@click.command(cls=CaseCommand)
@case_argument
@click.argument("number", required=False, type=click.IntRange(min=1))
@json_option
def exports(case_folder: Path, number: int | None, as_json: bool) -> None:
    """List what left the case; with a NUMBER, what that export called protected persons.

    Every export has pseudonyms of its own. This says which stood for whom in the case, under the
    case's pseudonyms; the look is logged.

    \b
    Examples:
      workbench exports gjoka
      workbench exports gjoka 3
    """
    with Case.open(case_folder, write=True) as case:
        if number is None:
            signer = signing_key(case)
            left = departures.every(case)
            rows = [
                (e.export_id, e.made_at_utc, e.format, e.recipient, e.purpose, e.made_by)
                for e in left
            ]
        else:
            called = pseudonyms.called(case, number)
            with case.transaction():
                case.record(Action.CONSULTATION, f"export-{number}", {"command": "exports"})
    if number is None:
        columns = ["export", "when (UTC)", "format", "for", "purpose", "by"]
        print_json(left) if as_json else print_table(f"Exports, signed by {signer}", columns, rows)
        return
    names = [(one.in_export, one.in_case, one.entity_id) for one in called]
    title = f"Whom export {number} called what"
    print_json(called) if as_json else print_table(title, ["export", "case", "entity"], names)


@click.command()
@click.argument("pack", type=click.Path(path_type=Path, exists=True))
@click.option("--key", metavar="KEY", help="The key it must be signed by, as 'exports' shows it.")
@json_option
def verify(pack: Path, key: str | None, as_json: bool) -> None:
    """Check what was exported without the case: every file's hash, every citation's words, every
    number that can be counted again from the pack.

    A network's manifest must lie beside it.

    \b
    Example:
      workbench verify summary.zip
    """
    found = verification.verify(pack)
    if key is not None and found.signed_by != key.strip().lower():
        raise RefusedError(f"{pack.name}: is not signed by that key.")
    if as_json:
        print_json(found)
    else:
        click.echo(f"verified: {found.files} files, {found.citations} citations")
        if found.figures:
            click.echo(f"numbers: {found.counted_again} of {len(found.figures)} counted again")
        if found.signed_by:
            click.echo(f"signed by the key {found.signed_by}")
