"""Pictures that browsers have drawn, so that the next one can be told as a difference.

A drawing is known by its number. Going back to an earlier view of the same session brings its
places back; a number that is not remembered any more means drawing everything again.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from itertools import count

from dashboards.changes import Change, Json, change
from dashboards.comparing import drawn as picture_of
from dashboards.pictures import Picture
from dashboards.remembering import Remembered
from dashboards.views import View
from dashboards.workspace import Workspace

KEPT_DRAWINGS = 200


@dataclass(frozen=True)
class Drawing:
    """A picture as one browser session drew it."""

    number: int
    view: View
    picture: Picture


@dataclass(frozen=True)
class Step:
    """A new drawing and how to get there; ``fit`` when the whole picture should be shown, ``busy``
    while its measure is being counted, after which another drawing follows."""

    drawing: Drawing
    change: Change
    fit: bool
    busy: bool

    def as_json(self, drawn: int | None) -> Json:
        """As the page's script applies it, onto the drawing it started from."""
        base = None if self.change.clear else drawn
        return {
            "number": self.drawing.number,
            "base": base,
            "fit": self.fit,
            "busy": self.busy,
            **self.change.as_json(),
        }


class Drawings:
    """The latest drawings of all sessions."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._numbers = count(1)
        self._by_number: Remembered[Drawing] = Remembered(KEPT_DRAWINGS)
        self._by_view: Remembered[Picture] = Remembered(KEPT_DRAWINGS)

    def next(self, session: str, view: View, drawn: int | None) -> Step:
        """Draw a view in a browser that last drew number ``drawn`` (None: nothing)."""
        before = self._by_number.get((self._eyes(), drawn)) if drawn else None
        known = before.picture.places if before and not _afresh(before.view, view) else {}
        chosen = view.chosen(self._workspace.texts.zone)
        measured = self._workspace.is_at_hand(chosen, view.measure)
        picture = self._by_view.made(
            (session, self._workspace.version(), view, measured),
            lambda: picture_of(self._workspace, view, known),
        )
        drawing = Drawing(next(self._numbers), view, picture)
        self._by_number.put((self._eyes(), drawing.number), drawing)
        step = change(before.picture if before else None, picture)
        fit = before is None or _much(step, picture)
        return Step(drawing, step, fit, busy=not measured)

    def _eyes(self) -> Hashable:
        """A drawing goes to those who may see the same, whatever number a browser names."""
        return self._workspace.version()[1:]

    def picture(self, view: View, drawn: int | None) -> Picture:
        """The picture a browser last drew, or where that is forgotten, the view drawn anew."""
        found = self._by_number.get((self._eyes(), drawn)) if drawn else None
        return found.picture if found else picture_of(self._workspace, view)


def _afresh(before: View, after: View) -> bool:
    fields = ("arrangement", "projection", "grouping")
    return any(getattr(before, field) != getattr(after, field) for field in fields)


def _much(step: Change, picture: Picture) -> bool:
    """Whether so much moved or came that the user has to find their way again anyway."""
    nodes = sum(1 for item in step.add if item["group"] == "nodes") + len(step.move)
    return 2 * nodes > len(picture.nodes)
