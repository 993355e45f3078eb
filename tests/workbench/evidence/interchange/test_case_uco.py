"""CASE/UCO is judged by the ontology's own shapes, as case_validate applies them; works offline."""

from pathlib import Path

from case_utils.case_validate import validate

VERSION = "case-1.4.0"


def test_a_network_with_every_kind_of_thing_conforms(trap_files: dict[str, Path]) -> None:
    found = validate(str(trap_files["case"]), case_version=VERSION, allow_infos=True)
    assert found.conforms, found.text
    assert not found.undefined_concepts, "no class or property that the ontology does not have"
