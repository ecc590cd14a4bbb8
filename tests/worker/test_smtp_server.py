"""A mail server is named by a URL, and one that cannot be used is refused at start."""

from __future__ import annotations

import pytest

from quiz.worker.smtp_server import FaultyUrl, SmtpServer, smtp_server

SENDER = "quiz@office.example"


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", SmtpServer("mail.example", 25, "none", SENDER)),
        ("smtp://[::1]:2525/", SmtpServer("::1", 2525, "none", SENDER)),
        (
            "smtps://quiz:p%40ss@mail.example",
            SmtpServer("mail.example", 465, "tls", SENDER, "", "quiz", "p@ss"),
        ),
        (
            "smtp+starttls://q%40office.example:x@mail.example:25",
            SmtpServer("mail.example", 25, "starttls", SENDER, "", "q@office.example", "x"),
        ),
        ("smtp://q:x@localhost", SmtpServer("localhost", 25, "none", SENDER, "", "q", "x")),
    ],
)
def test_a_url_names_the_server(url: str, server: SmtpServer) -> None:
    assert smtp_server(url, SENDER) == server


def test_a_sender_may_have_a_name() -> None:
    server = smtp_server("smtp://mail.example", "JETクイズ <quiz@office.example>")
    assert (server.sender, server.sender_name) == (SENDER, "JETクイズ")


@pytest.mark.parametrize(
    "url",
    [
        *("mail.example", "http://mail.example", "smtp://", "smtp://mail.example:0"),
        *("smtp://mail.example:many", "smtp://mail.example/path", "smtps://quiz@mail.example"),
        *("smtp://a b", "smtps://:secret@mail.example", "smtp://mail.example?a=b"),
    ],
)
def test_a_faulty_url_is_refused_with_what_to_write(url: str) -> None:
    with pytest.raises(FaultyUrl, match="QUIZ_SMTP_URL must name a mail server, such as smtps://"):
        smtp_server(url, SENDER)


def test_a_password_is_never_sent_in_clear_or_shown() -> None:
    with pytest.raises(FaultyUrl, match="would send the password without encryption") as raised:
        smtp_server("smtp://quiz:secret@mail.example", SENDER)
    assert "secret" not in str(raised.value)
    assert "secret" not in repr(smtp_server("smtps://quiz:secret@mail.example", SENDER))


@pytest.mark.parametrize(
    "sender", ["", "quiz", "a@b.example\nBcc: c@d.example", "愛子@office.example", "<>"]
)
def test_a_faulty_sender_is_refused(sender: str) -> None:
    with pytest.raises(FaultyUrl, match="QUIZ_MAIL_FROM must be the address"):
        smtp_server("smtp://mail.example", sender)
