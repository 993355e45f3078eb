"""The picture of how far probabilities can be trusted shows every bin where it belongs."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from entity_resolution.evaluation import Bin, Calibration
from workbench.cli import reliability_picture
from workbench.cli.picture_file import PictureError

_FOUND = {
    "person": Calibration(0.02, (Bin(0.0, 0.1, 50, 0.05, 0.04), Bin(0.9, 1.0, 900, 0.99, 0.98))),
    "vehicle": Calibration(None, ()),
}


def _circles(drawn: str) -> list[ElementTree.Element]:
    return [e for e in ElementTree.fromstring(drawn).iter() if e.tag.endswith("circle")]


def test_each_bin_is_a_circle_and_a_kind_without_pairs_is_left_out() -> None:
    drawn = reliability_picture.svg(_FOUND)
    low, high = _circles(drawn)
    assert float(low.attrib["cx"]) < float(high.attrib["cx"])
    assert float(low.attrib["cy"]) > float(high.attrib["cy"])
    assert float(low.attrib["r"]) < float(high.attrib["r"])
    assert "vehicle" not in drawn and "Brier score 0.0200" in drawn


def test_the_file_is_what_its_name_says(tmp_path: Path) -> None:
    reliability_picture.save(tmp_path / "said.png", _FOUND)
    assert (tmp_path / "said.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(PictureError, match="svg or"):
        reliability_picture.save(tmp_path / "said.gif", _FOUND)
