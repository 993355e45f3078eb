"""A fresh case for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ingest.seizure_reports.building import Told, open_case


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    """An empty case, and what it will have been told."""
    with open_case(tmp_path / "case") as told:
        yield told
