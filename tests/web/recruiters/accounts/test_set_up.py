"""A set-up link works once; then it leads to the page for unknown links."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from support.teams import PASSWORD, Teams
from support.visitor import Visitor

from quiz.store import NewRecruiter

LONG = "a password of some length"


def test_the_holder_of_the_link_chooses_a_password_and_is_signed_in(
    visitor: Visitor, teams: Teams
) -> None:
    who, token = teams.add("領事館")
    page = visitor.open(f"/recruiter/set-up/{token}")
    assert all(word in page.words for word in (who.name, who.email, "領事館"))
    page = visitor.send(f"/recruiter/set-up/{token}", password=LONG, again=LONG)
    assert (page.path, page.text("h1")) == ("/recruiter", "領事館")
    visitor.send("/recruiter/sign-out", page)
    assert visitor.send("/recruiter/sign-in", email=who.email, password=LONG).path == "/recruiter"
    actions = [entry.action for entry in teams.store.audit.page(who.team_id)]
    assert actions == ["sign-in", "sign-out", "sign-in", "password set"]


def test_used_expired_and_invented_links_give_the_same_page(
    app: Flask, visitor: Visitor, teams: Teams
) -> None:
    now = datetime.now(UTC)
    team = teams.team("Consulate A")
    past = NewRecruiter(team, "past@quiz.example", "P", "recruiter", "p" * 26)
    teams.store.accounts.add(past, now - timedelta(hours=72))
    disabled, of_disabled = teams.add()
    teams.store.accounts.disable(disabled.id, now)
    _, used = teams.add()
    open_form = visitor.open(f"/recruiter/set-up/{used}")
    visitor.send(f"/recruiter/set-up/{used}", password=LONG, again=LONG)
    pages = []
    for token in (used, "p" * 26, of_disabled, "a" * 26, "x", "é"):
        for page in (
            Visitor(app).open(f"/recruiter/set-up/{token}"),
            visitor.send(f"/recruiter/set-up/{token}", open_form, password=LONG, again=LONG),
        ):
            assert page.status == 404
            pages.append(page.html)
    assert len(set(pages)) == 1


def test_opening_the_link_does_not_use_it(visitor: Visitor, teams: Teams) -> None:
    _, token = teams.add()
    for _ in range(3):
        assert visitor.ask(f"/recruiter/set-up/{token}", method="HEAD").status_code == 200
        assert visitor.open(f"/recruiter/set-up/{token}").status == 200


FAULTS = {
    "too short": ("elevenchars", "elevenchars", "New password: enter at least 12 characters."),
    "too long": ("x" * 201, "x" * 201, "New password: enter at most 200 characters."),
    "the address": (
        "",
        "",
        "New password: choose something other than your e-mail address.",
    ),
    "two passwords": (
        LONG,
        LONG + "!",
        "Repeat the new password: enter the same password in both fields.",
    ),
    "a control character": (
        LONG + "\x07",
        LONG + "\x07",
        "New password: remove characters that cannot be displayed.",
    ),
    "nothing": ("", "", "New password: enter something here."),
}


@pytest.mark.parametrize(("password", "again", "cure"), FAULTS.values(), ids=FAULTS)
def test_an_invalid_password_is_refused_with_errors(
    visitor: Visitor, teams: Teams, password: str, again: str, cure: str
) -> None:
    who, token = teams.add()
    if cure.endswith("your e-mail address."):
        password = again = who.email.upper()
    page = visitor.send(f"/recruiter/set-up/{token}", password=password, again=again)
    assert (page.status, page.title[:7]) == (422, "Error: ")
    assert page.words.count(cure) == 2
    assert not password or password not in page.html
    assert visitor.send(f"/recruiter/set-up/{token}", password=LONG, again=LONG).status == 200


@pytest.mark.parametrize(
    "password",
    ["twelve chars", ("four words none guesses, " * 8)[:200], "日本語の長いパスワードです"],
)
def test_any_password_of_the_minimum_length_that_is_hard_to_guess_is_accepted(
    app: Flask, visitor: Visitor, teams: Teams, password: str
) -> None:
    who, token = teams.add()
    visitor.send(f"/recruiter/set-up/{token}", password=password, again=password)
    page = Visitor(app).send("/recruiter/sign-in", email=who.email, password=password)
    assert page.path == "/recruiter"


def test_setting_up_again_ends_the_wait_after_too_many_attempts(
    app: Flask, visitor: Visitor, teams: Teams
) -> None:
    who = teams.recruiter()
    for _ in range(11):
        page = visitor.send("/recruiter/sign-in", email=who.email, password=LONG)
    assert page.status == 429
    teams.store.accounts.reset(who.id, "b" * 26, datetime.now(UTC))
    page = visitor.send(f"/recruiter/set-up/{'b' * 26}", password=PASSWORD, again=PASSWORD)
    assert page.path == "/recruiter"
    page = Visitor(app).send("/recruiter/sign-in", email=who.email, password=PASSWORD)
    assert page.path == "/recruiter"
