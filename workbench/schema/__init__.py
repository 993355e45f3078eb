"""The store's schema: numbered SQL migrations, applied in order inside one transaction each."""

import re
from importlib.resources import files

import duckdb

# A store that can be encrypted has one method for text, which takes the place of two older ones.
_OLD_PACKING = re.compile(r"(?i)USING COMPRESSION (?:dictionary|fsst)\b")


def migrations() -> list[tuple[int, str]]:
    """All migrations as (number, SQL text), lowest first."""
    scripts = [entry for entry in files(__name__).iterdir() if entry.name.endswith(".sql")]
    return sorted((int(s.name[:3]), s.read_text(encoding="utf-8")) for s in scripts)


def current_version(db: duckdb.DuckDBPyConnection) -> int:
    """The number of the last migration applied; 0 for an empty store."""
    known = db.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'case_property' "
        "AND database_name = current_database()"
    ).fetchone()
    if not known or not known[0]:
        return 0
    row = db.execute("SELECT value FROM case_property WHERE name = 'schema_version'").fetchone()
    return int(row[0]) if row else 0


def latest_version() -> int:
    """The schema version this software writes."""
    return migrations()[-1][0]


def migrate(db: duckdb.DuckDBPyConnection) -> None:
    """Bring the store to the latest version; a failing migration leaves the one before it.

    A new store gets all of them at once, or none.
    """
    done, encrypted = current_version(db), _is_encrypted(db)
    lacking = [one for one in migrations() if one[0] > done]
    for together in [[one] for one in lacking] if done else [lacking]:
        db.begin()
        try:
            for _, script in together:
                db.execute(_for_encrypted(script) if encrypted else script)
            db.execute(
                "INSERT OR REPLACE INTO case_property VALUES ('schema_version', ?)",
                [str(together[-1][0])],
            )
        except BaseException:
            db.rollback()
            raise
        db.commit()


def _is_encrypted(db: duckdb.DuckDBPyConnection) -> bool:
    asked = "SELECT encrypted FROM duckdb_databases() WHERE database_name = current_database()"
    return bool(db.execute(asked).fetchall()[0][0])


def _for_encrypted(script: str) -> str:
    return _OLD_PACKING.sub("USING COMPRESSION dict_fsst", script)
