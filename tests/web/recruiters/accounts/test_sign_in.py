"""Signing in does not reveal which accounts exist, and attempts are limited."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from math import ceil

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask
from support.teams import PASSWORD, Teams
from support.visitor import Page, Visitor

from quiz.store import Recruiter
from quiz.store.schema import attempts, audit
from quiz.web.recruiters.accounts import passwords
from quiz.web.recruiters.accounts.password_check import LIMIT_PER_NETWORK

SIGN_IN = "/recruiter/sign-in"
WRONG = "not the password of anybody"
REFUSED = "This e-mail address and this password do not belong together."


def sign_in(visitor: Visitor, email: str, password: str = PASSWORD) -> Page:
    return visitor.send(SIGN_IN, email=email, password=password)


def without_token(page: Page) -> str:
    """Return the HTML of a page without its CSRF token, which differs between visitors."""
    return page.html.replace(page.token, "TOKEN")


@pytest.fixture
def who(teams: Teams) -> Recruiter:
    return teams.recruiter()


@pytest.fixture
def verified_hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes that passwords were compared with."""
    compared: list[str] = []

    class RecordingHasher(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # noqa: A002 - argon2's signature
            compared.append(str(hash))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_hasher", RecordingHasher())
    return compared


def test_signing_in_shows_the_board_of_the_team(visitor: Visitor, who: Recruiter) -> None:
    page = sign_in(visitor, f" {who.email.upper()} ")
    assert (page.status, page.path) == (200, "/recruiter")
    assert page.text("h1") == "Consulate A"
    assert f"You are signed in as {who.name}." in page.words
    assert visitor.open("/recruiter").text("h1") == "Consulate A"


def test_passwords_are_compared_in_one_unicode_form(visitor: Visitor, who: Recruiter) -> None:
    full_width = PASSWORD.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    assert full_width != PASSWORD
    assert sign_in(visitor, who.email, full_width).path == "/recruiter"


@pytest.mark.product_hashes
def test_a_wrong_password_does_not_reveal_whether_an_account_exists(
    app: Flask, teams: Teams, who: Recruiter, verified_hashes: list[str]
) -> None:
    waiting, _ = teams.add()
    disabled = teams.recruiter()
    teams.store.accounts.disable(disabled.id, datetime.now(UTC))
    pages = []
    for email, password in (
        (who.email, WRONG),
        ("nobody@quiz.example", WRONG),
        (disabled.email, PASSWORD),
        (disabled.email, WRONG),
        (waiting.email, WRONG),
    ):
        before = len(verified_hashes)
        page = sign_in(Visitor(app), email, password)
        assert len(verified_hashes) == before + 1, "one password is compared, whoever it is"
        assert (page.status, page.words.count(REFUSED)) == (422, 1)
        assert f'value="{email}"' in page.html, "the address is kept"
        assert password not in page.html
        pages.append(without_token(page).replace(email, "EMAIL"))
    assert len(set(pages)) == 1
    parameters = {hash_.rpartition("$")[0].rpartition("$")[0] for hash_ in verified_hashes}
    assert len(parameters) == 1, "and comparing takes as long"


def test_failed_sign_ins_are_recorded_for_the_team_of_the_account_only(
    visitor: Visitor, teams: Teams, who: Recruiter, database: sa.Engine
) -> None:
    sign_in(visitor, who.email, WRONG)
    sign_in(visitor, "nobody@quiz.example", WRONG)
    sign_in(visitor, who.email)
    success, failure = teams.store.audit.page(who.team_id)
    assert (success.action, success.by) == ("sign-in", who.name)
    assert (failure.action, failure.by, failure.detail) == (
        "failed sign-in",
        None,
        {"account": who.email},
    )
    with database.connect() as connection:
        rows = connection.execute(sa.select(audit.c.team, audit.c.detail).order_by("id")).all()
    assert rows[1] == (None, {}), "both write, so that both take as long"


@pytest.mark.parametrize("exists", [True, False])
def test_after_ten_attempts_on_an_account_everybody_has_to_wait(
    app: Flask, teams: Teams, who: Recruiter, exists: bool
) -> None:
    email = who.email if exists else "nobody@quiz.example"
    visitor = Visitor(app)
    assert {sign_in(visitor, email, WRONG).status for _ in range(10)} == {422}
    page = sign_in(Visitor(app), email.upper())
    assert page.status == 429
    assert page.text("h1") == "Sign in"
    wait = int(page.headers["Retry-After"])
    assert 3000 < wait <= 3600
    assert f"There were too many attempts. Try again in {ceil(wait / 60)} minutes." in page.words
    assert sign_in(visitor, teams.recruiter().email).path == "/recruiter", "others go on"


def test_further_attempts_do_not_extend_the_wait_of_one_hour(
    visitor: Visitor, who: Recruiter, database: sa.Engine
) -> None:
    before = datetime.now(UTC)
    sign_in(visitor, who.email, WRONG)
    first = datetime.now(UTC)
    for _ in range(11):
        page = sign_in(visitor, who.email, WRONG)
    assert page.status == 429
    hour = timedelta(hours=1)
    with database.begin() as connection:
        for ends_at in connection.scalars(sa.select(attempts.c.ends_at)):
            assert before + hour <= ends_at <= first + hour
        connection.execute(sa.update(attempts).values(ends_at=before))
    assert sign_in(visitor, who.email).path == "/recruiter"


def test_a_successful_sign_in_resets_the_attempts_on_the_account(
    visitor: Visitor, who: Recruiter
) -> None:
    for _ in range(2):
        assert {sign_in(visitor, who.email, WRONG).status for _ in range(9)} == {422}
        assert sign_in(visitor, who.email).path == "/recruiter"
        visitor.send("/recruiter/sign-out", visitor.open("/recruiter"))


def test_one_network_is_limited_to_fifty_attempts_on_any_accounts(
    app: Flask, who: Recruiter
) -> None:
    with app.test_request_context():
        for _ in range(50):
            assert LIMIT_PER_NETWORK.count("127.0.0.1", datetime.now(UTC)) is None
    page = sign_in(Visitor(app), who.email)
    assert page.status == 429
    elsewhere = Visitor(app)
    form = elsewhere.open(SIGN_IN)
    sent = {"csrf_token": form.token, "email": who.email, "password": PASSWORD}
    answer = elsewhere.ask(
        SIGN_IN, method="POST", data=sent, environ_overrides={"REMOTE_ADDR": "192.0.2.7"}
    )
    assert answer.status_code == 303


def test_attempts_are_counted_across_processes(
    start_app: Callable[..., Flask], who: Recruiter
) -> None:
    visitors = [Visitor(start_app()) for _ in range(2)]
    told = [sign_in(visitors[number % 2], who.email, WRONG).status for number in range(11)]
    assert told == [422] * 10 + [429]


@pytest.mark.product_hashes
def test_an_outdated_hash_is_renewed_at_sign_in(visitor: Visitor, teams: Teams) -> None:
    who, token = teams.add()
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    teams.store.accounts.set_up(token, weak, datetime.now(UTC))
    assert sign_in(visitor, who.email).path == "/recruiter"
    account = teams.store.accounts.find(who.email)
    assert account is not None
    assert account.password_hash not in (None, weak)
    assert not PasswordHasher().check_needs_rehash(account.password_hash)
    assert visitor.open("/recruiter").path == "/recruiter"
    assert sign_in(Visitor(visitor.client.application), who.email).path == "/recruiter"


@pytest.mark.parametrize(
    ("onward", "leads_to"),
    [
        ("/recruiter/account", "/recruiter/account"),
        ("/recruiter/account?lang=ja", "/recruiter/account"),
        ("/recruiter", "/recruiter"),
        ("/rules", "/recruiter"),
        ("//evil.example/recruiter", "/recruiter"),
        ("https://evil.example/recruiter", "/recruiter"),
        ("/recruiter@evil.example", "/recruiter"),
        ("/recruiter.evil.example", "/recruiter"),
        ("/recruiter/\\evil.example", "/recruiter"),
        ("/recruiter/\r\nSet-Cookie: a=b", "/recruiter"),
        ("\t/recruiter/account", "/recruiter"),
        ("", "/recruiter"),
    ],
)
def test_signing_in_redirects_only_within_the_recruiters_pages(
    visitor: Visitor, who: Recruiter, onward: str, leads_to: str
) -> None:
    page = visitor.open(SIGN_IN, query_string={"next": onward})
    [form] = [form for form in page.forms if form[0]["action"].startswith(SIGN_IN)]
    assert visitor.send(form[0]["action"], page, email=who.email, password=PASSWORD).path == (
        leads_to
    )
    again = visitor.ask(SIGN_IN, query_string={"next": onward})
    assert again.status_code == 303, "whoever is signed in goes on"
    assert again.headers["Location"].partition("?")[0] == leads_to


def test_signing_in_leads_back_to_the_requested_page(visitor: Visitor, who: Recruiter) -> None:
    page = visitor.open("/recruiter/account")
    assert (page.path, page.text("h1")) == (SIGN_IN, "Sign in")
    action = page.forms[0][0]["action"]
    assert action == f"{SIGN_IN}?next=%2Frecruiter%2Faccount"
    [japanese] = [link for link in page.links if "lang=ja" in link]
    page = visitor.open(f"{SIGN_IN}{japanese}")
    assert (page.language, page.forms[0][0]["action"]) == ("ja", action)
    wrong = visitor.send(action, page, email=who.email, password=WRONG)
    assert wrong.forms[0][0]["action"] == action, "also after a wrong password"
    page = visitor.send(action, wrong, email=who.email, password=PASSWORD)
    assert page.path == "/recruiter/account"


def test_missing_fields_have_an_error(visitor: Visitor) -> None:
    page = visitor.send(SIGN_IN, email=" ", password="")
    assert page.status == 422
    assert page.words.count("E-mail address: write something here.") == 2
    assert page.words.count("Password: write something here.") == 2
    assert {"#email", "#password"} <= set(page.links)


@pytest.mark.parametrize("fault", ["\x00", "a" * 201, "\udcff"])
def test_text_that_a_database_cannot_store_is_refused(visitor: Visitor, fault: str) -> None:
    form = visitor.open(SIGN_IN)
    for email, password in ((fault, PASSWORD), ("r1@quiz.example", fault)):
        sent = {"csrf_token": form.token, "email": email, "password": password}
        body = "&".join(f"{name}={quoted(text)}" for name, text in sent.items())
        answer = visitor.ask(
            SIGN_IN, method="POST", data=body, content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code == 422


def quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass"))


def test_signing_in_replaces_a_session_planted_by_somebody_else(
    app: Flask, visitor: Visitor, teams: Teams, who: Recruiter
) -> None:
    planted = teams.session(teams.recruiter("Consulate B"))
    visitor.client.set_cookie("recruiter", planted)
    known = visitor.open("/recruiter").token
    form = visitor.open("/recruiter/account")
    page = visitor.send(SIGN_IN, form, email=who.email, password=PASSWORD)
    assert page.text("h1") == "Consulate A"
    cookie = visitor.client.get_cookie("recruiter")
    assert cookie is not None
    assert re.fullmatch("[a-z2-7]{26}", cookie.value)
    assert cookie.value != planted
    assert page.token != known, "and no form that was made before is taken"
    assert teams.store.sessions.find(planted, datetime.now(UTC)) is None


@pytest.mark.parametrize(
    ("public_url", "name", "secure"),
    [
        ("http://127.0.0.1:8000", "recruiter", False),
        ("https://quiz.example", "__Host-recruiter", True),
    ],
)
def test_the_cookie_is_bound_to_the_host_and_hidden_from_scripts(
    start_app: Callable[..., Flask], public_url: str, name: str, secure: bool
) -> None:
    app = start_app(public_url=public_url)
    who = Teams(app).recruiter()
    visitor = Visitor(app, base_url=public_url)
    form = visitor.open(SIGN_IN)
    sent = {"csrf_token": form.token, "email": who.email, "password": PASSWORD}
    answer = visitor.ask(SIGN_IN, method="POST", data=sent)
    [cookie] = [
        cookie for cookie in answer.headers.getlist("Set-Cookie") if cookie.startswith(f"{name}=")
    ]
    attributes = set(cookie.split("; ")[1:])
    assert attributes == {"HttpOnly", "Path=/", "SameSite=Lax"} | ({"Secure"} if secure else set())
    assert visitor.open("/recruiter").text("h1") == "Consulate A"


def test_signing_out_ends_the_session_on_the_server(teams: Teams, who: Recruiter) -> None:
    visitor = teams.visitor(who)
    page = visitor.open("/recruiter")
    token = visitor.client.get_cookie("recruiter")
    assert token is not None
    assert visitor.send("/recruiter/sign-out", page).path == SIGN_IN
    assert visitor.client.get_cookie("recruiter") is None
    visitor.client.set_cookie("recruiter", token.value)
    assert visitor.open("/recruiter").path == SIGN_IN
    assert [entry.action for entry in teams.store.audit.page(who.team_id)] == ["sign-out"]


def test_a_session_in_use_continues_and_is_seldom_written(
    teams: Teams, who: Recruiter, visitor: Visitor
) -> None:
    now = datetime.now(UTC)
    for ago, written in ((timedelta(minutes=1), False), (timedelta(hours=11), True)):
        token = teams.session(who, now - ago)
        visitor.client.set_cookie("recruiter", token)
        assert visitor.open("/recruiter").path == "/recruiter"
        session = teams.store.sessions.find(token, now)
        assert session is not None
        assert (session.seen_at > now - ago) is written


def test_an_unused_session_ends(teams: Teams, who: Recruiter, visitor: Visitor) -> None:
    token = teams.session(who, datetime.now(UTC) - timedelta(hours=12))
    visitor.client.set_cookie("recruiter", token)
    assert visitor.open("/recruiter").path == SIGN_IN


def test_disabling_an_account_ends_its_session_at_once(teams: Teams, who: Recruiter) -> None:
    visitor = teams.visitor(who)
    assert visitor.open("/recruiter").path == "/recruiter"
    teams.store.accounts.disable(who.id, datetime.now(UTC))
    assert visitor.open("/recruiter").path == SIGN_IN


@pytest.mark.parametrize("cookie", ["", "x", "a" * 26, "é", "a" * 3000])
def test_a_forged_cookie_signs_nobody_in(visitor: Visitor, cookie: str) -> None:
    visitor.client.set_cookie("recruiter", cookie)
    assert visitor.open("/recruiter").path == SIGN_IN


WRITE_LOCKS = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": "LOCK TABLE recruiter_sessions IN SHARE MODE",
}


def test_pages_can_be_read_while_the_database_cannot_be_written(
    teams: Teams, who: Recruiter, visitor: Visitor, database: sa.Engine, caplog
) -> None:
    token = teams.session(who, datetime.now(UTC) - timedelta(hours=1))
    visitor.client.set_cookie("recruiter", token)
    visitor.open("/")
    with database.connect() as busy:
        busy.execute(sa.text(WRITE_LOCKS[database.dialect.name]))
        assert visitor.open("/recruiter").status == 200
        busy.rollback()
    assert "cannot keep a session" in caplog.text


def test_the_sign_in_page_is_available_in_japanese(app: Flask, who: Recruiter) -> None:
    visitor = Visitor(app, "ja")
    page = sign_in(visitor, who.email, WRONG)
    assert page.text("h1") == "ログイン"
    assert "メールアドレスとパスワードの組み合わせが正しくありません。" in page.words


def test_signing_out_from_an_outdated_page_with_an_invalid_filter_says_what_to_do(
    teams: Teams, who: Recruiter
) -> None:
    visitor = teams.visitor(who)
    answer = visitor.ask("/recruiter/sign-out?invitation=abc", method="POST")
    assert answer.status_code == 400
    assert "press the button once more" in answer.text
