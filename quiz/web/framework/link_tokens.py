"""The parts of addresses: tokens that nobody guesses, and the numbers of rows.

A token is 26 letters and digits, which hold 128 bits.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from typing import Any

from werkzeug.routing import IntegerConverter

TOKEN = re.compile("[a-z2-7]{26}")


class RowId(IntegerConverter):
    """The number of a row, `<id:...>` in a route; a greater one than databases know is none."""

    def __init__(self, map_: Any) -> None:
        super().__init__(map_, min=1, max=2**63 - 1)


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


def new_seed() -> str:
    """Return what the token of a share is to follow from; it opens nothing itself."""
    return secrets.token_hex(32)


def share_token(secret_key: str, seed: str) -> str:
    """Return the token of a share, which whoever has only the database cannot compute."""
    message = f"share {seed}".encode()
    return _written(hmac.digest(secret_key.encode(), message, hashlib.sha256)[:16])


def owner_token(secret_key: str, submission: str) -> str:
    """Return the token of the owner's link that a result gets in a booth; always the same one."""
    message = f"owner {submission}".encode()
    return _written(hmac.digest(secret_key.encode(), message, hashlib.sha256)[:16])


def _written(bits: bytes) -> str:
    return base64.b32encode(bits).decode().rstrip("=").lower()
