"""How operators sign in: with a second factor, to the page that was asked for, and out again."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask
from support.second_factors import CODE, SECOND_FACTOR, code_of, set_up_app
from support.teams import PASSWORD, SIGN_IN, Teams, sign_in
from support.visitor import Visitor

from quiz.web.framework.link_tokens import new_token

PAGE = "/operator"


def test_an_operator_sets_the_account_up_with_a_second_factor_before_anything_is_shown(
    app: Flask, teams: Teams
) -> None:
    token, email = new_token(), "operator@quiz.example"
    assert teams.store.operators.add(email, "Oda", token, datetime.now(UTC))
    visitor = Visitor(app)
    page = visitor.open(f"/recruiter/set-up/{token}")
    assert "This is the account of Oda, who runs this quiz." in page.words
    page = visitor.send(f"/recruiter/set-up/{token}", page, password=PASSWORD, again=PASSWORD)
    assert page.path == SECOND_FACTOR
    assert "Whoever runs the quiz needs a second factor." in page.words
    assert visitor.open(PAGE).path == SECOND_FACTOR
    telephone, _ = set_up_app(visitor)
    assert visitor.open(PAGE).text("h1") == "Operation"
    assert visitor.open(f"{SECOND_FACTOR}/off").path == SECOND_FACTOR, "it stays required"
    again = Visitor(app)
    assert sign_in(again, email).path == CODE
    assert again.send(CODE, code=code_of(telephone)).path == PAGE, "signing in leads there"


def test_signing_in_leads_back_to_the_operators_page_that_was_asked_for(
    app: Flask, teams: Teams
) -> None:
    who, visitor = teams.operator(), Visitor(app)
    teams.store.second_factors.remove_all(who.id)
    telephone, _ = set_up_app(teams.visitor(who))
    asked = visitor.open(f"{PAGE}/audit")
    assert asked.path == SIGN_IN
    form = asked.forms[-1][0]["action"]
    page = visitor.send(form, asked, email=who.email, password=PASSWORD)
    assert page.path == CODE
    page = visitor.send(page.forms[-1][0]["action"], page, code=code_of(telephone))
    assert page.path == f"{PAGE}/audit"
    assert "Signed in" in page.words


def test_signing_out_asks_again_where_the_page_was_out_of_date(own: Visitor) -> None:
    page = own.send("/recruiter/sign-out", csrf_token="old")  # noqa: S106 - none that is valid
    assert (page.status, page.text("h1")) == (400, "Sign out")
    assert own.send("/recruiter/sign-out", page).path == SIGN_IN
    assert own.open(PAGE).path == SIGN_IN
