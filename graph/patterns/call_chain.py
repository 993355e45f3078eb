"""Calls that set off other calls again and again: A calls B, and within minutes B calls C.

Busy people call somebody after every call. So the days on which it happened are compared with what
B's and A's own habits would give: how often B would have called C that soon, at those hours, had
the days of one of them been dealt anew. The probability of so many days by chance (Poisson) is
multiplied by the chains looked at.
"""

from graph.build.calls import ALWAYS, Window
from graph.patterns import speaking
from graph.patterns.chance import poisson_tail
from graph.patterns.leads import Lead, Leads, shown
from workbench.case import Case

WITHIN_MIN = 15
FEWEST_DAYS = 3

# Grain: one chain of three phones that happened on several days; ``crossed``: pairs of different
# days on which it would have happened had both been the same.
_CHAINS = f"""
    WITH spoken AS (
        SELECT DISTINCT ON (caller, called, start_utc) *, start_utc::DATE AS day,
            epoch(start_utc::TIME) AS clock
        FROM speaking WHERE subscribers
        ORDER BY caller, called, start_utc, source_id, sheet, row_number
    ), happened AS (
        SELECT first.caller AS one, first.called AS middle, after.called AS other, first.day,
            first.start_utc, date_diff('second', first.start_utc, after.start_utc) / 60 AS minutes,
            [(first.source_id, first.sheet, first.row_number),
             (after.source_id, after.sheet, after.row_number)] AS rows
        FROM spoken AS first JOIN spoken AS after ON after.caller = first.called
            AND after.start_utc > first.start_utc
            AND after.start_utc <= first.start_utc + INTERVAL {WITHIN_MIN} MINUTES
        WHERE after.called <> first.caller
    ), chains AS (
        SELECT one, middle, other, count(DISTINCT day) AS days, median(minutes) AS minutes,
            flatten(list(rows ORDER BY start_utc)) AS rows, min(start_utc) AS first_utc,
            max(start_utc) AS last_utc
        FROM happened GROUP BY ALL HAVING count(DISTINCT day) >= {FEWEST_DAYS}
    ), crossed AS (
        SELECT one, middle, other, count(DISTINCT (first.day, after.day)) AS crossings
        FROM chains JOIN spoken AS first ON first.caller = one AND first.called = middle
        JOIN spoken AS after ON after.caller = middle AND after.called = other
            AND after.day <> first.day AND after.clock > first.clock
            AND after.clock <= first.clock + {WITHIN_MIN * 60}
        GROUP BY ALL
    ), lasted AS (
        SELECT caller AS middle, greatest(count(DISTINCT day), 2) AS every FROM spoken GROUP BY ALL
    )
    SELECT one, middle, other, days, minutes, rows, first_utc, last_utc,
        greatest(coalesce(crossings, 0), 0.5) / (every - 1) AS expected,
        (SELECT count(DISTINCT (one, middle, other)) FROM happened) AS looked_at
    FROM chains JOIN lasted USING (middle) LEFT JOIN crossed USING (one, middle, other)
    ORDER BY one, middle, other
"""


def call_chains(case: Case, window: Window = ALWAYS) -> Leads:
    """Find who passes calls on to whom, again and again."""
    with case.db.cursor() as db:
        speaking.prepare(db, window)
        leads = [
            Lead(
                (("first", one), ("second", middle), ("third", other)),
                1 - min(1.0, looked_at * poisson_tail(days, expected)),
                f"On {days} days the first calls the second, who calls the third within "
                f"{WITHIN_MIN} minutes (half of the time within {minutes:.0f}); their habits would "
                f"give {expected:.1f} days.",
                ("Calls in a row need not be about the same thing.",),
                tuple(rows),
                facts=(("days", days), ("expected", expected), ("median_minutes", minutes))
                + (("first_utc", first), ("last_utc", last)),
            )
            for one, middle, other, days, minutes, rows, first, last, expected, looked_at in (
                db.execute(_CHAINS).fetchall()
            )
            if days > expected
        ]
        return shown(db, ("first", "second", "third"), leads)
