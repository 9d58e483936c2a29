"""Passwords: what will do as one, and argon2id hashes of them."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from assistant.errors import UsageError

SHORTEST, LONGEST = 12, 256  # characters
_HASHER = PasswordHasher()  # RFC 9106 for machines with little memory: 64 MiB and three passes a password


def hashed(password: str, name: str) -> str:
    """The hash to keep of a new password.

    Raises:
        UsageError: it is too short, too long or too easy to guess.
    """
    password = _normal(password)
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(
            f"The password has {len(password)} characters; give {SHORTEST} to {LONGEST}, such as four or five words."
        )
    if len(set(password)) < 5 or password.lower().strip() == name:
        raise UsageError("The password is too easy to guess. Give another, such as four or five words.")
    return _HASHER.hash(password)


def is_right(kept: str | None, password: str) -> bool:
    """Whether a password is the one kept. It takes as long where there is none, so that time tells nothing of names."""
    try:
        _HASHER.verify(kept or _nobodys(), _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other costs than are used now."""
    return _HASHER.check_needs_rehash(kept)


def again(password: str) -> str:
    """A new hash of a password that was right."""
    return _HASHER.hash(_normal(password))


@cache
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_hex())


def _normal(password: str) -> str:
    # One keyboard sends é as one character, another as two.
    return unicodedata.normalize("NFKC", password)
