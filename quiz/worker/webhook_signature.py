"""How what is sent to webhooks is signed: as the specification Standard Webhooks says.

https://www.standardwebhooks.com, version 1: HMAC-SHA256 over id, time and body.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable

PREFIX = "whsec_"


def secret_of(secret_key: str, seed: str) -> str:
    """Return the secret of a webhook; the database alone does not tell it."""
    made = hmac.digest(secret_key.encode(), f"webhook {seed}".encode(), hashlib.sha256)
    return PREFIX + base64.b64encode(made).decode()


def signed_headers(secrets: Iterable[str], token: str, seconds: int, body: bytes) -> dict[str, str]:
    """Return the headers that identify and sign a body, sent at so many seconds since 1970."""
    id_ = f"msg_{token}"
    content = f"{id_}.{seconds}.".encode() + body
    signatures = [
        hmac.digest(base64.b64decode(secret.removeprefix(PREFIX)), content, hashlib.sha256)
        for secret in secrets
    ]
    return {
        "webhook-id": id_,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(
            f"v1,{base64.b64encode(signature).decode()}" for signature in signatures
        ),
    }
