"""Who contradicts whom: what is said of both, not how little is."""

import duckdb
import numpy as np
import pytest

from entity_resolution.comparing import Records
from entity_resolution.names.bulk import NameBook, take_apart
from entity_resolution.people.contradictions import contradicting

_RECORD = {
    "name": "Arman Alizada",
    "is_full": True,
    "birth_date": "1978-10-07",
    "birth_year": "1978",
    "father": None,
    "father_key": None,
    "sex": "m",
    "nationality": "AF",
    "birth_place": None,
    "set_apart": False,
}


def _contradict(**other: object) -> bool:
    columns = ", ".join(
        f"{name} {'BOOLEAN' if isinstance(value, bool) else 'VARCHAR'}"
        for name, value in _RECORD.items()
    )
    with duckdb.connect() as scratch:
        scratch.execute(f"CREATE TABLE person_record (unique_id BIGINT, {columns})")
        for number, record in enumerate((_RECORD, _RECORD | other)):
            values = [number, *record.values()]
            marks = ", ".join("?" for _ in values)
            scratch.execute(f"INSERT INTO person_record VALUES ({marks})", values)
        names = {str(value) for record in (_RECORD, _RECORD | other) for value in record.values()}
        scratch.execute("CREATE VIEW listed AS SELECT unique_id AS record_id FROM person_record")
        records, book = (
            Records(duckdb.connect, scratch, "person_record", "listed"),
            NameBook(take_apart(sorted(names))),
        )
        return bool(contradicting(records, book, np.array([0]), np.array([1]))[0])


@pytest.mark.parametrize(
    "other",
    [
        {"birth_date": "1961-02-03", "birth_year": "1961"},
        {"birth_date": None, "birth_year": "1961"},
        {"name": "Dariush Alizada"},
        {"sex": "f"},
        {"nationality": "AL"},
        {"set_apart": True},
    ],
)
def test_another_fact_contradicts(other: dict[str, object]) -> None:
    assert _contradict(**other)


@pytest.mark.parametrize(
    "other",
    [
        {"birth_date": None, "birth_year": None, "nationality": None},
        {"birth_date": "1978-07-10"},
        {"birth_date": "1978-10-01"},
        {"birth_date": None},
        {"name": "Арман Ализада"},
        {"name": "ALIZADA A."},
        {"father": "Anwar", "father_key": "anvar"},
    ],
)
def test_a_slip_or_nothing_said_does_not(other: dict[str, object]) -> None:
    assert not _contradict(**other)
