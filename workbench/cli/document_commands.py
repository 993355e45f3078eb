"""document, corrections: what a document was read to say, and what analysts said of that."""

from dataclasses import asdict
from pathlib import Path

import click

from ingest.corrections import words
from workbench.access import on_screen
from workbench.case import Case
from workbench.cli.arguments import CaseCommand, case_argument, json_option
from workbench.cli.naming import record_consultation
from workbench.cli.output import print_json, print_table
from workbench.evidence import documents
from workbench.evidence.documents import (
    DocumentView,
    ShownAside,
    ShownClaim,
    ShownMention,
    ShownPassage,
)


@click.command(cls=CaseCommand)
@case_argument
@click.argument("source", type=int)
@click.option("--found", "only_found", is_flag=True, help="Only passages in which something is.")
@click.option("--passage", type=click.IntRange(min=1), help="Only this passage (or row).")
@json_option
def document(
    case_folder: Path, source: int, only_found: bool, passage: int | None, as_json: bool
) -> None:
    """Show a document's text with what was found in it, passage by passage.

    SOURCE is the number that `workbench sources` gives. Mentions stand in brackets with their
    number; under each passage follow its mentions, claims and indicators, with their state.
    Protected persons stand under their pseudonyms. The look is logged.

    \b
    Examples:
      workbench document gjoka 7
      workbench document gjoka 7 --found --json
    """
    with Case.open(case_folder, write=True) as case:
        view = documents.read(case, source, on_screen(case))
        record_consultation(case, "document", [f"source-{source}"])
    chosen = [
        one
        for one in view.passages
        if (passage is None or passage in (one.passage, one.row))
        and (not only_found or one.mentions or one.claims or one.indicators)
    ]
    if as_json:
        print_json(view.as_json() | {"passages": [asdict(one) for one in chosen]})
        return
    _show_head(view)
    for one in chosen:
        _show_passage(one)
    if view.asides and passage is None:
        click.secho("\nBeside the text", bold=True)
        for aside in view.asides:
            _show_aside(aside)


def _show_head(view: DocumentView) -> None:
    click.secho(
        f"S{view.source} {view.file} · {view.kind} · {view.language or ''} · {view.grade} · "
        f"{view.handling_code} · sha256 {view.sha256[:12]}",
        bold=True,
    )
    for name, states in view.states.items():
        if states:
            said = ", ".join(f"{count:,} {state}" for state, count in states.items())
            click.echo(f"  {name}: {said}")


def _show_passage(one: ShownPassage) -> None:
    sheet = f" “{one.sheet}”" if one.sheet else ""
    place = f"p.{one.page} s.{one.passage}" if one.passage else f"r.{one.row}{sheet}"
    click.echo(f"\n{place}  {_with_marks(one)}{'  (redacted)' if one.redacted else ''}")
    for mention in one.mentions:
        click.echo(f"    {_mention_line(mention)}")
    for claim in one.claims:
        click.secho(f"    {_claim_line(claim)}", fg=_COLOURS.get(claim.state))
    for sign in one.indicators:
        of = f" of {sign.person} [{sign.mention}]" if sign.mention else ", of nobody named"
        click.secho(f"    indicator {sign.indicator}: {sign.says}{of} · {sign.state}", fg="magenta")


def _show_aside(one: ShownAside) -> None:
    by = f" by {one.author}" if one.author else ""
    text = one.text if one.text is not None else f"characters {one.start}-{one.end} of the text"
    click.echo(f"  {one.kind}{by}, at s.{one.passage or 1}: {' '.join(text.split())}")


_COLOURS = {"accepted": "green", "corrected": "green", "refused": "red"}


def _with_marks(one: ShownPassage) -> str:
    """The passage with each mention in brackets and its number after it."""
    marks = sorted(
        (m.marked[0], -m.marked[1], m.mention)
        for m in one.mentions
        if m.marked and m.state != "refused"
    )
    parts, place = [], 0
    for start, end, number in marks:
        if start >= place:
            parts += [one.text[place:start], f"[{one.text[start:-end]}]{number}"]
            place = -end
    return " ".join("".join([*parts, one.text[place:]]).split())


def _mention_line(one: ShownMention) -> str:
    where = f" {one.start}-{one.end}" if one.start is not None else ""
    read = f" = {one.normalised}" if one.normalised and one.normalised != one.text else ""
    said = ", ".join(f"{name} {', '.join(values)}" for name, values in one.attributes.items())
    notes = [one.entity or "", *one.standing, "" if one.protected else said, one.state]
    if one.read_as:
        notes.append(f"read as {one.read_as['kind']} {one.read_as['text']}")
    tail = " · ".join(note for note in notes if note)
    return f"{one.mention} {one.kind}{where}: {one.text}{read} · {tail}"


def _claim_line(one: ShownClaim) -> str:
    notes = [one.nature, "first hand" if one.first_hand else "hearsay", one.time_written or ""]
    notes += [f"at {one.place}" if one.place else "", f"says {one.speaker}" if one.speaker else ""]
    notes += [one.state + ("" if one.counts or one.state == "refused" else ", a side is refused")]
    if one.read_as:
        was = one.read_as
        denied = "NOT " if was["negated"] else ""
        notes.append(f"read as {was['left']} {denied}{was['kind']} {was['right']}, {was['nature']}")
    return f"claim {one.claim}: {one.sentence} · {' · '.join(note for note in notes if note)}"


@click.command(cls=CaseCommand)
@case_argument
@click.option("--source", type=int, help="Only of this source.")
@json_option
def corrections(case_folder: Path, source: int | None, as_json: bool) -> None:
    """List who said what on what was read, withdrawn words too. The look is logged.

    \b
    Example:
      workbench corrections gjoka --source 7
    """
    with Case.open(case_folder, write=True) as case:
        shown = on_screen(case)
        made = words.history(case, source)
        record_consultation(case, "corrections", ["corrections"])
    rows = [
        {
            "word": word.correction_id,
            "source": word.source_id,
            "object": f"{word.object_kind} {word.object_id}",
            "decision": str(word.decision),
            "sets": sorted(word.change),
            "by": word.author,
            "at_utc": word.made_at_utc,
            "reason": shown.text(word.reason),
            "withdrawn_by": word.withdrawn_by,
            "withdrawn_reason": word.withdrawn_reason and shown.text(word.withdrawn_reason),
        }
        for word in made
    ]
    if as_json:
        print_json(rows)
        return
    print_table(
        f"{len(rows):,} words (take one back with workbench mention|claim|protect CASE withdraw)",
        ["word", "source", "on", "said", "sets", "by", "at (UTC)", "reason", "withdrawn"],
        [
            (
                *(row[name] for name in ("word", "source", "object", "decision")),
                ", ".join(word.change),
                *(row[name] for name in ("by", "at_utc", "reason")),
                f"{row['withdrawn_by']}: {row['withdrawn_reason']}" if row["withdrawn_by"] else "",
            )
            for row, word in zip(rows, made, strict=True)
        ],
    )
