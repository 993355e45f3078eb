"""A case without files, to be filled with mentions."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.entity_resolution.building import CaseBuilder
from workbench.case import Case


@pytest.fixture
def empty_case(tmp_path: Path) -> Iterator[Case]:
    """A new case."""
    with Case.create(
        tmp_path / "case",
        title="Test",
        reference="T-1",
        country="ME",
        time_zone="Europe/Podgorica",
    ) as case:
        yield case


@pytest.fixture
def building(empty_case: Case) -> CaseBuilder:
    """Writes mentions into a new case."""
    return CaseBuilder(empty_case)
