"""Signing in leads to where somebody wanted to go, and says what is missing."""

from __future__ import annotations

import pytest
from flask import Flask
from support.teams import PASSWORD, SIGN_IN, WRONG, Teams, sign_in
from support.visitor import Visitor

from quiz.store import Recruiter


@pytest.fixture
def who(teams: Teams) -> Recruiter:
    return teams.recruiter()


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
    assert page.words.count("E-mail address: enter something here.") == 2
    assert page.words.count("Password: enter something here.") == 2
    assert {"#email", "#password"} <= set(page.links)


@pytest.mark.parametrize("fault", ["\x00", "a" * 201, "\udcff"])
def test_text_that_a_database_cannot_store_is_refused(visitor: Visitor, fault: str) -> None:
    form = visitor.open(SIGN_IN)
    for email, password in ((fault, PASSWORD), ("r1@quiz.example", fault)):
        sent = {"csrf_token": form.token, "email": email, "password": password}
        body = "&".join(f"{name}={quoted(text)}" for name, text in sent.items())
        answer = visitor.ask(
            SIGN_IN,
            method="POST",
            data=body,
            content_type="application/x-www-form-urlencoded",
            follow_redirects=True,
        )
        assert answer.status_code == 422


def quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass"))


def test_the_sign_in_page_is_available_in_japanese(app: Flask, who: Recruiter) -> None:
    visitor = Visitor(app, "ja")
    page = sign_in(visitor, who.email, WRONG)
    assert page.text("h1") == "ログイン"
    assert "メールアドレスとパスワードの組み合わせが正しくありません。" in page.words
