"""An authenticator that makes and uses passkeys, or does so wrongly where a test asks."""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Authenticator:
    """One passkey, with the key P-256 that all authenticators know."""

    def __init__(self, origin: str, rp_id: str, *, counts: bool = True) -> None:
        self.origin = origin
        self.rp_id = rp_id
        self.counts = counts
        self.count = 0
        self.user = b""
        self.id = secrets.token_bytes(16)
        self.flags = PRESENT | VERIFIED
        self._key = ec.generate_private_key(ec.SECP256R1())

    def make(self, options: dict[str, Any]) -> str:
        """Return the answer to the options of a new passkey."""
        self.user = decoded(options["user"]["id"])
        point = self._key.public_key().public_numbers()
        key = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
        attested = bytes(16) + len(self.id).to_bytes(2) + self.id + cbor2.dumps(key)
        about = self._about(ATTESTED) + attested
        statement = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": about})
        client = self._client("webauthn.create", options["challenge"])
        return self._answer(attestationObject=encoded(statement), clientDataJSON=encoded(client))

    def use(self, options: dict[str, Any]) -> str:
        """Return the answer to the options of a sign-in."""
        self.count += self.counts
        about, client = self._about(), self._client("webauthn.get", options["challenge"])
        signed = self._key.sign(about + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            authenticatorData=encoded(about),
            clientDataJSON=encoded(client),
            signature=encoded(signed),
            userHandle=encoded(self.user),
        )

    def _about(self, flags: int = 0) -> bytes:
        rp = hashlib.sha256(self.rp_id.encode()).digest()
        return rp + bytes([self.flags | flags]) + self.count.to_bytes(4)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, **response: str) -> str:
        id_ = encoded(self.id)
        return json.dumps({"id": id_, "rawId": id_, "type": "public-key", "response": response})


def encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
