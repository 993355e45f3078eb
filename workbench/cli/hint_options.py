"""What a user may say about a table of call records: the same options wherever one is read."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from ingest import intake
from ingest.call_records import Convention
from ingest.hints import Hints
from workbench.cli.arguments import CountryCode

Command = Callable[..., Any]
_OPTIONS = (
    click.option(
        "--country",
        type=CountryCode(),
        help="Country of the sender: whose national numbers these are (AL, ME …).",
    ),
    click.option("--timezone", "time_zone", help="Zone of the times as written (Europe/Tirane …)."),
    click.option("--date-order", type=click.Choice(["dmy", "mdy", "ymd"]), help="Of 01/02/2024."),
    click.option(
        "--convention",
        type=click.Choice([str(c) for c in Convention]),
        help="Who stands first: the caller, or always the number asked about.",
    ),
    click.option("--target", help="The number whose records (or phone) these are."),
)


def hint_options(command: Command) -> Command:
    """Give a command these options; it receives them as ``hints``."""

    @wraps(command)
    def with_hints(
        *args: Any,
        country: str | None,
        time_zone: str | None,
        date_order: str | None,
        convention: str | None,
        target: str | None,
        **others: Any,
    ) -> Any:
        said = Hints(None, country, time_zone, date_order, convention, target)
        return command(*args, hints=said, **others)

    for option in reversed(_OPTIONS):
        with_hints = option(with_hints)
    return with_hints


def add_options(hints: Hints, template: str | None = None) -> intake.AddOptions:
    """What taking in a file is told of it."""
    return intake.AddOptions(
        template=template,
        country=hints.country,
        time_zone=hints.time_zone,
        date_order=hints.date_order,
        convention=hints.convention,
        target=hints.target,
    )
