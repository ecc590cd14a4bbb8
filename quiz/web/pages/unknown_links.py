"""A rate limit on links that do not exist, which slows down guessing.

Existing links still open when the limit is reached, so nobody is locked out by others on
the same network.
"""

from __future__ import annotations

import datetime as dt

from quiz.store import StoreError
from quiz.web.pages.errors import log_store_error
from quiz.web.pages.rate_limits import client_network, subject_hash
from quiz.web.pages.services import services

MOST = 60
WITHIN = dt.timedelta(minutes=10)


def too_many() -> bool:
    """Count an unknown link; return whether there were too many from this network.

    Once there are, nothing more is written until the window is over.
    """
    limits, now = services().store.limits, dt.datetime.now(dt.UTC)
    hashed = subject_hash("miss", client_network())
    try:
        return limits.counted(hashed, now) >= MOST or limits.count(hashed, now, WITHIN) > MOST
    except StoreError as error:
        log_store_error(error)  # an attempt that cannot be counted is allowed
        return False
