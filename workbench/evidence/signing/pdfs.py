"""The signature inside a PDF (PAdES), as a PDF reader shows it, with a time stamp if asked for.

Signed by ECDSA on P-256 with nonces that follow from what is signed (RFC 6979) and at the export's
moment, so that without a time stamp a summary made twice is the same. The certificate is the case's
own: a reader calls the signature valid and its signer unknown until somebody vouches for the key.
"""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.extensions import DeveloperExtension
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from workbench.case import Case
from workbench.errors import WorkbenchError
from workbench.evidence.pseudonyms import secret

_KEY = "pdf_signing_key"
_NAME = "Adria Workbench, key of one case"
_FROM, _TO = datetime(2020, 1, 1), datetime(2099, 12, 31)
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256


class TimeStampError(WorkbenchError):
    """The time-stamping authority gave no time stamp."""


def sign_pdf(case: Case, pdf: bytes, made_at_utc: datetime, tsa: str | None = None) -> bytes:
    """The PDF with a signature appended. Raises TimeStampError where ``tsa`` does not answer."""
    signing = _key(case)
    writer = _Writer(io.BytesIO(pdf))
    writer.settle(pdf)
    signer = _PdfSigner(
        PdfSignatureMetadata(
            field_name="Signature", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
        ),
        _EcSigner(signing, _certificate(signing)),
        timestamper=_stamper(tsa) if tsa else None,
    )
    signer.moment = made_at_utc.replace(tzinfo=UTC)
    try:
        # The library runs a loop of its own, which a notebook or a server may have already.
        with ThreadPoolExecutor(max_workers=1) as apart:
            signed: io.BytesIO = apart.submit(signer.sign_pdf, writer).result()
    except (TimestampRequestError, SigningError, ValueError, OSError) as error:
        if tsa is None:
            raise
        raise TimeStampError(
            f"{tsa}: gave no time stamp. Nothing was exported; leave out --tsa, or name another."
        ) from error
    return signed.getvalue()


def _stamper(address: str) -> RequestsHTTPTimeStamper:
    made: Any = RequestsHTTPTimeStamper
    stamper: RequestsHTTPTimeStamper = made(address, timeout=20)
    return stamper


def _key(case: Case) -> ec.EllipticCurvePrivateKey:
    scalar = int.from_bytes(secret(case, _KEY), "big") % (_ORDER - 1) + 1
    return ec.derive_private_key(scalar, ec.SECP256R1())


def _certificate(signing: ec.EllipticCurvePrivateKey) -> asn1.Certificate:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, _NAME)])
    public = signing.public_key()
    serial = x509.SubjectKeyIdentifier.from_public_key(public).digest[:16]
    usage = [True, True, *[False] * 7]  # signatures that bind their signer
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(int.from_bytes(serial, "big"))
        .not_valid_before(_FROM)
        .not_valid_after(_TO)
        .add_extension(x509.KeyUsage(*usage), critical=True)
        .sign(signing, hashes.SHA256(), ecdsa_deterministic=True)
    )
    return asn1.Certificate.load(built.public_bytes(Encoding.DER))


class _EcSigner(Signer):
    def __init__(self, key: ec.EllipticCurvePrivateKey, certificate: asn1.Certificate) -> None:
        made: Any = SimpleCertificateStore
        store = made()
        store.register(certificate)
        super().__init__(signing_cert=certificate, cert_registry=store)
        self._key = key

    async def async_sign_raw(self, data: bytes, *_: Any, **__: Any) -> bytes:
        """Sign with a nonce that follows from the data."""
        return self._key.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))


class _PdfSigner(PdfSigner):
    moment: datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        """Sign at the export's moment, not at the clock's."""
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.moment
        return session


class _Writer(IncrementalPdfFileWriter):
    """Appends a signature and leaves the document's properties as they were.

    PDF/A-2 is PDF 1.7: a version or extension of PDF 2.0, which P-256 would call for, goes unnamed.
    """

    def settle(self, pdf: bytes) -> None:
        """An identifier that follows from the document, in the place of a random one."""
        digest = hashes.Hash(hashes.SHA256())
        digest.update(pdf)
        self._document_id[1] = generic.ByteStringObject(digest.finalize()[:16])

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """Stay with the document's version."""

    def register_extension(self, ext: DeveloperExtension) -> None:
        """Name no extension of a later version."""
        if ext.base_version in ("/1.7", "/1.6"):
            super().register_extension(ext)

    def _update_meta(self) -> None:
        pass
