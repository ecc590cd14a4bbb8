"""Hands mails to the mail server, and says what became of each."""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Literal

from quiz.store import QueuedMail
from quiz.worker.message import envelope_address, message, needs_utf8
from quiz.worker.smtp_server import SmtpServer

ANSWER_WAIT = 60.0
"""Seconds that the mail server may take for each answer."""

LONGEST = 240.0
"""Seconds that one mail may take altogether, also with a server that answers bit by bit."""

Kind = Literal["sent", "later", "never", "no server"]


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a mail, and why.

    It was `sent`; or the server refused it for now (`later`) or for good (`never`); or there was
    `no server` that would take any mail.
    """

    kind: Kind
    reason: str = ""


class Delivery:
    """One connection to the mail server, opened when it is needed and closed where it fails."""

    def __init__(
        self, server: SmtpServer, *, answer_wait: float = ANSWER_WAIT, longest: float = LONGEST
    ) -> None:
        self._server = server
        self._answer_wait = answer_wait
        self._longest = longest
        self._smtp: smtplib.SMTP | None = None

    def deliver(self, mail: QueuedMail) -> Report:
        """Send a mail."""
        try:
            recipient = envelope_address(mail.recipient)
            content = message(mail, self._server).as_bytes()
        except ValueError as error:  # a FaultyAddress, or a header that cannot be
            return Report("never", str(error))
        report = self._try(recipient, content)
        if report.kind != "sent":
            self.close()
        return report

    def close(self) -> None:
        """Close the connection, if there is one."""
        smtp, self._smtp = self._smtp, None
        if smtp:
            with suppress(smtplib.SMTPException, OSError), _deadline(smtp, self._answer_wait):
                smtp.quit()
            smtp.close()

    def _try(self, recipient: str, content: bytes) -> Report:
        try:
            smtp = self._smtp = self._smtp or self._connect()
        except (smtplib.SMTPException, OSError) as error:
            return Report("no server", _reason(error))
        utf8 = needs_utf8(recipient)
        if utf8 and not smtp.has_extn("smtputf8"):
            return Report("never", "the mail server does not accept such addresses")
        options = ("SMTPUTF8", "BODY=8BITMIME") if utf8 else ()
        try:
            with _deadline(smtp, self._longest):
                smtp.sendmail(self._server.sender, [recipient], content, options)
        except smtplib.SMTPRecipientsRefused as error:
            return _refusal(*next(iter(error.recipients.values())))
        except smtplib.SMTPDataError as error:
            return _refusal(error.smtp_code, error.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            return Report("no server", _reason(error))
        return Report("sent")

    def _connect(self) -> smtplib.SMTP:
        server, context = self._server, ssl.create_default_context()
        smtp: smtplib.SMTP
        if server.encryption == "tls":
            smtp = smtplib.SMTP_SSL(
                server.host, server.port, timeout=self._answer_wait, context=context
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=self._answer_wait)
        try:
            with _deadline(smtp, self._longest):
                if server.encryption == "starttls":
                    smtp.starttls(context=context)
                if server.user:
                    smtp.login(server.user, server.password)
                smtp.ehlo_or_helo_if_needed()
        except BaseException:
            smtp.close()
            raise
        return smtp


@contextmanager
def _deadline(smtp: smtplib.SMTP, seconds: float) -> Iterator[None]:
    """Break the connection off after so many seconds; what waits for it then raises OSError."""

    def break_off() -> None:
        sock = smtp.sock
        if sock:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, break_off)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _refusal(code: int, said: bytes | str) -> Report:
    return Report("never" if code >= 500 else "later", _said(code, said))


def _reason(error: Exception) -> str:
    """Return why the server could not be used; nothing in it is secret."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return _said(error.smtp_code, "the mail server refused the user or the password")
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _said(code: int, said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return f"{code} {' '.join(text.split())}"[:300]
