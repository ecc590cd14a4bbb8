"""Mails reach a real mail server, and what it says about each is understood."""

from __future__ import annotations

import socket
import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.mail_server import certificate, mail_server
from support.ports import free_port

from quiz.store import QueuedMail
from quiz.worker.delivery import Delivery, Report
from quiz.worker.smtp_server import SmtpServer

NOW = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
MAIL = QueuedMail(1, "5" * 32, "aiko@home.example", "Your result", "It is here.", "en", 1, NOW)


def to(recipient: str) -> QueuedMail:
    return replace(MAIL, recipient=recipient)


def deliver(server: SmtpServer, mail: QueuedMail = MAIL, **options: float) -> Report:
    with closing(Delivery(server, **options)) as delivery:
        return delivery.deliver(mail)


def test_a_mail_arrives_as_it_was_written_once_for_each_delivery() -> None:
    with mail_server() as running:
        delivery = Delivery(running.server)
        assert delivery.deliver(MAIL) == Report("sent")
        assert delivery.deliver(to("ben@home.example")) == Report("sent"), "by one connection"
        delivery.close()
    first, second = running.mailbox.received
    assert first["From"] == "The quiz <quiz@office.example>"
    assert first["To"] == "aiko@home.example"
    assert first["Subject"] == "Your result"
    assert first["Message-ID"] == f"<{'5' * 32}@office.example>"
    assert first["Date"].datetime == NOW
    assert first.get_body(("plain",)).get_content() == "It is here.\n"
    assert "<p>It is here.</p>" in first.get_body(("html",)).get_content()
    assert running.mailbox.recipients == ["aiko@home.example", "ben@home.example"]
    assert second["To"] == "ben@home.example"


@pytest.mark.parametrize(
    ("recipient", "report"),
    [
        ("no@home.example", Report("never", "550 5.1.1 no such mailbox")),
        ("later@home.example", Report("later", "451 4.7.1 greylisted, try again")),
        ("content@home.example", Report("never", "554 5.7.1 this looks like spam")),
        ("no address", Report("never", "this is not an e-mail address")),
        ("a@-.example", Report("never", "such a domain cannot exist")),
    ],
)
def test_a_refusal_is_told_from_a_delay_and_the_next_mail_is_sent(
    recipient: str, report: Report
) -> None:
    with mail_server() as running:
        delivery = Delivery(running.server)
        assert delivery.deliver(to(recipient)) == report
        assert delivery.deliver(MAIL) == Report("sent")
        delivery.close()
    assert running.mailbox.recipients == ["aiko@home.example"]


def test_domains_in_any_script_are_sent_to() -> None:
    with mail_server() as running:
        delivery = Delivery(running.server)
        for recipient in ("aiko@日本語.example", "ben@straße.example"):
            assert delivery.deliver(to(recipient)) == Report("sent")
        delivery.close()
    assert running.mailbox.recipients == [
        "aiko@xn--wgv71a119e.example",
        "ben@xn--strae-oqa.example",
    ]


@pytest.mark.parametrize("knows", [True, False])
def test_names_in_any_script_are_sent_to_where_the_server_can(knows: bool) -> None:
    with mail_server(enable_SMTPUTF8=knows) as running:
        delivery = Delivery(running.server)
        report = delivery.deliver(to("愛子@home.example"))
        delivery.close()
    if knows:
        assert report == Report("sent")
        assert running.mailbox.recipients == ["愛子@home.example"]
    else:
        assert report == Report("never", "the mail server does not accept such addresses")


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # smtps is TLS
@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_passwords_and_mails_are_sent_encrypted(
    scheme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls = certificate(tmp_path)
    with mail_server(scheme, user=True, tls=tls) as running:
        report = deliver(running.server)
        assert report.kind == "no server", "nobody has vouched for the certificate"
        assert "certificate verify failed" in report.reason
        assert running.mailbox.received == []
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "localhost.pem"))
        assert deliver(running.server) == Report("sent")
        report = deliver(replace(running.server, password="wrong"))  # noqa: S106
        assert report.kind == "no server"
        assert report.reason == "535 the mail server refused the user or the password"


def test_a_server_without_starttls_is_sent_nothing() -> None:
    with mail_server() as running:
        report = deliver(replace(running.server, encryption="starttls"))
    assert report.kind == "no server"
    assert "STARTTLS" in report.reason
    assert running.mailbox.received == []


def test_nobody_at_the_port_is_no_refusal_of_the_mail() -> None:
    with mail_server() as running:
        server = replace(running.server, port=free_port())
    report = deliver(server)
    assert report.kind == "no server"
    assert "refused" in report.reason


def test_a_server_that_breaks_off_or_stalls_is_no_refusal_of_the_mail() -> None:
    with mail_server() as running:
        assert deliver(running.server, to("dies@home.example")).kind == "no server"
        stalls = to("stalls@home.example")
        assert deliver(running.server, stalls, answer_wait=0.2).kind == "no server"
        assert deliver(running.server) == Report("sent")


def test_a_server_that_says_one_sign_after_the_other_is_given_up() -> None:
    with socket.create_server(("localhost", 0)) as listening:
        ended = threading.Event()

        def answer_slowly() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.sendall(b"220 hello\r\n")
                connection.recv(100)
                while not ended.wait(0.05):
                    try:
                        connection.sendall(b"2")
                    except OSError:
                        return

        slow = threading.Thread(target=answer_slowly)
        slow.start()
        with mail_server() as running:
            server = replace(running.server, port=listening.getsockname()[1])
        assert deliver(server, longest=0.3).kind == "no server"
        ended.set()
        slow.join()
