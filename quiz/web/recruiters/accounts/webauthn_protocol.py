"""The messages of WebAuthn, made and checked by py_webauthn for the address of the quiz."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

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
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from quiz.store import NewPasskey, Passkey, Recruiter
from quiz.web.pages.services import services

FAULTS = (WebAuthnException, ValueError, TypeError, LookupError, RecursionError)
"""What py_webauthn raises for an answer that is wrong, or is none."""


def creation_options(recruiter: Recruiter, challenge: str, known: Sequence[Passkey]) -> str:
    """Return what a browser needs to make a passkey of a recruiter, as JSON."""
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


def request_options(challenge: str, known: Sequence[Passkey]) -> str:
    """Return what a browser needs to use one of these passkeys, as JSON; with none, any one."""
    options = generate_authentication_options(
        rp_id=_rp_id(),
        challenge=challenge.encode(),
        allow_credentials=_descriptors(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return str(options_to_json(options))


def made(answer: str, challenge: str, name: str) -> NewPasskey | None:
    """Return the passkey that was made for a challenge; None where anything is wrong."""
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
    credential = bytes_to_base64url(found.credential_id)
    return NewPasskey(credential, found.credential_public_key, found.sign_count, name)


def parsed(answer: str) -> AuthenticationCredential | None:
    """Return the answer of a passkey, which is not checked yet; None where it is none."""
    try:
        return parse_authentication_credential_json(answer)
    except FAULTS:
        return None


def sign_count(
    credential: AuthenticationCredential, challenge: str, passkey: Passkey
) -> int | None:
    """Return the count of a passkey that has signed a challenge; None where anything is wrong."""
    if credential.response.user_handle != _user_handle(passkey.recruiter):
        return None
    try:
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
    return found.new_sign_count


def _rp_id() -> str:
    return urlsplit(services().settings.public_url).hostname or ""


def _user_handle(recruiter: int) -> bytes:
    return str(recruiter).encode()


def _descriptors(known: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(each.credential)) for each in known]
