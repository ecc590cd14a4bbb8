"""Mails that wait in the outbox of an application."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from flask import Flask

from quiz.store import QueuedMail
from quiz.worker.smtp_server import SmtpServer

MAIL_SERVER = SmtpServer("mail.example", 25, "none", "quiz@office.example")
"""For the settings of an application that sends mail; nothing is sent without a worker."""


def queued(app: Flask) -> list[QueuedMail]:
    """Return the mails that wait to be sent."""
    found = []
    while mail := app.extensions["quiz"].store.outbox.claim(datetime.now(UTC)):
        found.append(mail)
    return found


def link_in(mail: QueuedMail) -> str:
    """Return the path of the one link to the quiz in a mail."""
    [link] = re.findall(r"http://127\.0\.0\.1:8000(/\S+)", mail.text)
    return str(link)
