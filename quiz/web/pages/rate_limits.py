"""Rate limits on attempts, counted in the database and so shared by all processes."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import request

from quiz.web.pages.services import services


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most `most` attempts of a `kind` by one subject in a window.

    A subject is a text, such as an e-mail address or a network. The window begins with the
    first attempt and lasts for `within`.
    """

    kind: str
    most: int
    within: timedelta

    def count(self, subject: str, now: datetime) -> datetime | None:
        """Count an attempt; return None, or when to try again if there were too many.

        Writes to the database.
        """
        limits, hashed = services().store.limits, subject_hash(self.kind, subject)
        if limits.count(hashed, now, self.within) <= self.most:
            return None
        return limits.ends_at(hashed, now) or now

    def forget(self, subject: str) -> None:
        """Forget the attempts of a subject, for example after a success."""
        services().store.limits.forget(subject_hash(self.kind, subject))


def subject_hash(kind: str, subject: str) -> str:
    """Return the keyed hash under which the store counts a subject.

    The key is not in the database, so subjects cannot be guessed from the database alone.
    """
    key = services().settings.secret_key.encode()
    return hmac.digest(key, f"attempt {kind} {subject}".encode(), hashlib.sha256).hex()


def client_network() -> str:
    """Return the network that the request comes from; see `network_of`."""
    return network_of(request.remote_addr or "")


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
