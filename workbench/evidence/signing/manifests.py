"""The detached signature of a manifest: Ed25519 (RFC 8032), so the same whenever it is made."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from workbench.case import Case
from workbench.evidence import pack
from workbench.evidence.pseudonyms import secret
from workbench.evidence.signing.signatures import ALGORITHM, hex_of

SIGNATURE = pack.SIGNATURE
_KEY = "signing_key"


def key(case: Case) -> Ed25519PrivateKey:
    """The case's signing key, made when it is first needed."""
    return Ed25519PrivateKey.from_private_bytes(secret(case, _KEY))


def key_of(case: Case) -> str:
    """The public key by which the case's exports are known."""
    return hex_of(key(case).public_key())


def sign_manifest(case: Case, manifest: bytes) -> bytes:
    """The content of ``signature.json``."""
    return signed_with(key(case), manifest)


def signed_with(signing: Ed25519PrivateKey, manifest: bytes) -> bytes:
    """The content of ``signature.json``, by a key of whomever."""
    return pack.as_json(
        {
            "signed": pack.MANIFEST,
            "algorithm": ALGORITHM,
            "public_key": hex_of(signing.public_key()),
            "signature": signing.sign(manifest).hex(),
        }
    )
