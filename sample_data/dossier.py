"""The whole sample case of a seed, in memory and on disk."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sample_data.manifest import manifest_text
from sample_data.truth_tables import tables
from sample_data.world import World, build
from sample_data.writing.documents import documents
from sample_data.writing.forms import seizure_forms
from sample_data.writing.hand_over import call_records
from sample_data.writing.written import WrittenFile

DEFAULT_SEED = 7


@dataclass(frozen=True)
class Dossier:
    """A world and everything written about it."""

    world: World
    written: Sequence[WrittenFile]

    def save(self, folder: Path) -> list[Path]:
        """Write ``files/``, ``truth/`` and ``manifest.toml`` into the folder; returns the files."""
        made = [_put(folder / "files" / one.name, one.data) for one in self.written]
        for name, text in tables(self.world, self.written).items():
            _put(folder / "truth" / name, text.encode("utf-8"))
        _put(folder / "manifest.toml", manifest_text(self.written).encode("utf-8"))
        return made


def compose(seed: int = DEFAULT_SEED) -> Dossier:
    """Build the world of a seed and write its files in memory."""
    world = build(seed)
    return Dossier(world, [*call_records(world), *seizure_forms(world), *documents(world)])


def _put(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path
