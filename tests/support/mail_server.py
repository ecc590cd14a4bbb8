"""A real mail server for tests, which also refuses, stalls and breaks off, by the address."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from quiz.worker.smtp_server import SmtpServer
from support.certificates import write_certificate
from support.ports import free_port

PASSWORD = "a password: with @ and / in it"  # noqa: S105 - of a server that only tests use


class Mailbox:
    """What a mail server does with the mails it is given; `received` are those that it took.

    An address that begins with `no` is refused for good, one with `later` the first time, and
    one with `content` after all was sent. At `dies` the server takes the mail and breaks off
    before it says so, the first time, at `stalls` it says nothing for as long as it is asked.
    `before` and `after` are called with the number of the mails that were taken, just before one
    is taken, and before it is said that it was.
    """

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.seen: set[str] = set()
        self.before: Callable[[int], None] = lambda _number: None
        self.after: Callable[[int], None] = lambda _number: None

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address.startswith("no"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("later") and address not in self.seen:
            self.seen.add(address)
            return "451 4.7.1 greylisted, try again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        [address] = envelope.rcpt_tos
        if address.startswith("content"):
            return "554 5.7.1 this looks like spam"
        if address.startswith("stalls"):
            await asyncio.sleep(3600)
        assert isinstance(envelope.content, bytes)
        made = message_from_bytes(envelope.content.replace(b"\r\n", b"\n"), policy=policy.default)
        assert isinstance(made, EmailMessage)
        self.before(len(self.received))
        self.received.append(made)
        self.recipients.append(address)
        self.after(len(self.received))
        if address.startswith("dies") and address not in self.seen:
            self.seen.add(address)
            server.transport.abort()
        return "250 OK"

    def by_recipient(self) -> dict[str, list[EmailMessage]]:
        """Return what was received, by the address of the envelope."""
        found: dict[str, list[EmailMessage]] = {}
        for address, made in zip(self.recipients, self.received, strict=True):
            found.setdefault(address, []).append(made)
        return found


class Running:
    """A mail server that runs, and how the quiz is told of it."""

    def __init__(self, mailbox: Mailbox, port: int, scheme: str, *, user: bool) -> None:
        self.mailbox = mailbox
        credentials = "quiz:a%20password%3A%20with%20%40%20and%20%2F%20in%20it@" if user else ""
        self.url = f"{scheme}://{credentials}localhost:{port}"
        self.environment = {
            "QUIZ_SMTP_URL": self.url,
            "QUIZ_MAIL_FROM": "The quiz <quiz@office.example>",
        }
        self.server = SmtpServer(
            "localhost",
            port,
            {"smtp": "none", "smtps": "tls", "smtp+starttls": "starttls"}[scheme],  # type: ignore[arg-type]
            "quiz@office.example",
            "The quiz",
            "quiz" if user else "",
            PASSWORD if user else "",
        )


@contextmanager
def mail_server(
    scheme: str = "smtp", *, user: bool = False, tls: ssl.SSLContext | None = None, **options: Any
) -> Iterator[Running]:
    """Run a mail server on this machine until the end of the block."""
    mailbox, port = Mailbox(), free_port()
    if scheme == "smtps":
        options["ssl_context"] = tls
    elif scheme == "smtp+starttls":
        options.update(tls_context=tls, require_starttls=True)
    if user:
        options.update(authenticator=_authenticate, auth_required=True)
        options["auth_require_tls"] = scheme == "smtp+starttls"
    controller = Controller(mailbox, hostname="localhost", port=port, **options)
    controller.start()
    try:
        yield Running(mailbox, port, scheme, user=user)
    finally:
        controller.stop(no_assert=True)


def _authenticate(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: Any
) -> AuthResult:
    right = (given.login, given.password) == (b"quiz", PASSWORD.encode())
    return AuthResult(success=right, handled=False)


def certificate(folder: Path) -> ssl.SSLContext:
    """Write a certificate to `folder`/localhost.pem; return the context of its server."""
    file, key = write_certificate(folder, "localhost", "localhost")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    return context
