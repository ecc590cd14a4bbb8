"""A mail says what was written, and nothing in it becomes a header, markup or a link by mistake."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.store import QueuedMail
from quiz.worker.message import html, message
from quiz.worker.smtp_server import SmtpServer

SERVER = SmtpServer("mail.example", 25, "none", "quiz@office.example", "The quiz")
MAIL = QueuedMail(
    1,
    "5" * 32,
    "aiko@home.example",
    "Your result",
    "It is here.",
    "en",
    1,
    datetime(2026, 11, 27, 9, 30, tzinfo=UTC),
)
HEADERS = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language"]
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]))


def sent(mail: QueuedMail) -> bytes:
    content = message(mail, SERVER).as_bytes()
    assert content.isascii(), "so that every server takes it"
    assert max(map(len, content.split(b"\r\n"))) <= 998
    return content.replace(b"\r\n", b"\n")


def read_header(content: bytes, name: str) -> str:
    """Return a header as an earlier parser reads it, which is not the one that wrote it."""
    return str(make_header(decode_header(message_from_bytes(content)[name])))


def parsed(mail: QueuedMail) -> object:
    return message_from_bytes(sent(mail), policy=policy.default)


@settings(max_examples=50, deadline=None)
@given(subject=TEXT, text=TEXT)
def test_any_subject_and_text_arrive_whole(subject: str, text: str) -> None:
    mail = replace(MAIL, subject=subject, text=text)
    found = parsed(mail)
    assert [name for name in found if name not in ("MIME-Version", "Content-Type")] == HEADERS
    assert read_header(sent(mail), "Subject").split() == subject.split()
    assert found.get_body(("plain",)).get_content().replace("\r\n", "\n") == text + "\n"


@settings(max_examples=50, deadline=None)
@given(name=TEXT)
def test_any_name_of_a_team_is_a_name(name: str) -> None:
    written = replace(MAIL, reply_to="officer@embassy.example", sender_name=name)
    found = parsed(written)
    assert found["From"].addresses[0].addr_spec == "quiz@office.example"
    assert found["Reply-To"].addresses[0].addr_spec == "officer@embassy.example"
    header = message_from_bytes(sent(written))["From"].replace("\n", "")
    read = str(make_header(decode_header(parseaddr(header)[0])))
    assert read.split() == (name or "The quiz").split()
    assert "Auto-Submitted" not in found, "a person wrote it"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("part", ["subject", "recipient", "reply_to", "sender_name"])
def test_no_line_end_adds_a_header(part: str, end: str) -> None:
    wrong = replace(
        replace(MAIL, reply_to="officer@embassy.example"),
        **{part: f"{getattr(MAIL, part) or 'a@b.example'}{end}Bcc: all@home.example"},
    )
    try:
        found = parsed(wrong)
    except ValueError:
        return
    assert found["Bcc"] is None


def test_a_text_becomes_paragraphs_and_links_and_all_else_is_escaped() -> None:
    text = 'Hello <b>&"you"\nsecond line\n\nSee https://quiz.example/r/abc?a=1&b=2. Or http://x.example!'
    body = html(replace(MAIL, subject="</title><script>", text=text))
    assert "<p>Hello &lt;b&gt;&amp;&quot;you&quot;<br>\nsecond line</p>" in body
    url = "https://quiz.example/r/abc?a=1&amp;b=2"
    assert f'<p>See <a href="{url}">{url}</a>. Or ' in body
    assert '<a href="http://x.example">http://x.example</a>!</p>' in body
    assert "<title>&lt;/title&gt;&lt;script&gt;</title>" in body


@settings(max_examples=50, deadline=None)
@given(text=TEXT)
def test_nothing_in_a_text_is_markup(text: str) -> None:
    tags = {part.split(">")[0].split()[0] for part in html(replace(MAIL, text=text)).split("<")[1:]}
    assert tags <= {
        *("!DOCTYPE", "html", "head", "meta", "title", "/title", "/head", "body", "div"),
        *("p", "/p", "br", "a", "/a", "/div", "/body", "/html"),
    }


@pytest.mark.parametrize("recipient", ["aiko@home.example", "愛子@home.example"])
@pytest.mark.parametrize(("scheme", "one_click"), [("https", True), ("http", False)])
def test_an_invitation_says_how_to_get_no_more_of_them(
    recipient: str, scheme: str, one_click: bool
) -> None:
    url = f"{scheme}://quiz.example/stop/{'a' * 52}"
    content = message(replace(MAIL, recipient=recipient, unsubscribe=url), SERVER).as_bytes()
    lines = content.split(b"\r\n")
    assert f"List-Unsubscribe: <{url}>".encode() in lines, "whole, and not encoded"
    assert (b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines) is one_click
