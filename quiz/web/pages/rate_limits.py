"""All rate limits of the quiz, in one table, and whom they count.

Each is counted in the database, and so for all processes together. A limit for people is a
multiple of `QUIZ_PEOPLE_PER_HOUR`, so that a school hall behind one address never meets it.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from math import ceil

from flask import request
from werkzeug.exceptions import TooManyRequests

from quiz.store import Quota, QuotaExceeded
from quiz.web.framework.language import N_, Language
from quiz.web.pages.services import services

HOUR, DAY, MONTH = timedelta(hours=1), timedelta(days=1), timedelta(days=30)


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most `most` uses of a `kind` by one subject in a period.

    A subject is a text, such as a network. The period begins with the first use and lasts for
    `within`. With `per_person`, `most` is multiplied by the number of people that one network
    may bring in an hour. `title` is a key of the catalog, for the page of a refused request.
    """

    kind: str
    most: float
    within: timedelta
    per_person: bool = False
    title: str = N_("There have been too many attempts.")

    def quota(self, subject: str) -> Quota:
        """Return the limit for one subject, as the store counts it."""
        people = services().settings.people_per_hour if self.per_person else 1
        most = max(1, ceil(self.most * people))
        return Quota(subject_hash(self.kind, subject), most, self.within)

    def of_network(self) -> Quota:
        """Return the limit for the network that the request comes from."""
        return self.quota(client_network())


UNKNOWN_LINKS = RateLimit(
    "miss", 1, HOUR, per_person=True, title=N_("Too many addresses that do not exist")
)
VISITS = RateLimit(
    "visit", 2, HOUR, per_person=True, title=N_("Too many people have started from your network")
)
PLACES = RateLimit("place", 1.5, HOUR, per_person=True)
RESULTS = RateLimit("result", 2, HOUR, per_person=True)
KEPT_RESULTS = RateLimit("kept result", 30, MONTH, per_person=True)

PASSWORDS_FROM_NETWORK = RateLimit("password from", 50, HOUR)
PASSWORDS_OF_ACCOUNT = RateLimit("password of", 10, HOUR)
PASSWORDS_OF_DEVICE = RateLimit("password by", 10, HOUR)
PASSWORDS_OF_RECRUITER = RateLimit("password again of", 10, HOUR)
SECOND_STEPS = RateLimit("second step of", 10, HOUR)
PROVIDER_SIGN_INS = RateLimit("provider sign-in from", 2, HOUR, per_person=True)
PASSKEY_CHALLENGES = RateLimit("passkey challenge", 1, HOUR)

MAILS_FROM_NETWORK = RateLimit("mail from", 1, HOUR, per_person=True)
MAILS_OF_RESULT = RateLimit("mail of", 3, DAY)
PASSWORD_MAILS_FROM_NETWORK = RateLimit("password mail from", 20, HOUR)
PASSWORD_MAILS_OF_ACCOUNT = RateLimit("password mail of", 5, HOUR)

API_FROM_NETWORK = RateLimit("api from", 20, HOUR, per_person=True)
API_BY_TOKEN = RateLimit("api by", 10_000, HOUR)
WRONG_TOKENS = RateLimit("wrong token from", 50, HOUR)


class TooMany(TooManyRequests):
    """A request that a rate limit refuses, until a moment in UTC; it gets an error page."""

    def __init__(self, limit: RateLimit, until: datetime) -> None:
        super().__init__()
        self.limit = limit
        self.wait = wait_until(until)


def use(limit: RateLimit, subject: str | None = None) -> None:
    """Count a use of a limit by a subject; raise TooMany if it is used up.

    Without a subject, it is the network that the request comes from.
    """
    quota = limit.of_network() if subject is None else limit.quota(subject)
    try:
        services().store.limits.use([quota], datetime.now(UTC))
    except QuotaExceeded as error:
        raise TooMany(limit, error.until) from error


def wait_until(moment: datetime) -> timedelta:
    """Return how long it is until a moment, at least a second."""
    return max(timedelta(seconds=1), moment - datetime.now(UTC))


def try_again_in(wait: timedelta, language: Language) -> str:
    """Return a sentence that says when to try again, in whole minutes, hours or days."""
    minutes = max(1, ceil(wait.total_seconds() / 60))
    if minutes < 120:
        sentence = language.ngettext(
            "Try again in one minute.", "Try again in %(number)s minutes.", minutes
        )
        return sentence % {"number": minutes}
    hours = ceil(minutes / 60)
    if hours < 48:
        return language.gettext("Try again in %(number)s hours.") % {"number": hours}
    return language.gettext("Try again in %(number)s days.") % {"number": ceil(hours / 24)}


def retry_after(wait: timedelta) -> dict[str, str]:
    """Return the Retry-After header, in whole seconds."""
    return {"Retry-After": str(max(1, ceil(wait.total_seconds())))}


def subject_hash(kind: str, subject: str) -> str:
    """Return the keyed hash under which the store counts a subject.

    The key is not in the database, so subjects cannot be guessed from the database alone.
    """
    return _keyed_hash(services().settings.secret_key, f"attempt {kind} {subject}")


@lru_cache(maxsize=1024)
def _keyed_hash(key: str, message: str) -> str:
    return hmac.digest(key.encode(), message.encode(), hashlib.sha256).hex()


def client_network() -> str:
    """Return the network that the request comes from; see `network_of`."""
    return network_of(request.remote_addr or "")


@lru_cache(maxsize=1024)
def network_of(address: str) -> str:
    """Return the IPv4 address, or the /64 of an IPv6 address, which one household shares.

    A text that is not an IP address is returned unchanged.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if ip.version == 4:
        return str(ip)
    if ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((int(ip), 64), strict=False))
