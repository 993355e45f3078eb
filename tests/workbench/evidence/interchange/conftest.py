"""A network to hand over: the sample's, and a small one full of traps."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from workbench.case import Case
from workbench.evidence.handling import Withheld
from workbench.evidence.interchange import FORMATS, Asked
from workbench.evidence.interchange.carried import Carried, Link, Origin, Place, Spot, Thing
from workbench.evidence.interchange.sending import prepare
from workbench.vocabulary import MentionKind

MOMENT = datetime(2025, 1, 1)
HOSTILE = '=HYPERLINK("http://x.example";"<b>&]]>--\x07\u202e")'


@pytest.fixture(scope="session")
def sample_carried(built_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Carried:
    """What an export of the whole sample case hands over."""
    folder = tmp_path_factory.mktemp("interchange") / "case"
    shutil.copytree(built_sample, folder)
    with Case.open(folder, write=True, user="ana") as case:
        return prepare(case, "graphml", Asked("Court of Bar"), MOMENT).carried


@pytest.fixture(scope="session")
def sample_files(
    sample_carried: Carried, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """The sample's network in every format."""
    return written(sample_carried, tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="session")
def trap_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The small network in every format."""
    return written(traps(), tmp_path_factory.mktemp("traps"))


def written(carried: Carried, folder: Path) -> dict[str, Path]:
    found = {form: folder / f"{form}{known.suffix}" for form, known in FORMATS.items()}
    for form, path in found.items():
        FORMATS[form].write(carried, path)
    return found


def traps() -> Carried:
    """Every kind of entity, names that formats choke on, ties of all sorts."""
    things = tuple(
        Thing(f"{kind}-1", str(kind), HOSTILE, False, 1.0, 2, (1, 2), (), (("alias", HOSTILE),))
        for kind in MentionKind
    )
    plain = Thing(
        "person-2",
        "person",
        "Ана Đurić",
        False,
        0.8,
        1,
        (1,),
        ("suspect",),
        (("birth_date", "1980-05-01"), ("birth_date", "[protected]"), ("nationality", "ME")),
    )
    name = "Protected person 4821"
    hidden = Thing("person-pabc", "person", name, True, 1, 1, (2,), ("victim",), ())
    phone = Thing("phone-2", "phone", "+38267111222", False, 1, 1, (1,), (), ())
    day = datetime(2024, 9, 1, 10)
    rows = (Place(1, "", 17, None, None, None), Place(2, "", None, 3, 10, 40))
    ends = [("person-2", "owns", "vehicle-1"), ("person-2", "related_to", "person-pabc")]
    ends += [("person-2", "uses", "phone-2"), ("phone-1", "communicates", "phone-2")]
    ends += [("person-2", "communicates", "person-1"), ("person-2", "meets", "person-1")]
    ends += [("organisation-1", "employs", "person-1"), ("person-2", "lives_at", "place-1")]
    links = tuple(
        Link(
            f"{left}~{kind}~{right}",
            kind,
            left,
            right,
            number,
            None if number % 2 else 60,
            None if number == 3 else day,
            None if number == 3 else day,
            "assessment" if number == 2 else "fact",
            (1, 2),
            rows,
            12,
        )
        for number, (left, kind, right) in enumerate(ends, 1)
    )
    spots = (
        Spot("place-1", "place", "Bar", 42.1, 19.1, "place-1", 1, None, None, (2,), ("S2",)),
        *(
            Spot(f"c{n}", "cell", "Cell", 42, 19, "phone-2", 3, day, day, (1,), ("S1 r.4",), sector)
            for n, sector in enumerate(((40.0, 65.0, 5000.0), (None, None, 800.0)))
        ),
    )
    origins = (
        Origin(1, HOSTILE, "a" * 64, "call_records", "A1", "4x4", "H0", "", ""),
        Origin(2, "statement.docx", "b" * 64, "witness_statement", "B2", "4x4", "H1", "", ""),
    )
    return Carried(
        title="Operation <&>",
        reference="1/24",
        recipient="Court",
        purpose="judicial",
        made_at_utc=MOMENT,
        software="Adria Workbench",
        key="key",
        things=(*things, plain, hidden, phone),
        links=links,
        spots=spots,
        origins=origins,
        withheld=(Withheld(3, "H2", "held"),),
        left_out=("Left out: nothing.",),
    )
