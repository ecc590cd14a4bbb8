"""Where the quiz sends mail, set-up links and links for forgotten passwords are mailed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from support.mails import MAIL_SERVER, link_in, queued
from support.second_factors import CODE, code_of, set_up_app
from support.teams import PASSWORD, Teams, lock_out, sign_in
from support.visitor import Visitor

from quiz.store.new_passwords import LINK_LASTS

FORGOTTEN = "/recruiter/forgotten-password"
LONG = "a password of some length"


@pytest.fixture
def url(sqlite_url: str) -> str:
    """The URL of the database: these are tests of pages."""
    return sqlite_url


@pytest.fixture
def app(start_app: Callable[..., Flask]) -> Flask:
    """An application that sends mail."""
    return start_app(mail=MAIL_SERVER)


@pytest.mark.parametrize(
    ("language", "subject", "otherwise"),
    [
        (
            "en",
            "Your account in “Which instrument suits you?”",
            "If the e-mail does not arrive, give them the link yourself, and nobody else.",
        ),
        (
            "ja",
            "「あなたに合う楽器は？」のアカウントについて",
            "メールが届かない場合は、リンクをご自身で本人だけに渡してください。",
        ),
    ],
)
def test_a_new_account_is_told_its_set_up_link(
    teams: Teams, language: str, subject: str, otherwise: str, app: Flask
) -> None:
    who = teams.administrator("領事館")
    page = teams.visitor(who, language).send(
        "/recruiter/people", name="Aiko <A>", email="aiko@office.example", role="recruiter"
    )
    [mail] = queued(app)
    assert (mail.recipient, mail.language) == ("aiko@office.example", language)
    assert mail.subject == subject
    assert all(word in mail.text for word in ("Aiko <A>", "領事館"))
    assert link_in(mail) in page.html, "it can be passed on as well"
    assert otherwise in page.words
    assert "aiko@office.example" in page.words
    assert Visitor(app).send(link_in(mail), password=LONG, again=LONG).path == "/recruiter"


def test_a_reset_is_mailed_too(app: Flask, teams: Teams) -> None:
    who, other = teams.administrator(), teams.recruiter()
    teams.visitor(who).send(f"/recruiter/people/{other.id}", change="reset")
    [mail] = queued(app)
    assert mail.recipient == other.email
    assert mail.subject == "Choose a new password"
    assert "was removed, so that you can choose a new one" in mail.text
    assert link_in(mail).startswith("/recruiter/set-up/")


def test_while_an_account_is_locked_a_mailed_link_helps_on_a_new_device_and_an_app_does_not(
    app: Flask, teams: Teams
) -> None:
    who = teams.recruiter()
    authenticator, _ = set_up_app(teams.visitor(who))
    lock_out(app, who)
    visitor = Visitor(app)
    assert sign_in(visitor, who.email).status == 429, "nobody is asked for a code"
    visitor.send(FORGOTTEN, email=who.email)
    [mail] = queued(app)
    assert visitor.send(link_in(mail), password=LONG, again=LONG).path == CODE
    assert visitor.send(CODE, code=code_of(authenticator)).path == "/recruiter"
    visitor.send("/recruiter/sign-out", visitor.open("/recruiter"))
    assert sign_in(visitor, who.email, LONG).path == CODE, "the device is known now"
    assert sign_in(Visitor(app), who.email, LONG).status == 429


def test_a_forgotten_password_is_replaced_by_a_mailed_link(app: Flask, teams: Teams) -> None:
    who = teams.recruiter()
    before = teams.visitor(who)
    visitor = Visitor(app)
    assert FORGOTTEN in visitor.open("/recruiter/sign-in").links
    page = visitor.send(FORGOTTEN, email=f" {who.email.upper()}")
    assert "on its way" in page.words
    [mail] = queued(app)
    assert (mail.recipient, mail.subject) == (who.email, "Choose a new password")
    assert sign_in(Visitor(app), who.email).path == "/recruiter", "the old one works until then"
    page = visitor.open(link_in(mail))
    assert page.text("h1") == "Choose a new password"
    assert visitor.send(link_in(mail), password=LONG, again=LONG).path == "/recruiter"
    assert sign_in(Visitor(app), who.email, PASSWORD).status == 422
    assert before.open("/recruiter").path == "/recruiter/sign-in", "its sessions have ended"
    assert visitor.open(link_in(mail)).status == 404, "it works once"
    actions = [entry.action for entry in teams.store.audit.page(who.team_id)]
    assert "new password asked" in actions


def test_the_page_says_the_same_of_any_address(app: Flask, teams: Teams) -> None:
    who, disabled = teams.recruiter(), teams.recruiter()
    teams.store.accounts.disable(disabled.id, datetime.now(UTC))
    pages = {
        (page.status, page.html)
        for email in (who.email, disabled.email, "nobody@office.example", "no address")
        for page in [Visitor(app).send(FORGOTTEN, email=email)]
    }
    assert len(pages) == 1
    assert [mail.recipient for mail in queued(app)] == [who.email]


def test_a_mailed_link_ends(app: Flask, teams: Teams) -> None:
    who = teams.recruiter()
    Visitor(app).send(FORGOTTEN, email=who.email)
    [mail] = queued(app)
    token = link_in(mail).rpartition("/")[2]
    accounts, now = teams.store.accounts, datetime.now(UTC)
    assert accounts.to_set_up(token, now)
    assert accounts.to_set_up(token, now + LINK_LASTS) is None


def test_nobody_is_sent_many_mails(app: Flask, teams: Teams) -> None:
    who = teams.recruiter()
    told = [Visitor(app).send(FORGOTTEN, email=who.email).status for _ in range(6)]
    assert told == [200] * 5 + [429]
    assert len(queued(app)) == 5
    assert Visitor(app).send(FORGOTTEN, email="nobody@office.example").status == 200


def test_without_mail_there_is_no_such_page_and_nothing_is_queued(
    start_app: Callable[..., Flask],
) -> None:
    app = start_app(mail=None)
    teams = Teams(app)
    assert FORGOTTEN not in Visitor(app).open("/recruiter/sign-in").links
    assert Visitor(app).open(FORGOTTEN).status == 404
    teams.visitor(teams.administrator()).send(
        "/recruiter/people", name="Aiko", email="aiko@office.example", role="recruiter"
    )
    assert queued(app) == []
