"""Whoever may not see a source meets nothing of it, and protects and changes the whole case."""

from pathlib import Path

from tests.workbench.conftest import SECRETS
from workbench.access import on_screen
from workbench.case import Case
from workbench.cli import workbench
from workbench.evidence.trace import trace
from workbench.status import status_of
from workbench.vocabulary import Action

ACCOUNT = (
    "INSERT INTO account SELECT ?, ?, 'x', false, false, 0, NULL, 'ana', now()::TIMESTAMP, "
    "now()::TIMESTAMP"
)


def test_nothing_of_a_hidden_source_is_met(statements: Path) -> None:
    assert workbench.name, "the command line says how a store without sources is made"
    with Case.open(statements, write=True, user="ana") as case:
        case.db.execute("UPDATE source SET handling_code = 'H3' WHERE source_id = 2")
        case.db.executemany(ACCOUNT, [("ana", "supervisor"), ("ivo", "analyst")])
    with Case.open(statements, write=True, user="ivo") as case:
        assert case.db.execute("SELECT source_id FROM source").fetchall() == [(1,)]
        labels = [row[0] for row in case.db.execute("SELECT label FROM entity").fetchall()]
        assert any("Dritan" in label for label in labels) and "Agron Hoxha" not in labels
        shown = on_screen(case)
        found = trace(
            case,
            next(e for e, label in shown.labels.items() if label == "Dritan Gjoka"),
            shown=shown,
        )
        assert {item.source_id for item in found.evidence} == {1}
        told = "".join(item.text for item in found.evidence) + "".join(shown.labels.values())
        assert not any(secret in told for secret in SECRETS)
        # The girl whom only the hidden source names is hidden wherever she may be named.
        assert "Amina" not in shown.text("Amina Karimi")
        assert status_of(case).sources == 1
        with case.transaction():
            assert case.db.execute("SELECT count(*) FROM source").fetchone() == (2,)
            case.record(Action.ALTERATION, "x")
    assert not list(statements.glob("exports/.reduced-*")), "the copy is gone"
    with Case.open(statements, user="ana") as case:
        assert case.db.execute("SELECT count(*) FROM source").fetchone() == (2,)
