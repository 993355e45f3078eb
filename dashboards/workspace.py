"""One open case as all users of the page share it: what may be shown, networks, measures.

Reads go over cursors of their own, so callbacks may run at once; writes (the log of consultations)
take turns. What was computed is kept until the case changes, apart for users who may not see the
same.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock, local

import numpy as np
import numpy.typing as npt

from dashboards.remembering import Remembered
from dashboards.texts import Texts
from dashboards.turns import Turns
from graph.build import Ground, Network, NetworkFilter, gathered, ground_of, taken
from graph.build.calls import ALWAYS
from graph.communities import Communities, communities
from graph.elsewhere import is_quick, values_elsewhere
from graph.measures import Measure
from graph.patterns import PATTERNS, Findings
from graph.ranking import Ranking, rank
from graph.sampling import Values
from graph.uncertainty import with_intervals
from workbench import collecting
from workbench.access import Masking, on_screen, unlocking
from workbench.access.consultation import looked_earlier, record_list
from workbench.access.masking import HIDDEN
from workbench.access.rights import Right
from workbench.case import Case
from workbench.clock import now_utc
from workbench.vocabulary import Action, MentionKind

KEPT_GROUNDS = 4
KEPT_NETWORKS = 24
KEPT_SIGHTS = 6
GATHERED_SOON = 100_000
"""Communications and claims up to which a network takes less than a page's scripts to come."""
LOGGED_FOR = timedelta(hours=1)
"""So long a user may see an entity again without its being logged again."""

Version = tuple[int, frozenset[int], tuple[int, ...]]
"""How far the case's changes went; the sources not for the user; what the user has unlocked."""


@dataclass
class _Seen:
    """The entities that lists and pictures showed a user, since when."""

    since: datetime
    entities: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Entity:
    """An entity as anyone may see it; ``mentions`` and ``cohesion`` say how it was merged."""

    entity_id: str
    kind: str
    label: str
    protected: bool
    mentions: int
    cohesion: float


class Workspace:
    """Answers to what a page asks about the case."""

    def __init__(self, case: Case, texts: Texts, asked: Callable[[], Texts] | None = None) -> None:
        """``asked`` gives the words of the language that the present user reads."""
        self._case = case
        self._asked = asked or (lambda: texts)
        self.title = case.property("title")
        self.reference = case.property("reference")
        self.turns = Turns()
        self._listing = Lock()
        self._moment = local()
        self._seen: dict[str, _Seen] = {}
        self._sights: Remembered[Case] = Remembered(KEPT_SIGHTS)
        self._maskings: Remembered[Masking] = Remembered(KEPT_SIGHTS)
        self._grounds: Remembered[Ground] = Remembered(KEPT_GROUNDS)
        self._networks: Remembered[Network] = Remembered(KEPT_NETWORKS)
        self._values: Remembered[Values] = Remembered(KEPT_NETWORKS)
        self._latest: Remembered[tuple[Network, npt.NDArray[np.float64]]] = Remembered(len(Measure))
        self._communities: Remembered[Communities] = Remembered(KEPT_NETWORKS)
        self._rankings: Remembered[Ranking] = Remembered(KEPT_NETWORKS)
        self._firm: Remembered[Ranking] = Remembered(KEPT_NETWORKS)
        self._patterns: Remembered[Findings] = Remembered(2 * len(PATTERNS))

    @property
    def texts(self) -> Texts:
        """The words in the language of the user who asks."""
        return self._asked()

    # ------------------------------------------------------------- the state of the case

    @property
    def case(self) -> Case:
        """The case as the present user may see it."""
        hidden = self._case.hidden
        if not hidden:
            return self._case
        key = self._changes(), hidden
        return self._sights.made(key, lambda: self._case.seeing_without(hidden))

    def may(self, right: Right) -> bool:
        """Whether the present user has this right."""
        return self._case.may(right)

    @property
    def user(self) -> str:
        """Who asks."""
        return self._case.user

    @property
    def has_accounts(self) -> bool:
        """Whether the case is for named users only."""
        return self._case.has_accounts()

    def version(self) -> Version:
        """What differs whenever the present user may see something else than somebody did before.

        Looking, saving pictures and collecting for the report is no change of the case.
        """
        standing: Version | None = getattr(self._moment, "version", None)
        if standing is not None:
            return standing
        unlocked = (one.unlocking_id for one in unlocking.in_force(self._case))
        return self._changes(), self._case.hidden, tuple(unlocked)

    @contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """Have all that is asked within answered as the case stands now, and ask that once."""
        self._moment.version = self.version()
        try:
            yield
        finally:
            del self._moment.version

    def _changes(self) -> int:
        with self._case.ledger() as db:
            found = db.execute(
                "SELECT coalesce(max(sequence), 0) FROM audit WHERE action NOT IN (?, ?) "
                "AND NOT starts_with(object, 'view-') AND NOT starts_with(object, ?)",
                [Action.CONSULTATION, Action.DISCLOSURE, collecting.PREFIX],
            ).fetchone()
        return int(found[0]) if found else 0

    def _content(self) -> tuple[int, frozenset[int]]:
        """The same, for what holds no names."""
        return self.version()[:2]

    @property
    def summary(self) -> dict[str, int]:
        """How much the case holds, by the names of the count texts."""
        tables = {
            "file": "source",
            "communication": "communication",
            "claim": "claim WHERE NOT negated AND state <> 'refused'",
            "protected": f"protected_entity WHERE kind = '{MentionKind.PERSON}'",
        }
        with self.case.db.cursor() as db:
            return {
                name: int(db.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
                for name, table in tables.items()
            }

    def masking(self) -> Masking:
        """What may be shown, as the case stands now."""
        return self._maskings.made(self.version(), lambda: on_screen(self.case))

    # ------------------------------------------------------------- the network

    def network(self, chosen: NetworkFilter) -> Network:
        """The network a filter asks for."""
        key = self._content(), chosen
        return self._networks.made(key, lambda: taken(self._ground(ground_of(chosen)), chosen))

    def has_network(self, chosen: NetworkFilter) -> bool:
        """Whether ``network`` answers in a moment."""
        if self._networks.get((self._content(), chosen)) is not None:
            return True
        held = self.summary
        return held["communication"] + held["claim"] <= GATHERED_SOON

    def _ground(self, chosen: NetworkFilter) -> Ground:
        key = self._content(), chosen
        return self._grounds.made(key, lambda: gathered(self.case, chosen))

    def measured(self, chosen: NetworkFilter, measure: Measure) -> npt.NDArray[np.float64]:
        """The measure by vertex of that network; may take seconds in a large one."""
        return self._valued(chosen, measure).values

    def is_at_hand(self, chosen: NetworkFilter, measure: Measure) -> bool:
        """Whether ``measured`` answers in a moment."""
        key = self._content(), chosen, measure
        return self._values.get(key) is not None or is_quick(self.network(chosen), measure)

    def measured_so_far(self, chosen: NetworkFilter, measure: Measure) -> npt.NDArray[np.float64]:
        """The same in a moment: while it is being counted, what it was in the network before.

        Where it was never counted, strength stands in for it.
        """
        network, key = self.network(chosen), (self._content(), measure)
        if self.is_at_hand(chosen, measure):
            return self._latest.put(key, (network, self.measured(chosen, measure)))[1]
        latest = self._latest.get(key)
        if latest is None:
            return network.strength
        before, values = latest
        vertices = np.array(
            [before.index.get(entity, -1) for entity in network.ids], dtype=np.int64
        )
        return np.where(vertices < 0, 0.0, values[vertices])

    def _valued(self, chosen: NetworkFilter, measure: Measure) -> Values:
        key = self._content(), chosen, measure
        return self._values.made(key, lambda: values_elsewhere(self.network(chosen), measure))

    def communities(self, chosen: NetworkFilter) -> Communities:
        """Groups of that network that hold together more than chance would have it."""
        key = self._content(), chosen
        return self._communities.made(key, lambda: communities(self.network(chosen)))

    def ranking(self, chosen: NetworkFilter, measure: Measure) -> Ranking:
        """Everyone who may be ranked."""
        key = self._content(), chosen, measure
        return self._rankings.made(key, lambda: self._ranked(chosen, measure))

    def first(self, chosen: NetworkFilter, measure: Measure, top: int) -> Ranking:
        """The first few of those who may be ranked."""
        return self._ranked(chosen, measure, top)

    def _ranked(self, chosen: NetworkFilter, measure: Measure, top: int | None = None) -> Ranking:
        return rank(self.network(chosen), measure, top, self._valued(chosen, measure))

    def firm_ranking(self, chosen: NetworkFilter, measure: Measure) -> Ranking:
        """The same with the ranks between which chance would move them; takes some seconds."""
        key = self._content(), chosen, measure
        return self._firm.made(
            key,
            lambda: with_intervals(self.case, self.network(chosen), self.ranking(chosen, measure)),
        )

    def findings(self, pattern: str) -> Findings:
        """What a pattern found in the whole case; takes some seconds the first time."""
        key = self._content(), pattern
        return self._patterns.made(key, lambda: PATTERNS[pattern].find(self.case, ALWAYS))

    # ------------------------------------------------------------- entities

    def entities(self, ids: Collection[str]) -> dict[str, Entity]:
        """Those of the entities that the case has, as they may be shown."""
        masking = self.masking()
        self._listed(ids)
        with self.case.db.cursor() as db:
            found = db.execute(
                "SELECT entity_id, kind, label, count(mention_id), any_value(cohesion) "
                "FROM entity LEFT JOIN entity_member USING (entity_id) "
                "WHERE entity_id IN (SELECT unnest($ids::VARCHAR[])) "
                "GROUP BY ALL ORDER BY entity_id",
                {"ids": sorted(ids)},
            ).fetchall()
        return {
            entity_id: Entity(
                entity_id,
                kind,
                shown_label(masking, entity_id, label),
                masking.is_protected(entity_id),
                mentions,
                cohesion,
            )
            for entity_id, kind, label, mentions, cohesion in found
        }

    def current(self, entity_id: str) -> str:
        """The id an entity has today, if it was redirected."""
        with self.case.db.cursor() as db:
            found = db.execute(
                "SELECT new_entity_id FROM entity_redirect WHERE old_entity_id = ?", [entity_id]
            ).fetchone()
        return str(found[0]) if found else entity_id

    # ------------------------------------------------------------- the log

    def writing(self) -> AbstractContextManager[None]:
        """The case's one writer at a time. Raises BusyError where that will take long."""
        return self.turns.short()

    def soon(self, act: Callable[[], None]) -> None:
        """Write something now or, where a file is being taken in, as soon as that is done."""
        if self.turns.is_long:
            self.turns.later(act)
            return
        with self.writing():
            act()

    def _listed(self, ids: Collection[str]) -> None:
        """Log the entities that a list or picture shows the user for the first time in a while."""
        now = now_utc()
        with self._listing:
            seen = self._seen.get(self.user)
            if seen is None or now - seen.since > LOGGED_FOR:
                seen = self._seen[self.user] = _Seen(now)
            new = set(ids) - seen.entities
            if not new:
                return
            seen.entities |= new
        self.soon(lambda: self._log_list(new, now))

    def _log_list(self, shown: Collection[str], at_utc: datetime) -> None:
        with self._case.transaction():
            record_list(self._case, "page", shown, looked_at_utc=at_utc)

    def consulted(self, object_id: str) -> None:
        """Log that evidence was looked at (Directive (EU) 2016/680, art. 25)."""
        now = now_utc()
        self.soon(lambda: self._log_look(object_id, now))

    def _log_look(self, object_id: str, at_utc: datetime) -> None:
        with self._case.transaction():
            detail = {"page": "network"} | looked_earlier(at_utc)
            self._case.record(Action.CONSULTATION, object_id, detail)


def shown_label(masking: Masking, entity_id: str, label: str) -> str:
    """A label without anything that gives a protected person away.

    A protected person's mention that was merged with none of the others stands as a person of its
    own: its label is swept. A namesake of a part of the name keeps their own.
    """
    if masking.is_protected(entity_id):
        return masking.label(entity_id)
    swept = masking.text(label)
    is_person = entity_id.startswith(f"{MentionKind.PERSON}-")
    if is_person and swept.replace(HIDDEN, "").strip(' ,.-"'):
        return label
    return swept
