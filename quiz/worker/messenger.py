"""Tells webhooks what has happened: takes one delivery after the other, sends it, notes the end."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from pydantic_core import to_json

from quiz.store import QueuedDelivery, WebhookQueue
from quiz.worker.failures import failure_of_our_own
from quiz.worker.webhook_call import Answer, WebhookCall
from quiz.worker.webhook_signature import secret_of, signed_headers

WAITS = tuple(timedelta(seconds=each) for each in (5, 30, 120, 600, 1800, 3600, 7200, 14_400))
"""How long a delivery waits after each failed attempt; after further ones as after the last."""

JITTER = 0.2
"""By which part a wait may be longer, so that not all are tried at the same moment."""

LONGEST_TURN = 20.0
"""Seconds after which other tasks of the worker, such as mails, have their turn."""

AGENT = "quiz-webhooks"


class Messenger:
    """Sends what is due, in any number of processes at once: no delivery is taken by two of them.

    `link_of` returns the address of the page of a result, by its number.
    """

    def __init__(
        self,
        queue: WebhookQueue,
        call: WebhookCall,
        *,
        secret_key: str,
        link_of: Callable[[int], str],
        mails: bool,
    ) -> None:
        self._queue = queue
        self._call = call
        self._secret_key = secret_key
        self._link_of = link_of
        self._mails = mails

    def work(self, is_stopped: Callable[[], bool]) -> int:
        """Send what is due now, and return how many deliveries were tried. Raises StoreError."""
        tried, ends_at = 0, time.monotonic() + LONGEST_TURN
        while not is_stopped() and time.monotonic() < ends_at:
            delivery = self._queue.claim(datetime.now(UTC))
            if delivery is None:
                break
            self._send(delivery)
            tried += 1
        return tried

    def body(self, delivery: QueuedDelivery) -> bytes:
        """Return what is sent: the same bytes at each attempt."""
        data = dict(delivery.data)
        if "result" in data:
            data["link"] = self._link_of(data["result"])
        return to_json(
            {
                "id": f"msg_{delivery.token}",
                "type": delivery.event,
                "timestamp": delivery.queued_at.isoformat().replace("+00:00", "Z"),
                "data": data,
            }
        )

    def _call_with(self, delivery: QueuedDelivery) -> Answer:
        body = self.body(delivery)
        secrets = [secret_of(self._secret_key, seed) for seed in delivery.seeds]
        headers = signed_headers(secrets, delivery.token, int(time.time()), body)
        headers |= {"Content-Type": "application/json", "User-Agent": AGENT}
        return self._call.post(delivery.url, body, headers | {"Connection": "close"})

    def _send(self, delivery: QueuedDelivery) -> None:
        """Call a webhook, and note what came of it.

        A delivery at which the quiz itself fails keeps no other waiting, and turns nothing off.
        """
        log = logging.getLogger("quiz")
        wait = WAITS[min(delivery.attempts, len(WAITS)) - 1] * random.uniform(1, 1 + JITTER)  # noqa: S311 - no secret
        try:
            answer, now = self._call_with(delivery), datetime.now(UTC)
        except Exception as error:
            log.exception("the quiz failed at delivery %s", delivery.id)
            now = datetime.now(UTC)
            self._queue.note_own_failure(delivery, failure_of_our_own(error), now + wait, now)
            return
        if not answer.reason and answer.status is not None:
            self._queue.note_sent(delivery, answer.status, now)
            return
        is_off = self._queue.note_failed(
            delivery, answer.status, answer.reason, now + wait, now, mails=self._mails
        )
        log.warning("webhook %s failed: %s", delivery.webhook, answer.reason)
        if is_off:
            log.warning("webhook %s was turned off after a day of failures", delivery.webhook)
