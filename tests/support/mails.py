"""Mails that wait in the outbox of an application, or that it hands to a real mail server."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import UTC, datetime
from email.message import EmailMessage

from flask import Flask

from quiz.store import QueuedMail
from quiz.worker.courier import Courier
from quiz.worker.delivery import Delivery
from quiz.worker.smtp_server import SmtpServer
from support.mail_server import Mailbox, mail_server

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


def deliver(app: Flask) -> Mailbox:
    """Let the worker send what waits to a real mail server; return what that was given."""
    store = app.extensions["quiz"].store
    with mail_server() as running, closing(Delivery(running.server)) as delivery:
        Courier(store.outbox, delivery).work(lambda: False)
    return running.mailbox


def plain(mail: EmailMessage) -> str:
    """Return the plain text of a mail."""
    body = mail.get_body(("plain",))
    assert body
    return str(body.get_content())
