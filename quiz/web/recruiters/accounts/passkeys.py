"""What a passkey has to prove: made or used here, by its owner, for a challenge of this browser.

The module of the protocol is imported by the functions that need it: py_webauthn takes 25 MB
and almost half a second, which commands and most processes can do without.
"""

from __future__ import annotations

import ipaddress
import secrets
from datetime import UTC, datetime
from urllib.parse import urlsplit

from itsdangerous import BadSignature, URLSafeTimedSerializer

from quiz.store import NewPasskey, Passkey, QuotaExceeded, Recruiter
from quiz.web.framework import csrf
from quiz.web.pages.rate_limits import HOUR, PASSKEY_CHALLENGES
from quiz.web.pages.services import services


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
    from quiz.web.recruiters.accounts import webauthn_protocol

    known = services().store.passkeys.of(recruiter.id)
    return webauthn_protocol.creation_options(recruiter, challenge, known)


def request_options(challenge: str, recruiter: Recruiter | None = None) -> str:
    """Return what a browser needs to use a passkey, of a recruiter or of anybody, as JSON."""
    from quiz.web.recruiters.accounts import webauthn_protocol

    known = services().store.passkeys.of(recruiter.id) if recruiter else ()
    return webauthn_protocol.request_options(challenge, known)


def made(answer: str, challenge: str, purpose: str, name: str) -> NewPasskey | None:
    """Return the passkey that a browser has made for a challenge; None where anything is wrong."""
    from quiz.web.recruiters.accounts import webauthn_protocol

    if not _is_ours(challenge, purpose):
        return None
    new = webauthn_protocol.made(answer, challenge, name)
    return new if new is not None and _use_up(challenge) else None


def used(answer: str, challenge: str, purpose: str) -> Passkey | None:
    """Return the passkey that has signed a challenge, and use both; None where anything is wrong.

    The user was verified by the authenticator, so that a passkey alone is two factors.
    """
    from quiz.web.recruiters.accounts import webauthn_protocol

    credential = webauthn_protocol.parsed(answer) if _is_ours(challenge, purpose) else None
    passkey = services().store.passkeys.find(credential.id) if credential else None
    if credential is None or passkey is None:
        return None
    count = webauthn_protocol.sign_count(credential, challenge, passkey)
    if (
        count is None
        or not _use_up(challenge)
        or not services().store.passkeys.use(passkey.id, count, datetime.now(UTC))
    ):
        record_refusal(passkey.recruiter)
        return None
    return passkey


def record_refusal(recruiter: int) -> None:
    """Record that a passkey did not sign in as somebody, in each of their teams."""
    store = services().store
    account = store.accounts.of_recruiter(recruiter)
    if account is not None:
        detail, now = {"account": account.recruiter.email}, datetime.now(UTC)
        store.audit.add_of_account(recruiter, None, "passkey refused", detail, now)


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
