"""Everything that leaves a case, for every role and in every format, names nobody protected.

Each format is rendered once for every masking that roles have; that no others exist is shown.
"""

import io
import json
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document

from ingest import intake
from tests.workbench.evidence.conftest import CALLS, STATEMENT
from tests.workbench.evidence.leaks import Secret, leaks
from tests.workbench.test_cli import run
from tests.workbench.test_hidden_sources import ACCOUNT
from workbench import collecting, steps, subject_access
from workbench.access import Masking, for_export, unlocking
from workbench.access.rights import Right, roles
from workbench.case import Case
from workbench.collecting import Kind
from workbench.errors import RefusedError
from workbench.evidence import interchange, pseudonyms, summary
from workbench.evidence.handling import Purpose
from workbench.evidence.interchange.sending import export as send
from workbench.evidence.request import Template
from workbench.evidence.verify import verify
from workbench.evidence.wording import languages

VICTIM = (
    "Izjava svjedoka.\n\nSvjedok Amina Karimi, rođena 15.03.2007, izjavila je da je Petar Nikolić "
    "vozio vozilo PG AB123. Amina Karimi koristi broj 069 555 666 i ima pasoš P0123456. "
    "Амина Карими је путовала са Керим Карими. Živi na adresi Ulica Oktobra 17, Bar.\n"
)
NAMED = ("Amina", "Karimi", "Амина", "Карими", "Karimijeva")
SECRETS = [
    *(Secret("amina", "name", value) for value in NAMED),
    *(Secret("amina", "phone", v) for v in ("069555666", "+38269555666", "69555666")),
    *(Secret("amina", "birth", v) for v in ("15.03.2007", "2007-03-15", "15. marta 2007")),
    Secret("amina", "document", "P0123456"),
    Secret("amina", "address", "Ulica Oktobra 17"),
    Secret("amina", "face", "likeness-of-a-girl"),
]
ROLES = tuple(roles())
MAY_EXPORT = [name for name, one in roles().items() if Right.DISCLOSURE in one.rights]


def _with_her_face(file: Path, text: str) -> None:
    """A document with a photograph, which can be told by what stands in its bytes."""
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"tEXt", b"Subject\0likeness-of-a-girl "),
        (b"IDAT", zlib.compress(b"\0\0")),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    document = Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.add_picture(io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"".join(chunks)))
    document.save(str(file))


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A victim whom only a source under H1 calls one; named in files, notes, pictures, titles."""
    place = tmp_path_factory.mktemp("guarded")
    with Case.create(
        place / "case", title="Slučaj Amina Karimi", time_zone="Europe/Podgorica", user="ana"
    ) as case:
        for name, text in (
            ("calls.csv", CALLS),
            ("izjava_svjedoka.docx", STATEMENT + "Petar Nikolić poznaje Aminu Karimi.\n"),
            ("izjava_Amina_Karimi.txt", VICTIM),
        ):
            if name.endswith(".docx"):
                _with_her_face(place / name, text)
            else:
                (place / name).write_text(text, encoding="utf-8")
            intake.add(case, place / name, intake.AddOptions(country="ME"))
        case.db.execute("UPDATE source SET handling_code = 'H1' WHERE source_id = 3")
        _described(case)
        steps.resolve(case)
        persons = [r[0] for r in case.db.execute("SELECT entity_id FROM entity").fetchall()]
        collecting.collect(case, Kind.NOTE, note="Amina Karimi (069/555-666) is to be asked.")
        collecting.collect(
            case, Kind.PICTURE, "view-1", {"entities": persons, "ties": [], "name": "Oko Amine"}
        )
        case.db.executemany(ACCOUNT, [(f"{name}@x", name) for name in ROLES])
    return place / "case"


def _described(case: Case) -> None:
    """What a reader has of her: that she is a victim, born when, living where, holding what."""
    (mention,) = case.db.execute(
        "SELECT min(mention_id) FROM mention WHERE source_id = 3 AND text = 'Amina Karimi'"
    ).fetchall()[0]
    case.db.execute(
        "INSERT INTO person_status VALUES (?, 'victim', true, NULL, NULL, 'x')", [mention]
    )
    for name, value, written in (
        ("birth_date", "2007-03-15", "15.03.2007"),
        ("address", "Ulica Oktobra 17, Bar", "Ulica Oktobra 17"),
    ):
        case.db.execute(
            "INSERT INTO attribute VALUES (?, ?, ?, ?)", [mention, name, value, written]
        )
    at = VICTIM.index("P0123456")
    number = case.next_id("mention", "mention_id")
    case.db.execute(
        "INSERT INTO mention (mention_id, mention_key, source_id, kind, text, normalised, "
        "start_char, end_char) VALUES (?, 'passport', 3, 'document', 'P0123456', 'P0123456', ?, ?)",
        [number, at, at + 8],
    )
    phone = case.db.execute(
        "SELECT min(mention_id) FROM mention WHERE source_id = 3 AND kind = 'phone'"
    ).fetchall()[0][0]
    for kind, thing in (("holds", number), ("uses", phone)):
        case.db.execute(
            "INSERT INTO claim (claim_id, source_id, kind, left_mention, right_mention, nature, "
            "start_char, end_char) SELECT max(claim_id) + 1, 3, ?, ?, ?, 'fact', 0, 20 FROM claim",
            [kind, mention, thing],
        )


@pytest.fixture
def folder(guarded: Path, tmp_path: Path) -> Path:
    shutil.copytree(guarded, tmp_path / "case")
    return tmp_path / "case"


def _open(folder: Path, role: str) -> Case:
    return Case.open(folder, write=True, user=f"{role}@x")


def _hides(shown: Masking) -> tuple[object, ...]:
    """All that a masking hides: two that are equal in this write the same."""
    patterns = (shown._names, shown._numbers, shown._literals)
    return (
        sorted(shown.pseudonyms.items()),
        sorted(shown.relatives),
        sorted((source, str(spans)) for source, spans in shown._spans.items()),
        sorted(shown._open_cells.items()),
        sorted((source, found.pattern) for source, found in shown._saved.items()),
        [pattern and pattern.pattern for pattern in patterns],
    )


def _computes(step: str, share: float) -> None:
    pytest.fail(f"computed before the right was asked for: {step}, {share:.0%}")


# ------------------------------------------------------------------ roles


def test_all_roles_are_shown_the_same_masking_and_who_may_not_export_cannot(
    folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(RefusedError, match="no right of consultation"):
        _open(folder, "auditor")
    hidden, sees = [], {}
    for role in (name for name in ROLES if name != "auditor"):
        with _open(folder, role) as case:
            hidden.append(_hides(for_export(case)))
            sees[role] = case.hidden
            if role not in MAY_EXPORT:
                with pytest.raises(RefusedError, match="no right of disclosure"):
                    send(case, "csv", tmp_path / "a.zip", interchange.Asked("Court"), _computes)
                with pytest.raises(RefusedError, match="no right of disclosure"):
                    summary.export(case, tmp_path / "a.zip", recipient="C", progress=_computes)
    assert all(one == hidden[0] for one in hidden[1:])
    assert hidden[0][0] and hidden[0][5]
    assert sees.pop("prosecutor") == {3} and not any(sees.values())
    assert not (tmp_path / "a.zip").exists()


# ------------------------------------------------------------------ formats


def _summaries() -> Iterator[tuple[str, dict[str, object]]]:
    """Each template, language and purpose once at least, with all that may be added."""
    asked: list[dict[str, object]] = [
        {"collected": True, "everything": True, "purpose": Purpose.POLICE, "language": "sr-Cyrl"},
        {"template": Template.PERSON, "focus": "Protected person 1", "language": "sq"},
        {
            "template": Template.EVENT,
            "from_utc": datetime(2024, 9, 1),
            "to_utc": datetime(2024, 9, 30),
            "purpose": Purpose.POLICE,
            "language": "bs",
        },
        {"template": Template.PHONE, "focus": "Phone of protected person 1"},
        {"template": Template.COMPARISON, "turn_utc": datetime(2024, 9, 10)},
    ]
    assert {str(one.get("language", "en")) for one in asked} == set(languages())
    assert {one.get("template", Template.OVERVIEW) for one in asked} == set(Template)
    for one in asked:
        yield str(one.get("template", Template.OVERVIEW)), one


@pytest.mark.parametrize("role", ["supervisor", "prosecutor"])  # who sees the source, and who not
def test_no_format_has_any_attribute_of_hers_in_any_byte(
    folder: Path, tmp_path: Path, role: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with _open(folder, role) as case:
        petar = next(e for e, name in for_export(case).labels.items() if name == "Petar Nikolić")
        forms = interchange.FORMATS if role == "supervisor" else ("graphml", "xlsx")
        for form in forms:
            known = interchange.FORMATS[form]
            asked = interchange.Asked("Guardian of Amina Karimi", Purpose.POLICE)
            send(case, form, out / f"{form}{known.suffix}", asked)
        for name, told in _summaries():
            if role == "prosecutor" and name != Template.OVERVIEW:
                break  # other words for the same masking, as further formats would be
            focus = [str(told.pop("focus"))] if "focus" in told else []
            made = summary.export(
                case,
                out / f"{name}.zip",
                recipient="Guardian of Amina Karimi",
                question="Who carried Amina Karimi, 069 555 666?",
                focus=focus,
                **told,  # type: ignore[arg-type]
            )
            verify(made.path)
            if focus:
                called = pseudonyms.called(case, made.export_id)
                (hers,) = (one for one in called if one.in_case == focus[0])
                assert hers.in_export != hers.in_case
                with zipfile.ZipFile(made.path) as archive:
                    manifest = json.loads(archive.read("manifest.json"))
                assert manifest["request"]["around"] == [hers.in_export]
        for suffix in ("json", "html"):
            subject_access.write(case, petar, out / f"subject.{suffix}")
    received = (folder / "originals").iterdir()
    assert "face" in {secret.column for file in received for _, secret in leaks(file, SECRETS)}
    files = sorted(path for path in out.iterdir())
    assert len(files) >= 2 * len(forms) + 3
    assert [found for file in files for found in leaks(file, SECRETS)] == []


def test_unlocked_for_exports_she_is_named_and_only_to_whom_unlocked_her(
    folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "named.graphml"
    with _open(folder, "supervisor") as case:
        called = for_export(case).pseudonyms.items()
        her = next(entity for entity, name in called if name == "Protected person 1")
        with case.transaction():
            unlocking.unlock(case, her, "so the court orders", covers_exports=True)
        send(case, "graphml", out, interchange.Asked("Court", Purpose.POLICE))
    assert {secret.column for _, secret in leaks(out, SECRETS)} >= {"name", "phone", "document"}
    with _open(folder, "investigator") as case:
        send(case, "graphml", out, interchange.Asked("Court", Purpose.POLICE))
    assert leaks(out, SECRETS) == []


# ------------------------------------------------------------------ listings, errors, logs


def test_no_listing_error_or_log_names_her(folder: Path) -> None:
    with _open(folder, "supervisor") as case:
        case.db.execute("DELETE FROM account")
    said = [
        run(verb, folder, *more, code=code)
        for verb, *more, code in (
            ("sources", "--json", 0),
            ("entities", "--json", 0),
            ("network", "--json", 0),
            ("retention", "--json", 0),
            ("protect", "--json", 0),
            ("document", "3", 0),
            ("trace", "Amina Karimi", 1),
            ("network", "--around", "Amina Karimi", 1),
            ("subject", "Амина Карими", "--out", "x.json", 1),
            ("audit", "--json", 0),
        )
    ]
    told = folder.parent / "told.txt"
    told.write_text("".join(one.stdout + one.stderr for one in said), encoding="utf-8")
    logs = [path for path in folder.rglob("*") if path.suffix in (".log", ".txt")]
    assert [found for file in (told, *logs) for found in leaks(file, SECRETS)] == []
