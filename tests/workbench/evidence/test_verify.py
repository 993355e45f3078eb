"""A pack is checked without its case; whatever was changed in it is found and named."""

import io
import json
import random
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.workbench.evidence.conftest import ExportedSample
from workbench.cli import workbench
from workbench.clock import now_utc
from workbench.evidence import pack
from workbench.evidence.signing.manifests import key_of, signed_with
from workbench.evidence.verify import PackFaultError, verify

Contents = dict[str, bytes]


@pytest.fixture
def contents(exported: ExportedSample) -> Contents:
    """The files of a sound pack."""
    with zipfile.ZipFile(exported.pack) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def folder(contents: Contents, tmp_path: Path) -> Path:
    """A sound pack, unpacked."""
    place = tmp_path / "unpacked"
    for name, data in contents.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(data)
    return place


def _resealed(contents: Contents, changed: Contents, out: Path) -> Path:
    """A pack whose manifest agrees with changed contents, as a careful forger would leave it."""
    files = {name: data for name, data in (contents | changed).items() if name not in pack.BESIDE}
    manifest = json.loads(contents[pack.MANIFEST])
    manifest["files"] = [vars(pack.listed(name, files[name])) for name in sorted(files)]
    written = pack.as_json(manifest)
    sealed = files | _sealed(written)
    moment = type(now_utc()).fromisoformat(manifest["made_at_utc"])
    pack.write(out, sealed, moment)
    return out


def _sealed(manifest: bytes) -> dict[str, pack.Content]:
    """A manifest with its hash, signed by a forger's own key."""
    return {
        pack.MANIFEST: manifest,
        pack.MANIFEST_HASH: pack.hash_line(manifest),
        pack.SIGNATURE: signed_with(Ed25519PrivateKey.generate(), manifest),
    }


def test_a_sound_pack_is_verified_from_anywhere(
    exported: ExportedSample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    monkeypatch.chdir(tmp_path)
    shutil.copy(exported.pack, tmp_path / "renamed.zip")
    result = CliRunner().invoke(workbench, ["verify", "renamed.zip"])
    assert result.exit_code == 0
    report = exported.report
    said, numbers, signed = result.output.splitlines()
    assert said == f"verified: {report.files} files, {report.citations} citations"
    counted, stated = re.findall(r"\d+", numbers)
    assert int(stated) - int(counted) == 2, "the totals of all communications and statements"
    with exported.case() as case:
        assert signed == f"signed by the key {key_of(case)}"


def test_an_unpacked_folder_is_verified_too(folder: Path, exported: ExportedSample) -> None:
    assert verify(folder).citations == exported.report.citations


def test_any_flipped_bit_anywhere_is_found(small_pack: Path, tmp_path: Path) -> None:
    sound = small_pack.read_bytes()
    chance = random.Random(7)
    with zipfile.ZipFile(small_pack) as archive:
        headers = [entry.header_offset + k for entry in archive.infolist() for k in (4, 10, 26, 31)]
        directory = archive.start_dir
    places = [
        0,
        len(sound) - 1,
        *headers,
        *(chance.randrange(directory, len(sound)) for _ in range(15)),
        *(chance.randrange(len(sound)) for _ in range(15)),
    ]
    for place in places:
        altered = bytearray(sound)
        altered[place] ^= 1 << chance.randrange(8)
        (tmp_path / "altered.zip").write_bytes(altered)
        with pytest.raises(PackFaultError):
            verify(tmp_path / "altered.zip")


def test_every_single_file_altered_is_named(small_pack: Path, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(small_pack) as archive:
        archive.extractall(folder)
        contents = {name: archive.read(name) for name in archive.namelist()}
    for name, data in contents.items():
        altered = bytearray(data)
        altered[len(altered) // 2] ^= 4
        (folder / name).write_bytes(altered)
        with pytest.raises(PackFaultError, match=r"manifest\.json" if "manifest" in name else name):
            verify(folder)
        (folder / name).write_bytes(data)
    verify(folder)


@pytest.mark.parametrize(
    ("harm", "named"),
    [
        (lambda f: (f / "summary.pdf").unlink(), "summary.pdf"),
        (lambda f: (f / "manifest.json").unlink(), "manifest.json"),
        (lambda f: (f / "manifest.sha256").unlink(), "manifest.sha256"),
        (lambda f: (f / "citations.json").rename(f / "citation.json"), "citation.json"),
        (lambda f: (f / "summary.pdf").rename(f / "originals" / "S999.pdf"), "originals/S999.pdf"),
        (lambda f: (f / "originals" / "S998.csv").write_text("a"), "originals/S998.csv"),
        (lambda f: (f / "notes.txt").write_text("a"), "notes.txt"),
        (lambda f: (f / "originals" / "S997.csv").symlink_to("/etc/passwd"), "originals/S997.csv"),
    ],
)
def test_a_file_missing_added_or_renamed_is_named(
    folder: Path, harm: Callable[[Path], object], named: str
) -> None:
    harm(folder)
    with pytest.raises(PackFaultError, match=named):
        verify(folder)


def test_words_that_are_not_in_the_cited_file_are_found(contents: Contents, tmp_path: Path) -> None:
    def forged(change: Callable[[Any], None]) -> Path:
        listed = json.loads(contents[pack.CITATIONS])
        change(listed)
        changed = {pack.CITATIONS: pack.as_json(listed)}
        return _resealed(contents, changed, tmp_path / "forged.zip")

    sound = json.loads(contents[pack.CITATIONS])["citations"]
    kinds = {(c["file"].split("/")[0], "cells" in c): n for n, c in enumerate(sound)}
    assert len(kinds) >= 3, "rows and sentences, of originals and of extracts"
    for number in kinds.values():
        label = sound[number]["label"].split()[0]

        def change(listed: Any, number: int = number) -> None:
            listed["citations"][number]["text"] += "!"

        with pytest.raises(PackFaultError, match=label):
            verify(forged(change))
    with pytest.raises(PackFaultError, match=r"S1 r\.99999"):
        verify(forged(lambda listed: listed["statements"][0]["cites"].append("S1 r.99999")))
    verify(forged(lambda _: None))


def test_an_original_exchanged_with_its_hash_is_found(contents: Contents, tmp_path: Path) -> None:
    name = next(n for n in contents if n.startswith("originals/") and n.endswith(".csv"))
    other = contents[name].replace(b"2024", b"2023")
    with pytest.raises(PackFaultError, match=name):
        verify(_resealed(contents, {name: other}, tmp_path / "forged.zip"))


def _archive(out: Path, name: str, data: bytes, how: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(out, "w", how) as archive:
        archive.writestr(name, data)
    return out


@pytest.mark.parametrize(
    "name", ["../../evil", "/etc/evil", "originals/../../evil", "C:\\evil", "originals/S1.csv/x"]
)
def test_a_path_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    hostile = _archive(tmp_path / "hostile.zip", name, b"x")
    with pytest.raises(PackFaultError, match="no file of a pack"):
        verify(hostile)
    assert [path.name for path in tmp_path.iterdir()] == ["hostile.zip"]


def test_a_zip_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    bomb = _archive(
        tmp_path / "bomb.zip", "originals/S1.csv", bytes(50_000_000), zipfile.ZIP_DEFLATED
    )
    with pytest.raises(PackFaultError, match="refused"):
        verify(bomb)
    small = _archive(tmp_path / "small.zip", "citations.json", b"{}", zipfile.ZIP_DEFLATED)
    with pytest.raises(PackFaultError, match=r"citations\.json: is compressed|refused"):
        verify(small)


def test_the_same_files_packed_by_other_means_are_told_apart(
    contents: Contents, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
    with pytest.raises(PackFaultError, match="verify the folder"):
        verify(tmp_path / "other.zip")


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"no archive at all", b"[" * 100_000, bytes(1000)], ids=range(5)
)
def test_what_is_no_pack_is_refused_in_one_line(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(data)
    with pytest.raises(PackFaultError) as fault:
        verify(tmp_path / "x.zip")
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize("manifest", [b"{}", b"[]", b"[" * 100_000, b'{"format": 1}', b"\xff"])
def test_a_hostile_manifest_is_refused(tmp_path: Path, manifest: bytes) -> None:
    pack.write(
        tmp_path / "x.zip",
        _sealed(manifest),
        now_utc(),
    )
    with pytest.raises(PackFaultError, match=r"manifest\.json"):
        verify(tmp_path / "x.zip")


def test_the_same_contents_give_the_same_archive(tmp_path: Path) -> None:
    original = tmp_path / "a"
    original.write_bytes(b"row")
    moment = now_utc()
    pack.write(tmp_path / "1.zip", {"b.json": b"{}", "a.csv": original}, moment)
    pack.write(tmp_path / "2.zip", {"a.csv": b"row", "b.json": b"{}"}, moment)
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
    assert zipfile.ZipFile(io.BytesIO((tmp_path / "1.zip").read_bytes())).testzip() is None
