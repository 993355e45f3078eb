"""Checking the signature of a manifest, by its own public key or by one that is expected."""

from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ALGORITHM = "Ed25519"


@dataclass(frozen=True)
class Signed:
    """Who signed: the public key in hexadecimal."""

    public_key: str


def hex_of(key: Ed25519PublicKey) -> str:
    """A public key as it is written and compared."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def public_key(written: Any) -> str:
    """The public key that a signature file names. Raises ValueError, KeyError, TypeError."""
    if written["algorithm"] != ALGORITHM:
        raise ValueError("another algorithm")
    return bytes.fromhex(written["public_key"]).hex()


def check(written: Any, signed: bytes) -> Signed | None:
    """Whose signature it is, or None where it is not one of these bytes.

    Raises ValueError, KeyError or TypeError where it is no signature file.
    """
    known = public_key(written)
    signature = bytes.fromhex(written["signature"])
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(known)).verify(signature, signed)
    except InvalidSignature:
        return None
    return Signed(known)
