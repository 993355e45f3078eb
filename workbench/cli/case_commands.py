"""new, add, sources, status, audit: the case and what it received."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from ingest import intake
from ingest.hints import Hints
from ingest.many import Outcome, add_all
from workbench import sources as source_store
from workbench.access import Masking
from workbench.case import Case
from workbench.cli.arguments import (
    CaseCommand,
    CountryCode,
    KeyCommand,
    case_argument,
    json_option,
)
from workbench.cli.complaining import complain
from workbench.cli.encryption_commands import newly_locked
from workbench.cli.hint_options import add_options, hint_options
from workbench.cli.output import print_json, print_table, progress_bar
from workbench.sources import Reconciliation
from workbench.status import Status, status_of
from workbench.vocabulary import HandlingCode, SourceKind


@click.command(cls=KeyCommand)
@click.argument("case_folder", metavar="CASE", type=click.Path(path_type=Path))
@click.option("--title", default="", help="What the case is called. [default: the folder's name]")
@click.option("--reference", default="", help="The case's number at the authority.")
@click.option(
    "--country",
    default="",
    type=CountryCode(),
    help="Country of the authority (ISO code, such as ME).",
)
@click.option("--timezone", "time_zone", default="UTC", help="Zone in which times are shown.")
@click.option("--encrypt", is_flag=True, help="Encrypt it by a passphrase, or by --key-file.")
def new(
    case_folder: Path, title: str, reference: str, country: str, time_zone: str, encrypt: bool
) -> None:
    """Make a case: a folder for everything that is added, decided and exported.

    \b
    Examples:
      workbench new gjoka --title "Operation Example" --reference Kt-12/26 --country ME
      workbench new gjoka --encrypt
    """
    Case.create(
        case_folder,
        title=title or case_folder.name,
        reference=reference,
        country=country,
        time_zone=time_zone,
        locked=newly_locked() if encrypt else None,
    ).close()
    click.echo(f"Made {case_folder}. Next: workbench add {case_folder} FILE…")


@click.command(cls=CaseCommand)
@case_argument
@click.argument(
    "files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True)
)
@click.option("--kind", type=click.Choice([str(k) for k in SourceKind]), help="What the files are.")
@click.option("--template", help="Layout to read them by. [default: recognised]")
@hint_options
@click.option("--exhibit", help="The seized item's number, for what was read from a phone.")
@click.option("--authority", help="Who drew the files up.")
@click.option("--received-from", help="Who handed them over.")
@click.option("--received-at", help="When, as the covering letter says.")
@click.option("--legal-basis", help="Order or request they answer.")
@click.option("--handling", default="H0", type=click.Choice([str(h) for h in HandlingCode]))
@click.option(
    "--grade", default="X4", help="Source and information, such as B2.", show_default=True
)
@json_option
def add(
    case_folder: Path,
    files: tuple[Path, ...],
    kind: str | None,
    template: str | None,
    hints: Hints,
    exhibit: str | None,
    authority: str | None,
    received_from: str | None,
    received_at: str | None,
    legal_basis: str | None,
    handling: str,
    grade: str,
    as_json: bool,
) -> None:
    """Take in files: hashed, kept untouched, read, and every row accounted for.

    Each file is taken in whole or not at all; the others go on.

    \b
    Example:
      workbench add gjoka records.csv --country AL --authority "Police of Shkodër" --grade B2
    """
    if len(grade) != 2:
        raise click.BadParameter(f"{grade}: give a letter and a figure, such as B2.")
    options = replace(
        add_options(hints, template),
        kind=SourceKind(kind) if kind else None,
        exhibit=exhibit,
        authority=authority,
        received_from=received_from,
        received_at=received_at,
        legal_basis=legal_basis,
        handling_code=handling,
        source_reliability=grade[0].upper(),
        information_credibility=grade[1],
    )
    with (
        Case.open(case_folder, write=True) as case,
        progress_bar(quiet=as_json) as progress,
    ):
        outcomes = list(add_all(case, files, options, progress))
    added = [outcome.added for outcome in outcomes if outcome.added]
    if as_json:
        print_json(added)
    elif added:
        _print_added(added)
    refused = [_refusal(outcome) for outcome in outcomes if outcome.error]
    for line in refused:
        complain(line)
    if len(refused) > 1 or (refused and len(outcomes) > 2):
        complain(f"{len(refused):,} of {len(outcomes):,} files were refused; the others are in.")
    if refused:
        raise click.exceptions.Exit(1)


def _refusal(outcome: Outcome) -> str:
    """Why a file was refused; of an attachment also with which message it came."""
    whose = f"{outcome.part_of.source.file_name}: " if outcome.part_of else ""
    return f"{whose}{outcome.error}"


def _print_added(added: list[intake.Added]) -> None:
    print_table(
        "Taken in",
        ["source", "file", "kind", "template", "rows in", "accepted", "rejected", "duplicate", ""],
        [
            (
                one.source.source_id,
                one.source.file_name + (f" [{part.sheet}]" if part.sheet else ""),
                one.source.kind,
                one.source.template,
                part.rows_in,
                part.accepted,
                part.rejected,
                part.duplicate,
                "already in the case" if one.already_known else "",
            )
            for one in added
            for part in one.reconciliation
        ],
    )
    for one in added:
        for reason, count in one.reasons.items():
            click.echo(f"  {one.source.file_name}: {count} rejected: {reason}")
        for note in one.notes:
            click.echo(f"  {one.source.file_name}: {note}")


@click.command(cls=CaseCommand)
@case_argument
@json_option
def sources(case_folder: Path, as_json: bool) -> None:
    """List the files of a case and how their rows reconcile.

    \b
    Example:
      workbench sources gjoka --json
    """
    with Case.open(case_folder) as case:
        listed = [
            (
                source,
                source_store.reconciliation_of(case.db, source.source_id),
                source_store.reasons_of(case.db, source.source_id),
            )
            for source in source_store.every(case.db)
        ]
        shown = Masking.load(case)
    rows = [
        {
            "source": source.source_id,
            "file": shown.text(source.file_name),
            "sha256": source.sha256,
            "kind": source.kind,
            "template": source.template,
            "rows_in": sum(part.rows_in for part in parts),
            "accepted": sum(part.accepted for part in parts),
            "rejected": sum(part.rejected for part in parts),
            "duplicate": sum(part.duplicate for part in parts),
        }
        for source, parts, _ in listed
    ]
    if as_json:
        sheets = [[_sheet(part, reasons, shown) for part in parts] for _, parts, reasons in listed]
        print_json([row | {"sheets": of} for row, of in zip(rows, sheets, strict=True)])
    else:
        print_table(
            "Sources: rows in = accepted + rejected + duplicate",
            ["source", "file", "sha256", "kind", "template", "rows in"]
            + ["accepted", "rejected", "duplicate"],
            [[r["source"], r["file"], str(r["sha256"])[:12], *list(r.values())[3:]] for r in rows],
        )


def _sheet(
    part: Reconciliation, reasons: Mapping[str, Mapping[str, int]], shown: Masking
) -> dict[str, object]:
    """The counts of one sheet, with those of its rejected rows by reason."""
    return {
        "sheet": shown.text(part.sheet),
        "rows_in": part.rows_in,
        "accepted": part.accepted,
        "rejected": part.rejected,
        "duplicate": part.duplicate,
        "not_data": part.not_data,
        "reasons": {shown.text(why): count for why, count in reasons.get(part.sheet, {}).items()},
    }


@click.command(cls=CaseCommand)
@case_argument
@click.option("--upgrade", is_flag=True, help="Bring an older case to this version (backed up).")
@json_option
def status(case_folder: Path, upgrade: bool, as_json: bool) -> None:
    """One screen: what is in the case, and what waits for a person.

    \b
    Example:
      workbench status gjoka
    """
    with Case.open(case_folder, write=upgrade) as case:
        found = status_of(case)
    if as_json:
        print_json(found)
    else:
        print_status(found)


def print_status(found: Status) -> None:
    """Show a case's status as a few lines."""
    click.secho(f"{found.title}  {found.reference}".rstrip(), bold=True)
    click.echo(
        f"  sources      {found.sources}: {found.rows_in:,} rows or sentences in = "
        f"{found.accepted:,} accepted + {found.rejected:,} rejected + {found.duplicate:,} duplicate"
    )
    click.echo(f"  communications {found.communications:,}; claims {found.claims:,}")
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in found.entities.items())
    click.echo(f"  entities     {kinds or 'none yet'} (from {found.mentions:,} mentions)")
    click.echo(f"  protected    {found.protected} shown under pseudonyms")
    click.echo(f"  relationships {found.relationships:,}")
    for line in found.waiting:
        click.secho(f"  waits: {line}", fg="yellow")
