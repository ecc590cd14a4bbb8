"""The owner of a result has its link mailed, and the address is not kept."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import pytest
from flask import Flask
from support.mail_server import mail_server
from support.mails import MAIL_SERVER, link_in, queued
from support.visitor import Visitor

from quiz.worker.courier import Courier
from quiz.worker.delivery import Delivery

ANSWERS = {"home": "house", "likes": "melody", "skill": "some"}
ADDRESS = "aiko@home.example"


@pytest.fixture
def app(start_app: Callable[..., Flask]) -> Flask:
    """An application that sends mail."""
    return start_app(mail=MAIL_SERVER)


def finish(visitor: Visitor) -> str:
    """Take the quiz; return the path of the result."""
    visitor.answer(**ANSWERS)
    return visitor.finish().path


@pytest.mark.parametrize(
    ("language", "subject", "said"),
    [
        ("en", "Your result in “Which instrument suits you?”", "The e-mail is on its way."),
        ("ja", "「あなたに合う楽器は？」の結果", "メールの送信を始めました。"),
    ],
)
def test_the_link_is_mailed_to_the_owner(
    app: Flask, language: str, subject: str, said: str
) -> None:
    visitor = Visitor(app, language)
    result = finish(visitor)
    assert f"{result}/mail" in visitor.open(result).links
    page = visitor.send(f"{result}/mail", email=ADDRESS)
    assert page.path == f"{result}/mail"
    assert said in page.words
    [mail] = queued(app)
    assert (mail.recipient, mail.subject, mail.language) == (ADDRESS, subject, language)
    assert mail.reply_to is None
    assert Visitor(app).open(link_in(mail)).path == result


def test_the_address_is_gone_once_the_mail_is_sent(app: Flask) -> None:
    visitor = Visitor(app)
    visitor.send(f"{finish(visitor)}/mail", email=ADDRESS)
    store = app.extensions["quiz"].store
    with mail_server() as running, closing(Delivery(running.server)) as delivery:
        Courier(store.outbox, delivery).work(lambda: False)
    assert running.mailbox.recipients == [ADDRESS]
    assert store.count_rows()["outbox"] == 0
    assert store.links.find(1)[0].email is None


def test_a_mail_of_a_deleted_result_is_not_sent(app: Flask) -> None:
    visitor = Visitor(app)
    result = finish(visitor)
    visitor.send(f"{result}/mail", email=ADDRESS)
    visitor.send(f"{result}/delete")
    assert queued(app) == []


@pytest.mark.parametrize("email", ["", "aiko", "aiko@home.example, ben@home.example"])
def test_a_faulty_address_is_refused(app: Flask, email: str) -> None:
    visitor = Visitor(app)
    assert visitor.send(f"{finish(visitor)}/mail", email=email).status == 422
    assert queued(app) == []


def test_only_the_owner_of_an_open_link_can_send_it(app: Flask) -> None:
    visitor = Visitor(app)
    result = finish(visitor)
    assert f"{result}/mail" not in Visitor(app).open(result).links
    assert Visitor(app).open(f"{result}/mail").status == 404
    visitor.send(f"{result}/close", visitor.open(f"{result}/link"))
    assert visitor.open(f"{result}/mail").status == 404


def test_a_result_is_not_mailed_often(app: Flask) -> None:
    visitor = Visitor(app)
    result = finish(visitor)
    told = [visitor.send(f"{result}/mail", email=ADDRESS).status for _ in range(4)]
    assert told == [200, 200, 200, 429]
    assert len(queued(app)) == 3


def test_without_mail_the_page_opens_a_mail_program(start_app: Callable[..., Flask]) -> None:
    visitor = Visitor(start_app(mail=None))
    result = finish(visitor)
    page = visitor.open(result)
    assert f"{result}/mail" not in page.links
    assert any(link.startswith("mailto:") for link in page.links)
    assert visitor.open(f"{result}/mail").status == 404
