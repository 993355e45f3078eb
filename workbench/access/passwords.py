"""Passwords: what is good enough, and their argon2id hashes."""

import secrets
from functools import cache
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from workbench.errors import RefusedError

SHORTEST = 12
_LONGEST = 1024
"""Hashing takes longer the longer a password is: nobody may send a novel."""
_FEWEST_CHARACTERS = 5
# Syllables that can be read out over the telephone.
_CONSONANTS, _VOWELS = "bdfgkmnprstvz", "aeiou"
_hasher = PasswordHasher()
# Each hash takes 64 MB: many logins at once must not take all the memory there is.
_one_at_a_time = Lock()


def hashed(password: str, user_name: str) -> str:
    """The hash to keep. Raises RefusedError for a password that is easily guessed."""
    if not SHORTEST <= len(password) <= _LONGEST:
        raise RefusedError(f"a password has at least {SHORTEST} characters, such as four words.")
    if user_name.casefold() in password.casefold():
        raise RefusedError("a password must not hold the user's name.")
    if len(set(password.casefold())) < _FEWEST_CHARACTERS:
        raise RefusedError(f"a password has at least {_FEWEST_CHARACTERS} different characters.")
    with _one_at_a_time:
        return _hasher.hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Whether the password has this hash; takes as long where there is no hash (None)."""
    with _one_at_a_time:
        try:
            return _hasher.verify(kept or _nobodys(), password[:_LONGEST]) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def made_up(user_name: str) -> str:
    """A password for the first time, which its user changes; without the user's name in it, unless
    every password would hold it (``-``), which is no name."""
    tries = (_readable() for _ in range(1000))
    return next((made for made in tries if user_name.casefold() not in made), _readable())


def _readable() -> str:
    syllables = [secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(12)]
    return "-".join("".join(syllables[n : n + 3]) for n in range(0, 12, 3))


@cache
def _nobodys() -> str:
    return _hasher.hash(secrets.token_hex())
