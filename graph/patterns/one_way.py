"""Lines on which one side always calls: orders, reports, or a phone kept for one purpose.

Between two people who talk at all, both call sooner or later. How evenly pairs share their calls
varies; a beta distribution is fitted to the pairs of the case (by moments), and the score is one
less the probability that a pair of that kind has all its calls in one direction by chance.
"""

import math

import numpy as np

from graph.build.calls import ALWAYS, Window
from graph.patterns import speaking
from graph.patterns.leads import Lead, Leads, moment, shown
from workbench.case import Case

CAUTION = "Answers may go by another number or an application that no operator records."
FEWEST_CALLS = 6
FEWEST_DAYS = 3
FEWEST_PAIRS = 10
"""Pairs from which a habit of sharing calls can be told; with fewer, all shares are as likely."""

# Grain: one pair of phones. Where several recorded it, the count of the one who saw most. A file
# that holds calls of one direction only cannot show the other.
_LINES = """
    WITH seen AS (
        SELECT least(caller, called) AS one, greatest(caller, called) AS other, source_id,
            direction, count(*) FILTER (caller < called) AS forth,
            count(*) FILTER (caller > called) AS back,
            count(DISTINCT start_utc::DATE) AS days, min(start_utc) AS first_utc,
            max(start_utc) AS last_utc,
            list((source_id, sheet, row_number) ORDER BY start_utc, sheet, row_number) AS rows
        FROM speaking WHERE subscribers GROUP BY ALL
    ), full_files AS (
        SELECT source_id FROM speaking GROUP BY source_id
        HAVING count(DISTINCT direction) > 1 OR count(DISTINCT caller) > 1
            AND count(DISTINCT called) > 1
    ), observed AS (
        SELECT one, other, source_id, sum(forth) AS forth, sum(back) AS back, sum(days) AS days,
            min(first_utc) AS first_utc, max(last_utc) AS last_utc, flatten(list(rows)) AS rows
        FROM seen SEMI JOIN full_files USING (source_id) GROUP BY ALL
    )
    SELECT one, other, forth::BIGINT, back::BIGINT, days::BIGINT, first_utc, last_utc, rows
    FROM observed
    QUALIFY row_number() OVER (PARTITION BY one, other ORDER BY forth + back DESC, source_id) = 1
        AND max(least(forth, back)) OVER (PARTITION BY one, other) = least(forth, back)
    ORDER BY one, other
"""


def one_way_lines(case: Case, window: Window = ALWAYS) -> Leads:
    """Find the pairs of phones on whose line only one side calls."""
    with case.db.cursor() as db:
        speaking.prepare(db, window)
        lines = [row for row in db.execute(_LINES).fetchall() if row[2] + row[3] >= FEWEST_CALLS]
        alpha = _evenness([(forth, back) for _, _, forth, back, *_ in lines])
        leads = []
        for one, other, forth, back, days, first, last, rows in lines:
            if min(forth, back) or days < FEWEST_DAYS:
                continue
            caller, called = (one, other) if forth else (other, one)
            leads.append(
                Lead(
                    (("caller", caller), ("called", called)),
                    1 - _all_one_way(forth + back, alpha),
                    f"All {forth + back} communications on {days} days go one way, from "
                    f"{moment(first)} to {moment(last)}.",
                    (CAUTION,),
                    tuple(rows),
                    facts=(("communications", forth + back), ("days", days)),
                )
            )
        return shown(db, ("caller", "called"), leads)


def _evenness(counts: list[tuple[int, int]]) -> float:
    """Both parameters of the beta distribution of the pairs' shares (symmetric), by moments."""
    if len(counts) < FEWEST_PAIRS:
        return 1.0
    forth, every = np.array([(f, f + b) for f, b in counts], dtype=np.float64).T
    spread = float(np.mean((forth / every - 0.5) ** 2))
    by_sampling = float(np.mean(0.25 / every))
    between = min(max(spread - by_sampling, 1e-3), 0.24)
    return max((0.25 / between - 1) / 2, 0.05)


def _all_one_way(count: int, alpha: float) -> float:
    """Probability that all of so many calls go one way (beta-binomial, either way)."""

    def log_beta(a: float, b: float) -> float:
        return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)

    return min(1.0, 2 * math.exp(log_beta(alpha + count, alpha) - log_beta(alpha, alpha)))
