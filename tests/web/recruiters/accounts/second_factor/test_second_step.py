"""The second step of signing in: the code of an app, or a recovery code, each of them once."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pyotp
import pytest
from flask import Flask
from support.second_factors import CODE, SECOND_FACTOR, STEP, actions, code_of, set_up_app
from support.teams import PASSWORD, SIGN_IN, WRONG, Teams, sign_in
from support.visitor import Visitor

from quiz.store import Recruiter
from quiz.web.recruiters.accounts import totp

BOARD = "/recruiter"
NOT_RIGHT = "This code is wrong or was used already."


def test_no_session_exists_before_the_code_is_right(
    app: Flask, teams: Teams, who: Recruiter, own: Visitor
) -> None:
    phone, _ = set_up_app(own)
    visitor = Visitor(app)
    page = sign_in(visitor, who.email)
    assert (page.status, page.path, page.text("h1")) == (200, CODE, "Enter a code")
    assert visitor.client.get_cookie("recruiter") is None
    assert visitor.open(BOARD).path == SIGN_IN
    wrong = visitor.send(CODE, code="123")
    assert (wrong.status, NOT_RIGHT in wrong.words) == (422, True)
    assert visitor.open(BOARD).path == SIGN_IN
    assert "failed second step" in actions(teams, who)
    assert visitor.send(CODE, code=code_of(phone)).path == BOARD
    assert visitor.client.get_cookie("sign-in") is None
    assert visitor.open(CODE).path == BOARD, "there is nothing left to finish"


@pytest.mark.parametrize("steps", range(-3, 4))
def test_a_clock_may_be_off_by_one_code(steps: int) -> None:
    app = pyotp.TOTP(pyotp.random_base32())
    now = datetime(2026, 11, 27, 12, 0, 29, tzinfo=UTC)
    found = totp.step_of(app.byte_secret(), app.at(now + steps * STEP), now)
    assert found == (int(now.timestamp()) // 30 + steps if abs(steps) <= 1 else None)


def test_codes_of_other_times_and_other_apps_are_wrong(
    app: Flask, own: Visitor, who: Recruiter
) -> None:
    phone, _ = set_up_app(own)
    visitor = Visitor(app)
    sign_in(visitor, who.email)
    other = pyotp.TOTP(pyotp.random_base32())
    for code in (code_of(phone, -4), code_of(phone, 4), code_of(other), "", "１", "a" * 24):
        assert visitor.send(CODE, code=code).status == 422
    assert visitor.open(BOARD).path == SIGN_IN


def test_a_code_signs_in_once(app: Flask, own: Visitor, who: Recruiter) -> None:
    phone, _ = set_up_app(own)
    code = code_of(phone)
    first, second = Visitor(app), Visitor(app)
    for visitor in (first, second):
        sign_in(visitor, who.email)
    assert first.send(CODE, code=code).path == BOARD
    assert NOT_RIGHT in second.send(CODE, code=code).words
    assert second.send(CODE, code=code_of(phone, 1)).path == BOARD


def test_full_width_digits_and_spaces_are_the_same_code(
    app: Flask, own: Visitor, who: Recruiter
) -> None:
    phone, _ = set_up_app(own)
    wide = code_of(phone).translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)})
    visitor = Visitor(app)
    sign_in(visitor, who.email)
    assert visitor.send(CODE, code=f" {wide[:3]} {wide[3:]}").path == BOARD


def test_a_recovery_code_signs_in_once_and_new_ones_end_the_rest(
    app: Flask, teams: Teams, own: Visitor, who: Recruiter
) -> None:
    _, codes = set_up_app(own)
    assert len(set(codes)) == 10
    assert all(re.fullmatch("([a-z2-7]{4}-){5}[a-z2-7]{4}", code) for code in codes)
    for code, path in ((codes[0], BOARD), (codes[0], CODE), (codes[1].upper(), BOARD)):
        visitor = Visitor(app)
        sign_in(visitor, who.email)
        assert visitor.send(CODE, code=code).path == path
    assert "recovery code used" in actions(teams, who)
    page = own.open(SECOND_FACTOR)
    assert "Codes left: 8." in page.words
    refused = own.send(f"{SECOND_FACTOR}/codes", page, present=WRONG)
    assert "This is not your current password." in refused.words
    new = own.send(f"{SECOND_FACTOR}/codes", refused, present=PASSWORD).text("textarea").split()
    assert set(new).isdisjoint(codes)
    visitor = Visitor(app)
    sign_in(visitor, who.email)
    assert visitor.send(CODE, code=codes[2]).status == 422
    assert visitor.send(CODE, code=new[0]).path == BOARD


def test_nobody_uses_the_recovery_code_of_somebody_else(
    app: Flask, teams: Teams, own: Visitor
) -> None:
    _, codes = set_up_app(own)
    other = teams.recruiter()
    set_up_app(teams.visitor(other))
    visitor = Visitor(app)
    sign_in(visitor, other.email)
    assert visitor.send(CODE, code=codes[0]).status == 422


def test_codes_are_tried_ten_times_an_hour(app: Flask, own: Visitor, who: Recruiter) -> None:
    phone, _ = set_up_app(own)
    visitor = Visitor(app)
    page = sign_in(visitor, who.email)
    assert {visitor.send(CODE, page, code="000000").status for _ in range(10)} == {422}
    late = Visitor(app)
    sign_in(late, who.email)
    page = late.send(CODE, code=code_of(phone))
    assert page.status == 429
    assert "There have been too many attempts." in page.words
    assert int(page.headers["Retry-After"]) > 3000
    assert late.open(BOARD).path == SIGN_IN


def test_next_and_a_draft_survive_the_second_step(app: Flask, teams: Teams, who: Recruiter) -> None:
    visitor = teams.visitor(who)
    phone, codes = set_up_app(visitor)
    visitor.send("/recruiter/sign-out", visitor.open(BOARD))
    page = visitor.open("/recruiter/account?lang=en")
    action = page.forms[0][0]["action"]
    page = visitor.send(action, page, email=who.email, password=PASSWORD)
    wrong = visitor.send(page.forms[0][0]["action"], page, code="000000")
    again = wrong.forms[0][0]["action"]
    assert visitor.send(again, wrong, code=code_of(phone)).path == "/recruiter/account"

    form = visitor.open("/recruiter/invitations/new")
    token = visitor.client.get_cookie("recruiter")
    assert token is not None
    teams.store.sessions.end(token.value)
    asked = visitor.send("/recruiter/invitations/new", form, title="Leeds fair", asks_email="yes")
    [draft] = [a["value"] for a in asked.all("input") if a.get("name") == "draft"]
    step = visitor.send(SIGN_IN, asked, email=who.email, password=PASSWORD, draft=draft)
    assert (step.path, "Leeds" in step.html) == (CODE, False)
    back = visitor.send(step.forms[0][0]["action"], step, code=codes[0])
    assert back.path == "/recruiter/invitations/new"
    assert "Leeds fair" in [a.get("value") for a in back.all("input")]


def test_a_sign_in_ends_with_a_change_of_the_account(
    app: Flask, teams: Teams, own: Visitor, who: Recruiter
) -> None:
    phone, _ = set_up_app(own)
    visitor = Visitor(app)
    page = sign_in(visitor, who.email)
    teams.store.accounts.disable(who.id, datetime.now(UTC))
    teams.store.accounts.enable(who.id)
    assert visitor.send(CODE, page, code=code_of(phone)).path == SIGN_IN
    assert visitor.open(BOARD).path == SIGN_IN


def test_a_set_up_link_does_not_get_past_the_second_factor(
    app: Flask, teams: Teams, own: Visitor, who: Recruiter
) -> None:
    phone, _ = set_up_app(own)
    teams.store.accounts.reset(who.id, "z" * 26, datetime.now(UTC))
    visitor = Visitor(app)
    new = "nobody else guesses these words"
    page = visitor.send(f"/recruiter/set-up/{'z' * 26}", password=new, again=new)
    assert page.path == CODE
    assert visitor.open(BOARD).path == SIGN_IN
    assert visitor.send(CODE, code=code_of(phone)).path == BOARD


def test_it_is_all_in_japanese(app: Flask, teams: Teams, who: Recruiter) -> None:
    visitor = teams.visitor(who, "ja")
    set_up_app(visitor)
    page = sign_in(Visitor(app, "ja"), who.email)
    assert page.text("h1") == "コードの入力"
