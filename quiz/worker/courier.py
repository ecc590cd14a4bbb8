"""Empties the outbox: takes one mail after the other, sends it, and notes the outcome."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from quiz.store import Outbox, QueuedMail
from quiz.worker.delivery import Delivery, Kind, Report
from quiz.worker.failures import failure_of_our_own

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
"""How long a mail waits after each attempt that failed; after further ones as after the last."""

GIVEN_UP_AFTER = timedelta(days=2)
"""How long a mail is tried."""

MOST_FAULTS = len(WAITS)
"""How often a mail is tried that the quiz itself fails to make or to send."""

PAUSE = timedelta(minutes=1)
"""How long nothing is tried where the mail server took no mail at all."""


class Courier:
    """Sends what is due, in any number of processes at once: no mail is taken by two of them."""

    def __init__(self, outbox: Outbox, delivery: Delivery) -> None:
        self._outbox = outbox
        self._delivery = delivery
        self._resumes_at: datetime | None = None

    def work(self, is_stopped: Callable[[], bool]) -> int:
        """Send what is due now, and return how many mails were tried. Raises StoreError.

        It ends after the mail under way where `is_stopped` says so.
        """
        tried = 0
        try:
            while not is_stopped():
                now = datetime.now(UTC)
                if self._resumes_at and now < self._resumes_at:
                    break
                mail = self._outbox.claim(now)
                if mail is None:
                    break
                self._note(mail, self._deliver(mail), datetime.now(UTC))
                tried += 1
        finally:
            self._delivery.close()
        return tried

    def _deliver(self, mail: QueuedMail) -> Report:
        """Send a mail. One at which the quiz itself fails keeps no other waiting."""
        try:
            return self._delivery.deliver(mail)
        except Exception as error:
            logging.getLogger("quiz").exception("the quiz failed at mail %s", mail.id)
            self._delivery.close()
            kind: Kind = "never" if mail.attempts >= MOST_FAULTS else "later"
            return Report(kind, failure_of_our_own(error))

    def _note(self, mail: QueuedMail, report: Report, now: datetime) -> None:
        log = logging.getLogger("quiz")
        self._resumes_at = now + PAUSE if report.kind == "no server" else None
        given_up = now >= mail.queued_at + GIVEN_UP_AFTER
        if report.kind == "sent":
            self._outbox.note_sent(mail, now)
        elif report.kind == "never" or given_up:
            log.warning("mail %s was not sent: %s", mail.id, report.reason)
            self._outbox.note_refused(mail, report.reason, now)
        else:
            log.warning("mail %s will be tried again: %s", mail.id, report.reason)
            wait = WAITS[min(mail.attempts, len(WAITS)) - 1]
            self._outbox.put_off(mail, report.reason, now + wait)
