"""Encrypts what is stored or sent, with keys that are derived from the secret key."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


def encrypt(secret_key: str, purpose: str, data: bytes) -> str:
    """Return data as a text that only `decrypt` with the same key and purpose reads."""
    return _fernet(secret_key, purpose).encrypt(data).decode()


def decrypt(
    secret_key: str, purpose: str, text: str, max_age: timedelta | None = None
) -> bytes | None:
    """Return what was encrypted; None for another key or purpose, or a text that is too old."""
    from cryptography.fernet import InvalidToken

    ttl = None if max_age is None else int(max_age.total_seconds())
    try:
        return _fernet(secret_key, purpose).decrypt(text, ttl)
    except InvalidToken:
        return None


def _fernet(secret_key: str, purpose: str) -> Fernet:
    from cryptography.fernet import Fernet  # not at the top: few pages need its 9 MB

    key = hmac.digest(secret_key.encode(), f"encrypt {purpose}".encode(), hashlib.sha256)
    return Fernet(base64.urlsafe_b64encode(key))
