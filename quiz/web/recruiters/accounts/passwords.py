"""Passwords: which ones serve, and their hashes, which say nothing about them."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

MINIMUM_LENGTH = 12
"""In characters. There is no rule about which: such rules make people write passwords down."""

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """Return the argon2id hash to keep of a password, with a salt of its own."""
    return _hasher.hash(_normalized(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Return whether this is the password of the hash; never so where there is no hash.

    Without a hash another one is tried in its place, so that it takes the same time.
    """
    nobodys = _dummy_hash()
    try:
        _hasher.verify(password_hash or nobodys, _normalized(password))
    except VerifyMismatchError:
        return False
    return password_hash is not None


def outdated(password_hash: str) -> bool:
    """Return whether a hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


@cache
def _dummy_hash() -> str:
    return _hasher.hash(secrets.token_hex())


def _normalized(password: str) -> str:
    """Return the one form of a password that different keyboards write in several."""
    return unicodedata.normalize("NFKC", password)
