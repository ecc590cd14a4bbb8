"""The codes of authenticator apps (TOTP, RFC 6238), and the secrets that they are made of."""

from __future__ import annotations

import base64
import secrets
from datetime import datetime
from hmac import compare_digest
from typing import TYPE_CHECKING

from quiz.store import Recruiter
from quiz.web.framework.encryption import decrypt, encrypt
from quiz.web.pages.services import services

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

DIGITS = 6
STEP = 30
"""Seconds that a code is shown."""

SKEW = 1
"""How many codes before and after the present one count, for clocks that are not quite right."""

SECRET_BYTES = 20  # as RFC 4226 recommends


def new_secret() -> bytes:
    """Return a random secret for an app."""
    return secrets.token_bytes(SECRET_BYTES)


def address(secret: bytes, recruiter: Recruiter) -> str:
    """Return the `otpauth:` address that an app reads from a QR code."""
    issuer = services().localized.title
    return _totp(secret).get_provisioning_uri(recruiter.email, issuer)


def as_text(secret: bytes) -> str:
    """Return a secret as it is typed into an app, in groups of four."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def step_of(secret: bytes, code: str, now: datetime) -> int | None:
    """Return the time step of a code, near to now; None where there is none."""
    present = int(now.timestamp()) // STEP
    for step in range(present - SKEW, present + SKEW + 1):
        if compare_digest(_totp(secret).generate(step * STEP), code.encode()):
            return step
    return None


def encrypted(secret: bytes, recruiter: Recruiter) -> str:
    """Return the secret of a recruiter's app as it is stored."""
    return encrypt(services().settings.secret_key, _purpose(recruiter), secret)


def stored_secret(recruiter: Recruiter) -> bytes | None:
    """Return the secret of a recruiter's app; None without an app, or with another secret key."""
    text = services().store.second_factors.totp_secret(recruiter.id)
    if text is None:
        return None
    return decrypt(services().settings.secret_key, _purpose(recruiter), text)


def _purpose(recruiter: Recruiter) -> str:
    return f"totp of {recruiter.id}"


def _totp(secret: bytes) -> TOTP:
    from cryptography.hazmat.primitives import hashes  # not at the top: few pages need it
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

    # The one hash that all authenticator apps know. Attacks on SHA-1 find collisions, which help
    # nobody to guess a code.
    return TOTP(secret, DIGITS, hashes.SHA1(), STEP)  # noqa: S303
