"""The parts that pages are put together from: each a function from plain values to components."""

from typing import Any

from dash.development.base_component import Component

Children = list[Any]
"""Components, texts and None, as Dash takes them."""


def wild(**attributes: object) -> dict[str, Any]:
    """Attributes beyond a component's own, such as aria-label: underscores become hyphens."""
    return {name.replace("_", "-"): value for name, value in attributes.items()}


__all__ = ["Children", "Component", "wild"]
