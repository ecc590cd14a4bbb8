"""The variable parts of URLs: unguessable tokens and row ids.

A token has 26 letters and digits, which encode 128 bits.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from typing import Any

from werkzeug.routing import IntegerConverter

from quiz.text import plain_signs

TOKEN = re.compile("[a-z2-7]{26}")
IN_TEXT = re.compile(rf"(?<![a-z0-9]){TOKEN.pattern}(?![a-z0-9])")
OF_ADDRESS = re.compile(f"(?:{TOKEN.pattern}){{1,2}}")
"""What stands in an address; that of the page to opt out has two parts."""


class RowId(IntegerConverter):
    """A row id, `<id:...>` in a route; a number above 2**63 - 1 does not match."""

    def __init__(self, map_: Any) -> None:
        super().__init__(map_, min=1, max=2**63 - 1)


def is_token(text: str) -> bool:
    """Return whether a text can be the token of an address; most are of none that exists."""
    return OF_ADDRESS.fullmatch(text) is not None


def find_token(typed: str) -> str | None:
    """Return the token in a text that somebody has typed or pasted; None if there is none."""
    found = IN_TEXT.search(plain_signs(typed).lower())
    return found and found[0]


def new_token() -> str:
    """Return a new random token."""
    return _encoded(secrets.token_bytes(16))


def link_token(secret_key: str, submission: str, address_number: int) -> str:
    """Return the token of a result's link; `address_number` grows when the link is replaced.

    It is derived from stored values and from the secret key, which is not in the database. So
    the owner can be shown it again, and it cannot be computed from the database alone.
    """
    return _derived(secret_key, f"link {address_number} {submission}")


def new_address_number() -> int:
    """Return the random number of a new link's first address."""
    return secrets.randbits(30)  # randbelow() asks the system again for half of its numbers


def new_seed() -> str:
    """Return a random seed, from which the token of a share is derived; it opens nothing itself."""
    return secrets.token_hex(32)


def share_token(secret_key: str, seed: str) -> str:
    """Return the token of a share; it cannot be computed from the database alone."""
    return _derived(secret_key, f"share {seed}")


def owner_token(secret_key: str, submission: str, address_number: int) -> str:
    """Return the token of the owner's link of a result made in a booth; always the same one."""
    return _derived(secret_key, f"owner {address_number} {submission}")


def recipient_token(secret_key: str, seed: str) -> str:
    """Return the token of a personal invitation; it cannot be computed from the database alone."""
    return _derived(secret_key, f"recipient {seed}")


def digest_token(secret_key: str, seed: str) -> str:
    """Return the token of the link in a digest that turns it off."""
    return _derived(secret_key, f"digest {seed}")


def stop_token(secret_key: str, folded_email: str) -> str:
    """Return the token of the page on which an address opts out, always the same one.

    It is made of two parts: one stands for the address, and the other proves that it was made
    here. So the page needs nothing that is stored, and works after all else is deleted.
    """
    address = _derived(secret_key, f"stop {folded_email}")
    return address + _proof(secret_key, address)


def is_stop_token(secret_key: str, token: str) -> bool:
    """Return whether a token was made by `stop_token`."""
    address, proof = token[:26], token[26:]
    parts = TOKEN.fullmatch(address) and TOKEN.fullmatch(proof)
    return bool(parts) and hmac.compare_digest(proof, _proof(secret_key, address))


def _proof(secret_key: str, address: str) -> str:
    return _derived(secret_key, f"stop proof {address}")


def _derived(secret_key: str, message: str) -> str:
    bits = hmac.digest(secret_key.encode(), message.encode(), hashlib.sha256)[:16]
    return _encoded(bits)


def _encoded(bits: bytes) -> str:
    return base64.b32encode(bits).decode().rstrip("=").lower()
