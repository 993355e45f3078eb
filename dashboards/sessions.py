"""Who is logged in: sessions kept in the server's memory, each ending by rest or by age."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from workbench.clock import now_utc

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
MOST = 5
"""So many sessions one user may have; the oldest ends when another begins."""


@dataclass
class Session:
    """A browser in which a user logged in; ``form`` proves that a form came from this server."""

    user_name: str
    begun: datetime
    seen: datetime
    form: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    def is_over(self, now: datetime) -> bool:
        """Whether it rested too long, or is too old."""
        return now - self.seen > IDLE or now - self.begun > LONGEST


class Sessions:
    """All sessions, by the token that the browser keeps."""

    def __init__(self) -> None:
        self._open: dict[str, Session] = {}
        self._lock = Lock()

    def begin(self, user_name: str) -> str:
        """A session of a user who proved who it is; the token."""
        now, token = now_utc(), secrets.token_urlsafe(32)
        with self._lock:
            self._open = {t: s for t, s in self._open.items() if not s.is_over(now)}
            theirs = [t for t, s in self._open.items() if s.user_name == user_name]
            for oldest in theirs[: max(len(theirs) - MOST + 1, 0)]:
                del self._open[oldest]
            self._open[token] = Session(user_name, now, now)
        return token

    def find(self, token: str) -> Session | None:
        """The session of a token, if it is not over; looking keeps it awake."""
        now = now_utc()
        with self._lock:
            found = self._open.get(token)
            if found is None or found.is_over(now):
                self._open.pop(token, None)
                return None
            found.seen = now
        return found

    def end(self, token: str) -> None:
        """Log out."""
        with self._lock:
            self._open.pop(token, None)

    def end_all(self, user_name: str) -> None:
        """Log a user out everywhere, as after a change of password."""
        with self._lock:
            self._open = {t: s for t, s in self._open.items() if s.user_name != user_name}
