"""Addresses that lead nowhere: whoever tries many of them is slowed down.

A link that leads somewhere is opened all the same, so nobody is locked out by others who
share an address of the network with them.
"""

from __future__ import annotations

import datetime as dt

from quiz.store import StoreError
from quiz.web.pages.errors import log_store_error
from quiz.web.pages.rate_limits import network, subject
from quiz.web.pages.services import services

MOST = 60
WITHIN = dt.timedelta(minutes=10)


def too_many() -> bool:
    """Count an address that led nowhere; return whether there were too many from this network.

    Once there are, nothing more is written until the time is over.
    """
    limits, now = services().store.limits, dt.datetime.now(dt.UTC)
    missing = subject("miss", network())
    try:
        return limits.counted(missing, now) >= MOST or limits.count(missing, now, WITHIN) > MOST
    except StoreError as error:
        log_store_error(error)  # what cannot be counted is not too much
        return False
