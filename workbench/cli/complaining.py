"""How the command line says what went wrong (apart from output, which takes long to load)."""

import click


def complain(message: str) -> None:
    """Say on stderr what went wrong: one line, whatever a file's name holds."""
    shown = "".join(c if c.isprintable() else "_" for c in message)
    click.echo(f"workbench: {shown}", err=True)
