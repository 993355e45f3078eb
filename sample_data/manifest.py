"""What came with the sample files: their covering letters, read from manifest.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path

from sample_data.writing.written import Letter as CoveringLetter

_HEADING = """\
# The covering letters' facts, one [[letter]] per file in files/. Written by the generator.
# kind: call_records, seizure_report or witness_statement. received_at: ISO date.
# country: ISO 3166-1 alpha-2, whose numbering plan national numbers in the file follow.
# handling_code: Europol H0-H3. source_reliability, information_credibility: 4x4 grading.
"""


@dataclass(frozen=True)
class Letter:
    """One received file with what its covering letter says about it."""

    path: Path
    kind: str
    country: str
    language: str
    authority: str
    received_from: str
    received_at: str
    legal_basis: str
    handling_code: str
    source_reliability: str
    information_credibility: str
    time_zone: str | None = None

    @property
    def file_name(self) -> str:
        """Name of the file as it was received."""
        return self.path.name


def manifest(folder: Path | None = None) -> list[Letter]:
    """Letters of the shipped sample case, or of one generated into ``folder``, by file name."""
    root = folder or shipped()
    table = tomllib.loads((root / "manifest.toml").read_text(encoding="utf-8"))
    return [Letter(path=root / "files" / entry.pop("file"), **entry) for entry in table["letter"]]


def files(folder: Path | None = None) -> list[Path]:
    """Paths of the sample case's files, by name."""
    return [letter.path for letter in manifest(folder)]


def truth(folder: Path | None = None) -> Path:
    """Folder of the ground truth's tables."""
    return (folder or shipped()) / "truth"


def shipped() -> Path:
    """Folder in which the package carries the default sample case."""
    return Path(str(resources.files("sample_data")))


def manifest_text(letters: Mapping[str, CoveringLetter]) -> str:
    """Content of manifest.toml for these letters by file name."""
    return _HEADING + "".join(_entry(name, letters[name]) for name in sorted(letters))


def _entry(name: str, letter: CoveringLetter) -> str:
    facts = {"file": name, **asdict(letter)}
    lines = [f"{name} = {_quoted(value)}" for name, value in facts.items()]
    return "\n[[letter]]\n" + "\n".join(lines) + "\n"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
