"""Makes a mail as it is sent, from what is in the outbox: plain text, and HTML made from it."""

from __future__ import annotations

import re
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from html import escape
from typing import Any

import idna

from quiz.store import QueuedMail
from quiz.text import EMAIL
from quiz.worker.smtp_server import SmtpServer

LINK = re.compile(r"https?://[!-;=?-~]+[!-~]*[A-Za-z0-9/=_#&~-]")
"""The URL of a link in a text, in ASCII and without punctuation at its end."""

HTML = """<!DOCTYPE html>
<html lang="{language}">
<head><meta charset="utf-8"><title>{title}</title></head>
<body style="margin:0;padding:16px;font:16px/1.5 sans-serif;color:#1a1a1a;background:#fff">
<div style="max-width:36em">
{paragraphs}
</div>
</body>
</html>
"""


class _Policy(EmailPolicy):
    """How headers are written: with `email.header`, whose encoded words every program joins.

    EmailPolicy itself puts spaces into long names and subjects that are not ASCII.
    """

    def fold_binary(self, name: str, value: Any) -> bytes:
        """Return a header with its name and line ends."""
        if name == "List-Unsubscribe":  # EmailPolicy would encode a URL that fits no line
            return f"{name}: {value}{self.linesep}".encode("ascii")
        shown = str(value) if name == "Subject" else _display_name(value)
        if self.utf8 or shown.isascii():
            return super().fold_binary(name, value)
        encoded = Header(shown, "utf-8", header_name=name).encode(linesep=self.linesep)
        if name != "Subject":
            encoded += f"{self.linesep} <{value.addresses[0].addr_spec}>"
        return f"{name}: {encoded}{self.linesep}".encode("ascii")


_UTF8 = _Policy(utf8=True, linesep="\r\n", max_line_length=SMTP.max_line_length)
_SEVEN_BIT = _Policy(cte_type="7bit", linesep="\r\n", max_line_length=SMTP.max_line_length)


def _display_name(value: Any) -> str:
    addresses = getattr(value, "addresses", ())
    return addresses[0].display_name if addresses else ""


class FaultyAddress(ValueError):  # noqa: N818 - named for what it is about
    """An address to which no mail can be sent."""


def envelope_address(address: str) -> str:
    """Return an address as mail servers take it: the domain in ASCII. Raises FaultyAddress."""
    if not EMAIL.fullmatch(address):
        raise FaultyAddress("this is not an e-mail address")
    name, _, domain = address.rpartition("@")
    try:
        return f"{name}@{idna.encode(domain, uts46=True).decode()}"
    except idna.IDNAError as error:
        raise FaultyAddress("such a domain cannot exist") from error


def needs_utf8(address: str) -> bool:
    """Return whether only servers that know SMTPUTF8 can send to an address."""
    return not address.isascii()


def message(mail: QueuedMail, server: SmtpServer) -> EmailMessage:
    """Return the message of a mail; each attempt to send it makes the same one.

    Raises FaultyAddress. Nothing in a mail can add a header: line ends are refused by `email`.
    """
    recipient = envelope_address(mail.recipient)
    made = EmailMessage(_UTF8 if needs_utf8(recipient) else _SEVEN_BIT)
    domain = server.sender.rpartition("@")[2]
    made["From"] = _address(server.sender, mail.sender_name or server.sender_name)
    made["To"] = _address(recipient)
    if mail.reply_to:
        made["Reply-To"] = _address(envelope_address(mail.reply_to), mail.sender_name or "")
    made["Subject"] = " ".join(mail.subject.split())
    made["Date"] = mail.queued_at
    made["Message-ID"] = f"<{mail.token}@{domain}>"
    if mail.unsubscribe:
        made["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        if mail.unsubscribe.startswith("https://"):  # one click, as RFC 8058 has it
            made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if not mail.reply_to:
        made["Auto-Submitted"] = "auto-generated"
    made.set_content(mail.text + "\n")
    made.add_alternative(html(mail), subtype="html")
    made["Content-Language"] = mail.language
    return made


def html(mail: QueuedMail) -> str:
    """Return the text of a mail as HTML: paragraphs and links, all else escaped."""
    paragraphs = re.split(r"\n{2,}", mail.text.strip("\n"))
    return HTML.format(
        language=escape(mail.language),
        title=escape(mail.subject),
        paragraphs="\n".join(f"<p>{_linked(each)}</p>" for each in paragraphs),
    )


def _linked(text: str) -> str:
    parts, end = [], 0
    for found in LINK.finditer(text):
        url = escape(found[0])
        parts += [escape(text[end : found.start()]), f'<a href="{url}">{url}</a>']
        end = found.end()
    return "".join([*parts, escape(text[end:])]).replace("\n", "<br>\n")


def _address(address: str, name: str = "") -> Address:
    user, _, domain = address.rpartition("@")
    return Address(name, user, domain)
