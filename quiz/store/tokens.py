"""What the store keeps of a token."""

from __future__ import annotations

import hashlib


def hash_token(token: str) -> str:
    """Return the SHA-256 of `token` in hex; the token itself is never stored.

    A token has at least 128 random bits, so nobody finds it from its hash by trying,
    and neither salt nor a slow hash would add anything.
    """
    return hashlib.sha256(token.encode()).hexdigest()
