"""What a passkey has to prove (WebAuthn): made or used here, by its owner, for this challenge."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from itsdangerous import BadSignature, URLSafeTimedSerializer
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from quiz.store import NewPasskey, Passkey, QuotaExceeded, Recruiter
from quiz.web.framework import csrf
from quiz.web.pages.rate_limits import HOUR, PASSKEY_CHALLENGES
from quiz.web.pages.services import services

FAULTS = (WebAuthnException, ValueError, TypeError, LookupError, RecursionError)
"""What py_webauthn raises for an answer that is wrong, or is none."""


def are_possible() -> bool:
    """Return whether browsers allow passkeys here: at a name, over https or on this machine."""
    url = urlsplit(services().settings.public_url)
    try:
        ipaddress.ip_address(url.hostname or "")
    except ValueError:
        return url.scheme == "https" or url.hostname == "localhost"
    return False


def new_challenge(purpose: str) -> str:
    """Return a challenge for this browser, which its passkey has to sign within an hour."""
    return str(_challenges(purpose).dumps(secrets.token_urlsafe(16)))


def creation_options(recruiter: Recruiter, challenge: str) -> str:
    """Return what a browser needs to make a passkey of a recruiter, as JSON."""
    known = services().store.passkeys.of(recruiter.id)
    options = generate_registration_options(
        rp_id=_rp_id(),
        rp_name=services().localized.title,
        user_id=_user_handle(recruiter.id),
        user_name=recruiter.email,
        user_display_name=recruiter.name,
        challenge=challenge.encode(),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_descriptors(known),
    )
    return str(options_to_json(options))


def request_options(challenge: str, recruiter: Recruiter | None = None) -> str:
    """Return what a browser needs to use a passkey, of a recruiter or of anybody, as JSON."""
    known = services().store.passkeys.of(recruiter.id) if recruiter else ()
    options = generate_authentication_options(
        rp_id=_rp_id(),
        challenge=challenge.encode(),
        allow_credentials=_descriptors(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return str(options_to_json(options))


def made(answer: str, challenge: str, purpose: str, name: str) -> NewPasskey | None:
    """Return the passkey that a browser has made for a challenge; None where anything is wrong."""
    if not _is_ours(challenge, purpose):
        return None
    try:
        found = verify_registration_response(
            credential=answer,
            expected_challenge=challenge.encode(),
            expected_rp_id=_rp_id(),
            expected_origin=services().settings.public_url,
            require_user_verification=True,
        )
    except FAULTS:
        return None
    if not _use_up(challenge):
        return None
    credential = bytes_to_base64url(found.credential_id)
    return NewPasskey(credential, found.credential_public_key, found.sign_count, name)


def used(answer: str, challenge: str, purpose: str) -> Passkey | None:
    """Return the passkey that has signed a challenge, and use both; None where anything is wrong.

    The user was verified by the authenticator, so that a passkey alone is two factors.
    """
    if not _is_ours(challenge, purpose):
        return None
    try:
        credential = parse_authentication_credential_json(answer)
        passkey = services().store.passkeys.find(credential.id)
        if passkey is None or credential.response.user_handle != _user_handle(passkey.recruiter):
            return None
        found = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge.encode(),
            expected_rp_id=_rp_id(),
            expected_origin=services().settings.public_url,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except FAULTS:
        return None
    now = datetime.now(UTC)
    if not _use_up(challenge) or not services().store.passkeys.use(
        passkey.id, found.new_sign_count, now
    ):
        return None
    return passkey


def _challenges(purpose: str) -> URLSafeTimedSerializer:
    """Return what signs challenges, for a purpose and for this browser."""
    salt = f"passkey {purpose} {csrf.present()}"
    return URLSafeTimedSerializer(services().settings.secret_key, salt=salt)


def _is_ours(challenge: str, purpose: str) -> bool:
    try:
        _challenges(purpose).loads(challenge, max_age=int(HOUR.total_seconds()))
    except BadSignature:
        return False
    return True


def _use_up(challenge: str) -> bool:
    """Let a challenge be answered once; False where it was answered before."""
    try:
        services().store.limits.use([PASSKEY_CHALLENGES.quota(challenge)], datetime.now(UTC))
    except QuotaExceeded:
        return False
    return True


def _rp_id() -> str:
    return urlsplit(services().settings.public_url).hostname or ""


def _user_handle(recruiter: int) -> bytes:
    return str(recruiter).encode()


def _descriptors(passkeys: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(each.credential)) for each in passkeys
    ]
