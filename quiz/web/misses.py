"""Addresses that lead nowhere: whoever tries many of them is slowed down.

A link that leads somewhere is opened all the same, so nobody is locked out by others who
share an address of the network with them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from ipaddress import ip_address, ip_network

from flask import request

from quiz.store import StoreError
from quiz.web.errors import log_store_error
from quiz.web.parts import parts

MOST = 60
WITHIN = dt.timedelta(minutes=10)


def too_many() -> bool:
    """Count an address that led nowhere; return whether there were too many from this network.

    Once there are, nothing more is written until the time is over.
    """
    limits, now = parts().store.limits, dt.datetime.now(dt.UTC)
    subject = network_subject("miss")
    try:
        return limits.counted(subject, now) >= MOST or limits.count(subject, now, WITHIN) > MOST
    except StoreError as error:
        log_store_error(error)  # what cannot be counted is not too much
        return False


def network_subject(purpose: str) -> str:
    """Return what the visitor's network is counted as; without the key nobody can tell it.

    Of IPv6, a household has a whole /64.
    """
    given = request.remote_addr or ""
    try:
        address = ip_address(given)
        network = str(ip_network((address, 64), strict=False)) if address.version == 6 else given
    except ValueError:
        network = given
    key = parts().settings.secret_key.encode()
    return f"{purpose} {hmac.digest(key, network.encode(), hashlib.sha256).hex()}"
