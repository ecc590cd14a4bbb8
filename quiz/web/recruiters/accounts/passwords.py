"""Hashing passwords with argon2id, and their minimum length."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from quiz.web.framework.turns import Turns

MINIMUM_LENGTH = 12
"""In characters. There is no rule about which: such rules make people write passwords down."""

HASHING = Turns(2, waiting=2)
"""Turns for whoever hashes or compares a password, which takes 64 MiB and a tenth of a second."""

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password, with a random salt."""
    return _hasher.hash(_normalized(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Return whether a password matches a hash; False if there is no hash.

    Without a hash the password is compared with a dummy hash, so that the time taken does not
    reveal whether an account exists.
    """
    dummy_hash = _dummy_hash()
    try:
        _hasher.verify(password_hash or dummy_hash, _normalized(password))
    except VerifyMismatchError:
        return False
    return password_hash is not None


def outdated(password_hash: str) -> bool:
    """Return whether a hash was made with other parameters than the present ones."""
    return _hasher.check_needs_rehash(password_hash)


@cache
def _dummy_hash() -> str:
    return _hasher.hash(secrets.token_hex())


def _normalized(password: str) -> str:
    """Return a password in Unicode form NFKC, because keyboards differ in what they send."""
    return unicodedata.normalize("NFKC", password)
