"""The parts of addresses that nobody guesses: 26 letters and digits that hold 128 bits."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets

TOKEN = re.compile("[a-z2-7]{26}")


def new_token() -> str:
    """Return a token that was never given before."""
    return _written(secrets.token_bytes(16))


def link_token(secret_key: str, submission: str, address: int) -> str:
    """Return the token of a result's link; `address` counts how often it got a new one.

    It follows from what the database keeps and from the key that it does not have, so the
    owner can be shown it again, and whoever has only the database cannot compute it.
    """
    message = f"link {address} {submission}".encode()
    return _written(hmac.digest(secret_key.encode(), message, hashlib.sha256)[:16])


def _written(bits: bytes) -> str:
    return base64.b32encode(bits).decode().rstrip("=").lower()
