"""Where a phone spends its nights and working hours, when it is used, and when it breaks its habit.

From the cells of its own records, in the case's time zone. A home is the area of most nights, which
is where the phone lay when it was used, not where anybody lives.
"""

from dataclasses import dataclass
from datetime import date

import duckdb

from graph.build.calls import ALWAYS, Window
from graph.build.filters import Omission
from graph.patterns import sightings
from graph.patterns.findings import Label, Rows, Table, cited
from graph.ranking import NOT_RANKED
from workbench.case import Case

NIGHT = (22, 6)
WORK = (9, 17)
FEWEST_DAYS = 5
"""Days on which it must be seen in an area before that is a habit."""
LONG_SILENCE = 3
"""Days without use that are a break, if it is used on most days."""


@dataclass(frozen=True)
class Habit:
    """An area (as written) and on how many of the days with records in those hours it was seen.

    ``rows``: source, sheet and row of one record there on each of these days.
    """

    area: str
    days: int
    of_days: int
    rows: Rows = ()

    @property
    def score(self) -> float:
        """Share of the days, drawn towards none where there are few of them."""
        return self.days / (self.of_days + 1)


@dataclass(frozen=True)
class Life:
    """A phone's habits: nights, working hours, activity, and breaks.

    ``night_share`` of its records are at night. ``away``: nights (evening's date) seen elsewhere
    only. ``silences``: first and last day without any use, within the records.
    """

    phone: str
    days: int
    records: int
    home: Habit | None
    work: Habit | None
    night_share: float
    away: tuple[date, ...]
    silences: tuple[tuple[date, date], ...]

    @property
    def reason(self) -> str:
        """The habits in words, without names."""
        parts = [f"{self.records} records on {self.days} days, {self.night_share:.0%} at night"]
        for words, habit in (("nights", self.home), ("working hours", self.work)):
            if habit:
                parts.append(f"on {habit.days} of {habit.of_days} {words} seen in {habit.area}")
        if self.away:
            parts.append(f"{len(self.away)} nights seen elsewhere only")
        if self.silences:
            parts.append(f"{len(self.silences)} silences of more than {LONG_SILENCE} days")
        return "; ".join(parts) + "."


CAUTION = (
    "Where the phone is used at night need not be where anybody lives; a cell is an area, and days "
    "without use show nothing."
)


@dataclass(frozen=True)
class Lives:
    """The habits of all phones whose records are held, and what is not shown."""

    lives: tuple[Life, ...]
    left_out: tuple[Omission, ...]

    def as_json(self, label: Label) -> dict[str, object]:
        """As ``patterns pattern-of-life --json`` prints it."""
        return {
            "candidates": [
                {
                    "phone": label(one.phone),
                    "days": one.days,
                    "records": one.records,
                    "home": _plain(one.home),
                    "work": _plain(one.work),
                    "night_share": one.night_share,
                    "nights_away": one.away,
                    "silences": one.silences,
                    "score": one.home.score if one.home else 0.0,
                    "reason": one.reason,
                    "cautions": (CAUTION,),
                    "evidence": [
                        row for habit in (one.home, one.work) if habit for row in cited(habit.rows)
                    ],
                }
                for one in self.lives
            ],
            "left_out": [omission.as_json() for omission in self.left_out],
        }

    def table(self, label: Label) -> Table:
        """One line for each phone."""
        return Table(
            (
                "phone",
                "days",
                "nights in",
                "working hours in",
                "at night",
                "nights away",
                "silences",
            ),
            tuple(
                (
                    label(one.phone),
                    one.days,
                    _words(one.home),
                    _words(one.work),
                    f"{one.night_share:.0%}",
                    len(one.away),
                    len(one.silences),
                )
                for one in self.lives
            ),
        )


# Grain: one record of a phone whose own records are held, with its local day and part of the day.
# A night belongs to the day on which it begins.
_MOMENTS = f"""
    CREATE OR REPLACE TEMP TABLE moment AS
    WITH local AS (
        SELECT phone, area, timezone($zone, timezone('UTC', start_utc)) AS clock,
            hour(clock) AS hour, start_utc, source_id, sheet, row_number
        FROM sighting
    )
    SELECT phone, area, start_utc, source_id, sheet, row_number, clock::DATE AS day,
        hour >= {NIGHT[0]} OR hour < {NIGHT[1]} AS night,
        (clock - to_days(CASE WHEN hour < {NIGHT[1]} THEN 1 ELSE 0 END))::DATE AS evening,
        hour >= {WORK[0]} AND hour < {WORK[1]} AND isodow(clock) <= 5 AS work
    FROM local
"""

_PHONES = """
    SELECT phone, count(DISTINCT day), count(*), avg(night::INTEGER) FROM moment
    GROUP BY phone ORDER BY length(phone), phone
"""

# Grain: one phone and the area where it was seen on most days in these hours.
_HABITS = """
    CREATE OR REPLACE TEMP TABLE habit AS
    WITH areas AS (
        SELECT phone, area, count(DISTINCT {day}) AS days FROM moment WHERE {hours} GROUP BY ALL
    ), every AS (
        SELECT phone, count(DISTINCT {day}) AS of_days FROM moment WHERE {hours} GROUP BY phone
    )
    SELECT phone, area, days, of_days FROM areas JOIN every USING (phone)
    WHERE days >= $fewest
    QUALIFY row_number() OVER (PARTITION BY phone ORDER BY days DESC, area) = 1
"""

_NAMED = """
    WITH first AS (
        SELECT phone, moment.area, {day} AS day,
            arg_min((source_id, sheet, row_number),
                (start_utc, source_id, sheet, row_number)) AS place
        FROM moment WHERE {hours} GROUP BY ALL
    )
    SELECT phone, (SELECT min(written) FROM area WHERE area.area = habit.area), days, of_days,
        list(place ORDER BY day)
    FROM habit JOIN first USING (phone, area) GROUP BY ALL
"""

# Grain: one night on which a phone was seen, but never in its home (table ``habit``).
_AWAY = """
    SELECT phone, evening FROM moment JOIN habit USING (phone)
    WHERE night GROUP BY phone, evening HAVING NOT bool_or(moment.area = habit.area)
    ORDER BY phone, evening
"""

_SILENCES = """
    WITH days AS (
        SELECT DISTINCT phone, day FROM moment
    ), gaps AS (
        SELECT phone, lag(day) OVER (PARTITION BY phone ORDER BY day) AS before, day FROM days
    ), regular AS (
        SELECT phone FROM days GROUP BY phone
        HAVING 2 * count(*) > date_diff('day', min(day), max(day)) + 1
    )
    SELECT phone, (before + 1)::DATE, (day - 1)::DATE FROM gaps SEMI JOIN regular USING (phone)
    WHERE day - before > $longest ORDER BY phone, day
"""


def lives(case: Case, window: Window = ALWAYS) -> Lives:
    """The habits of every phone whose own records are held."""
    with case.db.cursor() as db:
        sightings.see(db, window)
        db.execute(_MOMENTS, {"zone": case.property("time_zone", "UTC")})
        phones = db.execute(_PHONES).fetchall()
        work = _habits(db, day="day", hours="work")
        home = _habits(db, day="evening", hours="night")
        away = _by_phone(db.execute(_AWAY).fetchall())
        silences = _by_phone(db.execute(_SILENCES, {"longest": LONG_SILENCE}).fetchall())
        hidden = {row[0] for row in db.execute("SELECT entity_id FROM protected_entity").fetchall()}
    found = tuple(
        Life(
            phone,
            days,
            records,
            home.get(phone),
            work.get(phone),
            night_share,
            tuple(evening for (evening,) in away.get(phone, ())),
            tuple((first, last) for first, last in silences.get(phone, ())),
        )
        for phone, days, records, night_share in phones
        if phone not in hidden
    )
    withheld = len(phones) - len(found)
    return Lives(found, (Omission(NOT_RANKED, entities=withheld),) if withheld else ())


def _habits(db: duckdb.DuckDBPyConnection, *, day: str, hours: str) -> dict[str, Habit]:
    db.execute(_HABITS.format(day=day, hours=hours), {"fewest": FEWEST_DAYS})
    named = db.execute(_NAMED.format(day=day, hours=hours)).fetchall()
    return {
        phone: Habit(area, days, of_days, tuple(rows)) for phone, area, days, of_days, rows in named
    }


def _by_phone(
    rows: list[tuple[str, date]] | list[tuple[str, date, date]],
) -> dict[str, list[tuple[date, ...]]]:
    found: dict[str, list[tuple[date, ...]]] = {}
    for phone, *rest in rows:
        found.setdefault(phone, []).append(tuple(rest))
    return found


def _plain(habit: Habit | None) -> dict[str, object] | None:
    if habit is None:
        return None
    return {"area": habit.area, "days": habit.days, "of_days": habit.of_days}


def _words(habit: Habit | None) -> str:
    return f"{habit.area} ({habit.days} of {habit.of_days} days)" if habit else ""
