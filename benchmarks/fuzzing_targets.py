"""What fuzzing tries: every reader of files, every reader of text, and the inputs of each.

Whatever a target does not answer it refuses by a WorkbenchError; all else is a fault.
"""

import os
import random
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import duckdb
from hypothesis import strategies as st

from benchmarks import fuzzing_inputs, the_packages  # noqa: F401
from benchmarks.fuzzing_shares import DOCUMENTS, TABLES
from entity_resolution import names
from ingest import (
    call_records,
    cell_sites,
    contacts,
    documents,
    intake,
    seizure_reports,
    selectors,
    tables,
    templates,
    witness_statements,
)
from ingest.documents import ExtractedText
from ingest.selectors import (
    accounts,
    coordinates,
    dates,
    identity_documents,
    imei,
    money,
    phones,
    places,
    plates,
    sims,
    vins,
)
from workbench import sources, steps
from workbench.case import Case
from workbench.errors import WorkbenchError
from workbench.evidence import summary
from workbench.evidence.verify import verify

COUNTRIES = (None, "AL", "BA", "ME", "RS", "XK")

Run = Callable[[Path, str], None]
"""Reads a file: its path, and the name it is given."""


# ------------------------------------------------------------------ what is tried


def _country(text: str) -> str | None:
    """A country or none, the same for the same text."""
    return random.Random(text).choice(COUNTRIES)


def a_document(path: Path, name: str) -> None:
    """Text and layout."""
    read = documents.read_document(path, name=name)
    assert all(0 <= aside.start <= aside.end <= len(read.text) for aside in read.asides)
    for page in read.pages:
        assert all(0 <= word.start < word.end <= len(read.text) for word in page.words)


def a_table(path: Path, name: str) -> None:
    """Sheets, samples, what they look like, all rows into a store, single rows again."""
    for sheet in tables.open_sheets(path, name)[:20]:
        sample = sheet.sample()
        for kind in (call_records, cell_sites, contacts, seizure_reports):
            kind.looks_like(sheet)
        count = 0
        with duckdb.connect() as db, tempfile.TemporaryDirectory(dir=path.parent) as scratch:
            for chunk in tables.filled(sheet).chunks(sample.width, Path(scratch)):
                chunk.store(db, "t", ["c0"] if sample.width else ["surplus"])
                assert db.execute("SELECT count(*) FROM t").fetchall() == [(chunk.records,)]
                count += chunk.records
        if count:
            sheet.rows({1, count})


@cache
def a_case() -> Case:
    folder = Path(tempfile.mkdtemp(dir=os.environ["FUZZING"])) / "case"
    return Case.create(folder, title="Fuzzing", country="ME", user="ana")


def an_addition(path: Path, name: str) -> None:
    """The whole way into a case: rows reconcile, a refused file leaves nothing behind."""
    case, file = a_case(), path.with_name(name)
    path.rename(file)
    before = len(sources.every(case.db))
    try:
        options = intake.AddOptions(country=_country(name), time_zone="UTC")
        added = intake.add(case, file, options)
    except WorkbenchError:
        assert len(sources.every(case.db)) == before
        raise
    finally:
        file.unlink()
        assert not list(case.folder.glob("originals/.incoming/*"))
    for part in added.reconciliation:
        assert part.rows_in == part.accepted + part.rejected + part.duplicate


def a_template(path: Path, _: str) -> None:
    templates.load(path)


def a_pack(path: Path, _: str) -> None:
    verify(path)


def a_telling(text: str) -> None:
    """What a statement and a report say."""
    extracted = ExtractedText(text=text)
    witness_statements.tell(extracted, _country(text), None)
    seizure_reports.report.tell(extracted, _country(text), None)


def a_finding(text: str) -> None:
    """All selectors in a text, none of them beyond it."""
    for found in selectors.find(text, _country(text)):
        assert 0 <= found.start < found.end <= len(text)


def a_value(text: str) -> None:
    """Every normaliser of single values."""
    phones.normalise_party(text, _country(text))
    plates.normalise(text, _country(text))
    for normalise in (
        dates.parse,
        places.lookup,
        money.normalise,
        money.read,
        imei.normalise,
        accounts.normalise_iban,
        identity_documents.normalise,
        identity_documents.normalise_personal_number,
        identity_documents.read_mrz,
        vins.normalise,
        sims.normalise_imsi,
        sims.normalise_iccid,
        coordinates.angle,
        coordinates.pair,
    ):
        normalise(text)


def a_comparison(text: str) -> None:
    """Names: both ways the same, within 0 and 1."""
    middle = len(text) // 2
    left, right = text[:middle], text[middle:]
    there, back = names.compare(left, right).score, names.compare(right, left).score
    assert there == back and 0 <= there <= 1
    names.name_key(text)


TEXTS: dict[str, Callable[[str], None]] = {
    "telling": a_telling,
    "finding": a_finding,
    "value": a_value,
    "comparison": a_comparison,
}
FILES: dict[str, tuple[str, Run]] = {
    **{f"document {suffix}": (suffix, a_document) for suffix in DOCUMENTS},
    **{f"table {suffix}": (suffix, a_table) for suffix in TABLES},
    **{f"add {suffix}": (suffix, an_addition) for suffix in sorted({*DOCUMENTS, *TABLES})},
    "template": (".toml", a_template),
    "pack": (".pack", a_pack),
}
# ------------------------------------------------------------------ the inputs


@cache
def valid(suffix: str) -> tuple[bytes, ...]:
    if suffix == ".toml":
        return tuple(template.source_text.encode() for template in templates.shipped())
    if suffix == ".pack":
        return (Path(os.environ["FUZZING"], "summary.zip").read_bytes(),)
    return fuzzing_inputs.samples()[suffix]


def spoilt(suffix: str, key: str) -> bytes:
    """The spoilt file of this number: the same for the same key."""
    rng = random.Random(key)
    data = rng.choice(valid(suffix))
    return fuzzing_inputs.spoilt(rng, data, rng.choice(valid(suffix)))


SIGNS = (
    "+|00|(|)|-|/|.|,|;|:|'|\"|’|№|°| |\n|\t|€|al-|bin|ibn|Đ|đ|ß|İ|ı|ﷺ|۱۲۳|令|\u200c|\u202e|P<|"
    "prof.|dr|zvani|alias|i. v.|në orën|u|čas.|evra|lekë|mil.|hiljada|pet|sto|31. 2. 2024|42°26'\"N"
)
PIECES = (
    *fuzzing_inputs.STATEMENT.split(),
    *(part for line in fuzzing_inputs.CALLS.splitlines() for part in line.split(";")),
    *SIGNS.split("|"),
)


def written() -> st.SearchStrategy[str]:
    """Text: of any characters, of figures and signs, of pieces of real statements."""
    pieces = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=40)
    signs = st.text("0123456789+-./:,;()° ABKNSEPIOŽčć<\n", max_size=60)
    return st.text(max_size=200) | signs | pieces.map("".join) | pieces.map(" ".join)


def a_summary(folder: Path) -> None:
    """A signed pack of a small case, for the target of packs."""
    with Case.create(folder / "packed", title="T", country="ME", user="ana") as case:
        for name, text in (("a.txt", fuzzing_inputs.STATEMENT), ("b.csv", fuzzing_inputs.CALLS)):
            (folder / name).write_text(text, encoding="utf-8")
            intake.add(case, folder / name, intake.AddOptions(country="ME"))
        steps.resolve(case)
        summary.export(case, folder / "summary.zip", recipient="Court")
