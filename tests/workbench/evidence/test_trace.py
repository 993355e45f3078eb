"""The evidence behind anything, word for word, and still naming nobody who is protected."""

import json
from pathlib import Path

import pytest

import sample_data
from tests.workbench.evidence.conftest import ExportedSample
from tests.workbench.evidence.leaks import leaks, secrets
from workbench import sources
from workbench.access import Masking
from workbench.errors import UnknownObjectError
from workbench.evidence.trace import trace


def test_what_is_traced_names_no_protected_person(exported: ExportedSample, tmp_path: Path) -> None:
    with exported.case() as case:
        shown = Masking.load(case)
        hidden = [row[0] for row in case.db.execute(_HIDDEN).fetchall()]
        found = [trace(case, name, 20, shown=shown) for name in hidden[:: len(hidden) // 25]]
    assert sum(len(one.evidence) for one in found) > 25
    printed = tmp_path / "trace.json"
    printed.write_text(json.dumps([one.as_json() for one in found], ensure_ascii=False))
    assert leaks(printed, secrets(sample_data.truth() / "protected.csv")) == []


_HIDDEN = """
    SELECT entity_id FROM protected_entity
    UNION ALL
    SELECT relationship_id FROM relationship
    WHERE left_entity IN (SELECT entity_id FROM protected_entity)
        OR right_entity IN (SELECT entity_id FROM protected_entity)
    ORDER BY 1
"""


def test_an_unredacted_row_is_verbatim_in_its_original(exported: ExportedSample) -> None:
    with exported.case() as case:
        phones = case.db.execute(
            "SELECT entity_id FROM entity WHERE kind = 'phone' ORDER BY entity_id"
        ).fetchall()
        evidence = [e for (phone,) in phones[:6] for e in trace(case, phone, 3).evidence]
        rows = [e for e in evidence if e.file.endswith(".csv") and not e.redacted]
        assert rows
        for item in rows:
            source = sources.get(case.db, item.source_id)
            original = case.original(source.sha256).read_bytes().decode(source.encoding or "utf-8")
            number = item.place.as_json()["row"]
            assert item.text in original
            assert original.splitlines()[int(number) - 1] == item.text


def test_an_unknown_object_is_refused_without_repeating_its_name(exported: ExportedSample) -> None:
    with exported.case() as case, pytest.raises(UnknownObjectError) as error:
        trace(case, "Nobody Known")
    assert "Nobody" not in str(error.value)
