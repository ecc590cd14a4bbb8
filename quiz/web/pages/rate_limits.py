"""How often somebody may try: limits that hold over all processes, and whom they count."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import request

from quiz.web.pages.services import services


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many attempts of a `kind` by one subject within a time, which the first begins."""

    kind: str
    most: int
    within: timedelta

    def count(self, who: str, now: datetime) -> datetime | None:
        """Count an attempt; return None, or when to try again where it is one too many."""
        limits, counted = services().store.limits, subject(self.kind, who)
        if limits.count(counted, now, self.within) <= self.most:
            return None
        return limits.ends_at(counted, now) or now

    def forget(self, who: str) -> None:
        """Let somebody start from nothing, as after a success."""
        services().store.limits.forget(subject(self.kind, who))


def subject(kind: str, who: str) -> str:
    """Return what the store counts: whoever has only the database cannot try who it was."""
    key = services().settings.secret_key.encode()
    return hmac.digest(key, f"attempt {kind} {who}".encode(), hashlib.sha256).hex()


def network() -> str:
    """Return where the request comes from: an address, or for IPv6 its /64, which one home has."""
    return network_of(request.remote_addr or "")


def network_of(address: str) -> str:
    """Return the network of an `address`; what is no address of the network stays as it is."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if ip.version == 4:
        return str(ip)
    if ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((int(ip), 64), strict=False))
