"""What leaves is signed: the manifest and the PDF, the same when made again, by the case's key."""

import asyncio
import io
import json
import shutil
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import typst
from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from workbench.case import Case
from workbench.evidence import pack, signing, summary
from workbench.evidence.signing.pdfs import TimeStampError
from workbench.evidence.verify import PackFaultError, verify


def _again(small_pack: Path, out: Path, changed: dict[str, bytes]) -> Path:
    """The pack with some files replaced, unpacked into a folder."""
    with zipfile.ZipFile(small_pack) as archive:
        archive.extractall(out)
    for name, content in changed.items():
        (out / name).write_bytes(content)
    return out


def test_the_pdf_says_that_it_is_whole_and_by_whom_it_is_signed(small_pack: Path) -> None:
    with zipfile.ZipFile(small_pack) as archive:
        reader = PdfFileReader(io.BytesIO(archive.read("summary.pdf")))
    (signature,) = reader.embedded_signatures
    context = ValidationContext(trust_roots=[signature.signer_cert])
    # The library runs a loop of its own, and a browser's tests before may have left one.
    with ThreadPoolExecutor(1) as apart:
        found: Any = apart.submit(validate_pdf_signature, signature, context).result()
    assert found.intact and found.valid and found.trusted
    assert found.coverage.name == "ENTIRE_FILE"


def test_who_writes_a_new_manifest_cannot_sign_it(small_pack: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(small_pack) as archive:
        manifest = json.loads(archive.read(pack.MANIFEST))
    manifest["request"]["recipient"] = "Somebody else"
    forged = pack.as_json(manifest)
    folder = _again(
        small_pack,
        tmp_path / "forged",
        {pack.MANIFEST: forged, pack.MANIFEST_HASH: pack.hash_line(forged)},
    )
    with pytest.raises(PackFaultError, match="signature"):
        verify(folder)


def test_whoever_signs_it_anew_has_another_key(
    small_case: Case, small_pack: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(small_pack) as archive:
        manifest = archive.read(pack.MANIFEST)
    with Case.create(tmp_path / "other", title="Other") as other:
        signed = signing.sign_manifest(other, manifest)
    folder = _again(small_pack, tmp_path / "anew", {signing.SIGNATURE: signed})
    assert verify(small_pack).signed_by == signing.key_of(small_case)
    assert verify(folder).signed_by != signing.key_of(small_case)


def test_a_signature_that_is_none_is_a_fault(small_pack: Path, tmp_path: Path) -> None:
    for number, broken in enumerate((b"{}", b"[]", b"no json", b'{"algorithm": "none"}')):
        folder = _again(small_pack, tmp_path / str(number), {signing.SIGNATURE: broken})
        with pytest.raises(PackFaultError, match=signing.SIGNATURE):
            verify(folder)
        shutil.rmtree(folder)


def test_where_no_authority_answers_nothing_is_exported(small_case: Case, tmp_path: Path) -> None:
    before = small_case.db.execute("SELECT count(*) FROM export").fetchall()
    with pytest.raises(TimeStampError, match="gave no time stamp"):
        summary.export(
            small_case, tmp_path / "a.zip", recipient="Court", tsa="http://127.0.0.1:9/tsa"
        )
    assert not list(tmp_path.iterdir())
    assert small_case.db.execute("SELECT count(*) FROM export").fetchall() == before


# ------------------------------------------------------------------ time stamps


@pytest.fixture(scope="module")
def authority() -> Iterator[str]:
    """A time-stamping authority on this machine; gives its address."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Test authority")])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1))
        .not_valid_after(datetime(2099, 1, 1))
        .add_extension(x509.ExtendedKeyUsage([x509.OID_TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    made: Any = DummyTimeStamper
    stamper = made(
        asn1.Certificate.load(built.public_bytes(Encoding.DER)),
        keys.PrivateKeyInfo.load(
            key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        ),
        fixed_dt=datetime(2025, 1, 2, tzinfo=UTC),
    )

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = stamper.request_tsa_response(asked).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def test_where_an_authority_answers_the_pdf_bears_its_time(
    small_case: Case, authority: str, tmp_path: Path
) -> None:
    out = tmp_path / "stamped.zip"
    summary.export(small_case, out, recipient="Court", tsa=authority)
    verify(out)
    with zipfile.ZipFile(out) as archive:
        reader = PdfFileReader(io.BytesIO(archive.read("summary.pdf")))
    (signature,) = reader.embedded_signatures
    (stamp,) = [
        one["values"][0]["content"]
        for one in signature.signer_info["unsigned_attrs"]
        if one["type"].native == "signature_time_stamp_token"
    ]
    told = stamp["encap_content_info"]["content"].parsed["gen_time"].native
    assert told == datetime(2025, 1, 2, tzinfo=UTC)


def test_a_pdf_is_signed_where_a_loop_runs_already(small_case: Case) -> None:
    """In a notebook, or on a server."""

    async def signed() -> bytes:
        return signing.sign_pdf(small_case, typst.compile(b"Blank"), datetime(2024, 3, 1))

    with ThreadPoolExecutor(1) as elsewhere:  # journeys may have left a loop in this thread
        assert b"/ByteRange" in elsewhere.submit(lambda: asyncio.run(signed())).result()
