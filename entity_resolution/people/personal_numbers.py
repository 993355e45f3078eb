"""Birth date and sex that a citizen's number tells of who holds it."""

import duckdb
import pyarrow as pa

from ingest.selectors.identity_documents import normalise_personal_number

_ASKED = "SELECT DISTINCT unnest(personal_numbers) AS number FROM person_arrow ORDER BY number"


def read(scratch: duckdb.DuckDBPyConnection) -> None:
    """Register table ``told_by_number`` (number, born, sex) of the personal numbers in
    ``person_arrow``, each read once; those that do not check out tell nothing."""
    numbers = scratch.execute(_ASKED).to_arrow_table()["number"].to_pylist()
    told = [(number, says) for number in numbers if (says := normalise_personal_number(number))]
    columns = {
        "number": pa.array([number for number, _ in told], pa.string()),
        "born": pa.array([says.birth_date for _, says in told], pa.date32()).cast(pa.string()),
        "sex": pa.array([says.sex for _, says in told], pa.string()),
    }
    scratch.register("told_by_number", pa.table(columns))
