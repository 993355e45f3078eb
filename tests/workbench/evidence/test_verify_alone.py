"""The script that ships in a pack checks it with Python alone, and finds what was changed."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx
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


# ------------------------------------------------------------------ numbers


Path_ = tuple[str | int, ...]
_UNSTATED = {"ties", "at", "rows", "format", "number", "statement", "states", "vertex"}


def _stated(figures: Any, at: Path_ = ()) -> Iterator[Path_]:
    """Where figures.json has a number that the summary states, or a part of one."""
    if isinstance(figures, dict):
        for key, value in figures.items():
            if key not in _UNSTATED:
                yield from _stated(value, (*at, key))
    elif isinstance(figures, list):
        for place, value in enumerate(figures):
            yield from _stated(value, (*at, place))
    elif not isinstance(figures, bool) and any(c.isdigit() for c in str(figures)):
        yield at


def _digit_changed(value: Any) -> Any:
    """The last digit changed to another."""
    text = str(value)
    place = max(n for n, character in enumerate(text) if character.isdigit())
    changed = text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :]
    return type(value)(changed)


def _fault(files: dict[str, bytes]) -> str:
    """What is wrong with the numbers; '' where nothing is."""
    try:
        verify_alone.check_figures(files)
    except (verify_alone.Fault, ValueError, LookupError) as fault:
        return repr(fault)
    return ""


def _with(figures: Any, at: Path_, change: Callable[[Any], Any]) -> Any:
    copied = json.loads(json.dumps(figures))
    inner = copied
    for key in at[:-1]:
        inner = inner[key]
    inner[at[-1]] = change(inner[at[-1]])
    return copied


def test_a_changed_digit_in_any_number_is_found(small_pack: Path) -> None:
    files = verify_alone.files_of(small_pack)
    figures = json.loads(files[pack.FIGURES])
    stated = list(_stated(figures))
    assert len(stated) > 60
    for at in stated:
        changed = _with(figures, at, _digit_changed)
        assert _fault(files | {pack.FIGURES: pack.as_json(changed)}), f"{at} was changed"


def test_a_changed_digit_in_any_statement_or_table_is_found(small_pack: Path) -> None:
    files = verify_alone.files_of(small_pack)
    listed = json.loads(files[pack.CITATIONS])
    places: list[Path_] = [
        ("statements", n, "text")
        for n, one in enumerate(listed["statements"])
        if any(character.isdigit() for character in one["text"])
    ]
    for part in ("entities", "things", "relationships"):
        for number, row in enumerate(listed[part]):
            cells = (key for key, value in row.items() if any(c.isdigit() for c in value))
            places += [(part, number, key) for key in cells if key != "cites"]
    assert len(places) > 20
    for at in places:
        changed = _with(listed, at, _digit_changed)
        assert _fault(files | {pack.CITATIONS: pack.as_json(changed)}), f"{at} was changed"


def test_a_tie_taken_from_the_network_is_found_by_the_measures_of_it(small_pack: Path) -> None:
    files = verify_alone.files_of(small_pack)
    figures = json.loads(files[pack.FIGURES])
    for place in range(len(figures["network"]["ties"])):
        changed = _with(figures, ("network", "ties", place, 3), lambda weight: weight + 1)
        with pytest.raises(verify_alone.Fault, match="by strength"):
            verify_alone.check_figures(files | {pack.FIGURES: pack.as_json(changed)})


def test_of_each_number_it_says_whether_it_was_counted_again(
    folder: Path, small_pack: Path
) -> None:
    told = _run(folder / "verify.py", "--figures").stdout.splitlines()[2:]
    known = {name: how for how, name in (line.split(": ", 1) for line in told)}
    assert known["R1: how often"] == "again" and known["S1: accepted rows"] == "again"
    assert {name for name, how in known.items() if how != "again"} == {
        "communications in all",
        "statements in all",
    }
    found = verify(small_pack)
    assert (found.counted_again, len(found.figures)) == (len(known) - 2, len(known))


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


def test_its_betweenness_agrees_with_a_library() -> None:
    graph = nx.krackhardt_kite_graph()
    network = {
        "actors": len(graph),
        "ties": [[left, right, 1, 1] for left, right in graph.edges],
    }
    expected = nx.betweenness_centrality(graph)
    assert verify_alone.measured("betweenness", network) == pytest.approx(list(expected.values()))


def test_its_ed25519_agrees_with_a_library() -> None:
    for number in range(3):
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
