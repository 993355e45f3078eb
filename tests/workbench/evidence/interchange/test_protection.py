"""No attribute of a protected person is in any byte of any format, whatever wraps it."""

import base64
import json
import quopri
from dataclasses import replace
from pathlib import Path

import pytest

import sample_data
from tests.workbench.evidence.interchange.conftest import traps, written
from tests.workbench.evidence.leaks import Secret, leaks, secrets
from workbench.evidence.interchange import FORMATS
from workbench.evidence.interchange.carried import Carried


@pytest.mark.parametrize("form", FORMATS)
def test_no_attribute_of_a_protected_person_is_in_any_byte(
    form: str, sample_files: dict[str, Path]
) -> None:
    assert leaks(sample_files[form], secrets(sample_data.truth() / "protected.csv")) == []


def test_protected_persons_are_there_under_pseudonyms_and_other_ids(
    sample_carried: Carried,
) -> None:
    hidden = [one for one in sample_carried.things if one.protected]
    assert len(hidden) >= 10
    assert all("rotected person" in one.label and not one.attributes for one in hidden)
    assert all(one.id.split("-")[1].startswith("p") for one in hidden)
    assert any(one.categories for one in hidden), "what they are in the case may be said"


def test_the_search_finds_what_is_there_in_every_format(tmp_path: Path) -> None:
    """The control: a name put into every label is found in every file."""
    known = traps()
    told = [replace(one, label="Naima Rahimi") for one in known.things]
    spots = [replace(one, label="Naima Rahimi") for one in known.spots]
    files = written(replace(known, things=tuple(told), spots=tuple(spots)), tmp_path)
    secret = [Secret("P1", "surname", "Rahimi")]
    assert {form for form, file in files.items() if leaks(file, secret)} == set(FORMATS)


def test_the_search_opens_what_wraps_words(tmp_path: Path) -> None:
    secret = [Secret("P1", "surname", "Đurić")]
    words = "a letter about Đurić and nobody else".encode()
    for wrapped in (
        base64.b64encode(words),
        quopri.encodestring(words),
        json.dumps(words.decode()).encode(),
        b"<p>&#272;uri&#263;</p>",
        words.decode().encode("utf-16"),
    ):
        file = tmp_path / "wrapped.txt"
        file.write_bytes(wrapped)
        assert leaks(file, secret), wrapped
