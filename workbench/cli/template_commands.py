"""templates, retry: layouts of files, shipped, learnt and corrected."""

from dataclasses import dataclass
from pathlib import Path

import click

from ingest import drafting, rereading, retrying
from ingest import templates as store
from ingest.hints import Hints
from ingest.templates.writing import text
from ingest.trial import Trial, trial
from workbench import reviewing, sources
from workbench.case import Case
from workbench.cli.arguments import CaseCommand, case_argument, json_option
from workbench.cli.hint_options import add_options, hint_options
from workbench.cli.output import print_json, print_table
from workbench.cli.review_arguments import lift_option
from workbench.errors import WorkbenchError
from workbench.vocabulary import REVIEWED_SOURCES, SourceKind

_HEAD = 4 << 20
_TRUSTED = 0.9
_LEARNT = (
    SourceKind.CALL_RECORDS, SourceKind.SEIZURE_REPORT, SourceKind.CELL_SITES, SourceKind.CONTACTS,
    SourceKind.PHONE_EXTRACTION,
)  # fmt: skip


@click.group()
def templates() -> None:
    """List, show, learn and check layouts: call records, forms, cells, contacts.

    \b
    Example, a file of an operator never met before:
      workbench templates learn listing.csv --country ME
      workbench templates check listing.toml listing.csv
      workbench add gjoka listing.csv --template listing.toml
    """


@dataclass(frozen=True)
class _Listed:
    name: str
    version: int
    kind: str
    title: str
    origin: str


@templates.command(name="list")
@click.option("--case", "case_folder", type=click.Path(path_type=Path), help="Its own ones, too.")
@json_option
def list_(case_folder: Path | None, as_json: bool) -> None:
    """List the templates that come with the workbench, and those a case keeps.

    \b
    Example:
      workbench templates list --case gjoka
    """
    listed = [_listed(t, "workbench") for t in store.shipped()]
    listed += [_listed(t, "case") for t in _kept(case_folder)]
    if as_json:
        print_json(listed)
    else:
        rows = [(t.name, t.version, t.kind, t.title, t.origin) for t in listed]
        print_table("Templates", ["name", "version", "kind", "title", "from"], rows)


def _listed(template: store.Template, origin: str) -> _Listed:
    return _Listed(template.name, template.version, template.kind, template.title, origin)


def _kept(case_folder: Path | None) -> tuple[store.Template, ...]:
    if case_folder is None:
        return ()
    with Case.open(case_folder) as case:
        return store.kept(case)


@templates.command()
@click.argument("name")
@click.option("--case", "case_folder", type=click.Path(path_type=Path), help="One that it keeps.")
def show(name: str, case_folder: Path | None) -> None:
    """Print a template, to copy and change it.

    \b
    Example:
      workbench templates show crnotel > mine.toml
    """
    click.echo(store.named(name, _kept(case_folder)).source_text, nl=False)


@templates.command()
@click.argument("template")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@hint_options
@json_option
def check(
    template: str,
    file: Path,
    hints: Hints,
    as_json: bool,
) -> None:
    """Read a whole file by a template on trial; no case is changed.

    \b
    Example:
      workbench templates check listing.toml listing.csv
    """
    made = trial(file, store.named(template), hints)
    if as_json:
        print_json(made)
    else:
        _print_trial(made)


@templates.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--out", type=click.Path(path_type=Path), help="[default: FILE with .toml]")
@click.option(
    "--kind",
    type=click.Choice([str(kind) for kind in _LEARNT]),
    help="What the file is. [default: recognised]",
)
@hint_options
def learn(
    file: Path,
    out: Path | None,
    kind: str | None,
    hints: Hints,
) -> None:
    """Propose a template for a file of unknown layout, show what it would read, and write it.

    What the file does not decide stands in the template as a question, never guessed.

    \b
    Example:
      workbench templates learn listing.csv --country ME --timezone Europe/Podgorica
      workbench templates learn verbale.xlsx --kind seizure_report
      workbench templates learn antennas.csv --kind cell_sites --country RS
    """
    written = out or file.with_suffix(".toml")
    if written.exists():
        raise WorkbenchError(f"{written}: exists. Name another file with --out.")
    made = drafting.draft(file, SourceKind(kind) if kind else drafting.kind_of(file), hints)
    remarks = {c.field: f"{c.confidence:.0%}: {c.reason}" for c in made.columns if c.field}
    proposed = text(
        made.template,
        remarks=remarks,
        questions=made.questions,
        unread_values=made.unread_values,
    )
    written.write_text(proposed, encoding="utf-8")
    _print_draft(made)
    if not kind and not any(c.confidence >= _TRUSTED for c in made.columns):
        others = ", ".join(k for k in _LEARNT if k is not made.template.kind)
        click.secho(f"  decide: If it is something else, say --kind ({others}).", fg="yellow")
    _preview(file, written, hints)
    click.echo(f"Wrote {written}. Correct it, then: workbench templates check {written} {file}")


def _print_draft(made: drafting.Draft) -> None:
    print_table(
        f"Read as {made.template.kind.replace('_', ' ')}",
        ["column", "header or label", "is taken for", "how surely", "because"],
        [
            (
                "" if c.place is None else c.place + 1, c.name, c.field or "not used",
                f"{c.confidence:.0%}", c.reason,
            )
            for c in made.columns
        ],
    )  # fmt: skip
    for question in made.questions:
        click.secho(f"  decide: {question}", fg="yellow")
    for value in made.unread_values:
        click.secho(f"  not understood: {value!r} (say under [values])", fg="yellow")


def _preview(file: Path, template: Path, hints: Hints) -> None:
    try:
        _print_trial(trial(file, store.load(template), hints, _HEAD))
    except WorkbenchError as error:
        click.secho(f"Not readable yet: {error}", fg="yellow")


def _print_trial(made: Trial) -> None:
    shown = [_COLUMN_NAMES.get(c, c) for c in made.columns]
    what = next((what for sign, what in _SHOWN if sign in made.columns), "communications")
    print_table(f"First {what} as they would be read", shown, made.rows)
    if made.rejected:
        print_table("First rejected rows", ["row", "reason", "text"], made.rejected)
    for part in made.added.reconciliation:
        sheet = f" [{part.sheet}]" if part.sheet else ""
        click.echo(
            f"rows in{sheet} {part.rows_in:,} = {part.accepted:,} accepted + "
            f"{part.rejected:,} rejected + {part.duplicate:,} duplicate"
        )
    for note in made.added.notes:
        click.echo(f"  {note}")


_SHOWN = (
    ("exhibit_number", "exhibits"), ("cell_written", "cells"), ("name", "contacts"),
    ("normalised", "mentions"),
)  # fmt: skip
_COLUMN_NAMES = {
    "row_number": "row", "a_written": "A as written", "a_number": "A", "b_written": "B as written",
    "b_number": "B", "start_written": "start as written", "start_utc": "start (UTC)",
    "duration_s": "s", "first_cell": "cell", "device_party": "device of",
    "exhibit_number": "exhibit", "seized_from": "from", "seized_written": "when",
    "cell_written": "cell", "azimuth_deg": "azimuth", "beam_width_deg": "beam",
    "text": "as written", "normalised": "understood as", "place_written": "where",
    "seized_by": "by", "hand_overs": "hand-overs",
}  # fmt: skip


@click.command(cls=CaseCommand)
@case_argument
@click.argument("source", type=int)
@click.option("--template", help="The corrected template.")
@click.option(
    "--kind",
    type=click.Choice([str(k) for k in REVIEWED_SOURCES]),
    help="What a document really is, where it was taken for another.",
)
@hint_options
@lift_option
@json_option
def retry(
    case_folder: Path,
    source: int,
    template: str | None,
    kind: str | None,
    hints: Hints,
    lift_protection: bool,
    as_json: bool,
) -> None:
    """Try the rejected rows of a source again, by a corrected template; read a document anew.

    What was accepted stays as it is; the log says what changed. A document or seizure form is read
    again as a whole by today's rules; what analysts said of it is kept.

    \b
    Examples:
      workbench retry gjoka 3 --template listing.toml
      workbench retry gjoka 7
      workbench retry gjoka 8 --kind witness_statement
    """
    meant = SourceKind(kind) if kind else None
    with Case.open(case_folder, write=True) as case:
        if sources.get(case.db, source).kind in REVIEWED_SOURCES:
            reread = reviewing.reread(
                case, source, template, meant, lift_protection=lift_protection
            )
            print_json(reread) if as_json else _show_reread(reread)
            return
        if meant:
            raise click.UsageError(f"source {source} is a table: --kind is for documents.")
        done = retrying.retry(case, source, add_options(hints, template))
    if as_json:
        print_json(done)
        return
    click.echo(f"{done.accepted:,} of {done.tried:,} rejected rows are accepted now.")
    for reason, count in done.reasons.items():
        click.echo(f"  {count} still rejected: {reason}")


def _show_reread(done: rereading.Reread) -> None:
    click.echo(
        f"Source {done.source.source_id} was read anew: {done.mentions:,} mentions, "
        f"{done.claims:,} claims; {done.words:,} words of analysts hold."
    )
    if done.lost:
        click.echo(f"  {done.lost:,} mentions with a word on them stand nowhere in the new text")
