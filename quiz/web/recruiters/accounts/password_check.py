"""Whether a password is the right one, and how often somebody may try.

Whether an account exists is told to nobody: for each of them, and for none, the same is
counted, looked up and computed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from quiz.store import Account
from quiz.store.account_records import folded
from quiz.web.framework.language import Language
from quiz.web.pages.rate_limits import Limit, network
from quiz.web.pages.services import services
from quiz.web.recruiters.accounts import passwords

BY_ACCOUNT = Limit("password of", 10, timedelta(hours=1))
BY_NETWORK = Limit("password from", 50, timedelta(hours=1))


def waiting(email: str, now: datetime) -> timedelta | None:
    """Count an attempt on an account; return None, or how long to wait where there were too many.

    The wait does not grow with further attempts, and a new set-up link goes round it.
    """
    until = [BY_ACCOUNT.count(folded(email), now), BY_NETWORK.count(network(), now)]
    latest = max((moment for moment in until if moment), default=None)
    return None if latest is None else latest - now


def proved(account: Account | None, password: str) -> str | None:
    """Return the hash of the password where it opens the account; None where it does not.

    Writes where it does: the attempts are forgotten, and an outdated hash is renewed.
    """
    kept = account.password_hash if account and account.state == "in use" else None
    if not passwords.matches(kept, password) or not (account and kept):
        return None
    BY_ACCOUNT.forget(account.recruiter.email)
    if not passwords.outdated(kept):
        return kept
    newer = passwords.hash_password(password)
    services().store.accounts.rehash(account.recruiter.id, before=kept, after=newer)
    return newer


def come_back(wait: timedelta, language: Language) -> str:
    """Return what to do when there were too many attempts."""
    minutes = max(1, ceil(wait.total_seconds() / 60))
    return language.ngettext(
        "There were too many attempts. Try again in one minute.",
        "There were too many attempts. Try again in %(number)s minutes.",
        minutes,
    ) % {"number": minutes}


def retry_after(wait: timedelta) -> dict[str, str]:
    """Return the same for machines."""
    return {"Retry-After": str(max(1, ceil(wait.total_seconds())))}
