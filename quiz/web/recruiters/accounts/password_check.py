"""Checks passwords, with rate limits that do not let strangers lock recruiters out.

Does not reveal whether an account exists: the same is counted, looked up and computed for
every e-mail address, whether or not it has an account.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from quiz.store import Account, Quota, QuotaExceeded
from quiz.text import folded_email
from quiz.web.framework.language import Language
from quiz.web.pages.rate_limits import (
    PASSWORDS_FROM_NETWORK,
    PASSWORDS_OF_ACCOUNT,
    PASSWORDS_OF_DEVICE,
    PASSWORDS_OF_RECRUITER,
    try_again_in,
    wait_until,
)
from quiz.web.pages.services import services
from quiz.web.recruiters.accounts import passwords
from quiz.web.recruiters.known_devices import known_device

BUCKETS = 4096
"""Attempts on accounts are counted in so many groups of e-mail addresses, so that addresses
that somebody invents fill no table."""


class Attempt(NamedTuple):
    """The outcome of an attempt to authenticate.

    `password_hash` is set only if the password was right. `wait` is set if there were too many
    attempts; the password was not checked then, and the attempt does not count.
    """

    account: Account | None = None
    password_hash: str | None = None
    wait: timedelta | None = None


def authenticate(email: str, password: str, *, signed_in: bool = False) -> Attempt:
    """Count an attempt, and check a password against the account of an e-mail address.

    Raises Busy, and counts nothing, if too many passwords are checked at the moment. Who is
    counted depends on who asks: a recruiter who is `signed_in`, or whose device is known, has
    limits of their own. A right password is not counted; it renews the hash if that was made
    with outdated parameters.
    """
    with passwords.HASHING.take():
        return _authenticate(email, password, signed_in=signed_in)


def _authenticate(email: str, password: str, *, signed_in: bool) -> Attempt:
    account = services().store.accounts.find(email)
    quotas, limits = _quotas(account, email, signed_in=signed_in), services().store.limits
    now = datetime.now(UTC)
    try:
        limits.use(quotas, now)
    except QuotaExceeded as error:
        return Attempt(wait=wait_until(error.until))
    password_hash = _verified_hash(account, password)
    if password_hash is not None:
        *_, personal = quotas
        limits.forget(personal)
        for shared in quotas[:-1]:
            limits.give_back(shared)
    return Attempt(account, password_hash)


def attempts_on(email: str) -> Quota:
    """Return the limit for attempts on an account by devices that are not known.

    Its group follows from the address, whether or not that has an account.
    """
    return PASSWORDS_OF_ACCOUNT.quota(group_of(email))


def group_of(email: str) -> str:
    """Return the group of addresses in which attempts on an account are counted."""
    digest = hashlib.sha256(folded_email(email).encode()).digest()
    return str(int.from_bytes(digest[:4]) % BUCKETS)


def try_again_later(wait: timedelta, language: Language) -> str:
    """Return the message for too many attempts, which says when to try again."""
    many = language.gettext("There have been too many attempts.")
    return language.sentence_space.join((many, try_again_in(wait, language)))


def _quotas(account: Account | None, email: str, *, signed_in: bool) -> list[Quota]:
    """Return the limits that an attempt counts in, the one to forget on success last."""
    if account and signed_in:
        return [PASSWORDS_OF_RECRUITER.quota(str(account.recruiter.id))]
    device = known_device()
    if account and device and account.recruiter.id in device.recruiters:
        return [PASSWORDS_OF_DEVICE.quota(f"{device.id} {account.recruiter.id}")]
    return [PASSWORDS_FROM_NETWORK.of_network(), attempts_on(email)]


def _verified_hash(account: Account | None, password: str) -> str | None:
    """Return the account's hash if the password is right, else None."""
    stored = account.password_hash if account and account.state == "in use" else None
    if not passwords.matches(stored, password) or not (account and stored):
        return None
    if not passwords.outdated(stored):
        return stored
    renewed = passwords.hash_password(password)
    services().store.accounts.rehash(account.recruiter.id, before=stored, after=renewed)
    return renewed
