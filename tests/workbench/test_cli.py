"""The command line says what it did in words, and what went wrong in one line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.cli import workbench as verbs

WORKBENCH = [sys.executable, "-c", "from workbench.cli import main; main()"]


def run(
    *arguments: str | Path, cwd: Path | None = None, code: int = 0
) -> subprocess.CompletedProcess[str]:
    """Run the command as its user would, in a process of its own."""
    environment = {**os.environ, "WORKBENCH_USER": "ana", "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(
        [*WORKBENCH, *map(str, arguments)],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done


@pytest.mark.parametrize("verb", sorted(verbs.commands))
def test_every_verb_has_help_with_an_example(verb: str) -> None:
    text = run(verb, "--help").stdout
    assert "Example" in text
    assert f"workbench {verb}" in text


def test_a_new_case_says_what_to_do_next_and_its_log_holds(tmp_path: Path) -> None:
    case = tmp_path / "gjoka"
    assert "Next: workbench add" in run("new", case, "--title", "T").stdout
    assert "verified: 1 rows" in run("audit", case, "--verify").stdout
    assert json.loads(run("status", case, "--json").stdout)["title"] == "T"
    assert json.loads(run("sources", "--json", cwd=case).stdout) == []


def test_wrong_use_exits_with_2_and_failure_with_1_in_one_line(tmp_path: Path) -> None:
    assert "No such command" in run("examine", code=2).stderr
    failed = run("status", tmp_path / "none", code=1)
    assert failed.stdout == ""
    assert failed.stderr.count("\n") == 1
    assert "is not a case" in failed.stderr
