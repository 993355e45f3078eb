"""One page of the workbench: what it is called, where it is, how it is made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dash import Dash

from dashboards.components import Component
from dashboards.workspace import Workspace

Asked = Mapping[str, str]
"""What the address asks for after its ``?``, each name once."""


def _everyone(_: Workspace) -> bool:
    return True


@dataclass(frozen=True)
class Page:
    """A page besides the network. ``name`` is its place in the address and among the texts."""

    name: str
    layout: Callable[[Workspace, Asked], Component]
    register: Callable[[Dash, Workspace], None]
    offered: Callable[[Workspace], bool] = _everyone
    """Whether the present user may have it."""

    @property
    def path(self) -> str:
        """Its address on the server."""
        return f"/{self.name}"
