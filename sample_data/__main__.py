"""Command line of the generator."""

from pathlib import Path

import click

from sample_data.background import TooFewRecordsError
from sample_data.dossier import DEFAULT_SEED, compose


@click.command(
    epilog="Example: python -m sample_data --out /tmp/case --seed 11 --records 10_000_000"
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder to write files/, truth/ and manifest.toml into.",
)
@click.option("--seed", default=DEFAULT_SEED, show_default=True, help="Which world.")
@click.option(
    "--records",
    type=int,
    help="Fill up with traffic of uninvolved subscribers to so many call records. The truth stays "
    "the same: truth/communications.csv lists the story's calls, background.csv the subscribers.",
)
def main(out: Path, seed: int, records: int | None) -> None:
    """Write the sample case: files as units would send them, and the truth about them."""
    dossier = compose(seed)
    try:
        made = dossier.save(out, records)
    except TooFewRecordsError as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"{len(made)} files in {out / 'files'}, truth in {out / 'truth'}")


if __name__ == "__main__":
    main()
