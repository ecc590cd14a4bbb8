"""The mail server and the sender of the quiz's mails, as they are set."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.utils import parseaddr
from typing import Literal
from urllib.parse import unquote, urlsplit

from quiz.text import EMAIL, can_be_shown

Encryption = Literal["none", "starttls", "tls"]

SCHEMES: dict[str, tuple[Encryption, int]] = {
    "smtp": ("none", 25),
    "smtp+starttls": ("starttls", 587),
    "smtps": ("tls", 465),
}
"""How the connection is encrypted by each scheme of QUIZ_SMTP_URL, and the usual port."""

LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mails are handed in, and who sends them: `sender` is an e-mail address."""

    host: str
    port: int
    encryption: Encryption
    sender: str
    sender_name: str = ""
    user: str = ""
    password: str = field(default="", repr=False)


class FaultyUrl(ValueError):  # noqa: N818 - named for what it is about
    """A URL or a sender that cannot be used; its text says what to set."""


def smtp_server(url: str, sender: str) -> SmtpServer:
    """Return the server at `url`, such as smtps://user:password@mail.example.

    `sender` is an e-mail address, or a name with one: `The quiz <quiz@office.example>`. Raises
    FaultyUrl, whose text never contains the password.
    """
    name, address = parseaddr(sender)
    if not EMAIL.fullmatch(address) or not address.isascii() or not can_be_shown(sender):
        raise FaultyUrl(
            "QUIZ_MAIL_FROM must be the address that mails of the quiz come from, such as "
            f"quiz@office.example or The quiz <quiz@office.example>, not {sender!r}."
        )
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _faulty() from None
    if parts.scheme not in SCHEMES or not re.fullmatch(r"[A-Za-z0-9.:_-]+", host) or port == 0:
        raise _faulty()
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise _faulty()
    encryption, usual = SCHEMES[parts.scheme]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise _faulty()
    if user and encryption == "none" and host not in LOCAL:
        raise FaultyUrl(
            "QUIZ_SMTP_URL would send the password without encryption; begin it with smtps:// or "
            "smtp+starttls://."
        )
    return SmtpServer(host, port or usual, encryption, address, name, user, password)


def _faulty() -> FaultyUrl:
    return FaultyUrl(
        "QUIZ_SMTP_URL must name a mail server, such as smtps://user:password@mail.example or "
        "smtp+starttls://user:password@mail.example:587; in the user and the password, write "
        "other signs than letters and digits as in a URL, such as %40 for @."
    )
