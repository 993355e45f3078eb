"""Words on identities that wait until a file is taken in: kept, and said in their order."""

from dataclasses import dataclass

from dashboards.workspace import Workspace
from workbench import steps
from workbench.errors import WorkbenchError
from workbench.vocabulary import Decision


@dataclass
class PutOff:
    """A word on two entities or mentions. ``problem``: why it could not be said after all."""

    user: str
    left: str
    right: str
    decision: Decision
    reason: str
    problem: str | None = None


class Waiting:
    """The words that wait, of all users."""

    def __init__(self) -> None:
        self._words: list[PutOff] = []

    def put_off(self, workspace: Workspace, word: PutOff) -> None:
        """Have a word said as soon as the case is free."""
        self._words.append(word)
        workspace.turns.later(lambda: self._say(workspace, word))

    def _say(self, workspace: Workspace, word: PutOff) -> None:
        try:
            steps.judge(workspace.case, word.left, word.right, word.decision, word.reason)
        except WorkbenchError as error:
            word.problem = str(error)
        except Exception:
            word.problem = ""
            raise
        else:
            self._words.remove(word)

    def pairs(self) -> set[tuple[str, str]]:
        """The pairs on which a word waits."""
        return {(word.left, word.right) for word in list(self._words) if word.problem is None}

    def failed(self, user: str) -> list[PutOff]:
        """The user's words that could not be said, told once."""
        failed = [w for w in list(self._words) if w.user == user and w.problem is not None]
        for word in failed:
            self._words.remove(word)
        return failed
