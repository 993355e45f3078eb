"""What verbs on what was read have in common: numbers of objects, places, reasons, outcome."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from ingest.corrections import Correction
from ingest.corrections.places import Named
from workbench.cli.arguments import Decorator
from workbench.cli.output import print_json

reason_option: Decorator = click.option(
    "--reason", default="", help="Why; it stands in the case with your name."
)
lift_option: Decorator = click.option(
    "--lift-protection", is_flag=True, help="Also where this shows a person by name again."
)


class Number(click.ParamType[int]):
    """The number of a mention, claim or indicator: 7, or with its kind before it (claim-7)."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; wrong use for anything else, which is not repeated."""
        found = re.fullmatch(r"(?:[a-z]+[- ])?(\d+)", str(value))
        if not found:
            self.fail("give numbers, as 'workbench document' shows them.", param, ctx)
        return int(found[1])


class Span(click.ParamType[tuple[int, int]]):
    """Characters of a document: 120-134."""

    name = "start-end"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        """First character and the one after the last."""
        found = re.fullmatch(r"(\d+)-(\d+)", str(value))
        if not found:
            self.fail("write characters as 120-134; 'workbench document' shows them.", param, ctx)
        return int(found[1]), int(found[2])


def place_options(command: Any) -> Any:
    """--at, --quote, --passage, --row and --sheet: where in the source."""
    for option in (
        click.option("--sheet", default="", help="Of a form with several."),
        click.option("--row", type=click.IntRange(min=1), help="In this row of a form."),
        click.option("--passage", type=click.IntRange(min=1), help="In this passage."),
        click.option("--quote", help="The words as they stand there."),
        click.option("--at", type=Span(), help="Characters of the document: 120-134."),
    ):
        command = option(command)
    return command


def named(
    at: tuple[int, int] | None, quote: str | None, passage: int | None, row: int | None, sheet: str
) -> Named | None:
    """The place that the options name."""
    return Named(at, quote, passage, row, sheet) or None


def numbers(objects: Sequence[int], what: str) -> Sequence[int]:
    """At least one number. Raises wrong use."""
    if not objects:
        raise click.UsageError(f"name the {what} by number, as 'workbench document' shows it.")
    return objects


def only(objects: Sequence[int], what: str) -> int:
    """Exactly one number. Raises wrong use."""
    if len(objects) != 1:
        raise click.UsageError(f"name one {what} by number.")
    return objects[0]


def print_words(made: Sequence[Correction], folder: Path, verb: str, *, as_json: bool) -> None:
    """Say what was kept, and how to take it back; never the words themselves."""
    if as_json:
        print_json(
            [
                {
                    "word": word.correction_id,
                    "object": f"{word.object_kind}-{word.object_id}",
                    "decision": str(word.decision),
                    "withdrawn": word.withdrawn_at_utc is not None,
                }
                for word in made
            ]
        )
        return
    for word in made:
        taken_back = word.withdrawn_at_utc is not None
        said = "is withdrawn" if taken_back else f": {word.decision}"
        click.echo(f"Word {word.correction_id} on {word.object_kind} {word.object_id} {said}")
    if made and made[0].withdrawn_at_utc is None:
        click.echo(
            f"Take it back with: workbench {verb} {folder} withdraw {made[0].correction_id} "
            "--reason …"
        )
