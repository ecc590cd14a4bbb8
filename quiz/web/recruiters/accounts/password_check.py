"""Whether a password is right, and how often somebody may try.

Nobody is told whether an account exists: the same is counted, looked up and computed for
every e-mail address, with an account or without one.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import ceil
from typing import NamedTuple

from quiz.store import Account
from quiz.store.account_records import folded
from quiz.web.framework.language import Language
from quiz.web.pages.rate_limits import RateLimit, client_network
from quiz.web.pages.services import services
from quiz.web.recruiters.accounts import passwords

BY_ACCOUNT = RateLimit("password of", 10, timedelta(hours=1))
BY_NETWORK = RateLimit("password from", 50, timedelta(hours=1))


class Attempt(NamedTuple):
    """How an attempt with a password came out.

    `password_hash` is set only where the password was right; `wait` is how long to wait where
    there were too many attempts, and nothing was checked then.
    """

    account: Account | None = None
    password_hash: str | None = None
    wait: timedelta | None = None


def authenticate(email: str, password: str) -> Attempt:
    """Check a password against the account of an e-mail address, and count the attempt.

    A right password forgets the attempts before it, and renews a hash that was made with
    outdated parameters.
    """
    wait = _wait(email, datetime.now(UTC))
    if wait is not None:
        return Attempt(wait=wait)
    account = services().store.accounts.find(email)
    return Attempt(account, _verified_hash(account, password))


def try_again_later(wait: timedelta, language: Language) -> str:
    """Return what to do after too many attempts."""
    minutes = max(1, ceil(wait.total_seconds() / 60))
    return language.ngettext(
        "There were too many attempts. Try again in one minute.",
        "There were too many attempts. Try again in %(number)s minutes.",
        minutes,
    ) % {"number": minutes}


def retry_after(wait: timedelta) -> dict[str, str]:
    """Return the header that tells the same to programs."""
    return {"Retry-After": str(max(1, ceil(wait.total_seconds())))}


def _wait(email: str, now: datetime) -> timedelta | None:
    """Count an attempt; return how long to wait where there were too many, else None.

    The wait does not grow with further attempts. A new set-up link ends it.
    """
    until = [BY_ACCOUNT.count(folded(email), now), BY_NETWORK.count(client_network(), now)]
    latest = max((moment for moment in until if moment), default=None)
    return None if latest is None else latest - now


def _verified_hash(account: Account | None, password: str) -> str | None:
    """Return the hash of the password that opens the account; None where it does not."""
    stored = account.password_hash if account and account.state == "in use" else None
    if not passwords.matches(stored, password) or not (account and stored):
        return None
    BY_ACCOUNT.forget(account.recruiter.email)
    if not passwords.outdated(stored):
        return stored
    renewed = passwords.hash_password(password)
    services().store.accounts.rehash(account.recruiter.id, before=stored, after=renewed)
    return renewed
