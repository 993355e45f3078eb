"""Documents that nobody here generated: what must be found in each, and what must not."""

import pytest

from tests.ingest.language import foreign

_DOCUMENTS = foreign.documents()


@pytest.mark.parametrize("document", _DOCUMENTS, ids=lambda document: document.name)
class TestADocumentOfAnotherUnit:
    """Each as its clerks write it."""

    def test_is_known_for_what_it_is(self, document: foreign.Expected) -> None:
        assert foreign.outcome(document).kind == document.kind

    def test_its_protected_persons_are_protected(self, document: foreign.Expected) -> None:
        outcome = foreign.outcome(document)
        assert not outcome.unprotected
        assert not outcome.protected_wrongly

    def test_persons_and_nothing_else_are_found_as_persons(
        self, document: foreign.Expected
    ) -> None:
        outcome = foreign.outcome(document)
        assert not outcome.persons_wrong
        assert not outcome.persons_missed

    def test_its_selectors_are_found(self, document: foreign.Expected) -> None:
        outcome = foreign.outcome(document)
        assert not outcome.selectors_missed
        assert not outcome.selectors_wrong

    def test_who_takes_part_in_the_procedure_is_marked(self, document: foreign.Expected) -> None:
        assert not foreign.outcome(document).statuses_missed

    def test_its_claims_are_made_and_no_forbidden_ones(self, document: foreign.Expected) -> None:
        outcome = foreign.outcome(document)
        assert not outcome.claims_wrong
        assert not outcome.claims_missed
