"""Command line of the generator."""

from pathlib import Path

import click

from sample_data.dossier import DEFAULT_SEED, compose


@click.command(epilog="Example: python -m sample_data --out /tmp/case --seed 11")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder to write files/, truth/ and manifest.toml into.",
)
@click.option("--seed", default=DEFAULT_SEED, show_default=True, help="Which world.")
def main(out: Path, seed: int) -> None:
    """Write the sample case: files as units would send them, and the truth about them."""
    made = compose(seed).save(out)
    click.echo(f"{len(made)} files in {out / 'files'}, truth in {out / 'truth'}")


if __name__ == "__main__":
    main()
