"""What is typed while a session ends is in its field again after signing in."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from markupsafe import escape
from support.teams import PASSWORD, WRONG, Teams
from support.visitor import Page, Visitor
from wtforms import PasswordField

from quiz.store import Recruiter
from quiz.web.framework import drafts
from quiz.web.framework.forms import PostedForm

NOTE = "Phoned: speaks “easily”.\r\n電話した。 <b>"
SIGN_IN = "/recruiter/sign-in"


@pytest.fixture
def who(teams: Teams) -> Recruiter:
    return teams.recruiter()


def end_sessions(teams: Teams, visitor: Visitor) -> None:
    """End the session of a browser, which goes on sending its cookie."""
    token = visitor.client.get_cookie("recruiter")
    assert token is not None
    teams.store.sessions.end(token.value)


def signed_in_again(visitor: Visitor, asked: Page, who: Recruiter, password: str) -> Page:
    [draft] = [a["value"] for a in asked.all("input") if a.get("name") == "draft"]
    return visitor.send(SIGN_IN, asked, email=who.email, password=password, draft=draft)


@pytest.mark.parametrize("note", [NOTE, "語" * 4000])
def test_a_note_is_in_its_field_after_signing_in_and_is_sent_once(
    teams: Teams, who: Recruiter, note: str
) -> None:
    result = teams.result(who)
    page = f"/recruiter/results/{result}"
    visitor = teams.visitor(who)
    form = visitor.open(page)
    end_sessions(teams, visitor)
    asked = visitor.send(f"{page}/work", form, stage="contacted", note=note)
    assert (asked.status, asked.text("h1")) == (403, "Sign in")
    assert "Your session has ended. Nothing that you have written is lost" in asked.words
    assert teams.store.notes.of(who.team_id, result) == []
    wrong = signed_in_again(visitor, asked, who, WRONG)
    assert wrong.status == 422
    back = signed_in_again(visitor, wrong, who, PASSWORD)
    assert (back.status, back.path) == (200, page)
    assert "What you had written before your session ended is in its field again." in back.words
    assert back.text("textarea").split() == note.split()
    assert str(escape(note.replace("\r\n", "\n"))) in back.html, "with its lines"
    assert "contacted" in [a["value"] for a in back.all("option") if "selected" in a]
    assert teams.store.notes.of(who.team_id, result) == [], "nothing is sent by itself"
    assert back.text("textarea") == visitor.open(page).text("textarea"), "a reload keeps it"
    assert "What you had written" not in visitor.open("/recruiter").words
    sent = visitor.send(f"{page}/work", back, note=note)
    assert len(teams.store.notes.of(who.team_id, result)) == 1
    assert "What you had written" not in sent.words
    assert visitor.open(page).text("textarea").strip() == ""


@pytest.mark.parametrize("page", ["/recruiter/results/{}", "/recruiter"])
def test_the_filter_is_kept_with_what_was_typed(teams: Teams, who: Recruiter, page: str) -> None:
    result = teams.result(who)
    page, query = page.format(result), "best=PIANO&least-skill=some&sort=name"
    visitor = teams.visitor(who)
    form = visitor.open(f"{page}?{query}")
    end_sessions(teams, visitor)
    action = page if page == "/recruiter" else f"{page}/work"
    asked = visitor.send(f"{action}?{query}", form, note=NOTE, result=str(result))
    back = signed_in_again(visitor, asked, who, PASSWORD)
    assert back.text("textarea").split() == NOTE.split()
    assert back.query == query


def test_a_note_is_kept_where_somebody_signed_out_in_another_tab(
    teams: Teams, who: Recruiter
) -> None:
    page = f"/recruiter/results/{teams.result(who)}"
    visitor = teams.visitor(who)
    form = visitor.open(page)
    assert visitor.send("/recruiter/sign-out", form).path == SIGN_IN
    assert visitor.client.get_cookie("recruiter") is None
    data = {"csrf_token": form.token, "note": NOTE}
    for origin in ("https://evil.example", "null"):
        sent = visitor.ask(f"{page}/work", method="POST", data=data, headers={"Origin": origin})
        assert (sent.status_code, sent.location) == (303, SIGN_IN)
    headers = {"Origin": "http://localhost"}
    asked = Page(visitor.ask(f"{page}/work", method="POST", data=data, headers=headers))
    assert (asked.status, asked.text("h1")) == (403, "Sign in")
    assert "Your session has ended. Nothing that you have written is lost" in asked.words
    back = signed_in_again(visitor, asked, who, PASSWORD)
    assert (back.path, back.text("textarea").split()) == (page, NOTE.split())


def test_another_language_of_the_sign_in_page_keeps_the_draft(teams: Teams, who: Recruiter) -> None:
    page = f"/recruiter/results/{teams.result(who)}"
    visitor = teams.visitor(who)
    form = visitor.open(page)
    end_sessions(teams, visitor)
    asked = visitor.send(f"{page}/work?best=PIANO", form, stage="contacted", note=NOTE)
    for language, says in (("ja", "ログイン"), ("en", "Sign in"), ("ja", "ログイン")):
        assert not [link for link in asked.links if "lang=" in link], "a link would lose it"
        [button] = [a for a in asked.all("button") if "lang=" in a.get("formaction", "")]
        assert button["form"] in [a.get("id") for a in asked.all("form")]
        [draft] = [a["value"] for a in asked.all("input") if a.get("name") == "draft"]
        fields = {"email": "r@quiz.example", "password": PASSWORD, "draft": draft}
        asked = visitor.send(button["formaction"], asked, **fields)
        assert (asked.status, asked.language, asked.text("h1")) == (200, language, says)
        assert PASSWORD not in asked.html
        assert "r@quiz.example" in [a.get("value") for a in asked.all("input")]
    back = signed_in_again(visitor, asked, who, PASSWORD)
    assert (back.path, back.query, back.language) == (page, "best=PIANO", "ja")
    assert back.text("textarea").split() == NOTE.split()


def test_another_site_cannot_put_a_draft_on_the_sign_in_page_unseen(app: Flask) -> None:
    data = {"draft": '["/recruiter", [["note", "x"]]]'}
    answer = Visitor(app).ask(f"{SIGN_IN}?answer=unsent&lang=ja", method="POST", data=data)
    assert answer.status_code == 400


def test_so_is_what_was_typed_into_any_other_form(teams: Teams, who: Recruiter) -> None:
    visitor = teams.visitor(who)
    form = visitor.open("/recruiter/invitations/new")
    end_sessions(teams, visitor)
    title = "Leeds careers fair"
    asked = visitor.send("/recruiter/invitations/new", form, title=title, asks_email="yes")
    back = signed_in_again(visitor, asked, who, PASSWORD)
    assert back.path == "/recruiter/invitations/new"
    values = {a.get("name"): a.get("value") for a in back.all("input")}
    assert values["title"] == title
    assert "yes" in back.chosen


def test_a_button_leaves_no_draft_and_neither_does_a_password(teams: Teams, who: Recruiter) -> None:
    visitor = teams.visitor(who)
    form = visitor.open("/recruiter/account")
    end_sessions(teams, visitor)
    for address, fields in (
        ("/recruiter/account", {"present": PASSWORD, "password": "x", "again": "x"}),
        ("/recruiter/sign-out", {}),
    ):
        asked = visitor.send(address, form, **fields)
        assert (asked.status, asked.path) == (200, SIGN_IN)
        assert "Your session has ended. Sign in to go on." in asked.words
        assert not [a for a in asked.all("input") if a.get("name") == "draft"]
        assert PASSWORD not in asked.html


def test_every_field_for_a_password_is_known_to_drafts(app: Flask) -> None:
    def forms(base: type) -> list[type]:
        return [base, *(each for child in base.__subclasses__() for each in forms(child))]

    found = {
        name
        for form in forms(PostedForm)
        for name in dir(form)
        if getattr(getattr(form, name, None), "field_class", None) is PasswordField
    }
    assert found == drafts.PASSWORDS


def test_the_page_says_that_the_session_has_ended_and_nobody_new_is_told_so(
    app: Flask, teams: Teams, who: Recruiter
) -> None:
    visitor = teams.visitor(who)
    end_sessions(teams, visitor)
    assert "Your session has ended. Sign in to go on." in visitor.open("/recruiter").words
    assert "session has ended" not in Visitor(app).open("/recruiter").words
    ja = teams.visitor(who, "ja")
    end_sessions(teams, ja)
    assert "ログインの有効期間が終わりました。" in ja.open("/recruiter").words


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example", "/r/aaaa", "x"])
def test_a_draft_leads_to_no_other_site(
    app: Flask, teams: Teams, who: Recruiter, path: str
) -> None:
    visitor = Visitor(app)
    draft = json.dumps([path, [["note", "x"]]])
    page = visitor.send(SIGN_IN, email=who.email, password=PASSWORD, draft=draft)
    assert page.path == "/recruiter"


@pytest.mark.parametrize("draft", ["{", "[]", '["/recruiter"]', '["/recruiter", [["a"]]]', "[" * 9])
def test_what_is_no_draft_is_ignored(app: Flask, who: Recruiter, draft: str) -> None:
    page = Visitor(app).send(SIGN_IN, email=who.email, password=PASSWORD, draft=draft)
    assert (page.status, page.path) == (200, "/recruiter")


def test_a_draft_is_shown_to_nobody_else(teams: Teams, who: Recruiter) -> None:
    result = teams.result(who)
    page = f"/recruiter/results/{result}"
    visitor = teams.visitor(who)
    form = visitor.open(page)
    end_sessions(teams, visitor)
    signed_in_again(visitor, visitor.send(f"{page}/work", form, note=NOTE), who, PASSWORD)
    assert teams.visitor(who).open(page).text("textarea").strip() == "", "another browser"
    assert teams.visitor(teams.recruiter()).open(page).text("textarea").strip() == ""


def test_a_form_of_another_site_leaves_no_draft(app: Flask) -> None:
    planted = Visitor(app).ask(
        "/recruiter/people",
        method="POST",
        data={"name": "Planted", "email": "x@evil.example", "role": "administrator"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert "Planted" not in planted.text


def test_a_draft_is_not_put_into_the_cookie_by_a_wrong_password(
    teams: Teams, who: Recruiter
) -> None:
    result = teams.result(who)
    visitor = teams.visitor(who)
    form = visitor.open(f"/recruiter/results/{result}")
    end_sessions(teams, visitor)
    asked = visitor.send(f"/recruiter/results/{result}/work", form, note="a short secret")
    assert signed_in_again(visitor, asked, who, WRONG).status == 422
    with visitor.client.session_transaction() as session:
        assert "a short secret" not in str(dict(session))
