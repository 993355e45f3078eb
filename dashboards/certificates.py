"""A certificate of the server's own making, where nobody gave one.

Browsers warn of it once; whoever opens the page compares the fingerprint with the one printed.
"""

import ipaddress
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from workbench.errors import WorkbenchError

VALID = timedelta(days=397)
_NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Adria Workbench")])


def own_certificate(folder: Path, names: list[str]) -> tuple[Path, Path]:
    """Certificate and key for these names and addresses, kept in ``folder`` until they expire."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    if not _fits(certificate, key, names):
        folder.mkdir(mode=0o700, exist_ok=True)
        _make(certificate, key, names)
    return certificate, key


def fingerprint(certificate: Path) -> str:
    """The certificate's SHA-256, as browsers show it. Raises WorkbenchError."""
    found = _read(certificate)
    if found is None:
        raise WorkbenchError(f"{certificate}: is no certificate in PEM form.")
    return found.fingerprint(hashes.SHA256()).hex(":").upper()


def _read(certificate: Path) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificate(certificate.read_bytes())
    except (OSError, ValueError):
        return None


def _fits(certificate: Path, key: Path, names: list[str]) -> bool:
    found = _read(certificate)
    if found is None or not key.is_file():
        return False
    known = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    soon = datetime.now(UTC) + timedelta(days=7)
    return list(known) == list(map(_general, names)) and found.not_valid_after_utc > soon


def _make(certificate: Path, key: Path, names: list[str]) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(_NAME, _NAME, private.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + VALID)
        .add_extension(x509.SubjectAlternativeName(map(_general, names)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(private, hashes.SHA256())
    )
    written = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    key.unlink(missing_ok=True)
    with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(written)
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
