"""New numbers that took over from old ones: found in a case, ranked, with the reasons.

Candidates are the numbers whose use ends, and those whose use begins, while the records held would
have shown more of it. ``succession`` matches them jointly; here its evidence comes from the case.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from graph.build.calls import ALWAYS, Window
from graph.build.filters import Omission
from graph.patterns import succession
from graph.patterns.findings import LIKELY, Label, Table
from graph.patterns.handsets import shared_handset
from graph.patterns.places import shared_places
from graph.patterns.succession import Bools, Floats, Ints, Matching
from graph.patterns.telling import NumberChange, Telling
from graph.patterns.usage import Usage, usage
from graph.ranking import NOT_RANKED
from workbench.case import Case

MAX_CANDIDATES = 600
"""Old (and new) numbers that are compared: those whose use most clearly ends (begins)."""
LEAST_EVIDENCE = -2.0
"""Some still call the old number: who clearly goes on as before is no candidate, others are."""
FEWEST_BINS = 3
CHUNK = 20_000
"""Numbers looked at together when candidates are sought, which bounds the memory it takes."""
SELF_CALLS = -2.0
"""Evidence of two numbers in contact: one person's seldom are, two of one circle often."""
SAME_PLACES = 1.5
"""Evidence from places above which a finding says that they are the same."""
WORTH_LISTING = 0.01
"""An old number appears when its best successor is at least as probable as this."""
SUCCESSORS = 10
"""Successors listed for an old number."""


@dataclass(frozen=True)
class NumberChanges:
    """Every old number with its successors, likeliest first, and what is not shown."""

    candidates: tuple[NumberChange, ...]
    left_out: tuple[Omission, ...]

    def as_json(self, label: Label) -> dict[str, object]:
        """As ``patterns number-change --json`` prints it."""
        return {
            "candidates": [
                {
                    "old": label(one.old),
                    "new": label(one.new),
                    "rank": one.rank,
                    "score": one.score,
                    "reason": one.reason,
                    "cautions": one.cautions,
                    "old_entity": one.old,
                    "new_entity": one.new,
                    "evidence": one.evidence,
                }
                for one in self.candidates
            ],
            "left_out": [omission.as_json() for omission in self.left_out],
        }

    def table(self, label: Label) -> Table:
        """The changes that are likelier than not."""
        likely = [one for one in self.candidates if one.score >= LIKELY]
        return Table(
            ("old number", "new number", "score", "why", "but"),
            tuple(
                (label(c.old), label(c.new), c.score, c.reason, " ".join(c.cautions))
                for c in likely
            ),
        )


def number_changes(case: Case, window: Window = ALWAYS) -> NumberChanges:
    """Find numbers that fell silent and rank who took over from them."""
    used = usage(case, window)
    if not len(used.phones) or used.active.shape[1] < FEWEST_BINS:
        return NumberChanges((), ())
    old, new = _clearest(succession.falls_silent, used), _clearest(succession.begins, used)
    if not len(old) or not len(new):
        return NumberChanges((), ())
    silent = succession.falls_silent(used.active[old], used.visible[old])
    begun = succession.begins(used.active[new], used.visible[new])
    times = succession.coincidence(silent, begun)
    times[_middle(used.active[old])[:, None] >= _middle(used.active[new])[None]] = -np.inf
    handsets = shared_handset(case, used.phones["phone"].tolist(), old, new, window)
    places, taken = shared_places(case, used.phones["phone"].tolist(), old, new, window)
    other = handsets + places + _in_contact(used, old, new)
    matching = _matched(used, old, new, times, other)
    return _listed(case, used, old, new, matching, handsets, places, taken)


def _clearest(change: Callable[[Bools, Bools], Floats], used: Usage) -> Ints:
    """The rows whose change is likelier than none, the clearest if there are too many."""
    parts = [
        change(used.active[start : start + CHUNK], used.visible[start : start + CHUNK]).max(axis=1)
        for start in range(0, len(used.active), CHUNK)
    ]
    evidence = np.concatenate(parts)
    order = np.argsort(-evidence, kind="stable")[:MAX_CANDIDATES]
    return np.sort(order[evidence[order] > LEAST_EVIDENCE])


def _middle(active: Bools) -> Floats:
    """The bin about which each number's use lies: a successor's is later than the old number's."""
    found: Floats = active @ np.arange(active.shape[1]) / np.maximum(active.sum(axis=1), 1)
    return found


def _in_contact(used: Usage, old: Ints, new: Ints) -> Floats:
    """Evidence [old, new] against one person having both: nobody calls themselves."""
    pairs = used.pairs
    found = np.zeros((len(old), len(new)))
    for a, b in (("one", "other"), ("other", "one")):
        both = pairs[a].isin(old) & pairs[b].isin(new)
        place = np.searchsorted(old, pairs.loc[both, a]), np.searchsorted(new, pairs.loc[both, b])
        found[place] = SELF_CALLS
    return found


def _matched(used: Usage, old: Ints, new: Ints, times: Floats, other: Floats) -> Matching:
    weights, columns = _contacts(used, np.union1d(old, new))
    total = weights.groupby("other")["weight"].sum()
    popularity = total.reindex(columns, fill_value=0.0).to_numpy() / max(total.sum(), 1e-12)
    size = len(columns)
    tables = [np.zeros((len(rows), size + 2)) for rows in (old, new)]
    for n, (table, rows) in enumerate(zip(tables, (old, new), strict=True)):
        own = weights[weights["one"].isin(rows)]
        row = np.searchsorted(rows, own["one"])
        column = np.minimum(np.searchsorted(columns, own["other"]), size - 1)
        # What only one number has in contact can link no two: it is kept as a sum of its own.
        column = np.where(columns[column] == own["other"], column, size + n)
        np.add.at(table, (row, column), own["weight"])
    return succession.match(
        tables[0],
        tables[1],
        np.concatenate([popularity, [0.0, 0.0]]),
        np.searchsorted(columns, old),
        np.searchsorted(columns, new),
        times,
        other,
    )


def _contacts(used: Usage, candidates: Ints) -> tuple[pd.DataFrame, Ints]:
    """Pairs seen from both sides with a tempered weight, and the contacts worth a column."""
    pairs = used.pairs
    weights = pd.concat(
        [
            pd.DataFrame({"one": pairs[a], "other": pairs[b], "weight": np.sqrt(pairs["together"])})
            for a, b in (("one", "other"), ("other", "one"))
        ]
    )
    seen_by = weights.loc[weights["one"].isin(candidates), "other"].value_counts()
    common = seen_by.index[seen_by > 1].to_numpy()
    return weights, np.union1d(candidates, common).astype(np.int64)


def _listed(
    case: Case,
    used: Usage,
    old: Ints,
    new: Ints,
    matching: Matching,
    handsets: Floats,
    places: Floats,
    taken: Bools,
) -> NumberChanges:
    rows = case.db.execute("SELECT entity_id FROM protected_entity").fetchall()
    hidden = used.phones["phone"].isin([row[0] for row in rows]).to_numpy()
    evidence = matching.contacts + matching.times + handsets + places
    near = places > SAME_PLACES
    telling = Telling(used, old, new, matching.probability, handsets > 0, near, near & taken)
    best = np.where(hidden[new], 0.0, matching.probability).max(axis=1)
    found = []
    for i in np.lexsort((old, -best)):
        if hidden[old[i]] or best[i] < WORTH_LISTING:
            continue
        order = np.lexsort((-evidence[i], -matching.probability[i].round(9)))
        shown = order[~hidden[new[order]] & np.isfinite(evidence[i, order])][:SUCCESSORS]
        found += [telling.change(int(i), int(j), rank) for rank, j in enumerate(shown, 1)]
    withheld = int(hidden[np.union1d(old, new)].sum())
    omitted = (Omission(NOT_RANKED, entities=withheld),) if withheld else ()
    return NumberChanges(tuple(found), omitted)
