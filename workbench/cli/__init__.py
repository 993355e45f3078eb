"""The command line: verbs on a case folder, each a thin call into the package that works."""

import os
import sys
import traceback
from collections.abc import Collection
from contextlib import AbstractContextManager
from importlib import import_module
from typing import NoReturn

import click
import duckdb

from workbench import __version__
from workbench.case import Case
from workbench.cli.complaining import complain
from workbench.errors import WorkbenchError

_VERBS = {
    "case_commands": ("new", "add", "sources", "status"),
    "template_commands": ("templates", "retry"),
    "document_commands": ("document", "corrections"),
    "exhibit_commands": ("exhibits",),
    "review_commands": ("mention", "claim"),
    "protection_commands": ("protect",),
    "identity_commands": ("resolve", "entities", "judge", "undo", "evaluate"),
    "judgement_commands": ("explain", "review", "judgements"),
    "learning_commands": ("learn",),
    "network_commands": ("network", "trace"),
    "pattern_commands": ("patterns",),
    "analysis_commands": ("path", "compare", "disrupt"),
    "export_commands": ("export", "exports", "verify"),
    "page_commands": ("serve", "demo"),
    "audit_commands": ("audit",),
    "account_commands": ("users",),
    "unlocking_commands": ("unlock", "lock"),
    "encryption_commands": ("encrypt", "decrypt", "passphrase", "key-file"),
    "keeping_commands": ("retention", "rectify", "erase"),
    "restore_commands": ("restore",),
    "subject_commands": ("subject",),
}
"""Modules and their verbs, in the order of the work."""


def _in_sight(
    case: Case, hidden: Collection[int]
) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    """A store without some sources; what makes it loads only where somebody may not see all."""
    from workbench.evidence.reduced import in_sight

    return in_sight(case, hidden)


Case.reduce = staticmethod(_in_sight)


class Verbs(click.Group):
    """Loads a verb's module when it is asked for: a short command need not wait for the rest."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """All verbs, in the order of the work."""
        return [verb for verbs in _VERBS.values() for verb in verbs]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The verb's command, from the module that has it."""
        for module, verbs in _VERBS.items():
            if cmd_name in verbs:
                command = getattr(
                    import_module(f"workbench.cli.{module}"), cmd_name.replace("-", "_")
                )
                assert isinstance(command, click.Command)
                return command
        return None


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="workbench")
def workbench() -> None:
    """Adria Workbench: link analysis in which every line leads to its evidence.

    A case is a folder. Inside it, CASE may be left out.

    \b
    Example, from files to a checked summary:
      workbench new gjoka --title "Operation Example" --country ME
      workbench add gjoka records/*.csv statements/*.docx
      workbench resolve gjoka
      workbench network gjoka --measure betweenness --top 10
      workbench export gjoka --format summary --out summary.zip --for "Court"
      workbench verify summary.zip
    """


INTERRUPTED = "Query interrupted"
"""What DuckDB says where Ctrl-C meets one of its statements; a plain RuntimeError."""


def main() -> None:
    """Entry point: 0 success, 1 failure with one clear line, 2 wrong use."""
    try:
        ended = workbench.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _stopped()
    except WorkbenchError as error:
        complain(str(error))
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except (OSError, duckdb.IOException) as error:
        complain(f"{_unusable(error)} The case is as it was.")
        sys.exit(1)
    except Exception as error:
        if str(error) == INTERRUPTED:
            _stopped()
        _unforeseen(error)
        sys.exit(1)
    if isinstance(ended, int):  # click returns the code of its Exit instead of raising it
        sys.exit(ended)


def _stopped() -> NoReturn:
    click.echo("Stopped. The case is as it was.", err=True)
    sys.exit(1)


def _unusable(error: OSError | duckdb.IOException) -> str:
    """What the system refuses, without the words of the store: they may quote what it holds."""
    if isinstance(error, OSError) and error.strerror:
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{error.strerror}. Check the path, its permissions and the space left."
    return "the store cannot be read or written. Check its permissions and the space left."


def _unforeseen(error: Exception) -> None:
    """Say where, not what: an exception's own words may quote a person's data."""
    if os.environ.get("WORKBENCH_DEBUG"):
        traceback.print_exception(error)
        return
    frame = traceback.extract_tb(error.__traceback__)[-1]
    click.echo(
        f"workbench: unforeseen fault ({type(error).__name__} in {frame.name}, line "
        f"{frame.lineno}). The case is as it was. Set WORKBENCH_DEBUG=1 to see all of it.",
        err=True,
    )
