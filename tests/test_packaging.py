"""What is built is what runs: the wheel carries SQL, templates, texts, pages and the sample."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

PROJECT = Path(__file__).parents[1]


def test_the_wheel_runs_the_demo_in_an_environment_of_its_own(tmp_path: Path) -> None:
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, PROJECT)
    (wheel,) = tmp_path.glob("*.whl")
    home = tmp_path / "environment"
    _run(sys.executable, "-m", "venv", "--without-pip", home)
    python = home / "bin" / "python"
    _run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", wheel)
    _lend_dependencies(home)

    case = tmp_path / "case"
    shown = _run(home / "bin" / "workbench", "demo", "--case", case, "--once", cwd=tmp_path)
    assert "Operation Sample Coast" in shown
    origin = _run(python, "-c", "import workbench; print(workbench.__file__)", cwd=tmp_path)
    assert Path(origin.strip()).is_relative_to(home)


def _lend_dependencies(home: Path) -> None:
    """Let the new environment see what is installed here; the project itself comes from its wheel,
    since a link of an editable install is not followed from there."""
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "lent.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")


def _run(*command: object, cwd: Path | None = None) -> str:
    alone = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COVERAGE"))}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=alone, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
