"""Encryption at rest: the store by DuckDB (AES-256-GCM), every other file by age.

A case has two keys of its own, one for the store and one for the files. They lie in its folder,
locked by a passphrase, by a key file, or by both; who changes the passphrase locks them anew and
leaves the rest as it is. ``changing`` encrypts and decrypts a whole case.
"""

from workbench.encrypting.keys import Keys, WrongKeyError, make_key_file
from workbench.encrypting.locks import LOCKS, Locked, LockedError, is_encrypted
from workbench.encrypting.ring import keys_of, remember, unlock
from workbench.encrypting.stores import connect, lacks_lock, scratch, sharing

__all__ = [
    "LOCKS",
    "Keys",
    "Locked",
    "LockedError",
    "WrongKeyError",
    "connect",
    "is_encrypted",
    "keys_of",
    "lacks_lock",
    "make_key_file",
    "remember",
    "scratch",
    "sharing",
    "unlock",
]
