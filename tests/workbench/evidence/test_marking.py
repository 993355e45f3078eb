"""Where a span of a document is cited: by whole sentences, no two places under one label."""

from itertools import product

from graph.evidence import EvidenceKind, Locator
from workbench.case import Case
from workbench.evidence.marking import what_to_read
from workbench.evidence.places import PassagePlace

STATEMENT = 2  # the second source of the small case


def test_whatever_span_is_cited_one_label_means_one_place(small_case: Case) -> None:
    with small_case.db.cursor() as db:
        sentences = db.execute(
            "SELECT start_char, end_char FROM passage WHERE source_id = ? ORDER BY passage_no",
            [STATEMENT],
        ).fetchall()
        (length,) = db.execute("SELECT length(text) FROM document").fetchall()[0]
        cuts = sorted(
            {min(max(c + k, 0), length) for s in sentences for c in s for k in (-1, 0, 1)}
        )
        spans = [
            Locator(EvidenceKind.CLAIM, STATEMENT, "", None, 1, start, end, 1)
            for start, end in product(cuts, cuts)
            if start < end
        ]
        places = {one.place for one in what_to_read(db, spans)}
    assert len({place.label for place in places}) == len(places)
    starts, ends = {s for s, _ in sentences}, {e for _, e in sentences}
    whole = [p for p in places if isinstance(p, PassagePlace) and p.passage_no]
    assert len(whole) > len(sentences) > 1, "some reach over several sentences"
    assert all(place.start in starts and place.end in ends for place in whole)
