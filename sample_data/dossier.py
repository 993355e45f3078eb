"""The whole sample case of a seed, in memory and on disk."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sample_data.background import TooFewRecordsError, hand_over
from sample_data.manifest import files, manifest_text
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

    @property
    def records(self) -> int:
        """Readable call records in the files."""
        return sum(len(one.seen) for one in self.written)

    def save(self, folder: Path, records: int | None = None) -> list[Path]:
        """Write ``files/``, ``truth/`` and ``manifest.toml`` into the folder; returns the files.

        ``records``: fill up with background traffic to so many readable call records, streaming.
        """
        if records is not None and records < self.records:
            raise TooFewRecordsError(records, self.records)
        _clear(folder)
        for one in self.written:
            _put(folder / "files" / one.name, one.data)
        for name, text in tables(self.world, self.written).items():
            _put(folder / "truth" / name, text.encode("utf-8"))
        letters = {one.name: one.letter for one in self.written}
        if records is not None and records > self.records:
            letters |= hand_over(self.world, folder, records - self.records)
        _put(folder / "manifest.toml", manifest_text(letters).encode("utf-8"))
        return [folder / "files" / name for name in sorted(letters)]


def compose(seed: int = DEFAULT_SEED) -> Dossier:
    """Build the world of a seed and write its files in memory."""
    world = build(seed)
    return Dossier(world, [*call_records(world), *seizure_forms(world), *documents(world)])


def _clear(folder: Path) -> None:
    """Remove what an earlier run wrote here, as its manifest lists it."""
    if (folder / "manifest.toml").exists():
        for path in files(folder):
            path.unlink(missing_ok=True)
    (folder / "truth" / "background.csv").unlink(missing_ok=True)


def _put(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path
