"""Signing in with an identity provider: the certified one, one that is down, and none."""

from __future__ import annotations

import time

import pytest
from flask import Flask
from markupsafe import escape
from support.oidc_provider import CALLBACK, OwnProvider, settings
from support.provider_sign_in import (
    BEGIN,
    WRONG,
    StartApp,
    through_certified,
    through_own,
    with_teams,
)
from support.teams import Teams, sign_in
from support.visitor import Visitor
from werkzeug.test import TestResponse

from quiz.oidc import http


def test_the_certified_provider_signs_somebody_in_who_gets_an_account_by_the_mapping(
    start_app: StartApp, issuer: str
) -> None:
    app = with_teams(start_app(provider=settings(issuer)))
    visitor = Visitor(app)
    page = visitor.open("/recruiter/sign-in")
    assert "Sign in with the Office" in page.words
    assert BEGIN in page.links
    board = through_certified(app, "hanako", visitor)
    assert (board.path, board.status) == ("/recruiter", 200)
    assert "You are signed in as 花子." in board.words
    account = Teams(app).store.accounts.find("hanako@office.example")
    assert account is not None
    who = account.recruiter
    assert (who.team_name, who.role, account.state) == ("Consulate A", "recruiter", "in use")
    again = through_certified(app, "hanako")
    assert again.path == "/recruiter"
    assert len(Teams(app).store.accounts.people()) == 1, "the same account"
    log = [entry.action for entry in Teams(app).store.audit.page(who.team_id)]
    assert log == ["provider sign-in", "provider sign-in", "account added"]


@pytest.mark.parametrize(
    ("login", "title"),
    [
        ("unverified", "Your e-mail address is not confirmed at the Office"),
        ("nobody", "You do not belong to a team here"),
    ],
)
def test_whom_the_mapping_does_not_name_gets_no_account(
    start_app: StartApp, issuer: str, login: str, title: str
) -> None:
    app = with_teams(start_app(provider=settings(issuer)))
    page = through_certified(app, login)
    assert (page.status, page.text("h1")) == (403, title)
    assert "/recruiter/sign-in" in page.links
    assert Teams(app).store.accounts.people() == []


def test_groups_come_from_the_user_info_and_give_several_teams(
    start_app: StartApp, issuer: str
) -> None:
    app = with_teams(start_app(provider=settings(issuer)))
    assert through_certified(app, "both").path == "/recruiter"
    people = Teams(app).store.accounts.people()
    assert [(a.recruiter.team_name, a.recruiter.role) for a in people] == [
        ("Consulate A", "recruiter"),
        ("Consulate B", "reader"),
    ]


def test_a_wrong_client_secret_signs_nobody_in(start_app: StartApp, issuer: str) -> None:
    app = with_teams(start_app(provider=settings(issuer, client_secret=WRONG)))
    page = through_certified(app, "hanako")
    assert (page.status, page.text("h1")) == (400, WRONG)


def test_a_provider_that_stalls_is_waited_for_only_so_long(
    app: Flask, own: OwnProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "SECONDS", 1)
    own.delay = {"/.well-known/openid-configuration": 0.2}  # a byte every 0.2 s
    began = time.monotonic()
    page = Visitor(app).open(BEGIN)
    assert time.monotonic() - began < 5
    assert (page.status, page.text("h1")) == (503, "No answer from the Office")
    own.delay = {"/token": 0.2}
    assert through_own(app, own).status == 503
    own.delay = {}
    assert through_own(app, own).path == "/recruiter"


def test_a_provider_that_is_down_says_so_and_the_password_still_works(
    start_app: StartApp,
) -> None:
    app = start_app(provider=settings("http://127.0.0.1:9"))
    page = Visitor(app, "ja").open(BEGIN)
    assert (page.status, page.text("h1")) == (503, "事務所から応答がありません")
    assert sign_in(Visitor(app), Teams(app).recruiter().email).path == "/recruiter"


def test_signing_in_goes_on_where_somebody_wanted_to_go(app: Flask, own: OwnProvider) -> None:
    visitor = Visitor(app)
    page = visitor.open("/recruiter/summary")
    [address] = [link for link in page.links if link.startswith(BEGIN)]
    sent = visitor.ask(address)
    assert visitor.open(own.come_back(sent.headers["Location"])).path == "/recruiter/summary"


def test_without_a_provider_there_is_no_such_page(start_app: StartApp) -> None:
    visitor = Visitor(start_app())
    assert BEGIN not in visitor.open("/recruiter/sign-in").links
    assert visitor.open(BEGIN).status == 404
    assert visitor.open(CALLBACK).status == 404


def test_what_was_typed_is_in_its_field_after_signing_in_with_the_provider_in_another_tab(
    app: Flask, own: OwnProvider
) -> None:
    teams, visitor = Teams(app), Visitor(app)
    assert through_own(app, own, visitor).path == "/recruiter"
    who = teams.store.accounts.people()[0].recruiter
    page = f"/recruiter/results/{teams.result(who)}"
    form, token = visitor.open(page), visitor.client.get_cookie("recruiter")
    assert token is not None
    teams.store.sessions.end(token.value)
    asked = visitor.send(f"{page}/work?best=PIANO", form, note="Phoned")
    assert (asked.status, asked.text("h1")) == (403, "Sign in")
    [link] = [a for a in asked.all("a") if a.get("href") == BEGIN]
    assert link["target"] == "_blank"
    [draft] = [a["value"] for a in asked.all("input") if a.get("name") == "draft"]
    [button] = [a for a in asked.all("button") if "elsewhere" in a.get("formaction", "")]

    def go_on(origin: str | None) -> TestResponse:
        return visitor.ask(
            button["formaction"],
            method="POST",
            data={"csrf_token": asked.token, "draft": draft},
            headers={"Origin": origin} if origin else {},
        )

    here = "http://localhost"
    early = go_on(here)
    assert early.status_code == 422
    assert "You are not signed in yet. Sign in first, then continue here." in early.text
    assert str(escape(draft)) in early.text
    through_own(app, own, visitor)  # in another tab
    for elsewhere in (None, "null", "https://office.example"):
        assert go_on(elsewhere).status_code == 422
    assert visitor.open(page).text("textarea").strip() == ""
    assert go_on(here).headers["Location"] == f"{page}?best=PIANO"
    back = visitor.open(f"{page}?best=PIANO")
    assert back.text("textarea").strip() == "Phoned"
    assert "What you had written before your session ended is in its field again." in back.words
    assert teams.store.notes.of(who.team_id, int(page.rpartition("/")[2])) == []
