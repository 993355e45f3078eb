"""A signed summary keeps to PDF/A-2 (ISO 19005-2): the clauses a signature and fonts could break.

No validator comes with Python; what is checked here is read from the signed file's objects.
"""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

_FORBIDDEN = {"/JavaScript", "/Launch", "/Sound", "/Movie", "/ImportData", "/ResetForm"}
_INVISIBLE, _HIDDEN, _PRINT, _NO_VIEW, _TOGGLES = 1, 2, 4, 32, 256


@pytest.fixture(scope="module")
def reader(small_pack: Path) -> PdfFileReader:
    with zipfile.ZipFile(small_pack) as archive:
        return PdfFileReader(io.BytesIO(archive.read("summary.pdf")))


def _objects(reader: Any) -> Iterator[Any]:
    """Every dictionary that the document reaches, once."""
    waiting: list[Any] = [reader.trailer.raw_get("/Root")]
    seen: set[tuple[int, int]] = set()
    while waiting:
        one: Any = waiting.pop()
        if type(one) is generic.IndirectObject:
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            one = reader.get_object(one.reference)
        if isinstance(one, generic.DictionaryObject):
            yield one
            waiting += [one.raw_get(key) for key in one]
        elif isinstance(one, generic.ArrayObject):
            waiting += [one.raw_get(place) for place in range(len(one))]


def test_it_is_pdf_1_7_with_identifier_and_without_encryption(reader: PdfFileReader) -> None:
    assert reader.input_version == (1, 7)  # 6.1.2; the catalogue may raise it
    assert "/Version" not in reader.root or reader.root["/Version"] == "/1.7"
    assert {one["/BaseVersion"] for one in reader.root["/Extensions"].values()} <= {"/1.7"}
    assert len(reader.trailer["/ID"]) == 2 and "/Encrypt" not in reader.trailer  # 6.1.3


def test_it_says_so_in_its_metadata_and_names_its_colours(reader: PdfFileReader) -> None:
    metadata = reader.root["/Metadata"]
    assert "/Filter" not in metadata  # 6.6.2.1
    assert b"<pdfaid:part>2</pdfaid:part>" in metadata.data  # 6.6.4
    intents = reader.root["/OutputIntents"]
    assert len(intents) == 1 and intents[0]["/S"] == "/GTS_PDFA1"  # 6.2.3
    assert intents[0]["/DestOutputProfile"]["/N"] == 3


def test_every_font_is_inside_and_nothing_runs_or_hides(reader: PdfFileReader) -> None:
    fonts = 0
    for one in _objects(reader):
        if one.get("/Type") == "/FontDescriptor":
            fonts += 1
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(one)  # 6.2.11.4
        if one.get("/Type") == "/Annot":
            flags = int(one["/F"])  # 6.3.2
            assert flags & _PRINT and not flags & (_INVISIBLE | _HIDDEN | _NO_VIEW | _TOGGLES)
            left, bottom, right, top = (float(side) for side in one["/Rect"])
            empty = left == right and bottom == top
            assert "/AP" in one or empty or one["/Subtype"] == "/Link"  # 6.3.3
        assert one.get("/S") not in _FORBIDDEN and "/AA" not in one  # 6.5.1, 6.5.2
        assert "/LZWDecode" not in str(one.get("/Filter", ""))  # 6.1.7.2
        assert "/EF" not in one  # 6.8
    assert fonts >= 3
    assert not reader.root["/AcroForm"].get("/NeedAppearances")  # 6.4.1


def test_the_signature_covers_all_and_has_one_signer_with_a_certificate(
    reader: PdfFileReader,
) -> None:
    (signature,) = reader.embedded_signatures
    first, size, second, rest = (int(number) for number in signature.byte_range)
    end = reader.stream.seek(0, io.SEEK_END)
    assert (first, second + rest) == (0, end) and size < second  # 6.4.3
    assert len(signature.signed_data["signer_infos"]) == 1
    assert signature.signer_cert is not None
