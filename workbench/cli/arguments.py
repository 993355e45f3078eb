"""What the verbs have in common: the case argument, --json, and how an example is shown."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import phonenumbers

from workbench.case import STORE
from workbench.cli.looking import log_shown
from workbench.encrypting import asking

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


_KEY_FILE = "workbench.key_file"


def _note_key_file(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
    ctx.meta[_KEY_FILE] = value


def _key_file_option() -> click.Option:
    """The key of an encrypted case, for whoever opens one while the verb runs."""
    return click.Option(
        ["--key-file"],
        type=click.Path(path_type=Path, dir_okay=False),
        expose_value=False,
        callback=_note_key_file,
        help=f"Key file of an encrypted case. [default: {asking.KEY_FILE}, or its passphrase]",
    )


class KeyCommand(click.Command):
    """A verb that may need the key of an encrypted case."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.params.append(_key_file_option())

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb with the key file that was named."""
        with asking.key_file_named(ctx.meta.get(_KEY_FILE)):
            return super().invoke(ctx)


class CaseCommand(KeyCommand):
    """A verb whose first argument is a case, which may be left out inside a case folder."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put '.' for the case where the current folder is one and no argument names another."""
        here = Path(STORE).is_file()
        named = any((Path(arg) / STORE).is_file() for arg in args)
        asks_help = any(arg in ctx.help_option_names for arg in args)
        return super().parse_args(
            ctx, [".", *args] if here and not named and not asks_help else args
        )

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb, and log which entities it showed, whatever became of it."""
        try:
            return super().invoke(ctx)
        finally:
            log_shown(ctx)


class CountryCode(click.ParamType[str]):
    """A country by its ISO 3166-1 code (and XK), whose numbering plan is known."""

    name = "country"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code in capitals."""
        if value and value.upper() not in phonenumbers.SUPPORTED_REGIONS:
            self.fail(f"{value}: is no country's two-letter code. Say AL, BA, ME …", param, ctx)
        return value.upper()


class Grade(click.ParamType[str]):
    """A source's reliability and its information's credibility, such as B2."""

    name = "grade"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """A letter and a figure."""
        if not re.fullmatch("[A-FXa-fx][1-6]", value):
            self.fail(f"{value}: give a letter and a figure, such as B2.", param, ctx)
        return value.upper()


case_argument: Decorator = click.argument(
    "case_folder", metavar="CASE", type=click.Path(path_type=Path, file_okay=False)
)
picture_option: Decorator = click.option(
    "--picture",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Draw it to this file too (.svg or .png).",
)
json_option: Decorator = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
