"""How long work says how far it is: a step's name and the share done, 0 to 1."""

from typing import Protocol


class Progress(Protocol):
    """Called now and then by long work."""

    def __call__(self, step: str, share: float) -> None:
        """``share`` of the whole is done; ``step`` is what is under way."""


def silent(step: str, share: float) -> None:
    """For scripts and tests: says nothing."""
