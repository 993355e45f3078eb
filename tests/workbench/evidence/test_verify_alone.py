"""The script that ships in a pack checks it with Python alone, and finds what was changed."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from workbench.evidence import pack, verify_alone
from workbench.evidence.signing.manifests import signed_with
from workbench.evidence.verify import PackFaultError, verify


@pytest.fixture
def folder(small_pack: Path, tmp_path: Path) -> Path:
    with zipfile.ZipFile(small_pack) as archive:
        archive.extractall(tmp_path / "pack")
    return tmp_path / "pack"


def _run(script: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Without site packages, environment or current folder."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(script), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def _checked(files: dict[str, bytes]) -> None:
    verify_alone.check_files(files)
    verify_alone.check_signature(files)
    verify_alone.check_citations(files)
    verify_alone.check_figures(files)


def _sealed(files: dict[str, bytes]) -> dict[str, bytes]:
    """Changed files under a manifest that lists them, signed by a forger."""
    manifest = json.loads(files[pack.MANIFEST])
    inside = sorted(set(files) - set(pack.BESIDE))
    manifest["files"] = [vars(pack.listed(name, files[name])) for name in inside]
    written = pack.as_json(manifest)
    return files | {
        pack.MANIFEST: written,
        pack.MANIFEST_HASH: pack.hash_line(written),
        pack.SIGNATURE: signed_with(Ed25519PrivateKey.generate(), written),
    }


def test_it_lies_in_the_pack_and_finds_it_sound(folder: Path, small_pack: Path) -> None:
    for found in (_run(folder / "verify.py"), _run(folder / "verify.py", str(small_pack))):
        assert found.returncode == 0, found.stderr
        assert "citations (" in found.stdout and "signed by the key" in found.stdout


def test_a_changed_row_makes_it_fail_in_one_line(folder: Path) -> None:
    (row,) = folder.glob("originals/*.csv")
    row.write_text(row.read_text().replace(";60;", ";61;"))
    found = _run(folder / "verify.py")
    assert found.returncode == 1 and found.stderr.count("\n") == 1
    assert "originals/S1.csv: was altered" in found.stderr


def test_every_file_altered_added_or_taken_away_is_named(small_pack: Path) -> None:
    files = verify_alone.files_of(small_pack)
    _checked(files)
    for name in files:
        changed = files | {name: files[name][:-2] + b"!\n"}
        with pytest.raises((verify_alone.Fault, ValueError, KeyError)):
            _checked(changed)
        with pytest.raises(verify_alone.Fault, match=r"missing|altered"):
            _checked({other: data for other, data in files.items() if other != name})
    with pytest.raises(verify_alone.Fault, match="added"):
        _checked(files | {"more.txt": b"x"})


def test_words_that_do_not_stand_in_the_original_are_found_though_all_is_sealed(
    small_pack: Path,
) -> None:
    files = verify_alone.files_of(small_pack)
    told = files[pack.CITATIONS].replace(b'"068333444"', b'"068333445"')
    assert told != files[pack.CITATIONS]
    with pytest.raises(verify_alone.Fault, match="does not say what stands"):
        _checked(_sealed(files | {pack.CITATIONS: told}))


def test_a_statement_taken_out_is_found_by_the_count(small_pack: Path) -> None:
    files = verify_alone.files_of(small_pack)
    listed = json.loads(files[pack.CITATIONS])
    listed["statements"].pop()
    with pytest.raises(verify_alone.Fault, match="statements"):
        _checked(_sealed(files | {pack.CITATIONS: pack.as_json(listed)}))


def test_a_number_that_its_rows_do_not_give_is_found_by_script_and_workbench(
    small_pack: Path, tmp_path: Path
) -> None:
    files = verify_alone.files_of(small_pack)
    counted = json.loads(files[pack.FIGURES])
    first = counted["relationships"][0]
    assert len(first["each"]) == first["count"] > 1
    first["each"].pop()
    sealed = _sealed(files | {pack.FIGURES: pack.as_json(counted)})
    with pytest.raises(verify_alone.Fault, match="does not add up"):
        _checked(sealed)
    for name, data in sealed.items():
        (tmp_path / "pack" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "pack" / name).write_bytes(data)
    with pytest.raises(PackFaultError, match=r"figures\.json: relationship R1 does not add up"):
        verify(tmp_path / "pack")


def test_its_ed25519_agrees_with_a_library() -> None:
    for number in range(8):
        key = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
        public, message = key.public_key().public_bytes_raw(), b"words" * number
        signature = key.sign(message)
        assert verify_alone.ed25519(public, message, signature)
        assert not verify_alone.ed25519(public, message + b".", signature)
        for place in (0, 31, 32, 63):
            bad = bytearray(signature)
            bad[place] ^= 1
            assert not verify_alone.ed25519(public, message, bytes(bad))
    assert not verify_alone.ed25519(b"\xff" * 32, b"", bytes(64))
