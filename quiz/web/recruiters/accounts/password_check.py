"""Checks passwords, with rate limits by account and by network.

Does not reveal whether an account exists: the same is counted, looked up and computed for
every e-mail address, whether or not it has an account.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import ceil
from typing import NamedTuple

from quiz.store import Account
from quiz.text import folded_email
from quiz.web.framework.language import Language
from quiz.web.pages.rate_limits import RateLimit, client_network
from quiz.web.pages.services import services
from quiz.web.recruiters.accounts import passwords

LIMIT_PER_ACCOUNT = RateLimit("password of", 10, timedelta(hours=1))
LIMIT_PER_NETWORK = RateLimit("password from", 50, timedelta(hours=1))


class Attempt(NamedTuple):
    """The outcome of an attempt to authenticate.

    `password_hash` is set only if the password was right. `wait` is set if there were too many
    attempts; the password was not checked then.
    """

    account: Account | None = None
    password_hash: str | None = None
    wait: timedelta | None = None


def authenticate(email: str, password: str) -> Attempt:
    """Count an attempt, and check a password against the account of an e-mail address.

    A right password resets the account's count of attempts, and renews its hash if that was
    made with outdated parameters.
    """
    wait = _count_attempt(email, datetime.now(UTC))
    if wait is not None:
        return Attempt(wait=wait)
    account = services().store.accounts.find(email)
    return Attempt(account, _verified_hash(account, password))


def try_again_later(wait: timedelta, language: Language) -> str:
    """Return the message for too many attempts, in whole minutes."""
    minutes = max(1, ceil(wait.total_seconds() / 60))
    return language.ngettext(
        "There were too many attempts. Try again in one minute.",
        "There were too many attempts. Try again in %(number)s minutes.",
        minutes,
    ) % {"number": minutes}


def retry_after(wait: timedelta) -> dict[str, str]:
    """Return the Retry-After header, in whole seconds."""
    return {"Retry-After": str(max(1, ceil(wait.total_seconds())))}


def _count_attempt(email: str, now: datetime) -> timedelta | None:
    """Count an attempt; return how long to wait if there were too many, else None.

    Further attempts do not extend the wait. Setting up the account again ends it.
    """
    until = [
        LIMIT_PER_ACCOUNT.count(folded_email(email), now),
        LIMIT_PER_NETWORK.count(client_network(), now),
    ]
    latest = max((moment for moment in until if moment), default=None)
    return None if latest is None else latest - now


def _verified_hash(account: Account | None, password: str) -> str | None:
    """Return the account's hash if the password is right, else None."""
    stored = account.password_hash if account and account.state == "in use" else None
    if not passwords.matches(stored, password) or not (account and stored):
        return None
    LIMIT_PER_ACCOUNT.forget(account.recruiter.email)
    if not passwords.outdated(stored):
        return stored
    renewed = passwords.hash_password(password)
    services().store.accounts.rehash(account.recruiter.id, before=stored, after=renewed)
    return renewed
